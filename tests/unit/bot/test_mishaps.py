"""What is a mistake of ours, and what is told by its own name."""

from __future__ import annotations

import pytest

from billing.errors import StoreUnavailable
from bot.messenger import Gone, Later
from bot.mishaps import Broken, Moot, as_broken


@pytest.mark.parametrize(
    "error", [StoreUnavailable("disk full"), Later("429", 3), Gone("chat not found"), Moot("too late")]
)
def test_what_has_its_own_answer_is_no_mistake_of_ours(error: Exception) -> None:
    with pytest.raises(type(error)) as raised, as_broken("notice", 1):
        raise error
    assert raised.value is error


def test_anything_else_waits_as_a_refused_one_and_is_not_quoted(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Broken) as raised, as_broken("notice", 7):
        raise KeyError("+7 700 000 00 11")
    assert raised.value.refused
    assert "not said: notice=7 KeyError at " in caplog.text
    assert "000 00 11" not in caplog.text + str(raised.value)
