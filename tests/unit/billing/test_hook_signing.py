"""Signatures as Standard Webhooks has them, and how long to wait after a failure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from billing.developers import signing
from billing.developers.sending import GIVE_UP, Heard, pause_after

SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD" + "8ILPZIo2LaLaSw"
NAME = "msg_p5jXN8AQM9" + "LWM0D4loKWxJek"
AT = datetime.fromtimestamp(1614265330, UTC)


def test_the_published_example_is_signed_as_published() -> None:
    made = signing.headers(NAME, b'{"test": 2432232314}', AT, [SECRET])
    assert made["webhook-id"] == NAME
    assert made["webhook-timestamp"] == "1614265330"
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE" + "3uFJELVlNIOLJ1OE="


def test_two_secrets_sign_side_by_side() -> None:
    other = signing.new_secret("a", "b")
    both = signing.headers(NAME, b"{}", AT, [other, SECRET])["webhook-signature"].split(" ")
    alone = [signing.headers(NAME, b"{}", AT, [one])["webhook-signature"] for one in (other, SECRET)]
    assert both == alone
    assert other.startswith("whsec_")
    assert other != signing.new_secret("a", "c")


def test_pauses_grow_and_a_receivers_wish_is_kept_within_reason() -> None:
    pauses = [pause_after(tries) for tries in range(1, 12)]
    assert pauses == sorted(pauses)
    assert pauses[0] <= timedelta(seconds=10)
    assert pauses[-1] <= timedelta(hours=2)
    assert sum(pauses, timedelta()) < GIVE_UP
    assert pause_after(1, timedelta(seconds=90)) == timedelta(seconds=90)
    assert pause_after(1, timedelta(days=9)) == timedelta(hours=1)
    assert pause_after(9, timedelta(seconds=1)) == pauses[8]


def test_silence_429_408_and_5xx_may_pass_and_other_refusals_do_not() -> None:
    assert all(Heard(status).passing for status in (None, 408, 429, 500, 502, 503, 599))
    assert not any(Heard(status).passing for status in (200, 204, 301, 302, 307, 400, 401, 404, 410, 422))
    assert not Heard(inside=True).passing
