"""The control that changes who HorizonPay knows and how it behaves."""

from sandbox.common.fields import Fields, MisuseError
from sandbox.common.switches import switch
from sandbox.horizonpay.config import FLAGS, NUMBERS, WORDS, Config
from sandbox.horizonpay.methods import FLOWS, FORM_KEYS, Method


def configure(config: Config, fields: Fields) -> dict[str, object]:
    """Apply a request and say what it is now."""
    if fields.has("shop_id") or fields.has("secret"):
        (shop, secret), *others = config.shops.items()
        config.shops = {fields.text("shop_id", shop): fields.text("secret", secret), **dict(others)}
    if fields.has("other"):
        other = Fields(fields.any("other"))
        config.shops[other.text("shop_id")] = other.text("secret")
        other.end()
    if fields.has("shop"):
        config.shop = fields.text("shop")
    if fields.has("currencies"):
        config.currencies = fields.words("currencies")
    if fields.has("methods"):
        config.methods |= _methods(fields.any("methods"))
    switch(config, fields, WORDS, FLAGS, NUMBERS)
    fields.end()
    return shown(config)


def shown(config: Config) -> dict[str, object]:
    """The configuration without its secrets."""
    return {
        "shop_id": config.main_shop,
        "shop": config.shop,
        "currencies": sorted(config.currencies),
        "methods": {name: method.flow for name, method in config.methods.items()},
        **{name: getattr(config, name) for name in (*WORDS, *FLAGS, *NUMBERS)},
    }


def _methods(given: object) -> dict[str, Method]:
    if not isinstance(given, dict):
        msg = "methods must be an object"
        raise MisuseError(msg)
    return {str(name): _method(Fields(one)) for name, one in given.items()}


def _method(fields: Fields) -> Method:
    made = Method(
        flow=fields.choice("flow", FLOWS, "get"),
        form=fields.choice("form", FORM_KEYS, "form"),
        query=fields.flag("query", default=False),
        bare=fields.flag("bare", default=False),
        requires=_names(fields, "requires"),
        takes=_names(fields, "takes"),
        saves=fields.flag("saves", default=False),
        refunds=fields.flag("refunds", default=True),
        extra=_extra(fields.any("extra")),
        action=fields.text("action", ""),
    )
    fields.end()
    return made


def _names(fields: Fields, name: str) -> tuple[str, ...]:
    return tuple(sorted(fields.words(name))) if fields.has(name) else ()


def _extra(given: object) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Fields of a form; each has at least a name and a value."""
    rows = given if isinstance(given, list) else []
    if (given is not None and not isinstance(given, list)) or not all(
        isinstance(row, dict) and {"name", "value"} <= row.keys() for row in rows
    ):
        msg = "extra must be a list of fields with name and value"
        raise MisuseError(msg)
    return tuple(tuple((str(key), str(value)) for key, value in row.items()) for row in rows)
