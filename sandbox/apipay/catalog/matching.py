"""Since August a repeated upload makes no second item: it is matched with the one that is there.

By `external_ref` first, then by barcode and name, then by barcode alone (OpenAPI 2.1.0).
"""

from datetime import datetime

from sandbox.apipay.catalog.items import Card, Catalog, Item, Status


def matched(catalog: Catalog, org: str, card: Card, now: datetime) -> tuple[Item | None, bool]:
    """The item that a card is of, changed as far as such a match goes; and whether the names differ."""
    rows, reference, barcode = catalog.of(org).values(), card.external_ref, card.barcode
    mine = next((row for row in rows if reference and row.external_ref == reference), None)
    if mine is not None:
        _refreshed(catalog, mine, card, now)
        return mine, False
    same = [row for row in rows if barcode and row.barcode == barcode and row.status is not Status.DELETED]
    named = next((row for row in same if row.name == card.name), None)
    if named is not None:
        if named.price != card.price or named.status is Status.DELETING:
            named.price = card.price
            catalog.send(named, "update", now)
        return named, False
    return (same[0], True) if same else (None, False)


def _refreshed(catalog: Catalog, item: Item, card: Card, now: datetime) -> None:
    """All that the card says. A failed item is left as it is: only PATCH sends it again."""
    if item.status is Status.FAILED:
        return
    was = (item.name, item.price, item.barcode)
    item.name, item.price, item.barcode = card.name, card.price, item.barcode or card.barcode
    if item.status is Status.DELETED:
        item.kaspi_id = None
        catalog.send(item, "create", now)
    elif was != (item.name, item.price, item.barcode) or item.status is Status.DELETING:
        catalog.send(item, "update", now)
