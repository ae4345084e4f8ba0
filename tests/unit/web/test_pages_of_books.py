"""Holdings, trades, ranks, backtest and plots as pages: what they say, and what when there is nothing."""

import re
from datetime import timedelta

import httpx
import pytest
from tests.in_memory import Bench, client_of
from tests.market_builders import bars

from ballast_core.tracking import FileKind

PINE, META = "/models/naz100_pine", "/models/naz100_sp500_abacus"
PAGES = [
    f"{PINE}/holdings",
    f"{PINE}/holdings?on=2026-06-30",
    f"{PINE}/trades",
    f"{PINE}/ranks",
    f"{PINE}/backtest",
    f"{META}/backtest?period=3m&points=0",
    f"{PINE}/plots",
    f"{PINE}/findings",
    f"{PINE}/findings?severity=warning",
    "/findings",
    "/compare",
    "/compare?models=naz100_pine&models=sp500_hma&benchmark=naz100_pine:buy_and_hold",
]


async def html(client: httpx.AsyncClient, path: str, status: int = 200) -> str:
    answer = await client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    return answer.text


async def of(bench: Bench, path: str) -> str:
    async with client_of(bench.web()) as client:
        return await html(client, path)


@pytest.mark.parametrize("path", PAGES)
async def test_every_chart_export_and_plot_of_a_page_is_there(api: httpx.AsyncClient, path: str) -> None:
    page = await html(api, path)
    found = re.findall(r'(?:data-chart|src|href)="((?:/charts/|/api/v1/|/models/[^"]+/plots/)[^"]+)"', page)
    assert found
    for address in found:
        answer = await api.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200, f"{address}: {answer.text}"


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_on_a_page_is_inline(api: httpx.AsyncClient, path: str) -> None:
    page = await html(api, path)
    assert re.findall(r'<[^>]+\s(?:style|on[a-z]+)="|<style|<script(?![^>]*\ssrc=)', page) == []


@pytest.mark.parametrize("part", ["holdings", "trades", "ranks", "backtest", "plots", "findings"])
async def test_an_unknown_model_is_said_to_be_unknown(api: httpx.AsyncClient, part: str) -> None:
    assert "no model named &#39;nobody&#39;" in await html(api, f"/models/nobody/{part}", 404)


async def test_holdings_are_those_of_the_api(api: httpx.AsyncClient) -> None:
    page = await html(api, f"{PINE}/holdings")
    for one in (await api.get(f"/api/v1{PINE}/holdings")).json()["holdings"]:
        assert f'<th scope="row">{one["ticker"]}</th>' in page
        assert f"{100 * one['weight']:.1f}%" in page


async def test_the_way_through_the_snapshots_works_without_a_script(api: httpx.AsyncClient) -> None:
    rows = (await api.get(f"/api/v1{PINE}/snapshots?limit=1000")).json()["snapshots"]
    days = sorted({row["day"] for row in rows if row["effective"]})
    page = await html(api, f"{PINE}/holdings?on={days[5]}")
    assert re.search(rf'rel="prev" href="{PINE}/holdings\?on={days[4]}"', page)
    assert re.search(rf'rel="next" href="{PINE}/holdings\?on={days[6]}"', page)
    assert re.search(rf'<option value="{days[5]}" selected>', page)
    assert 'value="5"' in page


async def test_the_latest_snapshot_leads_to_the_one_before_and_no_further(api: httpx.AsyncClient) -> None:
    page = await html(api, f"{PINE}/holdings?on=")
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page


async def test_before_the_first_snapshot_the_first_one_is_offered(api: httpx.AsyncClient) -> None:
    page = await html(api, f"{PINE}/holdings?on=1999-01-01")
    assert "Nothing held then" in page
    assert "The first snapshot" in page


async def test_movement_is_told_by_sign_and_by_word(api: httpx.AsyncClient) -> None:
    page = await html(api, f"{PINE}/ranks?top=0")
    rows = (await api.get(f"/api/v1{PINE}/ranks")).json()["ranks"]
    assert page.count('▲</span> <span class="unseen">up') == sum(row["movement"] > 0 for row in rows)
    assert page.count('▼</span> <span class="unseen">down') == sum(row["movement"] < 0 for row in rows)


async def test_only_held_symbols_are_shown_when_asked_for(api: httpx.AsyncClient) -> None:
    page = await html(api, f"{PINE}/ranks?only=held")
    held = [row for row in (await api.get(f"/api/v1{PINE}/ranks")).json()["ranks"] if row["held"]]
    assert re.findall(r'<th scope="row">([^<]+)</th>', page) == [row["symbol"] for row in held]


async def test_an_old_ranking_is_called_old(bench: Bench) -> None:
    assert "has not written a newer one" not in await of(bench, f"{PINE}/ranks")
    bench.clock.tick(timedelta(days=60))
    assert "This ranking is 74 days old" in await of(bench, f"{PINE}/ranks")


async def test_lists_are_paged_apart_from_each_other(api: httpx.AsyncClient) -> None:
    page = await html(api, f"{PINE}/trades?log_from=25")
    assert "snapshots_from=" not in page or "log_from=25&amp;snapshots_from=25" in page
    assert re.search(r"26 to \d+ of [\d,]+ entries", page)
    assert re.search(r'rel="prev" href="[^"]*trades"', page)


async def test_the_backtest_stands_beside_buy_and_hold(api: httpx.AsyncClient) -> None:
    page = await html(api, f"{PINE}/backtest")
    assert "Strategy beside buy and hold" in page
    assert "it was not traded" in page


async def test_a_plot_can_be_shown_large_and_left_again(api: httpx.AsyncClient) -> None:
    name = (await api.get(f"/api/v1{PINE}/charts")).json()["charts"][0]["name"]
    page = await html(api, f"{PINE}/plots?show={name}")
    assert f'<img src="{PINE}/plots/{name}" alt="Plot of the master project' in page
    assert f'<a href="{PINE}/plots">Close</a>' in page
    picture = await api.get(f"{PINE}/plots/{name}")
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")


async def test_plots_are_found_by_their_name(api: httpx.AsyncClient) -> None:
    assert "No such plot" in await html(api, f"{PINE}/plots?find=nothing+like+it")


@pytest.mark.parametrize(
    "name",
    [
        "..%2f..%2fpytaaa.json",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "%2e%2e",
        "naz100_pine.json",
        "%5c..%5cx.png",
    ],
)
async def test_a_path_does_not_lead_out_of_the_plots(api: httpx.AsyncClient, name: str) -> None:
    assert (await api.get(f"{PINE}/plots/{name}")).status_code == 404


async def test_a_model_of_which_nothing_is_known_says_so_on_each_page(empty: Bench) -> None:
    empty.files.files = {"young": {FileKind.STATUS: b""}}
    await empty.app.tracking.ingest_models()
    said = {
        part: await of(empty, f"/models/young/{part}") for part in ("holdings", "trades", "ranks", "backtest")
    }
    assert "No holdings" in said["holdings"]
    assert "No snapshots" in said["trades"]
    assert "No trade log" in said["trades"]
    assert "No ranks" in said["ranks"]
    assert "No backtest" in said["backtest"]
    assert "No plots" in await of(empty, "/models/young/plots")
    assert "Nothing to compare" not in await of(empty, "/models/young/findings")


async def test_a_mistyped_day_is_told(api: httpx.AsyncClient) -> None:
    assert "on" in await html(api, f"{PINE}/holdings?on=yesterday", 422)


async def test_what_is_no_day_is_refused_in_plain_words(api: httpx.AsyncClient) -> None:
    answer = await api.get(f"{PINE}/holdings?on=x", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "write a day as 2026-03-31, not &#39;x&#39;" in answer.text
    assert "function-before" not in answer.text


async def test_holdings_are_valued_at_market_where_there_is_a_close(bench: Bench) -> None:
    async with client_of(bench.web()) as api:
        held = (await api.get(f"/api/v1{PINE}/holdings")).json()["holdings"]
        before = await html(api, f"{PINE}/holdings")
        first, second, *_ = (one["ticker"] for one in held)
        await bench.market.bars.add_bars(bars([123.25], first, start="2026-11-19"), {}, bench.clock.now())
        after, overview = await html(api, f"{PINE}/holdings"), await html(api, PINE)
    assert "market value" not in before
    assert "No position has a close" in before
    assert "123.25" in after
    assert f"No price of {second}" in after
    assert "Holdings at cost" in overview
    assert "closes of 19 Nov 2026" in overview
