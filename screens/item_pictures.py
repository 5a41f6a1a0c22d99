"""The picture of an item: the shop's own, or a plain one with name and price where there is none."""

from __future__ import annotations

from functools import partial

from billing.catalog.models import Item
from screens import format as fmt
from screens import pictures
from screens.cards import Picture
from screens.reader import Reader


def picture_of(item: Item, shop: str, reader: Reader) -> Picture:
    """What stands on its card."""
    price = fmt.money(item.price, reader.words.locale)
    label = pictures.Label(title=fmt.shop(shop), amount=price, number=fmt.clean(item.name, 60))
    make = partial(pictures.goods_picture, label)
    if item.picture_id is not None:
        return Picture(f"item:{item.picture_id}", make, of_item=item.picture_id)
    return Picture(f"item-plain:{item.id}:{item.version}:{reader.words.locale}", make)
