"""What is read out of a request before anything is done about it."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from web.reading import accepted_locale, from_elsewhere, locale_of

OURS = "https://pay.example.kz"


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("kk", "kk"),
        ("kk-KZ,kk;q=0.9,ru;q=0.8", "kk"),
        ("de, ru;q=0.3, en;q=0.7", "en"),
        ("en;q=0, ru;q=0.1", "ru"),
        ("RU-ru", "ru"),
        ("*", None),
        ("", None),
        (";;;,,,q=", None),
        ("ru;q=ten, en;q=0.1", "en"),
        ("ru;q=nan", None),
        ("x" * 10_000, None),
    ],
)
def test_the_best_loved_of_our_languages_is_taken(header: str, locale: str | None) -> None:
    assert accepted_locale(header) == locale


@pytest.mark.parametrize(
    ("address", "locale"), [("/pay/x?lang=kk", "kk"), ("/pay/x?lang=zz", "en"), ("/pay/x", "en")]
)
def test_the_address_wins_over_the_browser(address: str, locale: str) -> None:
    request = make_mocked_request("GET", address, headers={"Accept-Language": "en"})
    assert locale_of(request, "ru") == locale


@pytest.mark.parametrize(
    ("headers", "elsewhere"),
    [
        ({}, False),
        ({"Origin": "null"}, False),
        ({"Origin": OURS}, False),
        ({"Origin": "http://127.0.0.1:8080"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": f"{OURS}.evil.example"}, True),
        ({"Origin": "https://[broken"}, True),
        ({"Origin": ""}, True),
    ],
)
def test_a_form_of_another_site_is_known(headers: dict[str, str], elsewhere: bool) -> None:
    request = make_mocked_request("POST", "/pay/x/renew", headers={"Host": "127.0.0.1:8080", **headers})
    assert from_elsewhere(request, OURS) is elsewhere
