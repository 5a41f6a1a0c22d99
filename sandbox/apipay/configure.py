"""The control that changes who ApiPay knows and how it behaves."""

from sandbox.apipay.config import Config
from sandbox.apipay.generation import FLAGS, GENERATIONS, NUMBERS, WORDS
from sandbox.common.fields import Fields, MisuseError


def configure(config: Config, fields: Fields) -> dict[str, object]:
    """Apply a request, a generation first, then single switches, and say what it is now."""
    if fields.has("generation"):
        config.become(fields.choice("generation", tuple(GENERATIONS)))
    if fields.has("api_key"):
        _, *others = config.keys.items()
        config.keys = {fields.text("api_key"): "main", **dict(others)}
    if fields.has("other"):
        config.keys[fields.text("other")] = "other"
    for name in ("shop", "webhook_url"):
        if fields.has(name):
            setattr(config, name, fields.text(name))
    for name in ("source", "webhook_secret"):
        if fields.has(name):
            setattr(config, name, fields.maybe_text(name))
    for name, words in WORDS.items():
        if fields.has(name):
            setattr(config, name, fields.choice(name, words))
    for name in FLAGS:
        if fields.has(name):
            setattr(config, name, fields.flag(name))
    for name in NUMBERS:
        if fields.has(name):
            setattr(config, name, _not_below_zero(name, fields.number(name)))
    fields.end()
    return shown(config)


def shown(config: Config) -> dict[str, object]:
    """The configuration without its keys and secrets."""
    names = ("generation", "shop", "source", "webhook_url", *WORDS, *FLAGS, *NUMBERS)
    return {name: getattr(config, name) for name in names}


def _not_below_zero(name: str, value: float) -> float:
    if value < 0:
        msg = f"{name} must be at least 0"
        raise MisuseError(msg)
    return value
