"""Pages about a selection of trades: one address says what is selected, and every page keeps it."""

import re
from collections.abc import AsyncGenerator
from csv import DictReader
from datetime import date, timedelta
from io import StringIO
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest
from tests.in_memory import Bench, bench_of, client_of

from ballast_adapters.sample.workbooks_demo import sample_workbooks
from ballast_core.ops import JobSpec
from ballast_core.trades import AddSpec, Incoming
from ballast_web.pages.trades.tabs import TABS

HTML = {"Accept": "text/html"}
ABOUT_SELECTION = [href for label, href in TABS if label not in {"Figures", "Files"}]
CHARTS = (
    *("equity", "equity?curve=account", "equity?curve=margin&per=file", "drawdown", "drawdown?fall=intraday"),
    *("positions?per=symbol", "margin", "margin?per=all", "years", "years?of=profit", "rolling", "vami"),
    *("excursions", "excursions?way=mfe", "histogram", "histogram?of=days", "breakdown", "breakdown?by=hour"),
    *("costs?extra=1", "starts"),
)


@pytest.fixture(scope="module")
async def traded() -> Bench:
    """Return a Ballast with the sample's files of trades, shortened."""
    bench = bench_of({})
    files = tuple(Incoming(name, content) for name, content in sample_workbooks(days=500).items())
    await bench.app.trades.add_files(AddSpec(files))
    return bench


@pytest.fixture(scope="module")
async def client(traded: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    """Return a client for all who only ask."""
    async with client_of(traded.web()) as one:
        yield one


async def html(client: httpx.AsyncClient, path: str, status: int = 200) -> str:
    answer = await client.get(path, headers=HTML)
    assert answer.status_code == status, answer.text
    return answer.text


async def chosen(client: httpx.AsyncClient, **fields: str | list[str]) -> tuple[str, dict[str, list[str]]]:
    """Return where the form of the panel leads, and the query there."""
    answer = await client.get("/trades/select", params=fields)
    assert answer.status_code == 303
    there = urlsplit(answer.headers["location"])
    return there.path, parse_qs(there.query)


@pytest.mark.parametrize("path", ABOUT_SELECTION)
async def test_every_page_says_what_is_selected_and_keeps_it_in_its_tabs(
    client: httpx.AsyncClient, path: str
) -> None:
    text = await html(client, f"{path}?symbols=MNQ&direction=long")
    assert "2 of 5 files, long only" in text
    for href in ABOUT_SELECTION:
        assert f'href="{href}?symbols=MNQ&amp;direction=long"' in text


@pytest.mark.parametrize("path", ABOUT_SELECTION)
@pytest.mark.parametrize(
    ("query", "status"),
    [("symbols=ZZ", 422), ("files=000000000000", 422), ("symbols=MES&direction=short", 200)],
)
async def test_where_nothing_is_left_the_panel_stays_and_the_page_says_why(
    client: httpx.AsyncClient, path: str, query: str, status: int
) -> None:
    text = await html(client, f"{path}?{query}", status)
    assert 'class="notice error"' in text
    assert 'id="selection"' in text
    assert "Select everything again" in text


@pytest.mark.parametrize("chart", CHARTS)
async def test_every_chart_has_lines(client: httpx.AsyncClient, chart: str) -> None:
    answer = await client.get(f"/charts/trades/{chart}")
    assert answer.status_code == 200, answer.text
    series = answer.json()["option"]["series"]
    assert series
    assert all(one.get("data") or one["encode"] for one in series)


async def test_charts_of_one_page_span_the_same_days(client: httpx.AsyncClient) -> None:
    names = ("equity", "drawdown", "positions", "margin")
    axes = [(await client.get(f"/charts/trades/{name}")).json()["option"]["xAxis"][0] for name in names]
    assert len({(axis["min"], axis["max"]) for axis in axes}) == 1


@pytest.mark.parametrize(("chart", "mean"), [("positions", "net position"), ("margin", "margin")])
async def test_steps_that_are_too_many_are_their_mean_and_range_until_one_looks_closer(
    client: httpx.AsyncClient, chart: str, mean: str
) -> None:
    wide = (await client.get(f"/charts/trades/{chart}")).json()["option"]
    close = (await client.get(f"/charts/trades/{chart}?zoom=2021-03-01..2021-03-31")).json()["option"]
    assert "zoom in" in wide["yAxis"][0]["name"]
    assert not close["yAxis"][0]["name"]
    march = [
        [day for day in one["dataset"]["source"]["day"] if day[:7] == "2021-03"] for one in (wide, close)
    ]
    assert len(march[0]) < len(march[1])
    source = wide["dataset"]["source"]
    both = zip(source[mean], source[f"{mean}, most"], strict=True)
    assert all(low <= high for low, high in both if low is not None)


async def test_where_nothing_was_held_the_position_is_zero(client: httpx.AsyncClient) -> None:
    rows = (await client.get("/api/v1/export/trades", params={"symbols": "CD", "format": "csv"})).text
    short = next(row for row in DictReader(StringIO(rows)) if row["side"] == "short" and row["exit_at"])
    within = {"symbols": "CD", "direction": "long", "start": short["entry_at"][:10]}
    days = date.fromisoformat(within["start"]) + timedelta(days=1)
    assert days.isoformat() < short["exit_at"][:10]
    asked = {**within, "start": days.isoformat(), "end": days.isoformat()}
    drawn = (await client.get("/charts/trades/positions", params=asked)).json()
    assert drawn["option"]["dataset"]["source"]["net position"] == [0]


async def test_a_symbol_without_a_margin_is_asked_for_one(client: httpx.AsyncClient) -> None:
    rows = await client.get("/api/v1/export/trades", params={"symbols": "MES", "format": "csv"})
    bench = bench_of({})
    renamed = rows.text.replace(",MES,", ",XYZ,").encode()
    await bench.app.trades.add_files(AddSpec((Incoming("other.csv", renamed),)))
    async with client_of(bench.web()) as one:
        text = await html(one, "/trades")
        assert "no initial margin is known for XYZ" in text
        assert "/charts/trades/margin" not in text
        assert '<details id="contracts" open>' in text
        assert "/charts/trades/margin" in await html(one, "/trades?margins=XYZ:2000")


async def test_a_curve_that_is_looked_at_closely_has_every_day(client: httpx.AsyncClient) -> None:
    close = (await client.get("/charts/trades/equity?points=100&zoom=2021-03-01..2021-03-31")).json()
    assert close["meta"]["sent"] == close["meta"]["raw"] > 100


async def test_a_form_becomes_the_one_spelling_of_a_selection(
    client: httpx.AsyncClient, traded: Bench
) -> None:
    ids = [file.id for file in (await traded.app.trades.list_files()).files]
    path, query = await chosen(
        client,
        to="/trades/months",
        also="of=profit",
        files=ids[:2],
        direction="short",
        **{f"times.{ids[0]}": "3", f"times.{ids[1]}": "1", "margin.MES": "2500", "account_equity": "25000"},
    )
    assert path == "/trades/months"
    assert query == {
        "files": [",".join(sorted(ids[:2]))],
        "direction": ["short"],
        "multipliers": [f"{ids[0]}:3"],
        "margins": ["MES:2500"],
        "of": ["profit"],
    }


async def test_all_files_ticked_mean_all_and_so_do_none(client: httpx.AsyncClient, traded: Bench) -> None:
    ids = [file.id for file in (await traded.app.trades.list_files()).files]
    assert (await chosen(client, to="/trades", files=ids))[1] == {}
    assert (await chosen(client, to="/trades"))[1] == {}


async def test_a_form_leads_nowhere_else(client: httpx.AsyncClient) -> None:
    assert (await chosen(client, to="https://elsewhere.test/trades"))[0] == "/trades"


async def test_what_makes_no_sense_is_refused(client: httpx.AsyncClient) -> None:
    assert "direction" in await html(client, "/trades?direction=up", 422)


async def test_key_figures_lead_to_their_definitions(client: httpx.AsyncClient) -> None:
    text = await html(client, "/trades?symbols=CD")
    names = set(re.findall(r'href="/trades/figures/(\w+)\?symbols=CD"', text))
    assert {"net_profit", "marked_drawdown", "sharpe", "growth_a_year"} <= names
    for name in names:
        assert "Formula" in await html(client, f"/trades/figures/{name}?symbols=CD")


@pytest.mark.parametrize("path", ["metrics", "cta", "months", "excursions", "costs", "risk"])
async def test_every_label_that_is_a_link_is_explained(client: httpx.AsyncClient, path: str) -> None:
    names = set(re.findall(r'href="/trades/figures/(\w+)"', await html(client, f"/trades/{path}")))
    assert names
    for name in names:
        assert (await client.get(f"/trades/figures/{name}", headers=HTML)).status_code == 200, name


async def test_only_the_page_of_metrics_lets_a_style_sheet_in_by_its_number(
    client: httpx.AsyncClient,
) -> None:
    answers = [await client.get("/trades/metrics", headers=HTML) for _ in range(2)]
    policies = [answer.headers["content-security-policy"] for answer in answers]
    numbers = [re.search(r"style-src 'self' 'nonce-(\w+)'", policy) for policy in policies]
    first, second = [number[1] for number in numbers if number]
    assert first != second
    assert f'data-nonce="{first}"' in answers[0].text
    assert "unsafe" not in policies[0]
    assert "nonce" not in (await client.get("/trades", headers=HTML)).headers["content-security-policy"]


async def test_the_grid_has_the_portfolio_and_every_file(client: httpx.AsyncClient) -> None:
    laid = (await client.get("/charts/trades/metrics")).json()
    assert [row["kind"] for row in laid["rows"]] == ["portfolio", *["file"] * 5]
    names = {column["name"] for column in laid["columns"]}
    assert all(names <= set(row) for row in laid["rows"])


async def test_metrics_are_a_report_of_three_columns_each_the_portfolio_first(
    client: httpx.AsyncClient,
) -> None:
    text = await html(client, "/trades/metrics?shape=report&symbols=MNQ")
    assert "data-grid" not in text
    heads = re.findall(r'<th scope="colgroup"[^>]*>([^<]+)</th>', text)
    assert heads == ["Portfolio", "MNQ_15_Breakout", "MNQ_60_Swing"]
    assert "Profit factor" in text
    assert 'data-own="shape' in text


async def test_without_a_file_every_page_is_the_way_in(api: httpx.AsyncClient) -> None:
    for path in ABOUT_SELECTION:
        assert "Drop your lists of trades here" in await html(api, path)


async def test_the_palette_knows_the_pages(client: httpx.AsyncClient) -> None:
    found = {entry["href"]: entry["name"] for entry in (await client.get("/palette.json")).json()}
    assert found["/trades/cta"] == "Trades: CTA"
    assert found["/jobs"] == "Jobs"


@pytest.mark.parametrize("side", ["long", "short"])
async def test_one_side_alone_has_all_figures(client: httpx.AsyncClient, side: str) -> None:
    for path in ABOUT_SELECTION:
        await html(client, f"{path}?direction={side}")


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("/trades/risk", {"paths": "100", "horizon_days": "30"}, "Chance of a loss"),
        (
            "/trades/sizing/contracts",
            {"objective": "use_of_margin", "margin_cap": "50"},
            "Return over drawdown",
        ),
        ("/trades/sizing/weights", {"objective": "inverse_volatility", "work": "weights"}, "nearest to them"),
        ("/trades/sizing/weights", {"risk": "variance", "work": "frontier"}, "Efficient frontier"),
    ],
)
async def test_a_form_starts_heavy_work_and_its_page_shows_what_came_of_it(
    client: httpx.AsyncClient, traded: Bench, path: str, fields: dict[str, str], said: str
) -> None:
    answer = await client.post(path, data={"query": "symbols=MES,MNQ", **fields})
    assert answer.status_code == 303, answer.text
    there = answer.headers["location"]
    assert "symbols=MES,MNQ" in there
    async for _ in traded.app.ops.watch_job(there.partition("job=")[2]):
        pass
    text = await html(client, there)
    assert said in text
    assert "3 of 5 files" in text
    for chart in re.findall(r'data-chart="([^"]+)"', text):
        assert (await client.get(chart.replace("&amp;", "&"))).status_code == 200


async def sized(client: httpx.AsyncClient, bench: Bench, query: str, **fields: str) -> str:
    """Return where the page of an allocation is, when it is done."""
    answer = await client.post("/trades/sizing/contracts", data={"query": query, **fields})
    there = answer.headers["location"]
    async for _ in bench.app.ops.watch_job(there.partition("job=")[2]):
        pass
    return there


async def test_contracts_found_are_shown_on_the_days_and_the_account_they_were_found_for(
    client: httpx.AsyncClient, traded: Bench
) -> None:
    query = "direction=long&start=2020-03-01&margins=MES:1500&account_equity=60000"
    text = await html(client, await sized(client, traded, query))
    way = re.findall(r'<a href="(/trades\?[^"]+)">Show 1</a>', text)[0].replace("&amp;", "&")
    asked = dict(parse_qsl(way.partition("?")[2]))
    assert {name: asked[name] for name in ("direction", "start", "margins", "account_equity")} == {
        "direction": "long",
        "start": "2020-03-01",
        "margins": "MES:1500",
        "account_equity": "60000",
    }
    assert "long only" in await html(client, way)


async def test_fields_in_percent_are_fractions_of_a_job(client: httpx.AsyncClient, traded: Bench) -> None:
    there = await sized(client, traded, "", margin_cap="35", drawdown_budget="12.5")
    job = await traded.app.ops.show_job(there.partition("job=")[2])
    assert isinstance(job.argument, dict)
    assert (job.argument["margin_cap"], job.argument["drawdown_budget"]) == (0.35, 0.125)
    assert 'name="margin_cap" min="1" max="1000" step="any" value="35"' in await html(client, there)


async def test_what_is_about_another_selection_says_so(client: httpx.AsyncClient, traded: Bench) -> None:
    there = await sized(client, traded, "symbols=MES,MNQ")
    assert "another selection" not in await html(client, there)
    text = await html(client, there.replace("symbols=MES,MNQ", "symbols=CD"))
    assert "another selection" in text
    assert f'href="{there.replace("&", "&amp;")}"' in text


async def test_another_selection_leaves_an_answer_about_this_one_behind(
    client: httpx.AsyncClient, traded: Bench
) -> None:
    text = await html(client, await sized(client, traded, "symbols=MES,MNQ"))
    panel = text.partition("data-selection")[2].partition("</form>")[0]
    assert "job" not in panel


async def test_what_a_form_cannot_mean_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/trades/risk", data={"paths": "3"}, headers=HTML)
    assert answer.status_code == 422
    assert "paths" in answer.text


async def test_a_page_draws_no_answer_of_other_work(client: httpx.AsyncClient, traded: Bench) -> None:
    job = await traded.app.ops.start_job(JobSpec(name="tracking.ingest_models"))
    assert "has no answer that this page could draw" in await html(client, f"/trades/risk?job={job.id}", 404)
