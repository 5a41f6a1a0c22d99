"""Asking the bank's lists, as tests of several modules do."""

from datetime import UTC, datetime, timedelta

EVER = ["2017-01-01T00:00:00Z", "2039-01-01T00:00:00Z"]
LISTS = {"operations": "/halyk/api/operations", "transfers": "/halyk/api/p2p/operations"}
PERIODS = {"operations": "created_date", "transfers": "created_at"}


def by(name: str, method: str, *values: object) -> dict:
    return {"name": name, "method": method, "searchParameter": list(values)}


def written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def body(*filters: dict, orders: list | None = None, page: int = 0, size: int = 100, **changes) -> dict:
    whole = {
        "paging": {"page": page, "size": size},
        "searchParameters": list(filters),
        "orderParameters": [{"field": name, "typeOrder": way} for name, way in orders or []],
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


async def ask(bench, given, which: str = "operations", token: str | None = None) -> tuple[int, dict]:
    """The status and the answer; a text is sent as it is, and the token is right unless given."""
    headers = await authorised(bench, which, token)
    if isinstance(given, str):
        headers["Content-Type"] = "application/json"
        return await bench.post(LISTS[which], headers=headers, data=given)
    return await bench.post(LISTS[which], headers=headers, json=given)


async def authorised(bench, which: str, token: str | None = None) -> dict[str, str]:
    if token is None:
        token = await bench.user(**({"scope": "transfer"} if which == "transfers" else {}))
    return {"Authorization": f"Bearer {token}"}


async def listed(bench, *filters: dict, which: str = "operations", **more) -> list[dict]:
    """The records found in all time."""
    status, answer = await ask(bench, body(by(PERIODS[which], "between", *EVER), *filters, **more), which)
    assert status == 200, answer
    return answer["records"]


async def ids(bench, *filters: dict, **more) -> list[str]:
    """The ids of the operations found in all time."""
    return [record["id"] for record in await listed(bench, *filters, **more)]


def ago(**units: float) -> str:
    return (datetime.now(UTC) - timedelta(**units)).isoformat()
