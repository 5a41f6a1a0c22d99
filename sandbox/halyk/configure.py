"""The control that changes who the bank knows and how it behaves."""

from sandbox.common.fields import Fields, MisuseError
from sandbox.common.switches import at_least, switch
from sandbox.halyk.config import CLIENT_SECRET, UUID, Config, Terminal
from sandbox.halyk.listing import shop_of

WORDS = {
    "refund_reads": ("query", "body"),
    "refund_body": ("qr", "empty"),
    "refund_status": ("stays", "refund"),
    "refunds_at_once": ("many", "one"),
    "paging": ("skip", "pages"),
    "p2p_period": ("created_at", "created_date"),
    "lists": ("paid", "all"),
}
FLAGS = ("magic", "refund_shrinks")
NUMBERS = ("status_lag", "refund_seconds", "empty_invoice")
WHOLE_NUMBERS = ("page_cap",)


def configure(config: Config, fields: Fields) -> dict[str, object]:
    """Apply a request to the configuration and say what it is now."""
    if any(fields.has(name) for name in ("client_id", "client_secret", "terminal")):
        _replace_main(config, fields)
    if fields.has("username") or fields.has("password"):
        _replace_user(config, fields)
    main = config.main_terminal()
    if fields.has("shop"):
        main.shop = fields.text("shop")
    if fields.has("pay_qr_local"):
        main.pay_qr_local = fields.flag("pay_qr_local")
    if fields.has("two_step"):
        main.two_step = fields.flag("two_step")
    _set_switches(config, fields)
    for name in ("status", "other"):
        if fields.has(name):
            _add_client(config, Fields(fields.any(name)), reads_all=name == "status")
    fields.end()
    return _shown(config)


def _replace_main(config: Config, fields: Fields) -> None:
    old = config.main_terminal()
    client = fields.text("client_id", old.client_id)
    secret = fields.text("client_secret", config.clients.get(old.client_id, CLIENT_SECRET))
    id_ = _uuid(fields.text("terminal", old.id))
    config.clients.pop(old.client_id, None)
    config.clients[client] = secret
    rest = {key: value for key, value in config.terminals.items() if key not in (old.id, id_)}
    old.id, old.client_id = id_, client
    config.terminals = {id_: old, **rest}


def _set_switches(config: Config, fields: Fields) -> None:
    switch(config, fields, WORDS, FLAGS, NUMBERS)
    for name in WHOLE_NUMBERS:
        if fields.has(name):
            setattr(config, name, at_least(1, name, fields.whole(name)))
    if fields.has("languages"):
        config.languages = fields.words("languages")
    if fields.has("refund_http"):
        config.refund_http = int(fields.choice("refund_http", ("200", "400")))
    if fields.has("unseen_expiry"):
        config.unseen_is_rejected = fields.choice("unseen_expiry", ("reject", "102")) == "reject"


def _replace_user(config: Config, fields: Fields) -> None:
    (name, password), *_ = config.users.items()
    config.users = {fields.text("username", name): fields.text("password", password)}


def _add_client(config: Config, fields: Fields, *, reads_all: bool) -> None:
    client, secret = fields.text("client_id"), fields.text("client_secret")
    id_ = _uuid(fields.text("terminal"))
    fields.end()
    config.clients[client] = secret
    config.terminals[id_] = Terminal(id_, client, number=f"9800{len(config.terminals) + 42:04d}")
    if reads_all:
        config.status_client = client


def _uuid(text: str) -> str:
    if not UUID.fullmatch(text):
        msg = "terminal must be a UUID in small letters"
        raise MisuseError(msg)
    return text


def _shown(config: Config) -> dict[str, object]:
    main = config.main_terminal()
    return {
        "client_id": main.client_id,
        "terminal": main.id,
        "shop": main.shop,
        "pay_qr_local": main.pay_qr_local,
        "two_step": main.two_step,
        "shop_id": shop_of(main.id),
        "status_client": config.status_client,
        "usernames": sorted(config.users),
        "languages": sorted(config.languages),
        "refund_http": config.refund_http,
        **{name: getattr(config, name) for name in (*WORDS, *FLAGS, *NUMBERS, *WHOLE_NUMBERS)},
        "unseen_expiry": "reject" if config.unseen_is_rejected else "102",
    }
