"""The password grant: a user of the cabinet, for the two lists and nothing else."""

import pytest

from tests.sandbox.halyk.conftest import SCOPE
from tests.sandbox.halyk.searching import EVER, ask, body, by

URL = "/halyk/oauth2/token"


async def refused(bench, **changes) -> tuple[int, str]:
    status, answer = await bench.post(URL, data=bench.user_form(**changes))
    assert "access_token" not in answer
    return status, answer["error"]


async def test_a_token_for_operations_lives_900_seconds_written_as_text(bench) -> None:
    status, answer = await bench.post(URL, data=bench.user_form())
    assert status == 200
    assert answer.pop("access_token")
    assert answer.pop("refresh_token")
    assert answer == {"expires_in": "900", "scope": SCOPE, "token_type": "Bearer"}


async def test_a_token_for_transfers_lives_7200_seconds_written_as_a_number(bench) -> None:
    status, answer = await bench.post(URL, data=bench.user_form(scope="transfer"))
    assert status == 200
    assert answer.pop("access_token")
    assert answer == {"expires_in": 7200, "refresh_token": "", "scope": "transfer", "token_type": "Bearer"}


@pytest.mark.parametrize("name", ["username", "password"])
@pytest.mark.parametrize("value", ["x", "", None])
async def test_a_wrong_user_is_refused(bench, name, value) -> None:
    assert await refused(bench, **{name: value}) == (400, "invalid_grant")


@pytest.mark.parametrize("changes", [{"client_secret": "x"}, {"client_id": None}])
async def test_a_wrong_client_is_refused(bench, changes) -> None:
    assert await refused(bench, **changes) == (401, "invalid_client")


@pytest.mark.parametrize(
    "scope",
    [None, "", "payment", "transfer ", " " + SCOPE, SCOPE + " transfer", SCOPE.replace("webapi", "web api")],
)
async def test_any_other_scope_is_refused(bench, scope) -> None:
    assert await refused(bench, scope=scope) == (400, "invalid_scope")


@pytest.mark.parametrize(
    "name", ["terminal", "invoiceID", "amount", "currency", "secret_hash", "refresh_token", "postLink"]
)
async def test_a_field_of_another_grant_is_refused(bench, name) -> None:
    value = bench.token_form().get(name, "x")
    assert await refused(bench, **{name: value}) == (400, "invalid_request")


@pytest.mark.parametrize("name", ["username", "password"])
async def test_a_clients_own_token_names_no_user(bench, name) -> None:
    status, answer = await bench.post(URL, data=bench.service_form(**{name: "x"}))
    assert (status, answer["error"]) == (400, "invalid_request")


async def test_transfer_is_no_scope_of_the_clients_own_grant(bench) -> None:
    status, answer = await bench.post(URL, data=bench.service_form(scope="transfer"))
    assert (status, answer["error"]) == (400, "invalid_scope")


async def test_json_is_refused(bench) -> None:
    status, _ = await bench.post(URL, json=bench.user_form())
    assert status == 400


async def test_the_user_can_be_another(bench) -> None:
    await bench.control("configure", username="dana", password="practice")
    assert await refused(bench) == (400, "invalid_grant")
    assert await bench.user(username="dana", password="practice")


FINE = {
    "operations": body(by("created_date", "between", *EVER)),
    "transfers": body(by("created_at", "between", *EVER)),
}
OTHERS = {
    "operations": ("transfers", {"scope": "transfer"}),
    "transfers": ("operations", {}),
}


@pytest.mark.parametrize("which", FINE)
async def test_each_list_takes_its_own_token_only(bench, which) -> None:
    own = await bench.user(**OTHERS[OTHERS[which][0]][1])
    assert (await ask(bench, FINE[which], which, own))[0] == 200
    for wrong in (await bench.user(**OTHERS[which][1]), await bench.service(), await bench.token()):
        assert await ask(bench, FINE[which], which, wrong) == (403, {"code": 403, "message": "forbidden"})


@pytest.mark.parametrize("which", FINE)
async def test_a_token_that_is_none_is_answered_401(bench, which) -> None:
    assert (await ask(bench, FINE[which], which, "nonsense"))[0] == 401
    async with bench.http.post(bench.base + "/halyk/api/operations", json=FINE[which]) as answer:
        assert answer.status == 401


async def test_the_tokens_end_with_their_time(bench) -> None:
    operations, transfers = await bench.user(), await bench.user(scope="transfer")
    bench.wait(seconds=899)
    assert (await ask(bench, FINE["operations"], "operations", operations))[0] == 200
    bench.wait(seconds=1)
    assert (await ask(bench, FINE["operations"], "operations", operations))[0] == 401
    assert (await ask(bench, FINE["transfers"], "transfers", transfers))[0] == 200
    bench.wait(seconds=7200 - 900)
    assert (await ask(bench, FINE["transfers"], "transfers", transfers))[0] == 401


async def test_a_token_can_be_revoked(bench) -> None:
    token = await bench.user()
    await bench.control("revoke")
    assert (await ask(bench, FINE["operations"], "operations", token))[0] == 401
    assert (await ask(bench, FINE["operations"]))[0] == 200


@pytest.mark.parametrize("scope", [SCOPE, "transfer"])
async def test_a_users_token_moves_no_money_and_makes_no_qr(bench, scope) -> None:
    invoice, _, _ = await bench.bill()
    id_ = (await bench.control("pay", invoiceID=invoice))["transaction"]
    token = await bench.user(scope=scope)
    headers = {"Authorization": f"Bearer {token}"}
    assert (await bench.generate(token))[1]["code"] == 217
    assert (await bench.check(invoice, token))[1]["resultCode"] == "104"
    status, answer = await bench.post(f"/halyk/api/operation/{id_}/refund", headers=headers)
    assert (status, answer["code"]) == (400, 100)
    assert (await bench.control("books"))["taken"] == 200000


async def test_the_log_hides_the_users_password(bench) -> None:
    await bench.user()
    [request] = (await bench.control("requests"))["requests"]
    assert request["body"]["username"] == "sandbox-user"
    assert "sandbox-password" not in str(request)
    assert "sandbox-secret" not in str(request)
