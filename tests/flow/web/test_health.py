"""For those who look after the program."""

from __future__ import annotations

import logging

import aiohttp
import pytest
from aiohttp import web

from tests.flow.web.receiver import Receiver, served


async def test_the_process_answers_while_the_books_are_away(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    shop.store.away = True
    async with browser.get("/healthz") as answer:
        assert answer.status == 200


async def test_ready_names_what_is_missing(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    async with browser.get("/readyz") as answer:
        assert (answer.status, await answer.json()) == (
            200,
            {"ready": True, "checks": {"database": True, "loops": True}},
        )
    shop.checks["loops"] = False
    async with browser.get("/readyz") as answer:
        assert answer.status == 503
        assert (await answer.json())["checks"]["loops"] is False


async def test_a_telegram_that_is_away_is_named_and_takes_nothing_out_of_service(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    shop.checks["telegram"] = False
    async with browser.get("/readyz") as answer:
        assert (answer.status, (await answer.json())["ready"]) == (200, True)
    shop.checks["database"] = False
    async with browser.get("/readyz") as answer:
        assert answer.status == 503


async def test_metrics_are_prometheus_text(browser: aiohttp.ClientSession) -> None:
    async with browser.get("/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        assert await answer.text() == "tolem_up 1\n"


async def test_what_nobody_expected_is_a_plain_500_without_its_words_in_the_log(
    shop: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken() -> dict[str, bool]:
        raise RuntimeError("card 4400 0000 0000 9821")

    deps = shop.deps()
    object.__setattr__(deps, "ready", broken)
    headers = {"Accept": "text/html", "Accept-Language": "en"}
    async with (
        served(deps) as url,
        aiohttp.ClientSession(url, headers=headers) as session,
        session.get("/readyz") as answer,
    ):
        assert answer.status == 500
        assert "Something broke on our side" in await answer.text()
        request_id = answer.headers["X-Request-Id"]
    assert "RuntimeError at broken" in caplog.text
    assert request_id in caplog.text
    assert "9821" not in caplog.text


async def test_each_request_is_one_line_with_its_path_s_template(
    browser: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with browser.get("/pay/some-token-of-somebody") as answer:
        request_id = answer.headers["X-Request-Id"]
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("web")]
    (line,) = [said for said in lines if request_id in said]
    assert line.startswith("GET /pay/{token} 404 ")
    assert "some-token-of-somebody" not in caplog.text


def test_every_address_of_the_design_has_a_route(shop_free_routes: set[str]) -> None:
    assert {
        "POST /webhooks/{provider}/{token}",
        "POST /webhooks/{provider}",
        "POST /telegram",
        "GET /pay/{token}",
        "GET /pay/{token}/qr.png",
        "GET /pay/{token}/state",
        "GET /pay/{token}/return",
        "GET /go/{token}/{app}",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
    } <= shop_free_routes


@pytest.fixture
async def shop_free_routes(shop: Receiver) -> set[str]:
    from web.app import build_app

    app: web.Application = build_app(shop.deps())
    return {f"{r.method} {r.resource.canonical}" for r in app.router.routes() if r.resource}
