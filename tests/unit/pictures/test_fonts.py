"""Words on pictures: real letters, and a length that fits."""

import pytest

from screens.pictures.fonts import Weight, clean, drawable, fit, font

KAZAKH = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
SIGNS = "₸№«»·—…#•0123456789,."
WEIGHTS: tuple[Weight, ...] = ("regular", "bold")


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("char", KAZAKH + RUSSIAN + RUSSIAN.upper() + SIGNS)
def test_our_letters_and_the_tenge_have_glyphs_of_their_own(char: str, weight: Weight) -> None:
    box = font(weight, 60).getmask("\U0010ffff")
    glyph = font(weight, 60).getmask(char)
    assert glyph.getbbox() is not None
    assert (glyph.size, bytes(glyph)) != (box.size, bytes(box))


@pytest.mark.parametrize("pair", ["әа", "ғг", "қк", "ңн", "өо", "ұү", "үу", "һн", "₸Т"])
def test_kazakh_letters_are_not_drawn_as_their_neighbours(pair: str) -> None:
    one, other = (font("bold", 60).getmask(char) for char in pair)
    assert (one.size, bytes(one)) != (other.size, bytes(other))


def test_a_character_that_the_font_lacks_is_known_to_lack() -> None:
    assert not drawable("🥐", "bold")
    assert not drawable("店", "bold")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Дана ☕️🥐", "Дана ☕"),
        ("🥐", ""),
        ("  Кофе\u00a0\n и\tчай ", "Кофе и чай"),
        ("Да\x00\u202eна\u200b", "Дана"),
        ("и\u0306", "й"),
        ("Ю\u0301\u0301\u0301", "Ю\u0301"),
        ("\u0301Дана", "Дана"),
        ("𝕯ana №１", "Dana №1"),
        ("Дана \ud83d", "Дана"),
    ],
)
def test_words_keep_what_can_be_drawn(written: str, shown: str) -> None:
    assert clean(written, "bold") == shown


def test_a_short_text_keeps_its_size() -> None:
    words, face = fit("5 000 ₸", "bold", 128, 48, 1160)
    assert (words, face.size) == ("5 000 ₸", 128)


def test_a_longer_text_shrinks_and_stays_whole() -> None:
    words, face = fit("1 000 000 000,50 ₸", "bold", 128, 48, 1160)
    assert words == "1 000 000 000,50 ₸"
    assert 48 < face.size < 128
    assert 0.9 * 1160 < face.getlength(words) <= 1160


@pytest.mark.parametrize("letter", ["Щ", "і", "Ю\u0301", "م", "₸ "])
def test_a_text_too_long_at_the_smallest_size_is_cut_between_characters(letter: str) -> None:
    words, face = fit(letter * 500, "bold", 64, 40, 1160)
    assert face.size == 40
    assert face.getlength(words) <= 1160
    assert words.endswith("…")
    assert (letter * 500).startswith(words.removesuffix("…"))
    assert not words.removesuffix("…").endswith("Ю")


def test_the_largest_size_that_fits_is_taken() -> None:
    for count in range(5, 60):
        words, face = fit("ә" * count, "regular", 64, 40, 1160)
        assert face.getlength(words) <= 1160
        if 40 < face.size < 64:
            assert font("regular", int(face.size) + 4).getlength(words) > 1160
