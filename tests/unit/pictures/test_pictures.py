"""Card pictures: a code that phones read, words that fit, stamps that nobody can scan."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import combinations
from typing import get_args

import pytest
import zxingcpp
from PIL import Image, ImageChops

from screens.pictures import (
    SIDE,
    Kind,
    Label,
    PayloadTooLong,
    plain_picture,
    qr_picture,
    qr_png,
    stamped_picture,
)

EMV = (
    "00020101021226580010kz.example0140"
    + ("7919058372640193" * 9)[:134]
    + "520459995303398540750"
    + "00.005802KZ5904DANA6006ALMATY6304AB1F"
)
LABELS = {
    "en": Label("Dana", "5\u00a0000.50\u00a0₸", "#1042", "QR valid until 14:25"),
    "ru": Label("Кофейня «Дана»", "5\u00a0000\u00a0₸", "#1042", "QR действует до 14:25"),
    "kk": Label("«Дән» дүкені", "12\u00a0500\u00a0₸", "#1043", "QR 14:25-ке дейін жарамды"),
}
HOSTILE = {
    "empty": "",
    "blank": " \t\n\u00a0 ",
    "500 wide letters": "Щ" * 500,
    "500 narrow words": "і " * 250,
    "emoji": "☕️👩‍👩‍👧‍👦🇰🇿" * 20,
    "right to left": "\u202eשלום مرحبا بالعالم " * 10,
    "control characters": "Да\x00на\x1b[31m\r\n\u200b\u2066\ufeff",
    "towers of marks": "Ю" + "\u0301\u0316\u0489" * 100,
    "marks alone": "\u0301" * 50,
    "half a surrogate pair": "Дана \ud83d",
    "no character": "\U0010ffff\ue000\uffff",
    "Chinese": "店铺" * 40,
}
KINDS: tuple[Kind, ...] = get_args(Kind)
HEADER, AMOUNT, FOOTER = (0, 124), (1036, 1170), (1170, 1260)
MARGIN = 50


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("RGB")


def ink(picture: Image.Image, rows: tuple[int, int] | None = None) -> tuple[int, int, int, int] | None:
    """The box around everything that is not white, in these rows or everywhere."""
    first, last = rows or (0, picture.height)
    strip = picture.crop((0, first, picture.width, last))
    return ImageChops.invert(strip.convert("L")).getbbox()


def code_box(picture: Image.Image) -> tuple[int, int, int, int]:
    """The dark part of the QR code, without the title over it."""
    (code,) = zxingcpp.read_barcodes(picture)
    corners = code.position
    middle = picture.crop((0, corners.top_left.y - 3, picture.width, corners.bottom_left.y + 3))
    box = ink(middle)
    assert box is not None
    return box[0], box[1] + corners.top_left.y - 3, box[2], box[3] + corners.top_left.y - 3


def finder_width(picture: Image.Image, left: int, top: int) -> int:
    """How many pixels the upper edge of the corner square is long: seven modules."""
    row = picture.convert("L").crop((left, top, picture.width, top + 1)).tobytes()
    return next(at for at, level in enumerate(row) if level == 255)


def as_telegram_sends_it(picture: Image.Image, width: int, quality: int) -> Image.Image:
    out = BytesIO()
    picture.resize((width, width), Image.Resampling.LANCZOS).save(out, "JPEG", quality=quality)
    return Image.open(BytesIO(out.getvalue()))


def all_pictures(label: Label, stamp: str) -> list[bytes]:
    return [
        qr_picture(EMV, label),
        plain_picture(label),
        *(stamped_picture(label, stamp, kind) for kind in KINDS),
    ]


@pytest.mark.parametrize("language", LABELS)
@pytest.mark.parametrize("quality", [30, 87])
@pytest.mark.parametrize("width", [1280, 640, 160])
def test_a_long_payment_code_is_read_back_after_telegrams_compression(
    width: int, quality: int, language: str
) -> None:
    assert len(EMV) == 226
    sent = as_telegram_sends_it(opened(qr_picture(EMV, LABELS[language])), width, quality)
    assert [code.text for code in zxingcpp.read_barcodes(sent)] == [EMV]


@pytest.mark.parametrize(
    "payload",
    ["1", "https://pay.example/q/7K2M94QD", "Төлем: 5 000 ₸", "A" * 226, "a" * 287, "a" * 412, "я" * 1100],
)
def test_short_and_long_payloads_are_read_back(payload: str) -> None:
    for picture in (qr_picture(payload, LABELS["kk"]), qr_png(payload)):
        assert [code.text for code in zxingcpp.read_barcodes(opened(picture))] == [payload]


def test_a_payload_that_fits_no_code_is_refused_in_our_words() -> None:
    with pytest.raises(PayloadTooLong):
        qr_picture("a" * 2332, LABELS["en"])


def test_the_code_has_level_m_modules_of_twelve_pixels_and_four_white_ones_around() -> None:
    for payload, titled in [("1", True), (EMV, True), ("a" * 287, True), ("a" * 412, False)]:
        picture = opened(qr_picture(payload, LABELS["en"]))
        (code,) = zxingcpp.read_barcodes(picture)
        left, top, right, bottom = code_box(picture)
        module = finder_width(picture, left, top) // 7
        around = picture.crop((left - 4 * module, top - 4 * module, right + 4 * module, bottom + 4 * module))
        assert code.ec_level == "M"
        assert module >= 12
        assert ink(around) == (4 * module, 4 * module, *(side - 4 * module for side in around.size))
        assert (top > HEADER[1]) == titled


def test_the_bare_code_is_light_around_too() -> None:
    picture = opened(qr_png(EMV))
    assert ink(picture) == (48, 48, picture.width - 48, picture.height - 48)


@pytest.mark.parametrize("language", LABELS)
@pytest.mark.parametrize("kind", KINDS)
def test_nobody_can_scan_a_stamped_or_plain_picture(kind: Kind, language: str) -> None:
    for picture in (stamped_picture(LABELS[language], "Төленді", kind), plain_picture(LABELS[language])):
        for width in (SIDE, 640, 160):
            assert not zxingcpp.read_barcodes(as_telegram_sends_it(opened(picture), width, 87))


def test_every_picture_is_a_small_opaque_square_png_of_telegrams_size() -> None:
    for picture in all_pictures(LABELS["kk"], "Төленді"):
        image = Image.open(BytesIO(picture))
        assert image.format == "PNG"
        assert image.size == (SIDE, SIDE)
        assert not image.has_transparency_data
        assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
        assert len(picture) < 200_000


def test_name_and_amount_stand_in_the_same_place_on_every_picture() -> None:
    images = [opened(picture) for picture in all_pictures(LABELS["ru"], "Оплачено")]
    for rows in (HEADER, AMOUNT):
        assert len({ink(image, rows) for image in images}) == 1


def test_amount_and_number_are_at_least_forty_pixels_large() -> None:
    image = opened(qr_picture(EMV, Label("", "0", "0")))
    for rows, least in ((AMOUNT, 48), (FOOTER, 40)):
        box = ink(image, rows)
        assert box is not None
        assert box[3] - box[1] >= 0.7 * least  # a digit of DejaVu is 0.73 of the size high


def test_each_kind_of_stamp_has_its_own_shape_even_without_colour() -> None:
    shapes = []
    for kind in KINDS:
        grey = opened(stamped_picture(LABELS["en"], "", kind)).crop((400, 220, 880, 600)).convert("L")
        shapes.append(grey.point([0 if level < 170 else 255 for level in range(256)]))
    for one, other in combinations(shapes, 2):
        differing = sum(ImageChops.difference(one, other).histogram()[1:])
        assert differing > 10_000


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_words_break_a_picture_or_leave_their_place(text: str) -> None:
    bare = [opened(picture) for picture in all_pictures(Label("", "", ""), "")]
    full = [opened(picture) for picture in all_pictures(Label(text, text, text, text), text)]
    for before, after in zip(bare, full, strict=True):
        changed = ImageChops.difference(before, after).getbbox()
        if changed is not None:
            assert changed[0] >= MARGIN
            assert changed[2] <= SIDE - MARGIN
            assert changed[3] <= FOOTER[1]
    assert zxingcpp.read_barcodes(full[0])[0].text == EMV


def test_pictures_drawn_in_eight_threads_are_the_same_to_the_byte() -> None:
    alone = all_pictures(LABELS["kk"], "QR-кодтың уақыты бітті")
    with ThreadPoolExecutor(8) as threads:
        together = threads.map(
            lambda _: all_pictures(LABELS["kk"], "QR-кодтың уақыты бітті"), range(16), timeout=60
        )
        assert all(pictures == alone for pictures in together)


def test_drawing_imports_neither_the_chart_library_nor_the_chat_library() -> None:
    program = (
        "import sys; from screens.pictures import Label, plain_picture;"
        "plain_picture(Label('Дана', '1 ₸', '#1'));"
        "sys.exit(bool({'matplotlib', 'aiogram', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
