"""The front line: keys, limits, unknown paths, bad days, and the log."""

import asyncio
import errno

import aiohttp
import pytest

from sandbox.apipay import API_KEY
from sandbox.apipay.moments import ALMATY
from sandbox.apipay.troubles import CODES


@pytest.mark.parametrize("key", [None, "", "wrong"])
@pytest.mark.parametrize(("generation", "name"), [("april", "message"), ("august", "error")])
async def test_a_wrong_key_is_refused(bench, key, generation, name) -> None:
    await bench.control("configure", generation=generation)
    status, answer, _ = await bench.ask("GET", "/invoices?per_page=1", key=key)
    assert (status, answer[name]) == (401, "Invalid API key")
    assert ("error" in answer) == (name == "error")


async def test_a_key_can_be_changed(bench) -> None:
    await bench.control("configure", api_key="new-key")
    assert (await bench.ask("GET", "/invoices"))[0] == 401
    assert (await bench.ask("GET", "/invoices", key="new-key"))[0] == 200


@pytest.mark.parametrize(("generation", "body"), [("april", "message"), ("august", "error")])
async def test_an_unknown_invoice_is_not_found(bench, generation, body) -> None:
    await bench.control("configure", generation=generation)
    status, answer, _ = await bench.ask("GET", "/invoices/99999")
    assert (status, answer) == (404, {body: "Invoice not found"})


@pytest.mark.parametrize(
    "path", ["/catalog/x", "/subscriptions/x", "/invoices/x", "/invoices/qr", "/nothing"]
)
async def test_other_paths_are_not_there(bench, path) -> None:
    status, answer, _ = await bench.ask("GET", path, key=None)
    assert (status, answer["message"]) == (404, f"The route api/v1{path} could not be found.")


async def test_other_methods_are_not_allowed(bench) -> None:
    status, _, headers = await bench.ask("DELETE", "/invoices")
    assert (status, headers["Allow"]) == (405, "GET, POST")


async def test_april_writes_errors_in_html_to_whoever_does_not_take_json(bench) -> None:
    address = f"{bench.base}/apipay/api/v1/invoices"
    async with bench.http.post(address, headers={"X-API-Key": API_KEY}) as answer:
        assert (answer.status, answer.content_type) == (422, "text/html")
    await bench.control("configure", generation="august")
    async with bench.http.post(address, headers={"X-API-Key": API_KEY}) as answer:
        assert (answer.status, answer.content_type) == (422, "application/json")


# Limits


async def test_sixty_requests_a_minute_and_no_more(bench) -> None:
    for left in range(59, -1, -1):
        status, _, headers = await bench.ask("GET", "/invoices")
        assert (status, headers["X-RateLimit-Limit"], headers["X-RateLimit-Remaining"]) == (
            200,
            "60",
            str(left),
        )
    bench.wait(seconds=30)
    status, answer, headers = await bench.ask("GET", "/invoices")
    assert (status, headers["X-RateLimit-Remaining"]) == (429, "0")
    wait = answer["retry_after"]
    assert 25 <= wait <= 30
    assert answer["message"] == f"Too many requests. Please retry after {wait} seconds."
    bench.wait(seconds=30)
    assert (await bench.ask("GET", "/invoices"))[0] == 200


async def test_the_minute_slides(bench) -> None:
    await bench.control("configure", rate_limit=2)
    await bench.get("/invoices")
    bench.wait(seconds=40)
    await bench.get("/invoices")
    bench.wait(seconds=30)
    await bench.get("/invoices")
    assert 25 <= (await bench.ask("GET", "/invoices"))[1]["retry_after"] <= 30


async def test_each_key_has_its_own_limit_and_a_wrong_one_costs_nothing(bench) -> None:
    await bench.control("configure", rate_limit=1, other="other-key")
    assert (await bench.ask("GET", "/invoices", key="wrong"))[0] == 401
    assert (await bench.ask("GET", "/invoices"))[0] == 200
    assert (await bench.ask("GET", "/invoices", key="other-key"))[0] == 200
    assert (await bench.ask("GET", "/invoices"))[0] == 429
    assert (await bench.ask("GET", "/status"))[0] == 200


@pytest.mark.parametrize(
    ("throttle", "body", "header"),
    [
        ("header", {"message": "Too Many Requests"}, "60"),
        ("retry_after_seconds", {"message": "Too Many Requests", "retry_after_seconds": 60}, None),
    ],
)
async def test_the_wait_is_told_in_one_of_three_places(bench, throttle, body, header) -> None:
    await bench.control("configure", rate_limit=1, look_limit=1, throttle=throttle)
    await bench.get("/invoices")
    status, answer, headers = await bench.ask("GET", "/invoices")
    assert (status, answer, headers.get("Retry-After")) == (429, body, header)


async def test_august_counts_looks_apart(bench) -> None:
    await bench.control("configure", generation="august", rate_limit=1, look_limit=2)
    number = await bench.made()
    assert [(await bench.ask("GET", f"/invoices/{number}"))[0] for _ in range(3)] == [200, 200, 429]


async def test_a_refused_creation_makes_nothing(bench) -> None:
    await bench.control("configure", rate_limit=1)
    await bench.made()
    assert (await bench.create())[0] == 429
    assert len((await bench.control("books"))["invoices"]) == 1


async def test_a_limit_can_be_lifted(bench) -> None:
    await bench.control("configure", rate_limit=0)
    for _ in range(61):
        await bench.get("/refunds")


# Bad days


@pytest.mark.parametrize(("code", "status"), CODES.items())
async def test_refusals_of_the_account_have_codes(bench, code, status) -> None:
    await bench.control("configure", generation="august")
    await bench.control("trouble", endpoint="create", kind=code, count=1)
    got, answer = await bench.create()
    assert got == status
    phrase = "Organization not found or not verified"
    assert answer["error"] == (phrase if code == "organization_not_verified" else code)
    assert answer["message"]
    assert (await bench.create())[0] == 201


async def test_april_says_400_to_the_unverified(bench) -> None:
    await bench.control("trouble", kind="organization_not_verified", count=1)
    assert (await bench.create())[0] == 400


async def test_a_days_cap_ends_at_midnight_in_almaty(bench) -> None:
    await bench.control("trouble", kind="kyc_daily_limit_reached", count=1)
    _, answer = await bench.create()
    now = bench.clock.now().astimezone(ALMATY)
    assert answer["meta"]["reset_at"].endswith("T00:00:00+05:00")
    passed = (now.hour * 60 + now.minute) * 60 + now.second
    assert abs(answer["retry_after_seconds"] + passed - 86400) <= 2


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("500", 500, '{"message": "Server Error"}'),
        ("502", 502, '{"message": "Server Error"}'),
        ("503", 503, '{"message": "Server Error"}'),
        ("401", 401, '{"message": "Invalid API key"}'),
        ("403", 403, '{"message": "Server Error"}'),
        ("404", 404, '{"message": "Invoice not found"}'),
        ("html", 200, "<!doctype html>"),
        ("empty", 200, ""),
        ("badjson", 200, '{"status":"PA'),
    ],
)
async def test_a_bad_answer_comes_as_ordered_and_once(bench, kind, status, body) -> None:
    await bench.control("trouble", endpoint="list", kind=kind, count=1)
    address = f"{bench.base}/apipay/api/v1/invoices"
    async with bench.http.get(address, headers={"X-API-Key": API_KEY}) as answer:
        text = await answer.text()
        assert (answer.status, text[: len(body) or None]) == (status, body)
    await bench.get("/invoices")


async def test_too_many_requests_can_be_ordered(bench) -> None:
    await bench.control("trouble", endpoint="invoice", kind="429", count=1, seconds=7)
    status, answer, _ = await bench.ask("GET", "/invoices/41")
    assert (status, answer["retry_after"]) == (429, 7)


async def test_a_trouble_meets_its_endpoint_and_ends_by_the_clock(bench) -> None:
    number = await bench.pending()
    await bench.control("trouble", endpoint="cancel", kind="503", seconds=60)
    await bench.get(f"/invoices/{number}")
    assert (await bench.post(f"/invoices/{number}/cancel"))[0] == 503
    bench.wait(seconds=60)
    assert (await bench.post(f"/invoices/{number}/cancel"))[0] == 202


async def test_a_trouble_can_be_called_off(bench) -> None:
    await bench.control("trouble", kind="500")
    assert (await bench.create())[0] == 500
    await bench.control("trouble", kind="none")
    assert (await bench.create())[0] == 201


@pytest.mark.parametrize(
    ("kind", "made"), [("silence_before", 0), ("reset_before", 0), ("silence_after", 1), ("reset_after", 1)]
)
async def test_a_lost_answer_may_hide_a_finished_deed(bench, kind, made) -> None:
    await bench.control("trouble", endpoint="create", kind=kind, count=1)
    with pytest.raises((aiohttp.ClientError, TimeoutError)):
        async with asyncio.timeout(0.3):
            await bench.create()
    assert len((await bench.control("books"))["invoices"]) == made


async def test_a_reset_is_a_reset_not_a_quiet_end(bench) -> None:
    await bench.control("trouble", kind="reset_before", count=1)
    with pytest.raises(aiohttp.ClientOSError) as caught:
        await bench.create()
    assert caught.value.errno == errno.ECONNRESET


async def test_a_bad_answer_can_hide_a_finished_deed(bench) -> None:
    number = await bench.paid()
    await bench.control("trouble", endpoint="refund", kind="502", count=1, acted=True)
    assert (await bench.post(f"/invoices/{number}/refund"))[0] == 502
    assert (await bench.get(f"/invoices/{number}/refunds"))["total"] == 1


async def test_a_slow_answer_is_right(bench) -> None:
    await bench.control("trouble", kind="slow", count=1, seconds=0.05)
    assert (await bench.create())[0] == 201


# The rest


async def test_the_state_of_the_service_needs_no_key(bench) -> None:
    status, answer, _ = await bench.ask("GET", "/status", key=None)
    assert (status, answer["status"]) == (200, "ok")


async def test_the_account_tells_what_stands_in_the_way(bench) -> None:
    await bench.control("configure", generation="august")
    assert (await bench.get("/account/health"))["connection"]["needs_reauth"] is False
    await bench.control("trouble", endpoint="create", kind="kaspi_session_invalid", seconds=60)
    await bench.control("trouble", endpoint="create", kind="tariff_inactive", seconds=60)
    health = await bench.get("/account/health")
    assert (health["connection"]["needs_reauth"], health["tariff"]["is_active"]) == (True, False)
    bench.wait(seconds=60)
    assert (await bench.get("/account/health"))["connection"]["needs_reauth"] is False


@pytest.mark.parametrize(
    ("phone", "has", "name"),
    [("87770000001", True, "Иван И."), ("87770000002", False, None), ("89161234567", False, None)],
)
async def test_a_phone_may_have_no_kaspi(bench, phone, has, name) -> None:
    await bench.control("configure", generation="august")
    status, answer = await bench.post("/clients/check", phone=phone)
    assert (status, answer) == (200, {"phone": phone, "has_kaspi": has, "client_name": name})
    assert (await bench.post("/clients/check", phone="+77001234567"))[0] == 422


async def test_phones_are_checked_sixty_times_a_minute(bench) -> None:
    await bench.control("configure", generation="august")
    answers = [(await bench.post("/clients/check", phone="87770000001"))[0] for _ in range(61)]
    assert answers == [200] * 60 + [429]


@pytest.mark.parametrize("path", ["/account/health", "/webhook-logs"])
async def test_april_lacks_what_came_later(bench, path) -> None:
    assert (await bench.ask("GET", path))[0] == 404


async def test_the_log_shows_requests_without_keys(bench) -> None:
    await bench.made(external_order_id="o-1")
    await bench.ask("GET", "/invoices?page=1", key="wrong")
    answer = await bench.control("requests")
    first, second = answer["requests"]
    assert (first["endpoint"], first["method"], first["answer"], first["org"]) == (
        "create",
        "POST",
        201,
        "main",
    )
    assert first["body"]["external_order_id"] == "o-1"
    assert (second["endpoint"], second["query"], second["answer"], second["org"]) == (
        "list",
        "page=1",
        401,
        None,
    )
    assert API_KEY not in str(answer)
    assert (await bench.control("books"))["requests"] == {"create": 1, "list": 1}


async def test_controls_refuse_what_makes_no_sense(bench) -> None:
    for what, body in (
        ("pay", {"invoice": 1}),
        ("pay", {"external_order_id": "none"}),
        ("configure", {"generation": "may"}),
        ("configure", {"rate_limit": -1}),
        ("configure", {"nonsense": 1}),
        ("event", {"event": "x", "body": []}),
        ("copies", {"invoice": 41, "n": 1}),
    ):
        async with bench.http.post(f"{bench.base}/sandbox/apipay/{what}", json=body) as no:
            assert no.status == 400, (what, body)
    async with bench.http.post(f"{bench.base}/sandbox/apipay/nothing") as no:
        assert no.status == 404


async def test_a_reset_is_the_first_day(bench) -> None:
    await bench.listen(generation="september", api_key="new-key")
    await bench.control("trouble", kind="500")
    await bench.control("cancels", next="paid")
    await bench.control("reset")
    assert await bench.made() == 41
    assert (await bench.control("configure"))["generation"] == "april"
    assert (await bench.control("books"))["webhooks"] == []


async def test_paid_invoices_come_in_bulk_and_unannounced(bench) -> None:
    await bench.listen()
    ids = (await bench.control("paid_bulk", count=12, amount=150000))["ids"]
    assert await bench.heard() == []
    page = await bench.get("/invoices?status[]=paid&per_page=100")
    assert sorted(row["id"] for row in page["data"]) == ids
    assert {row["amount"] for row in page["data"]} == {"1500.00"}
    assert (await bench.control("books"))["taken"] == 12 * 150000
