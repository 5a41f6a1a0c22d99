"""The picture in the README: the demo after a paid invoice. Make it anew with
``PICTURE=docs/demo.png python -m tests tests/browser/test_picture.py``."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.browser.conftest import Opening

SIZE = {"width": 1280, "height": 860}
LARGEST = 250 * 1024
PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "demo.png"
pytestmark = pytest.mark.browser


def squeezed(png: bytes) -> bytes:
    """The same in 256 colours."""
    buffer = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    flat = picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    flat.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def is_small_picture_of_the_page(data: bytes) -> bool:
    """Of the right size, light enough for a README, and not an empty sheet."""
    picture = Image.open(io.BytesIO(data))
    colours = picture.convert("RGB").getcolors(1 << 24) or []
    return picture.size == (SIZE["width"], SIZE["height"]) and len(data) < LARGEST and len(colours) > 100


async def test_the_page_after_a_paid_invoice_makes_a_picture(theatre: Opening, tmp_path: Path) -> None:
    play = await theatre("en", SIZE, color_scheme="light", reduced_motion="reduce")
    await play.opened_shop()
    await play.issue("/invoice 5000 Coffee")
    await play.share()
    await play.open_bank()
    await play.press_at_bank("pay")
    await play.merchant.says("cashier Aigerim")
    await play.customer.says("Thank you! Paid: 5 000 ₸")
    await expect(play.merchant.toast).to_be_empty()
    await play.merchant.card("✅ Paid: 5 000 ₸")
    await play.customer.card("✅ Paid: 5 000 ₸")
    data = squeezed(await play.page.screenshot(animations="disabled"))
    assert is_small_picture_of_the_page(data)
    Path(os.environ.get("PICTURE") or tmp_path / "demo.png").write_bytes(data)


def test_the_published_picture_is_of_that_kind() -> None:
    assert is_small_picture_of_the_page(PUBLISHED.read_bytes())
