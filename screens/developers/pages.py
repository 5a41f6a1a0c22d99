"""The pages of ``/developers``, and the messages on which a secret stands once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from urllib.parse import urlsplit

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from billing.developers.desk import Programs, Standing
from billing.developers.models import ApiKey, Endpoint, Fate, Outgoing, Scope
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, Text, keyboard, press
from screens.developers import buttons as b
from screens.reader import Reader

HOST_MOST = 40
LETTERS = {Scope.READ: "r", Scope.WRITE: "w", Scope.REFUND: "f"}


def everything(programs: Programs, now: datetime, reader: Reader) -> Text:
    """Keys and addresses, a button for each."""
    words = reader.words
    lines = [f"<b>{words('dev-title')}</b>", words("dev-hint")]
    if reader.site.public_url:
        lines += [words.html("dev-where", url=f"{reader.site.public_url}/api/v1")]
    else:
        lines += [words("dev-no-address")]
    rows: list[Row] = [[press(_key_line(key, reader), b.KeyPage(key=key.id))] for key in programs.keys]
    rows += [
        [press(_hook_line(each, reader), b.HookPage(hook=each.endpoint.id))] for each in programs.endpoints
    ]
    rows += [
        [press(words("btn-dev-new-key"), b.NewKey(), ButtonStyle.SUCCESS)],
        [press(words("btn-dev-add-hook"), b.AddHook(), ButtonStyle.SUCCESS)],
    ]
    return phrases.lines(lines), keyboard(rows)


def which_scopes(may: str, reader: Reader) -> Text:
    """What a new key may do: each scope is switched on and off."""
    words = reader.words
    may = "".join(letter for letter in LETTERS.values() if letter in may)  # a button may be made up by hand
    rows: list[Row] = []
    for scope, letter in LETTERS.items():
        chosen = letter in may
        then = "".join(each for each in LETTERS.values() if (each in may) != (each == letter))
        mark = "✓ " if chosen else ""
        rows += [[press(mark + words(f"dev-scope-{scope}"), b.NewKey(may=then))]]
    if may:
        rows += [[press(words("btn-dev-make"), b.NewKey(may=may, make=True), ButtonStyle.SUCCESS)]]
    return words("dev-scopes-ask"), keyboard([*rows, [press(words("btn-back"), b.Programs())]])


def scopes_of(may: str) -> frozenset[Scope]:
    """Out of a button's letters."""
    return frozenset(scope for scope, letter in LETTERS.items() if letter in may)


def new_key(key: ApiKey, token: str, reader: Reader) -> Text:
    """The key, once."""
    text = reader.words.html("dev-key-made", token=token, may=_may(key, reader))
    return text, keyboard([[_saved(reader)]])


def key(found: ApiKey, maker: str, now: datetime, reader: Reader) -> Text:
    """One key, and how to end it."""
    words = reader.words
    made = words.html("dev-key-by", who=maker, when=_when(found.created_at, now, reader))
    used = (
        words("dev-key-used", when=_when(found.used_at, now, reader))
        if found.used_at
        else words("dev-key-unused")
    )
    lines = [f"<b>{escape(found.start)}…</b>", words("dev-key-may", may=_may(found, reader)), made, used]
    lines += [words("dev-key-exposed")] if found.exposed_at and found.alive else []
    lines += [] if found.alive else [words("dev-key-over")]
    rows: list[Row] = []
    if found.alive:
        rows += [[press(words("btn-dev-revoke"), b.Revoke(key=found.id), ButtonStyle.DANGER)]]
    return phrases.lines(lines), keyboard([*rows, [press(words("btn-back"), b.Programs())]])


def ask_address(reader: Reader) -> str:
    """Where webhooks are to go."""
    return reader.words("dev-hook-ask")


def secret(endpoint: Endpoint, reader: Reader) -> Text:
    """The secret that signs, once."""
    values = {"host": _host(endpoint), "secret": endpoint.secret}
    text = reader.words.html("dev-secret-made", **values)
    return text, keyboard([[_saved(reader)]])


def hook(standing: Standing, now: datetime, reader: Reader) -> Text:
    """One address: how it is, and what may be done about it."""
    words, endpoint = reader.words, standing.endpoint
    lines = [
        f"<b>{escape(_host(endpoint))}</b>",
        escape(fmt.clean(endpoint.url, 200)),
        _state(endpoint, now, reader),
    ]
    lines += [words("dev-hook-waiting", count=standing.waiting)] if standing.waiting else []
    lines += [words("dev-hook-two-secrets")] if endpoint.old_secret else []
    mine = endpoint.id
    rows: list[Row] = []
    if endpoint.paused_at is not None or endpoint.failing_since is not None:
        rows += [[press(words("btn-dev-resume"), b.Resume(hook=mine), ButtonStyle.SUCCESS)]]
    rows += [[press(words("btn-dev-sent"), b.Sent(hook=mine))]]
    if endpoint.old_secret:
        rows += [[press(words("btn-dev-drop-secret"), b.DropSecret(hook=mine))]]
    else:
        rows += [[press(words("btn-dev-turn-secret"), b.TurnSecret(hook=mine))]]
    rows += [
        [press(words("btn-dev-remove"), b.RemoveHook(hook=mine), ButtonStyle.DANGER)],
        [press(words("btn-back"), b.Programs())],
    ]
    return phrases.lines(lines), keyboard(rows)


def sent(
    messages: Sequence[Outgoing], after: int | None, endpoint: Endpoint, now: datetime, reader: Reader
) -> Text:
    """What went there; each may go once more, and one that is not taken may be left out."""
    words = reader.words
    lines = [words.html("dev-sent-title", host=_host(endpoint))]
    lines += [_sent_line(each, now, reader) for each in messages] or [words("dev-sent-none")]
    rows = [_of_message(each, reader) for each in messages]
    if after is not None:
        rows += [[press(words("btn-deeds-older"), b.Sent(hook=endpoint.id, before=after))]]
    return phrases.lines(lines), keyboard([*rows, [press(words("btn-back"), b.HookPage(hook=endpoint.id))]])


def _of_message(message: Outgoing, reader: Reader) -> Row:
    number, leave = str(message.id), b.LeaveOut(hook=message.endpoint_id, message=message.id)
    row = [press(reader.words("btn-dev-again", id=number), b.Again(message=message.id))]
    held_up = message.fate is Fate.WAITS and message.tries
    return [*row, press(reader.words("btn-dev-leave", id=number), leave)] if held_up else row


def sure(question: str, answer: str, yes: CallbackData, hook_id: int, reader: Reader) -> Text:
    """A question with its *yes* first."""
    rows: list[Row] = [
        [press(answer, yes, ButtonStyle.DANGER)],
        [press(reader.words("btn-back"), b.HookPage(hook=hook_id))],
    ]
    return question, keyboard(rows)


def leaked(known: Sequence[ApiKey], reader: Reader, *, owner: bool) -> Text:
    """Somebody has typed a key into the chat."""
    words = reader.words
    if not known:
        return words("dev-leaked-unknown"), None
    rows = [[_revoke(key, reader)] for key in known] if owner else []
    return words("dev-leaked-owner" if owner else "dev-leaked"), keyboard(rows)


def _revoke(key: ApiKey, reader: Reader) -> InlineKeyboardButton:
    text = reader.words("btn-dev-revoke-this", start=key.start)
    return press(text, b.Revoke(key=key.id), ButtonStyle.DANGER)


def _saved(reader: Reader) -> InlineKeyboardButton:
    return press(reader.words("btn-dev-saved"), b.Saved(), ButtonStyle.SUCCESS)


def _key_line(key: ApiKey, reader: Reader) -> str:
    mark = "❗ " if key.exposed_at else ""
    return f"{mark}{key.start}… · {_may(key, reader)}"


def _hook_line(standing: Standing, reader: Reader) -> str:
    mark = "❗ " if standing.endpoint.paused_at else ""
    return f"{mark}{_host(standing.endpoint)}"


def _sent_line(message: Outgoing, now: datetime, reader: Reader) -> str:
    fate = reader.words(f"dev-fate-{message.fate}")
    status = str(message.status) if message.status is not None else ""
    when = _when(message.happened_at, now, reader)
    return phrases.dotted(f"№{message.id}", escape(message.kind.value), when, fate, status)


def _state(endpoint: Endpoint, now: datetime, reader: Reader) -> str:
    words = reader.words
    if endpoint.pause is not None and endpoint.paused_at is not None:
        return words(f"dev-paused-{endpoint.pause}", since=_when(endpoint.paused_at, now, reader))
    if endpoint.failing_since is not None:
        return words("dev-hook-failing", since=_when(endpoint.failing_since, now, reader))
    return words("dev-hook-well")


def _may(key: ApiKey, reader: Reader) -> str:
    return ", ".join(reader.words(f"dev-may-{scope}") for scope in Scope if scope in key.scopes)


def _host(endpoint: Endpoint) -> str:
    return fmt.clean(urlsplit(endpoint.url).netloc, HOST_MOST)


def _when(at: datetime | None, now: datetime, reader: Reader) -> str:
    return fmt.moment(at, reader.zone, reader.words.locale, now) if at else ""
