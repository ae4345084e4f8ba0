"""Figures of trades over HTTP: one selection, however it is spelled, and answers kept for all who ask."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncGenerator
from itertools import permutations

import httpx
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet
import pytest
from tests.in_memory import Bench, bench_of, client_of

from ballast_adapters.sample.workbooks import WorkbookSpec, make_workbook
from ballast_adapters.sample.workbooks_demo import sample_workbooks
from ballast_core.trades import AddSpec, Incoming

V1 = "/api/v1"
CSV, ARROW, PARQUET = "text/csv", "application/vnd.apache.arrow.stream", "application/vnd.apache.parquet"
ANSWERS = [
    "/files",
    "/selection/meta",
    "/trades",
    "/series/equity",
    "/series/equity-percent?base=margin",
    "/series/drawdown?per=all&spikes=true",
    "/series/intraday-dd",
    "/series/netpos?per=symbol",
    "/series/margin",
    "/series/histogram",
    "/exposure",
    "/metrics",
    "/correlations",
    "/cta",
    "/underwater",
    "/month-grid",
    "/rolling-returns",
    "/excursions",
    "/breakdown",
    "/costs?extra=1",
    "/start-dates?horizons=30,60",
    "/figures",
    "/figures/sharpe",
]
PARTS = ("symbols=MNQ,MES", "start=2020-02-01", "margins=MNQ:1000,MES:2000", "direction=long")


@pytest.fixture(scope="session")
async def traded() -> Bench:
    """Return a Ballast with the demonstration's lists of trades."""
    bench = bench_of({})
    files = tuple(Incoming(name, content) for name, content in sample_workbooks(days=120).items())
    report = await bench.app.trades.add_files(AddSpec(files))
    assert not report.refused
    return bench


@pytest.fixture(scope="session")
async def asks(traded: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(traded.web()) as client:
        yield client


async def ask(client: httpx.AsyncClient, path: str, **headers: str) -> httpx.Response:
    answer = await client.get(V1 + path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize("path", ANSWERS)
async def test_all_forms_hold_the_same_table(asks: httpx.AsyncClient, path: str) -> None:
    json.loads((await ask(asks, path)).text, parse_constant=pytest.fail)  # no NaN, no infinity
    lines = list(csv.reader(io.StringIO((await ask(asks, path, accept=CSV)).text)))
    stream = pa.ipc.open_stream((await ask(asks, path, accept=ARROW)).content).read_all()
    file = pa.parquet.read_table(io.BytesIO((await ask(asks, path, accept=PARQUET)).content))
    assert lines[0] == stream.column_names == file.column_names
    assert len(lines) - 1 == stream.num_rows == file.num_rows


async def test_however_a_selection_is_spelled_it_shares_one_answer(asks: httpx.AsyncClient) -> None:
    spellings = ["&".join(parts) for parts in permutations(PARTS)]
    spellings += ["&".join((*PARTS[1:], "symbols=MES&symbols=MNQ")), "&".join((*PARTS, "spikes=false"))]
    answers = [await ask(asks, f"/metrics?{spelling}") for spelling in spellings]
    assert len({answer.json()["about"]["key"] for answer in answers}) == 1
    assert len({answer.headers["etag"] for answer in answers}) == 1
    assert {answer.headers["cache-status"] for answer in answers[1:]} == {"ballast; hit"}


async def test_a_narrow_question_leaves_no_trace_in_a_wide_one(traded: Bench) -> None:
    async def asked(*paths: str) -> list[object]:
        async with client_of(bench_like(traded).web()) as client:
            return [stood(await ask(client, path)) for path in paths]

    narrow, wide = "/series/equity?start=2020-04-01&symbols=MES", "/series/equity"
    assert (await asked(narrow, wide))[1] == (await asked(wide))[0]
    assert (await asked(wide, narrow))[1] == (await asked(narrow))[0]


async def test_costs_that_no_contract_has_are_refused(asks: httpx.AsyncClient) -> None:
    for name in ("commission", "slippage", "extra"):
        assert (await asks.get("/api/v1/costs", params={name: "6e307"})).status_code == 422


async def test_an_answer_is_kept_until_files_change() -> None:
    bench = bench_of({})
    books = [make_workbook(WorkbookSpec(strategy=name, days=60, trades=9)) for name in ("One", "Two")]
    async with client_of(bench.web()) as client:
        await add(bench, f"{WorkbookSpec(strategy='One').name}", books[0])
        first = await ask(client, "/metrics")
        again = await ask(client, "/metrics")
        await add(bench, f"{WorkbookSpec(strategy='Two').name}", books[1])
        after = await ask(client, "/metrics", **{"if-none-match": first.headers["etag"]})
    assert [one.headers["cache-status"] for one in (first, again, after)] == [
        "ballast; fwd=miss",
        "ballast; hit",
        "ballast; fwd=miss",
    ]
    assert len(after.json()["rows"]) == 3
    assert after.json()["about"]["files_reused"] == 1


async def test_fifty_who_ask_at_once_have_it_computed_once(traded: Bench) -> None:
    bench = bench_like(traded)
    async with client_of(bench.web()) as client:
        answers = await asyncio.gather(*(ask(client, "/series/drawdown?per=all") for _ in range(50)))
    assert len({answer.content for answer in answers}) == 1
    assert sum(answer.headers["cache-status"] == "ballast; fwd=miss" for answer in answers) == 1


async def test_a_series_is_thinned_unless_all_points_are_asked_for(asks: httpx.AsyncClient) -> None:
    (thinned,) = (await ask(asks, "/series/equity?points=20")).json()["lines"]
    assert thinned["sent_points"] == len(thinned["values"]) <= 20 < thinned["raw_points"]
    for way in ("points=0", "downsample=false", "downsample=false&points=20"):
        (whole,) = (await ask(asks, f"/series/equity?{way}")).json()["lines"]
        assert whole["sent_points"] == len(whole["values"]) == whole["raw_points"]
        assert {min(whole["values"]), max(whole["values"])} <= set(thinned["values"])


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("symbol=MES", "query.symbol"),
        ("intervals=x", "query.intervals"),
        ("margins=MES", "query.margins"),
        ("start=1", "query.start"),
        ("account_equity=-1", "query.account_equity"),
        ("direction=up", "query.direction"),
        ("multipliers=a:nan", "query.multipliers"),
    ],
)
async def test_a_selection_that_makes_no_sense_is_refused_with_the_part(
    asks: httpx.AsyncClient, query: str, where: str
) -> None:
    answer = await asks.get(f"{V1}/metrics?{query}")
    assert answer.status_code == 422
    assert [problem["where"] for problem in answer.json()["problems"]] == [where]


async def test_an_unknown_parameter_is_told_with_those_that_are_known(asks: httpx.AsyncClient) -> None:
    told = (await asks.get(f"{V1}/metrics?symbol=MES")).json()["detail"]
    assert "symbols" in told
    assert "multipliers" in told


async def test_a_selection_that_leaves_nothing_and_files_that_moved_on_are_told(
    asks: httpx.AsyncClient,
) -> None:
    gone = await asks.get(f"{V1}/metrics?start=2050-01-01")
    moved = await asks.get(f"{V1}/metrics?data_version=another")
    assert (gone.status_code, moved.status_code) == (404, 409)


@pytest.mark.parametrize(
    "spec",
    [
        WorkbookSpec(strategy="Winner", days=60, trades=8, no_loser=True),
        WorkbookSpec(strategy="Single", days=20, trades=1),
        WorkbookSpec(strategy="Markless", days=60, trades=8, daily="missing"),
    ],
    ids=lambda spec: spec.strategy,
)
async def test_figures_that_are_not_defined_are_gaps_and_no_fault(spec: WorkbookSpec) -> None:
    bench = bench_of({})
    await add(bench, spec.name, make_workbook(spec))
    async with client_of(bench.web()) as client:
        for path in (*ANSWERS, "/metrics?direction=short", "/series/equity?direction=short"):
            answer = await client.get(V1 + path)
            assert answer.status_code in {200, 404}, f"{path}: {answer.text}"


async def test_exports_are_files_that_can_be_added_again(asks: httpx.AsyncClient) -> None:
    trades = await ask(asks, "/export/trades?symbols=MES")
    assert trades.headers["content-type"].startswith(CSV)
    assert trades.headers["content-disposition"] == 'attachment; filename="trades.csv"'
    metrics = await ask(asks, "/export/metrics?format=parquet")
    assert metrics.headers["content-disposition"] == 'attachment; filename="metrics.parquet"'
    assert pa.parquet.read_table(io.BytesIO(metrics.content)).num_rows == 3 * 6
    bench = bench_of({})
    report = await bench.app.trades.add_files(AddSpec((Incoming("trades.csv", trades.content),)))
    assert not report.refused


async def test_heavy_work_is_accepted_as_a_job_and_comes_to_its_end(asks: httpx.AsyncClient) -> None:
    answer = await asks.post(f"{V1}/simulations", json={"paths": 100}, headers={"Idempotency-Key": "once"})
    again = await asks.post(f"{V1}/simulations", json={"paths": 100}, headers={"Idempotency-Key": "once"})
    other = await asks.post(f"{V1}/simulations", json={"paths": 200}, headers={"Idempotency-Key": "once"})
    assert (answer.status_code, again.json()["id"], other.status_code) == (202, answer.json()["id"], 409)
    async with asyncio.timeout(20):
        await asks.get(f"{answer.headers['location']}/events")  # they end with the job
    job = (await asks.get(answer.headers["location"])).json()
    assert (job["state"], job["result"]["spec"]["paths"]) == ("done", 100)


async def add(bench: Bench, name: str, content: bytes) -> None:
    report = await bench.app.trades.add_files(AddSpec((Incoming(name, content),)))
    assert not report.refused, report.said()


def bench_like(bench: Bench) -> Bench:
    """Return another Ballast on the same files that has computed nothing yet."""
    return bench_of({}, trade_store=bench.trade_store)


def stood(answer: httpx.Response) -> object:
    """Return an answer without what tells how it came about."""
    said = answer.json()
    about = {name: value for name, value in said.pop("about").items() if not name.startswith("files_")}
    return said, about
