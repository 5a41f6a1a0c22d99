"""The control that changes who ApiPay knows and how it behaves."""

from sandbox.apipay.config import Config
from sandbox.apipay.generation import FLAGS, GENERATIONS, NUMBERS, WORDS
from sandbox.common.fields import Fields
from sandbox.common.switches import switch


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
    switch(config, fields, WORDS, FLAGS, NUMBERS)
    fields.end()
    return shown(config)


def shown(config: Config) -> dict[str, object]:
    """The configuration without its keys and secrets."""
    names = ("generation", "shop", "source", "webhook_url", *WORDS, *FLAGS, *NUMBERS)
    return {name: getattr(config, name) for name in names}
