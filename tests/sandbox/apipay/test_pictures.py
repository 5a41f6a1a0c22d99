"""POST /catalog/upload-image: which pictures are taken, and that one is kept once."""

import pytest
from PIL import Image

from tests.sandbox.apipay.goods import card, change, offered, picture, row, upload


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
async def test_a_picture_is_kept_once_and_shown_with_its_item(bench, kind) -> None:
    await bench.control("configure", other="other-key")
    raw = picture(kind=kind)
    status, answer = await upload(bench, raw, name="anything.gif")
    assert (status, await upload(bench, raw)) == (200, (200, answer))
    assert (await upload(bench, picture(kind=kind, shade=9)))[1] != answer
    assert (await upload(bench, raw, key="other-key"))[1] != answer
    _, made = await offered(bench, card(image_id=answer["image_id"]))
    address = made["data"][0]["image_url"]
    async with bench.http.get(address) as shown:
        assert (await shown.read(), shown.content_type) == (raw, f"image/{kind.lower()}")
    async with bench.http.get(address + "x") as missing:
        assert missing.status == 404


async def test_a_foreign_picture_is_no_picture_of_ours(bench) -> None:
    await bench.control("configure", other="other-key")
    foreign = (await upload(bench, picture(), key="other-key"))[1]["image_id"]
    for wrong in (foreign, "0", 5, "550e8400-e29b-41d4-a716-446655440000"):
        status, answer = await offered(bench, card(image_id=wrong))
        assert (status, list(answer["errors"])) == (422, ["items.0.image_id"])


async def test_a_picture_is_changed_and_taken_away(bench) -> None:
    first, second = [(await upload(bench, picture(shade=shade)))[1]["image_id"] for shade in (1, 2)]
    number = (await offered(bench, card(image_id=first)))[1]["data"][0]["id"]
    for edit, wanted in (
        ({"image_id": second}, second),
        ({"is_image_deleted": False}, second),
        ({"is_image_deleted": True}, None),
    ):
        bench.wait(seconds=3)
        assert (await change(bench, number, **edit))[0] == 202
        assert (await row(bench, number))["image_id"] == wanted
    bench.wait(seconds=3)
    for wrong in ({"image_id": "x"}, {"is_image_deleted": 1}, {"is_image_deleted": True, "image_id": first}):
        assert (await change(bench, number, **wrong))[0] == 422


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "BMP"])
async def test_other_pictures_are_refused_by_their_content(bench, kind) -> None:
    status, answer = await upload(bench, picture(kind=kind), name="a.png")
    assert (status, answer["error_code"]) == (422, "invalid_file_type")


async def test_what_is_no_picture_is_refused(bench) -> None:
    for raw in (b"", b"%PDF-1.7", b"<svg/>", b"\x89PNG\r\n"):
        assert (await upload(bench, raw))[1]["error_code"] == "invalid_file_type", raw
    for broken in (picture(200, 200)[:-40], picture(200, 200, "JPEG")[:300]):
        status, answer = await upload(bench, broken)
        assert (status, answer["error_code"]) == (422, "image_rejected")


async def test_sides_and_area_have_limits(bench) -> None:
    for size, wanted in {
        (64, 64): 200,
        (63, 64): 422,
        (64, 63): 422,
        (6000, 64): 200,
        (6001, 64): 422,
        (64, 6001): 422,
        (4000, 3000): 200,
        (4000, 3001): 422,
    }.items():
        status, answer = await upload(bench, picture(*size))
        assert status == wanted, size
        assert status == 200 or answer["error_code"] == "image_rejected"


async def test_a_bomb_is_refused_before_it_goes_off(bench, monkeypatch) -> None:
    raw = picture(6001, 6001)
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("it was unpacked"))
    assert (await upload(bench, raw))[1]["error_code"] == "image_rejected"


async def test_six_megabytes_are_the_most(bench) -> None:
    raw = picture()
    most = 6 * 1024 * 1024
    assert (await upload(bench, raw.ljust(most, b"\0")))[0] == 200
    for size in (most + 1, 17 * 1024 * 1024):
        status, answer = await upload(bench, raw.ljust(size, b"\0"))
        assert (status, answer["error_code"]) == (413, "file_too_large")


async def test_a_picture_comes_as_a_forms_file_named_image(bench) -> None:
    address = "/catalog/upload-image"
    wrong = [{"json": {"image": "x"}}, {"data": picture()}, {"data": {"image": "text"}}]
    headers = {"Content-Type": "multipart/form-data"}
    for how in wrong:
        status, answer, _ = await bench.ask("POST", address, **how)
        assert (status, list(answer["errors"])) == (422, ["image"]), how
    assert (await upload(bench, picture(), field="file"))[0] == 422
    headers |= {"X-API-Key": "sandbox-apipay-key", "Accept": "application/json"}
    async with bench.http.post(f"{bench.base}/apipay/api/v1{address}", data=b"x", headers=headers) as no:
        assert no.status == 422


async def test_sixty_pictures_a_minute(bench) -> None:
    await bench.control("configure", generation="august")
    raw = picture()
    answers = [(await upload(bench, raw))[0] for _ in range(61)]
    assert answers == [200] * 60 + [429]
    bench.wait(seconds=61)
    assert (await upload(bench, raw))[0] == 200


async def test_the_log_keeps_the_size_and_not_the_picture(bench) -> None:
    await upload(bench, picture())
    (entry,) = (await bench.control("requests"))["requests"]
    assert entry["endpoint"] == "upload_image"
    assert entry["body"].endswith(" bytes")
