"""The universe over HTTP: files come in and go out, instruments are changed one by one."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from pydantic import SecretStr
from tests.in_memory import Bench, bench_of, client_of

from ballast_adapters.settings import Settings
from ballast_core.access import Scope, TokenSpec

WHERE = "/api/v1/universe"
STOCK = {"symbol": "AAA", "name": "Aaa", "sector": "Technology"}

type Parts = list[tuple[str, tuple[str, bytes, str]]]


@pytest.fixture
def bench() -> Bench:
    return bench_of({})


@pytest.fixture
async def client(bench: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(bench.web()) as client:
        yield client


def parts(**named: bytes) -> Parts:
    return [("files", (f"{name}.csv", content, "text/csv")) for name, content in named.items()]


async def test_files_come_in_together(client: httpx.AsyncClient) -> None:
    sent = parts(stocks=b"symbol\nAAA\n", series=b"series_id,frequency\nRATE,daily\n")
    answer = await client.post(WHERE, files=sent)
    assert answer.status_code == 200
    report = answer.json()
    assert [file["kind"] for file in report["files"]] == ["instruments", "indicators"]
    assert (report["inserted"], report["schedule"]) == (2, "market-daily")


async def test_what_is_wrong_is_told_by_line_and_column(client: httpx.AsyncClient) -> None:
    answer = await client.post(WHERE, files=parts(stocks=b"symbol,kind\nAAA,bond\n", more=b"symbol\nBBB\n"))
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:ballast:market.universe_file")
    assert [problem["where"] for problem in answer.json()["problems"]] == ["stocks.csv line 2, column kind"]
    assert (await client.get(WHERE)).json()["instruments"] == []


async def test_a_file_larger_than_a_body_may_be_else_comes_in(client: httpx.AsyncClient) -> None:
    rows = b"".join(b"S%d,%s\n" % (number, b"x" * 90) for number in range(1_500))
    answer = await client.post(WHERE, files=parts(stocks=b"symbol,name\n" + rows))
    assert answer.json()["inserted"] == 1_500


async def test_what_goes_out_as_csv_comes_in_again(client: httpx.AsyncClient) -> None:
    await client.post(WHERE, files=parts(stocks=b'symbol,name,calendar\nAAA,"A, B",24/7\n'))
    out = await client.get(WHERE, params={"kind": "instruments", "format": "csv"})
    again = await client.post(WHERE, files=parts(stocks=out.content))
    assert again.json()["unchanged"] == 1


async def test_an_instrument_is_put_and_deleted(client: httpx.AsyncClient) -> None:
    put = await client.put("/api/v1/stocks/AAA", json=STOCK)
    assert (put.status_code, put.json()["sector"]) == (200, "Technology")
    gone = await client.delete("/api/v1/stocks/aaa")
    assert (gone.status_code, gone.json()["name"]) == (200, "Aaa")
    again = await client.delete("/api/v1/stocks/AAA")
    assert (again.status_code, again.json()["type"]) == (404, "urn:ballast:market.symbol_not_found")


async def test_the_address_and_the_body_name_the_same_instrument(client: httpx.AsyncClient) -> None:
    answer = await client.put("/api/v1/stocks/BBB", json=STOCK)
    assert answer.status_code == 422
    assert [problem["where"] for problem in answer.json()["problems"]] == ["body.symbol"]


async def test_a_calendar_that_does_not_exist_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.put("/api/v1/stocks/AAA", json=STOCK | {"calendar": "MOON"})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:ballast:market.no_calendar")


@pytest.mark.parametrize(("scope", "status"), [(Scope.READ, 403), (Scope.INGEST, 200)])
async def test_who_brings_a_universe_in_needs_the_scope_for_it(
    bench: Bench, scope: Scope, status: int
) -> None:
    token = await bench.app.access.create_token(TokenSpec(name="t", scopes=(scope,)))
    settings = Settings(api_token=SecretStr("x" * 40))
    headers = {"Authorization": f"Bearer {token.secret}"}
    async with client_of(bench.web(settings), headers=headers) as client:
        answer = await client.post(WHERE, files=parts(stocks=b"symbol\nAAA\n"))
    assert answer.status_code == status
