"""Pages about market data: what is there, what is missing, and forms that have it fetched."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from tests.in_memory import Bench, bench_of, client_of

from ballast_core.market import ImportSpec, UniverseFile, UpdateSpec

HTML = {"Accept": "text/html"}
UNIVERSE = {
    "instruments.csv": b"symbol,name,kind,sector\nABYV,Alder,stock,Energy\nZMKT,All,etf,\n",
    "series.csv": b"series_id,name,frequency,category\nDGS10,Ten years,daily,rates\n",
    "events.csv": b"event,kind,region,frequency,local_time,importance\nJobs,release,US,monthly,08:30,4\n",
}
PLACES = {
    "/market": ("Sessions by symbol and month", "Update now"),
    "/market/universe": ("2 instruments", "Import a universe"),
    "/market/indicators": ("DGS10", "Ten years"),
    "/market/indicators/DGS10": ("As known on", "/charts/market/indicators/DGS10"),
    "/market/news": ("Sentiment by symbol and day", "Articles"),
    "/market/events": ("November 2026",),
    "/market/findings": ("Nothing found",),
    "/market/runs": ("Back-fill of 90 days",),
    "/market/schedules": ("Add a schedule of updates",),
    "/market/symbols/ABYV": ("Sessions by month", "Total return", "Show it in the chart"),
}


async def filled(days: int = 90) -> Bench:
    """Return a Ballast with a small universe, of which so many days are fetched."""
    bench = bench_of({})
    files = tuple(UniverseFile(name, content) for name, content in UNIVERSE.items())
    await bench.app.market.import_universe(ImportSpec(files))
    if days:
        await bench.app.market.update_market(UpdateSpec.model_validate({"mode": "backfill", "days": days}))
    return bench


@pytest.fixture(scope="module")
async def market() -> AsyncGenerator[httpx.AsyncClient]:
    """Return a client of a Ballast that has fetched ninety days."""
    async with client_of((await filled()).web()) as client:
        yield client


async def html(client: httpx.AsyncClient, path: str, status: int = 200) -> str:
    answer = await client.get(path, headers=HTML)
    assert answer.status_code == status, answer.text
    return answer.text


async def over(bench: Bench, answer: httpx.Response) -> None:
    """Wait until the job that an answer leads to is over."""
    job = answer.headers["location"].rpartition("job=")[2]
    async for _ in bench.app.ops.watch_job(job):
        pass


@pytest.mark.parametrize("path", PLACES)
async def test_a_page_shows_what_is_stored(market: httpx.AsyncClient, path: str) -> None:
    text = await html(market, path)
    for said in PLACES[path]:
        assert said in text


@pytest.mark.parametrize("path", ["/market", "/market/symbols/ABYV", "/market/runs", "/market/schedules"])
async def test_a_page_hears_of_what_happens(market: httpx.AsyncClient, path: str) -> None:
    assert 'data-watch="/api/v1/monitor/events?topics=' in await html(market, path)


async def test_without_a_universe_the_page_says_how_to_import_one() -> None:
    async with client_of(bench_of({}).web()) as client:
        assert "ballast market universe import" in await html(client, "/market")


async def test_a_symbol_without_bars_is_one_hole_a_year() -> None:
    async with client_of((await filled(0)).web()) as client:
        text = await html(client, "/market?symbol=ABYV&period=3y")
        assert 'class="m void" colspan="12"><button name="hole" value="ABYV 2024-01 2024-12"' in text
        assert "Nothing stored yet" in text


async def test_a_filter_leaves_symbols_out(market: httpx.AsyncClient) -> None:
    text = await html(market, "/market?kind=etf")
    assert "/market/symbols/ZMKT" in text
    assert "/market/symbols/ABYV" not in text
    assert "No such symbol" in await html(market, "/market?symbol=nothing")


async def test_an_address_that_asks_for_no_day_is_refused(market: httpx.AsyncClient) -> None:
    assert "write a day" in await html(market, "/market?start=yesterday", 422)


async def test_a_hole_that_is_pressed_is_filled() -> None:
    bench = await filled(0)
    async with client_of(bench.web()) as client:
        form = {"hole": "ABYV 2026-03 2026-03", "back": "/market?symbol=ABYV"}
        answer = await client.post("/market/backfill", data=form)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/market?symbol=ABYV&job=")
        await over(bench, answer)
        text = await html(client, answer.headers["location"])
        assert "Back-fill 2026-03-01 to 2026-03-31 of ABYV" in text
        assert "2026-03: complete" in text


@pytest.mark.parametrize("back", ["https://elsewhere.example/market", "http://[", "/market/../account"])
async def test_a_form_leads_back_to_pages_of_ours_alone(back: str) -> None:
    async with client_of((await filled(0)).web()) as client:
        form = {"hole": "ABYV 2026-03", "back": back}
        answer = await client.post("/market/backfill", data=form)
        assert answer.headers["location"].startswith("/market?job=")


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
async def test_a_month_at_the_end_of_all_calendars_is_refused(market: httpx.AsyncClient, month: str) -> None:
    assert (await market.get(f"/market/events?month={month}", headers=HTML)).status_code == 422


async def test_a_hole_that_is_none_is_refused(market: httpx.AsyncClient) -> None:
    answer = await market.post("/market/backfill", data={"hole": "ABYV soon"}, headers=HTML)
    assert answer.status_code == 422
    assert "no month such as 2026-03" in answer.text


async def test_candles_have_volume_and_marks(market: httpx.AsyncClient) -> None:
    option = (await market.get("/charts/market/symbols/ABYV?period=3m")).json()["option"]
    candles, volume = option["series"]
    assert candles["type"] == "candlestick"
    assert candles["encode"]["y"] == ["open", "close", "low", "high"]
    assert volume["name"] == "volume"
    assert {"markArea", "markPoint"} <= candles.keys()


async def test_an_unknown_symbol_is_not_found(market: httpx.AsyncClient) -> None:
    text = await html(market, "/market/symbols/NONE", 404)
    assert 'href="/market">Market data' in text
    assert "universe list" in text


async def test_a_price_comes_after_the_page(market: httpx.AsyncClient) -> None:
    assert 'hx-get="/market/symbols/ABYV/quote" hx-trigger="load"' in await html(
        market, "/market/symbols/ABYV"
    )
    assert "from recorded" in await html(market, "/market/symbols/ABYV/quote")


async def test_a_run_tells_its_steps(market: httpx.AsyncClient) -> None:
    runs = (await market.get("/api/v1/pipelines/runs")).json()["runs"]
    text = await html(market, f"/market/runs/{runs[0]['id']}")
    assert "market data" in text
    assert "Log" in text
    assert (await market.get(f"/market/runs/{runs[0]['id']}/live")).headers["hx-refresh"] == "true"


async def test_a_schedule_is_added_paused_run_and_removed() -> None:
    bench = await filled(0)
    async with client_of(bench.web()) as client:
        form = {"name": "weekly", "cron": "0 6 * * 6", "zone": "UTC", "days": "7"}
        assert (await client.post("/market/schedules", data=form)).status_code == 303
        assert "0 6 * * 6" in await html(client, "/market/schedules")
        await client.post("/market/schedules/weekly/pause")
        assert "paused" in await html(client, "/market/schedules")
        await over(bench, await client.post("/market/schedules/weekly/run"))
        await client.post("/market/schedules/weekly/remove")
        assert "There is no schedule" in await html(client, "/market/schedules")


async def test_a_schedule_that_cannot_be_says_why(market: httpx.AsyncClient) -> None:
    form = {"name": "weekly", "cron": "every day"}
    answer = await market.post("/market/schedules", data=form, headers=HTML)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


async def test_a_file_brings_instruments_and_a_bad_one_says_which_line() -> None:
    async with client_of(bench_of({}).web()) as client:
        bad = {"files": ("bad.csv", b"symbol,kind\nAAA,plane\n")}
        answer = await client.post("/market/universe/import", files=bad, headers=HTML)
        assert answer.status_code == 422
        assert "line 2" in answer.text
        good = {"files": ("good.csv", UNIVERSE["instruments.csv"])}
        answer = await client.post("/market/universe/import", files=good, headers=HTML)
        assert "2 new" in answer.text


async def test_an_instrument_is_added_changed_and_removed() -> None:
    async with client_of((await filled(0)).web()) as client:
        await client.post("/market/universe/save", data={"symbol": "new", "name": "Newcomer"})
        assert "Newcomer" in await html(client, "/market/universe?edit=NEW")
        await client.post("/market/universe/save", data={"symbol": "NEW", "name": "Oldtimer"})
        assert "Oldtimer" in await html(client, "/market/universe")
        await client.post("/market/universe/remove", data={"symbol": "NEW"})
        assert "Oldtimer" not in await html(client, "/market/universe")


async def test_the_palette_knows_symbols_and_pages_of_market(market: httpx.AsyncClient) -> None:
    found = {one["name"]: one["href"] for one in (await market.get("/palette.json")).json()}
    assert found["ABYV Alder"] == "/market/symbols/ABYV"
    assert found["Market: events"] == "/market/events"
