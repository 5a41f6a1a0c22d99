"""Methods that payers keep: the token, the charge in one call, and its end."""

import pytest

KEEP = {"contract": ["recurring"]}


async def token_of(bench, method: str = "card") -> str:
    paid = await bench.paid(method=method, additional_data=KEEP)
    return str(paid[method]["token"])


def charge(token: str, method: str = "card") -> dict[str, str]:
    return {"type": method, "token": token}


async def test_a_kept_method_pays_in_one_call(bench) -> None:
    token = await token_of(bench)
    made = await bench.made(method=charge(token))
    assert made["status"] == "successful"
    assert made["card"]["token"] == token
    assert (await bench.heard())[-1] == "successful"


async def test_nothing_is_kept_unless_it_is_asked_for_and_allowed(bench) -> None:
    assert "token" not in (await bench.paid())["card"]
    made = await bench.made(additional_data=KEEP)
    assert "token" not in made["card"]
    await bench.control("approve", uid=made["uid"], keep=False)
    assert "token" not in (await bench.look(made))["card"]


@pytest.mark.parametrize("what", ["unknown", "another method", "revoked", "another shop"])
async def test_a_token_that_is_not_good_here_is_refused(bench, what) -> None:
    token, method = await token_of(bench), "card"
    if what == "unknown":
        token += "x"
    elif what == "another method":
        method = "card_post"
    elif what == "revoked":
        await bench.control("revoke", token=token)
    else:
        bench.bank.books.tokens[token].shop = "7"
    status, answer = await bench.create(method=charge(token, method))
    assert status == 422
    assert answer["errors"] == {"request": {"method": {"token": ["is invalid"]}}}


async def test_a_revoked_token_may_fail_instead(bench) -> None:
    token = await token_of(bench)
    await bench.control("configure", dead_tokens="fail")
    await bench.control("revoke")
    assert (await bench.made(method=charge(token)))["status"] == "failed"


@pytest.mark.parametrize(("word", "has_form"), [("pending", False), ("form", True)])
async def test_a_charge_may_have_to_be_confirmed(bench, word, has_form) -> None:
    token = await token_of(bench)
    await bench.control("configure", token_charges=word)
    made = await bench.made(method=charge(token))
    assert (made["status"], "form" in made) == ("pending", has_form)
    await bench.control("approve", uid=made["uid"])
    assert (await bench.look(made))["status"] == "successful"


async def test_a_method_that_pays_at_once_may_be_kept_at_once(bench) -> None:
    made = await bench.made(method="at_once", additional_data=KEEP)
    assert made["at_once"]["token"]


async def test_a_kept_method_needs_no_customer_again(bench) -> None:
    needy = {"saves": True, "requires": ["customer.phone"]}
    await bench.control("configure", methods={"needy": needy})
    paid = await bench.paid(method="needy", customer={"phone": "77001234567"}, additional_data=KEEP)
    made = await bench.made(method=charge(paid["needy"]["token"], "needy"))
    assert made["status"] == "successful"
    assert (await bench.create(method="needy"))[0] == 422
