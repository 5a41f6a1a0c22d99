"""What the tests of the catalog share: pictures made on the spot, and items made in one request."""

from io import BytesIO

import aiohttp
from PIL import Image


def picture(width: int = 64, height: int = 64, kind: str = "PNG", shade: int = 0) -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("L", (width, height), shade).save(out, kind)
    return out.getvalue()


async def upload(bench, raw: bytes, field: str = "image", name: str = "a.png", **how: object):
    """Send a file as a form does: status, JSON."""
    form = aiohttp.FormData()
    form.add_field(field, raw, filename=name, content_type="image/png")
    status, answer, _ = await bench.ask("POST", "/catalog/upload-image", data=form, **how)
    return status, answer


def card(name: str = "Кофе", price: object = 1800, **more: object) -> dict[str, object]:
    """An item as a request names it."""
    return {"name": name, "selling_price": price, "unit_id": 1, **more}


async def offered(bench, *cards: dict[str, object]) -> tuple[int, dict]:
    """Ask for items."""
    return await bench.post("/catalog", items=list(cards))


async def sold(bench, *prices: object) -> list[int]:
    """Active items of these prices in tenge; their ids."""
    cards = [card(f"Item {place}", price) for place, price in enumerate(prices)]
    status, answer = await offered(bench, *cards)
    assert status in (201, 202), answer
    bench.wait(seconds=3)
    return [row["id"] for row in answer["data"]]


async def row(bench, number: int) -> dict:
    """An item as the books hold it."""
    rows = (await bench.control("books"))["items"]
    return next(row for row in rows if row["item"] == number)


async def change(bench, number: int, key: str = "sandbox-apipay-key", **fields: object) -> tuple[int, dict]:
    """A PATCH."""
    status, answer, _ = await bench.ask("PATCH", f"/catalog/{number}", key=key, json=fields)
    return status, answer


async def delete(bench, number: int, key: str = "sandbox-apipay-key") -> tuple[int, dict]:
    """A DELETE."""
    status, answer, _ = await bench.ask("DELETE", f"/catalog/{number}", key=key)
    return status, answer


def line(number: int, count: object = 1, **more: object) -> dict[str, object]:
    """A line of a cart, or of a return."""
    return {"catalog_item_id": number, "count": count, **more}


async def cart(bench, *lines: dict[str, object], **more: object) -> tuple[int, dict]:
    """Ask for an invoice with lines."""
    return await bench.post("/invoices", phone_number="87001234567", cart_items=list(lines), **more)
