"""Refusals, in all the shapes in which errors of this API have been seen."""

from aiohttp import web

from sandbox.horizonpay.config import Config

Json = dict[str, object]
SYSTEM: Json = {"system": ["System error."]}
SAID = {
    400: "Bad request",
    401: "Invalid shop_id/secret_key.",
    403: "Forbidden",
    404: "Not found.",
    409: "Conflict",
    422: "Unprocessable entity",
    429: "Too many requests",
}
BARE = (403, 404, 409)
"""These come with a message only."""


class RefusedError(Exception):
    """HorizonPay says no: an HTTP status, a message, and what is wrong, by name."""

    def __init__(self, status: int, message: str, errors: Json | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.errors = status, message, errors


class InvalidError(RefusedError):
    """422: what is wrong with a request, by dotted path."""

    def __init__(self, wrong: dict[str, str]) -> None:
        super().__init__(422, SAID[422], {"request": _nested(wrong)})
        self.wrong = wrong


def plain(status: int) -> RefusedError:
    """The usual refusal with this status."""
    message = SAID.get(status, "Internal server error")
    return RefusedError(status, message, None if status in BARE else dict(SYSTEM))


def unknown_method(name: str) -> RefusedError:
    """422, in the documentation's own words."""
    return RefusedError(422, f"Unknown '{name}' payment method", dict(SYSTEM))


def no_refund(why: str = "Transaction can't be refunded") -> RefusedError:
    """422: the money cannot go back."""
    return RefusedError(422, "transaction can't be refunded", {"base": [why]})


def answer(no: RefusedError, config: Config) -> web.Response:
    """The refusal as it is sent."""
    headers = {"WWW-Authenticate": 'Basic realm="beyag"'} if no.status == 401 else {}
    return web.json_response(body_of(no, config.errors), status=no.status, headers=headers)


def body_of(no: RefusedError, shape: str) -> Json:
    """The body in one of the shapes; `documented` is nested where fields are wrong."""
    bare: Json = {"message": no.message}
    errors = no.errors
    if errors is None or shape == "bare":
        return bare
    flat = {name: [text] for name, text in no.wrong.items()} if isinstance(no, InvalidError) else errors
    bodies: dict[str, Json] = {
        "documented": bare | {"errors": errors},
        "flat": bare | {"errors": flat},
        "list": {"code": "E.0625", **bare, "errors": [{name: text} for name, text in flat.items()]},
        "text": bare | {"errors": "; ".join(f"{name} {_joined(text)}" for name, text in flat.items())},
        "singular": bare | {"error": errors},
        "response": {"response": bare | {"errors": errors}},
    }
    return bodies[shape]


def _joined(texts: object) -> str:
    return ", ".join(str(text) for text in texts) if isinstance(texts, list) else str(texts)


def _nested(wrong: dict[str, str]) -> Json:
    root: Json = {}
    for path, text in wrong.items():
        *folders, name = path.split(".")
        place = root
        for folder in folders:
            inner = place.setdefault(folder, {})
            place = inner if isinstance(inner, dict) else place
        place[name] = [text]
    return root
