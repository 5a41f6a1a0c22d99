"""Pictures that somebody sends: what is kept of them, and what is refused before it is unpacked."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from screens.pictures import PictureRefused, our_jpeg
from screens.pictures.barcode import read_barcode
from screens.pictures.photo import BYTES_MOST, opened
from screens.texts import words

RED, WHITE = (200, 30, 30), (255, 255, 255)
EAN = "4870001000004"


def file(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def plain(width: int = 100, height: int = 80, mode: str = "RGB", colour: object = RED) -> Image.Image:
    return Image.new(mode, (width, height), colour)  # type: ignore[arg-type]


def ours(body: bytes) -> Image.Image:
    made = Image.open(BytesIO(our_jpeg(body)))
    assert (made.format, made.mode) == ("JPEG", "RGB")
    return made


def near(seen: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(seen, tuple)
    return all(abs(a - b) < 12 for a, b in zip(seen, wanted, strict=True))


def refusal(body: bytes, ask: Callable[[bytes], object] = our_jpeg) -> str:
    with pytest.raises(PictureRefused) as refused:
        ask(body)
    assert all(words(locale)(refused.value.text, **refused.value.values) for locale in ("en", "ru", "kk"))
    return refused.value.text


def claimed(width: int, height: int) -> bytes:
    """A PNG that says to be so large, and has no pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    made = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_each_accepted_kind_becomes_our_jpeg(form: str) -> None:
    made = ours(file(plain(), form))
    assert made.size == (100, 80)
    assert near(made.getpixel((50, 40)), RED)


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "PDF"])
def test_other_kinds_are_refused_whatever_their_name_says(form: str) -> None:
    assert refusal(file(plain(), form)) == "picture-not-one"


@pytest.mark.parametrize(
    "body", [b"", b"%PDF-1.7 renamed to photo.jpg", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8 "]
)
def test_what_is_no_picture_is_refused(body: bytes) -> None:
    assert refusal(body) in {"picture-not-one", "picture-broken"}


def test_a_file_of_too_many_bytes_is_not_even_looked_at() -> None:
    assert refusal(bytes(BYTES_MOST + 1)) == "picture-too-heavy"


@pytest.mark.parametrize("size", [(6001, 100), (100, 6001), (6000, 6700), (9_000, 9_000), (60_000, 60_000)])
def test_a_bomb_is_refused_for_what_its_header_says(size: tuple[int, int]) -> None:
    body = claimed(*size)
    assert len(body) < 100
    assert refusal(body) == "picture-too-large"


@pytest.mark.parametrize("size", [(63, 100), (100, 63)])
def test_a_tiny_picture_is_refused(size: tuple[int, int]) -> None:
    assert refusal(file(plain(*size))) == "picture-too-small"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_file_that_was_cut_off_is_refused(form: str) -> None:
    whole = file(Image.effect_noise((200, 200), 80).convert("RGB"), form)
    assert refusal(whole[: len(whole) // 2]) == "picture-broken"


def test_the_longer_side_becomes_1280_and_the_other_keeps_its_share() -> None:
    assert ours(file(plain(2560, 1000))).size == (1280, 500)
    assert ours(file(plain(1000, 2560), "JPEG")).size == (500, 1280)


def test_a_long_strip_gets_white_beside_it_as_banks_take_no_side_under_64() -> None:
    made = ours(file(plain(4000, 64)))
    assert made.size == (1280, 64)
    assert near(made.getpixel((640, 2)), WHITE)
    assert near(made.getpixel((640, 32)), RED)


@pytest.mark.parametrize(
    ("turn", "corner"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1)), (2, (1, 0))]
)
def test_a_photo_stands_upright(turn: int, corner: tuple[int, int]) -> None:
    taken = plain(200, 100, colour=WHITE)
    taken.paste(RED, (0, 0, 40, 40))
    notes = Image.Exif()
    notes[0x0112] = turn
    made = ours(file(taken, "JPEG", exif=notes))
    assert made.size == ((100, 200) if turn > 4 else (200, 100))
    assert near(made.getpixel((corner[0] * (made.width - 20) + 10, corner[1] * (made.height - 20) + 10)), RED)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_notes_of_a_camera_that_cannot_be_read_do_not_matter() -> None:
    assert ours(file(plain(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")).size == (100, 80)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(mode: str) -> None:
    clear = plain(mode="RGBA", colour=(0, 0, 0, 0)).convert(mode)
    options = {"transparency": 0} if mode == "P" else {}
    assert near(ours(file(clear, **options)).getpixel((50, 40)), WHITE)


@pytest.mark.parametrize(
    ("mode", "colour"), [("1", 0), ("L", 90), ("P", 3), ("I;16", 90 * 256), ("CMYK", (0, 0, 0, 165))]
)
def test_every_way_to_keep_colours_is_understood(mode: str, colour: object) -> None:
    body = file(plain(mode=mode, colour=colour), "JPEG" if mode == "CMYK" else "PNG")
    wanted = Image.open(BytesIO(body)).convert("RGB").getpixel((50, 40)) if mode in "1P" else (90, 90, 90)
    assert near(ours(body).getpixel((50, 40)), wanted)  # type: ignore[arg-type]


def test_of_an_animation_the_first_frame_is_kept() -> None:
    frames = [plain(colour=RED), plain(colour=(0, 0, 0))]
    for form in ("PNG", "WEBP"):
        moving = file(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
        assert Image.open(BytesIO(moving)).n_frames == 2  # type: ignore[attr-defined]
        assert near(ours(moving).getpixel((50, 40)), RED)


def test_nothing_but_pixels_goes_over() -> None:
    notes = Image.Exif()
    notes[0x010F] = "SECRET-CAMERA"
    told = PngImagePlugin.PngInfo()
    told.add_text("comment", "SECRET-NOTE")
    for body in (
        file(plain(), "JPEG", exif=notes, comment=b"SECRET-NOTE", icc_profile=b"SECRET-PROFILE" * 20),
        file(plain(), "PNG", exif=notes, pnginfo=told, icc_profile=b"SECRET-PROFILE" * 20),
        file(plain(), "WEBP", exif=notes, icc_profile=b"SECRET-PROFILE" * 20, xmp=b"SECRET-NOTE"),
    ):
        assert b"SECRET" in body or body[1:4] == b"PNG"
        made = our_jpeg(body)
        assert b"SECRET" not in made
        assert not {"exif", "comment", "icc_profile", "xmp", "dpi"} & set(Image.open(BytesIO(made)).info)


def test_the_same_picture_gives_the_same_bytes() -> None:
    body = file(Image.effect_noise((300, 200), 80).convert("RGB"))
    assert our_jpeg(body) == our_jpeg(body)


def test_even_noise_stays_within_what_banks_take() -> None:
    assert (
        len(our_jpeg(file(Image.effect_noise((1280, 1280), 200).convert("RGB"), compress_level=1)))
        < 6_000_000
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_bytes_that_were_tampered_with_are_a_picture_or_refused(data: st.DataObject) -> None:
    body = bytearray(file(plain(), data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))))
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(body) - 1), st.integers(0, 255)), max_size=9)
    ):
        body[place] = byte
    try:
        assert our_jpeg(bytes(body)).startswith(b"\xff\xd8")
    except PictureRefused as refused:
        assert refused.text in words("en")  # noqa: PT017 - either may happen


# --- barcodes -----------------------------------------------------------------------------------------------


def code(text: str, form: zxingcpp.BarcodeFormat, scale: int = 3) -> Image.Image:
    drawn = memoryview(zxingcpp.create_barcode(text, form).to_image(scale=scale))  # type: ignore[arg-type]
    assert drawn.shape is not None
    return Image.frombytes("L", drawn.shape[::-1], drawn.tobytes())


def shelf(*codes: Image.Image) -> Image.Image:
    """A photo with these one below the other."""
    made = Image.new("L", (700, sum(c.height + 80 for c in codes) + 120), 255)
    at = 60
    for each in codes:
        made.paste(each, (60, at))
        at += each.height + 80
    return made


@pytest.mark.parametrize(
    ("text", "form", "read"),
    [
        (EAN[:-1], zxingcpp.BarcodeFormat.EAN13, EAN),
        ("9638507", zxingcpp.BarcodeFormat.EAN8, "96385074"),
        ("03600029145", zxingcpp.BarcodeFormat.UPCA, "0036000291452"),
        ("AB-12345", zxingcpp.BarcodeFormat.Code128, "AB-12345"),
        ("4870001", zxingcpp.BarcodeFormat.QRCode, "4870001"),
    ],
)
def test_a_code_is_read_from_a_photo(text: str, form: zxingcpp.BarcodeFormat, read: str) -> None:
    assert read_barcode(file(shelf(code(text, form)), "JPEG")) == read
    assert read_barcode(file(shelf(code(text, form)).rotate(90, expand=True))) == read


def test_of_several_codes_the_largest_is_the_items() -> None:
    small, large = (
        code("9638507", zxingcpp.BarcodeFormat.EAN8, 2),
        code(EAN[:-1], zxingcpp.BarcodeFormat.EAN13, 4),
    )
    assert read_barcode(file(shelf(small, large))) == read_barcode(file(shelf(large, small))) == EAN


@pytest.mark.parametrize("text", ["https://example.kz/12345678", "Latte", "123"])
def test_a_qr_code_that_is_no_number_is_no_barcode(text: str) -> None:
    assert read_barcode(file(shelf(code(text, zxingcpp.BarcodeFormat.QRCode)))) is None


def test_a_photo_without_a_code_has_none() -> None:
    assert read_barcode(file(plain(400, 400), "JPEG")) is None


def test_a_barcodes_photo_has_the_same_limits() -> None:
    assert refusal(claimed(9_000, 9_000), read_barcode) == "picture-too-large"
    assert refusal(b"%PDF-1.7", read_barcode) == "picture-not-one"


def test_a_picture_is_never_made_larger() -> None:
    assert opened(file(plain()), 1280).size == (100, 80)
