"""Bars and what they lack over the API: forms, kept answers, pages and refusals."""

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta

import httpx
import pyarrow as pa
import pytest
from tests.in_memory import Bench, bench_of, client_of
from tests.market_rows import SYMBOL, rows_of, weekdays

from ballast_core.market import Instrument, MarketFinding, Rule, Severity
from ballast_core.shared.arrays import to_dates
from ballast_core.shared.dates import DateSpan

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAYS = weekdays(date(2026, 6, 1), 124)


@pytest.fixture
async def bench() -> Bench:
    """Ballast with a stock that has half a year of bars and three findings."""
    bench = bench_of({})
    await bench.market.universe.save([Instrument(symbol=SYMBOL, name="First", first_listed=date(2026, 6, 1))])
    await bench.market.bars.add_bars(rows_of(DAYS), {}, NOW)
    findings = [
        MarketFinding(
            rule=Rule.ZERO_VOLUME,
            symbol=SYMBOL,
            day=day,
            source="vendor",
            severity=Severity.FLAG,
            detail="",
        )
        for day in to_dates(DAYS[:3])
    ]
    await bench.market.quality.record(findings, [SYMBOL], DateSpan(), NOW)
    return bench


@pytest.fixture
async def client(bench: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(bench.web()) as opened:
        yield opened


async def test_history_leaves_as_csv(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/api/v1/history?symbol={SYMBOL}", headers={"Accept": "text/csv"})
    lines = answer.text.splitlines()
    assert lines[0] == "day,open,high,low,close,volume,source"
    assert lines[1].startswith("2026-06-01,10")
    assert len(lines) == 125


async def test_history_leaves_as_arrow(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/api/v1/history?symbol={SYMBOL}&format=arrow")
    table = pa.ipc.open_stream(answer.content).read_all()
    assert (table.num_rows, table.column_names[0]) == (124, "day")


@pytest.mark.parametrize("path", ["history?symbol=AAA", "monitor/coverage", "stocks", "monitor/gaps"])
async def test_an_answer_is_kept_until_the_data_changes(
    client: httpx.AsyncClient, bench: Bench, path: str
) -> None:
    first, again = [await client.get(f"/api/v1/{path}") for _ in range(2)]
    await bench.market.universe.save([Instrument(symbol=SYMBOL, name="Other")])
    changed = await client.get(f"/api/v1/{path}")
    hits = ["hit" in answer.headers["cache-status"] for answer in (first, again, changed)]
    assert hits == [False, True, False]
    assert again.headers["etag"] == first.headers["etag"] != changed.headers["etag"]


async def test_an_answer_is_made_anew_when_a_session_is_over(client: httpx.AsyncClient, bench: Bench) -> None:
    before = (await client.get("/api/v1/monitor/coverage")).json()
    bench.clock.tick(timedelta(hours=10))
    after = (await client.get("/api/v1/monitor/coverage")).json()
    assert (before["symbols"][0]["stale_sessions"], after["symbols"][0]["stale_sessions"]) == (0, 1)


async def test_findings_come_in_pages(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/monitor/findings?limit=2")
    assert (answer.json()["total"], len(answer.json()["findings"])) == (3, 2)
    assert 'offset=2>; rel="next"' in answer.headers["link"]


async def test_all_findings_come_for_a_limit_of_0(client: httpx.AsyncClient) -> None:
    assert len((await client.get("/api/v1/monitor/findings?limit=0")).json()["findings"]) == 3


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("stocks/AAB", 404, "market.symbol_not_found"),
        ("history?symbol=AAB", 404, "market.symbol_not_found"),
        ("monitor/stats/tracking", 404, "market.schema_not_found"),
        ("history", 422, "web.invalid_request"),
        ("history?symbol=AAA&adjust=dividends", 422, "web.invalid_request"),
        ("history?symbol=AAA&start=2026-02-01&end=2026-01-01", 422, "web.invalid_request"),
        ("monitor/coverage?symbol=AAA", 422, "web.invalid_request"),
    ],
)
async def test_what_cannot_be_answered_is_refused_by_its_code(
    client: httpx.AsyncClient, path: str, status: int, code: str
) -> None:
    answer = await client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:ballast:{code}")
