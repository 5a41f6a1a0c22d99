"""GET /catalog: which goods a query asks for, and which page of them."""

from datetime import datetime

from sandbox.apipay.catalog.items import STATUSES, Item, Status
from sandbox.apipay.config import Config
from sandbox.apipay.listing import Query, whole, words
from sandbox.apipay.moments import ALMATY
from sandbox.apipay.refusals import InvalidError, RefusedError

MOST_VALUES = 200


def found(rows: list[Item], query: Query, config: Config) -> list[Item]:
    """All rows that a query finds, the newest first."""
    wanted = _statuses(query, config)
    since = _since(query, config)
    search, barcode = query.get("search", "").casefold(), query.get("barcode")
    first = query.get("first_char", "").casefold()
    if "cursor" in query and config.catalog != "april":
        raise InvalidError(cursor="The cursor is not one of ours.")
    rows = [
        row
        for row in rows
        if str(row.status) in wanted
        and (since is None or row.changed_at > since)
        and search in row.name.casefold()
        and (not barcode or row.barcode == barcode)
        and row.name.casefold().startswith(first)
    ]
    return sorted(rows, key=lambda row: row.id, reverse=True)


def targeted(rows: list[Item], query: Query, config: Config) -> list[Item] | None:
    """Items asked for one by one, unpaged; None where none is. April does not know how."""
    names = ("ids[]", "external_refs[]", "barcodes[]")
    if config.catalog == "april" or not any(name in query for name in names):
        return None
    ids, references, barcodes = (set(query.getall(name, [])) for name in names)
    if len(ids) + len(references) + len(barcodes) > MOST_VALUES:
        code, text = "catalog_match_overflow", f"No more than {MOST_VALUES} values."
        raise RefusedError(422, {"error": code, "error_code": code, "message": text})
    for place, text in enumerate(query.getall("ids[]", [])):
        if not text.isascii() or not text.isdigit():
            raise InvalidError(**{f"ids.{place}": "The id must be an integer."})
    anything = config.catalog == "september" and "statuses[]" not in query
    wanted = set(STATUSES) if anything else _statuses(query, config)
    return [
        row
        for row in rows
        if str(row.status) in wanted
        and (str(row.id) in ids or row.external_ref in references or row.barcode in barcodes)
    ]


def page_of(query: Query) -> tuple[int, int]:
    """The page and its length."""
    return whole(query, "page", 1, None, 1), whole(query, "per_page", 1, 200, 50)


def _statuses(query: Query, config: Config) -> set[str]:
    """April shows all that is not deleted and sees no parameter; since August only what is active."""
    if config.catalog == "april":
        return set(STATUSES) - {str(Status.DELETED)}
    return words(query, "statuses", STATUSES) or {str(Status.ACTIVE)}


def _since(query: Query, config: Config) -> datetime | None:
    text = query.get("updated_after")
    if not text or config.catalog == "april":
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidError(updated_after="The updated after field must be a valid date.") from None
    return at if at.tzinfo else at.replace(tzinfo=ALMATY)
