"""What a request says: the body of a payment and of a refund, taken without mercy."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.common import strict
from sandbox.horizonpay import refusals
from sandbox.horizonpay.checking import Body, Checked, customer_of
from sandbox.horizonpay.config import Config
from sandbox.horizonpay.methods import BOGUS
from sandbox.horizonpay.moments import moment_of
from sandbox.horizonpay.refusals import InvalidError, RefusedError
from sandbox.horizonpay.transactions import Wish

# fmt: off
LANGUAGES = frozenset({
    "en", "es", "tr", "de", "it", "ru", "zh", "fr", "da", "sv", "no", "fi", "pl", "ja", "be", "uk",
    "ka", "ro", "az", "lv", "et", "pt", "sr", "bn", "tg", "kk",
})
# fmt: on
LONGEST_TRACKING = 255


@dataclass(frozen=True, slots=True)
class RefundWish:
    """The `request` of a refund, checked."""

    parent_uid: str
    reason: str
    amount: int | None
    tracking_id: str | None


def request_of(content_type: str, raw: bytes) -> Body:
    """The object under `request`."""
    if content_type != "application/json":
        raise RefusedError(415, "Unsupported media type")
    try:
        body = strict.load(raw)
    except ValueError:
        raise refusals.plain(400) from None
    if not isinstance(body, dict):
        raise refusals.plain(400)
    request = body.get("request")
    if request is None:
        raise RefusedError(422, refusals.SAID[422], {"request": ["is missing"]})
    if not isinstance(request, dict) or body.keys() != {"request"}:
        raise RefusedError(422, refusals.SAID[422], {"request": ["must be the only object"]})
    return request


def wish_of(request: Body, config: Config, now: datetime) -> Wish:
    """A payment; InvalidError names all that is wrong, an unknown method is told before everything else."""
    body = Checked(request, {})
    method = body.part("method")
    name, token = method.text("type", needed=True), method.text("token")
    known = name is not None and (name in config.methods or name == BOGUS)
    if name is not None and not known:
        raise refusals.unknown_method(name)
    takes = config.methods[name].takes if name in config.methods else ()
    for other in takes:
        method.text(other)
    method.end()
    wish = _wish(body, name or "", token, config, now)
    body.end()
    _conditions(body, request, wish, config)
    if body.wrong:
        raise InvalidError(body.wrong)
    return wish


def refund_of(request: Body) -> RefundWish:
    """A refund."""
    body = Checked(request, {})
    parent = body.text("parent_uid", needed=True)
    reason = body.text("reason", needed=True)
    amount = body.whole("amount")
    tracking = body.text("tracking_id", LONGEST_TRACKING)
    body.end()
    if body.wrong:
        raise InvalidError(body.wrong)
    return RefundWish(parent or "", reason or "", amount, tracking)


def _wish(body: Checked, method: str, token: str | None, config: Config, now: datetime) -> Wish:
    extra = body.part("additional_data")
    recurring = _recurring(extra)
    return Wish(
        amount=body.whole("amount", needed=True) or 0,
        currency=_currency(body, config),
        description=body.text("description", needed=True) or "",
        return_url=body.url("return_url", needed=True) or "",
        method=method,
        token=token,
        test=body.flag("test"),
        expires_at=_expiry(body, now),
        tracking_id=_tracking(body),
        ip=body.ip("ip"),
        language=_language(body),
        notification_url=body.url("notification_url"),
        verification_url=body.url("verification_url"),
        iframe=body.flag("iframe"),
        recurring=recurring,
        customer=customer_of(body.part("customer")),
        additional=_additional(extra),
    )


def _currency(body: Checked, config: Config) -> str:
    value = body.text("currency", needed=True)
    if value is None:
        return ""
    if value not in config.currencies:
        body.note("currency", "is invalid")
    return value


def _expiry(body: Checked, now: datetime) -> datetime | None:
    text = body.text("expired_at")
    if text is None:
        return None
    moment = moment_of(text)
    if moment is None:
        body.note("expired_at", "must be YYYY-MM-DDThh:mm:ss±hh:mm")
    elif moment <= now:
        body.note("expired_at", "must be in the future")
    return moment


def _tracking(body: Checked) -> str | None:
    value = body.text("tracking_id", LONGEST_TRACKING)
    if value is not None and not all(part.strip() for part in value.split(";")):
        body.note("tracking_id", "holds an empty value")
    return value


def _language(body: Checked) -> str:
    value = body.text("language") or "en"
    if value not in LANGUAGES:
        body.note("language", "is not included in the list")
    return value


def _recurring(extra: Checked) -> bool:
    contract = extra.texts("contract")
    if any(word != "recurring" for word in contract):
        extra.note("contract", "is not included in the list")
    return "recurring" in contract


def _additional(extra: Checked) -> dict[str, object]:
    """The rest of `additional_data`; a contract stands in the wish."""
    said: dict[str, object] = {}
    if lines := extra.texts("receipt_text"):
        said["receipt_text"] = lines
    for part, name in (("customer", "id"), ("browser", "user_agent")):
        inner = extra.part(part)
        value = inner.text(name, 2048)
        inner.end()
        if value is not None:
            said[part] = {name: value}
    extra.end()
    return said


def _conditions(body: Checked, request: Body, wish: Wish, config: Config) -> None:
    """What depends on the shop and on the method."""
    if wish.method == BOGUS and not wish.test:
        body.note("test", "must be true for bogus")
    if (config.mode == "test" and not wish.test) or (config.mode == "live" and wish.test):
        body.note("test", "is not allowed for this shop")
    if wish.method not in config.methods:
        return
    if wish.recurring and not config.methods[wish.method].saves:
        body.note("additional_data.contract", "is not supported by the method")
    for path in config.methods[wish.method].requires if wish.token is None else ():
        if not _at(request, path):
            body.wrong[path] = "is missing"


def _at(request: object, path: str) -> object:
    for name in path.split("."):
        request = request.get(name) if isinstance(request, dict) else None
    return request
