"""Who may come in: a key in its one place, not too often. A key in any other place counts as exposed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import unquote

from aiohttp import web
from pydantic import BaseModel, ValidationError

from billing.developers import keys, writing
from billing.developers.api import ApiDesk
from billing.developers.models import ApiKey
from billing.developers.writing import Once
from billing.errors import BillingError
from web.api import problems
from web.api.problems import PREFIX, Unwanted
from web.api.rate import Rate
from web.deps import DEPS, WebDeps
from web.reading import body_within

BODY_LIMIT = 16 * 1024
WHERE_IT_BELONGS = (
    "A key belongs into the header Authorization, as: Bearer <key>. {where} are written into logs and "
    "histories: if this was a living key, it counts as exposed now, and the shop's owners were told. "
    "Make a new one in the chat with /developers and revoke this one."
)
M = TypeVar("M", bound=BaseModel)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Api:
    """What the routes of the API use beside the web's own dependencies."""

    desk: ApiDesk
    rate: Rate


API: web.AppKey[Api] = web.AppKey("api", Api)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A program that was let in, with what it sent."""

    request: web.Request
    deps: WebDeps
    desk: ApiDesk
    key: ApiKey
    body: bytes

    def once(self) -> Once:
        """Its own key for this write. ``Unwanted`` where there is none."""
        names = self.request.headers.getall("Idempotency-Key", [])
        if len(names) != 1 or writing.NAME.fullmatch(names[0]) is None:
            detail = (
                "A write needs one header Idempotency-Key, 1 to 64 of A-Z a-z 0-9 _ . : -, new for each "
                "new wish. The same key with the same request gets the same answer: nothing happens twice."
            )
            raise Unwanted(400, "idempotency-key-wanted", detail)
        return writing.once(self.key.id, names[0], self.request.method, self.request.path, self.body)

    def read(self, model: type[M]) -> M:
        """The body as this model. ``Unwanted`` with the first thing to mend."""
        if self.request.content_type != "application/json":
            raise Unwanted(415, "json-wanted", "The body is to be JSON, with Content-Type: application/json.")
        try:
            return model.model_validate_json(self.body)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False, include_context=False)[0]
            place = ".".join(str(part)[:64] for part in first["loc"]) or "the body"
            raise Unwanted(400, "request-unread", f"{place}: {first['msg'][:200]}") from None
        except ValueError:
            raise Unwanted(400, "request-unread", "The body is not JSON.") from None


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Around every request: no key may stand in an address, also in one that is none of the API's."""
    address, inside = unquote(request.path_qs, errors="replace"), request.path.startswith(PREFIX)
    if not inside and not keys.found_in(address):
        return await handler(request)
    try:
        await _refuse_key(request, address, "Addresses")
        await _refuse_key(request, _other_headers(request), "Other headers")
        return await handler(request)
    except Unwanted as problem:
        return problems.answer(problem.status, problem.word, problem.detail, problem.headers)
    except BillingError as refusal:
        return problems.of_refusal(refusal)


def entered(work: Callable[[Visitor], Awaitable[web.Response]]) -> Handler:
    """A route behind the door."""

    async def answered(request: web.Request) -> web.StreamResponse:
        return await work(await _enter(request))

    return answered


async def _enter(request: web.Request) -> Visitor:
    deps, api = request.app[DEPS], request.app[API]
    body = await body_within(request, BODY_LIMIT)
    await _refuse_key(request, body.decode("utf-8", errors="replace"), "Bodies")
    key = await api.desk.enter(_token(request))
    if (seconds := api.rate.take(key.id)) is not None:
        detail = f"This key has called too often. Come again in {seconds} s."
        raise Unwanted(429, "too-many-calls", detail, {"Retry-After": str(seconds)})
    return Visitor(request, deps, api.desk, key, body)


def _token(request: web.Request) -> str:
    said = request.headers.getall("Authorization", [])
    kind, _, token = said[0].partition(" ") if len(said) == 1 else ("", "", "")
    if kind.lower() != "bearer":
        detail = (
            "Send your key in one header, Authorization: Bearer <key>. Owners make keys with /developers."
        )
        raise Unwanted(401, "api-key-wanted", detail, problems.BEARER)
    return token.strip()


def _other_headers(request: web.Request) -> str:
    return "\n".join(value for name, value in request.headers.items() if name.lower() != "authorization")


async def _refuse_key(request: web.Request, text: str, where: str) -> None:
    """A key stood where it does not belong."""
    if keys.found_in(text):
        await request.app[DEPS].desk.developers.exposed(text)
        raise Unwanted(400, "key-in-the-wrong-place", WHERE_IT_BELONGS.format(where=where))
