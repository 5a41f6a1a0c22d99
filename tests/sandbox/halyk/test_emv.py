"""The QR text is built as the bank's public sample is, and read strictly."""

import pytest

from sandbox.halyk import emv

PAYEE = emv.Payee("KINO.KZ", "ALMATY", "98000042", "KZ056010000000000042", "000040000001")


def test_the_checksum_is_ccitt_false() -> None:
    assert emv.crc16("123456789") == "29B1"


def test_a_code_has_the_sample_layout() -> None:
    tags = emv.read(emv.build(PAYEE, 10000000001, "2000"))
    assert " ".join(tags) == "00 01 27 28 52 53 54 58 59 60 62 63"
    assert (tags["00"], tags["01"], tags["53"], tags["54"], tags["58"]) == ("01", "12", "398", "2000", "KZ")
    assert list(emv.split(tags["27"])) == ["00", "01", "02"]
    assert list(emv.split(tags["28"])) == ["00", "01", "02", "03", "05", "06"]
    assert list(emv.split(tags["62"])) == ["01", "08", "10"]


def test_another_amount_under_the_old_checksum_is_refused() -> None:
    with pytest.raises(ValueError, match="checksum"):
        emv.read(emv.build(PAYEE, 10000000001, "2000").replace("54042000", "54042001"))


@pytest.mark.parametrize("payload", ["", "0", "0002", "000201", "000201000201", "00ab01", "https://a.kz"])
def test_what_is_no_code_is_refused(payload) -> None:
    with pytest.raises(ValueError, match="code"):
        emv.read(payload)


async def test_a_code_can_ask_for_another_amount(bench) -> None:
    _, _, made = await bench.bill("500.31")
    assert emv.read(made["qrcode"])["54"] == "501.31"


async def test_a_code_can_be_in_another_currency(bench) -> None:
    _, _, made = await bench.bill("500.33")
    assert emv.read(made["qrcode"])["53"] == "840"


async def test_a_code_can_have_a_wrong_checksum(bench) -> None:
    _, _, made = await bench.bill("500.32")
    with pytest.raises(ValueError, match="checksum"):
        emv.read(made["qrcode"])
