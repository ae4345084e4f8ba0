"""The pages about a model and its series say what the API says, and explain it."""

from html.parser import HTMLParser

import httpx
import pytest
from tests.in_memory import Bench, client_of

from ballast_core.tracking import EXPLANATIONS, MEANINGS, FileKind, SeriesName
from ballast_web.pages.figures import typographic
from ballast_web.pages.months import warmth

PINE, META = "naz100_pine", "naz100_sp500_abacus"
HOME = f"/models/{PINE}"
HTML = {"Accept": "text/html"}
PAGES = ("", "/measures", "/measures/cagr", "/drawdowns", "/months", "/rolling", "/signal")
CHARTS = ("performance", "drawdowns", "months", "rolling", "rolling?part=risk", "signal", "signal-months")


class Reader(HTMLParser):
    """Collect text, addresses, and what a strict policy would stop."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.exports: list[str] = []
        self.charts: list[str] = []
        self.inline: list[str] = []
        self.said = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "a" and "download" in given:
            self.exports.append(given["href"] or "")
        elif tag == "a":
            self.links.append(given["href"] or "")
        self.charts += [given["data-chart"] or ""] if "data-chart" in given else []

    def handle_data(self, data: str) -> None:
        self.said += data


async def read(client: httpx.AsyncClient, path: str, status: int = 200) -> Reader:
    answer = await client.get(path, headers=HTML)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    return Reader(answer.text)


@pytest.mark.parametrize("part", PAGES)
async def test_a_page_runs_and_styles_nothing_inline(api: httpx.AsyncClient, part: str) -> None:
    assert (await read(api, HOME + part)).inline == []


@pytest.mark.parametrize("part", PAGES)
@pytest.mark.parametrize("asked", ["", "?series=traded&period=1y", "?series=backtest&start=2025-07-01"])
async def test_charts_and_files_of_a_page_are_there(api: httpx.AsyncClient, part: str, asked: str) -> None:
    page = await read(api, HOME + part + ("" if part == "/signal" else asked))
    assert page.exports
    for address in [*page.charts, *page.exports]:
        assert (await api.get(address)).status_code == 200, address


@pytest.mark.parametrize("part", [page for page in PAGES if page != "/signal"])
async def test_other_series_and_times_of_a_page_are_there(api: httpx.AsyncClient, part: str) -> None:
    page = await read(api, f"{HOME}{part}?series=overlay")
    choices = [link for link in page.links if link.startswith("?")]
    assert len(choices) > len(SeriesName)
    assert {link for link in choices if (await api.get(HOME + part + link)).status_code != 200} == set()


@pytest.mark.parametrize("chart", CHARTS)
async def test_a_chart_has_days_or_years_and_figures(api: httpx.AsyncClient, chart: str) -> None:
    answer = (await api.get(f"/charts/models/{PINE}/{chart}")).json()
    columns = answer["option"]["dataset"]["source"]
    assert len(columns) > 1
    assert len({len(values) for values in columns.values()}) == 1


async def test_the_overview_has_the_value_of_the_api(api: httpx.AsyncClient) -> None:
    known = (await api.get(f"/api/v1/models/{PINE}")).json()
    said = (await read(api, HOME)).said
    assert f"${known['summary']['value']:,.0f}" in said
    assert known["files"][0]["name"] in said


async def test_the_overview_says_what_each_series_means(api: httpx.AsyncClient) -> None:
    said = (await read(api, HOME)).said
    assert [name for name, meaning in MEANINGS.items() if meaning not in said] == []


@pytest.mark.parametrize("series", ["traded", "traded_only", "overlay"])
async def test_hindsight_is_called_so_and_has_the_lagged_overlay_beside_it(
    api: httpx.AsyncClient, series: str
) -> None:
    assert "Hindsight, not the portfolio." in (await read(api, f"{HOME}?series={series}")).said
    for chart in ("performance", "drawdowns", "months"):
        option = (await api.get(f"/charts/models/{PINE}/{chart}?series={series}")).json()["option"]
        names = [one["name"] for one in option["series"]]
        assert names[0].endswith("(hindsight)")
        assert "Lagged overlay" in names


@pytest.mark.parametrize(("part", "figures"), [("", 3), ("/drawdowns", 3)])
async def test_beside_each_figure_of_hindsight_stands_the_one_without(
    api: httpx.AsyncClient, part: str, figures: int
) -> None:
    assert (await read(api, f"{HOME}{part}?series=traded")).said.count("lagged overlay ") >= figures


async def test_the_months_of_a_signal_are_the_latest_or_all(api: httpx.AsyncClient) -> None:
    months = (await api.get(f"/api/v1{HOME}/signal")).json()["months"]
    assert months[-1] in (await read(api, f"{HOME}/signal")).said
    assert months[0] in (await read(api, f"{HOME}/signal?months=all")).said


async def test_the_portfolio_is_not_called_hindsight(api: httpx.AsyncClient) -> None:
    assert "Hindsight, not the portfolio." not in (await read(api, HOME)).said


async def test_the_drawdown_stands_under_the_value_on_the_same_days(api: httpx.AsyncClient) -> None:
    option = (await api.get(f"/charts/models/{PINE}/performance")).json()["option"]
    assert [axis["gridIndex"] for axis in option["xAxis"]] == [0, 1]
    assert [zoom["xAxisIndex"] for zoom in option["dataZoom"]] == [[0, 1], [0, 1]]
    assert len({grid["left"] for grid in option["grid"]}) == 1


async def test_all_points_are_sent_to_who_asks_for_them(api: httpx.AsyncClient) -> None:
    thin = (await api.get(f"/charts/models/{PINE}/performance?points=50")).json()["meta"]
    whole = (await api.get(f"/charts/models/{PINE}/performance?points=0")).json()["meta"]
    assert thin["sent"] <= 50 < whole["sent"] == whole["raw"]


async def test_every_measure_leads_to_its_own_page(api: httpx.AsyncClient) -> None:
    page = await read(api, f"{HOME}/measures?series=traded&period=1y")
    assert {f"{HOME}/measures/{name}?series=traded&period=1y" for name in EXPLANATIONS} <= set(page.links)


@pytest.mark.parametrize("measure", EXPLANATIONS)
async def test_the_page_of_a_measure_has_formula_inputs_and_arithmetic(
    api: httpx.AsyncClient, measure: str
) -> None:
    told = (await api.get(f"/api/v1{HOME}/measures/{measure}")).json()
    said = (await read(api, f"{HOME}/measures/{measure}")).said
    worked = typographic(told["worked"])
    wanted = [told["formula"], told["meaning"], worked, *(one["name"] for one in told["inputs"])]
    assert [text for text in wanted if text not in said] == []


async def test_a_measure_that_the_points_do_not_give_says_why(api: httpx.AsyncClient) -> None:
    said = (await read(api, f"{HOME}/measures/time_weighted_return?series=backtest")).said
    assert "These points do not give it; it needs the portfolio (base)" in said


async def test_other_pages_about_series_keep_series_and_time(api: httpx.AsyncClient) -> None:
    links = (await read(api, f"{HOME}/months?series=traded&period=1y")).links
    assert f"{HOME}/drawdowns?series=traded&period=1y" in links
    assert f"{HOME}/holdings" in links


async def test_months_have_the_returns_of_the_api(api: httpx.AsyncClient) -> None:
    last = (await api.get(f"/api/v1{HOME}/months")).json()["years"][-1]
    said = (await read(api, f"{HOME}/months")).said
    assert str(last["year"]) in said
    assert f"{last['total']:+.1%}" in said


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "none"), (0.0, "p0"), (-0.001, "p0"), (0.02, "p1"), (-0.03, "n1"), (0.06, "p2"), (-0.9, "n5")],
)
def test_a_return_is_as_warm_as_it_is_large(value: float | None, said: str) -> None:
    assert warmth(value, 0.025) == said


async def test_a_window_that_does_not_fit_says_so(api: httpx.AsyncClient) -> None:
    said = (await read(api, f"{HOME}/rolling?period=3m")).said
    assert "The window is longer than the series" in said


async def test_a_meta_model_says_what_it_holds(api: httpx.AsyncClient) -> None:
    known = (await api.get(f"/api/v1/models/{META}")).json()["summary"]
    said = (await read(api, f"/models/{META}")).said
    assert "Holds now" in said
    assert known["sub_model"] in said


@pytest.mark.parametrize("part", PAGES)
async def test_a_model_without_values_says_so(empty: Bench, part: str) -> None:
    empty.files.files = {"young": {FileKind.STATUS: b""}}
    await empty.app.tracking.ingest_models()
    async with client_of(empty.web()) as client:
        said = (await read(client, f"/models/young{part}")).said
    assert "young has no base series" in said
    assert "Findings" in said


@pytest.mark.parametrize("part", PAGES)
async def test_an_unknown_model_names_the_known_ones(api: httpx.AsyncClient, part: str) -> None:
    assert PINE in (await read(api, f"/models/nobody{part}", 404)).said


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("?period=2z", "period"),
        ("?start=2030-01-01", "has no base point there; it has"),
        ("?start=tomorrow", "2026-03-31"),
        ("?start=2026-05-05&end=2026-01-01", "is after end"),
        ("?tint=red", "no such parameter"),
    ],
)
async def test_a_bad_question_gets_a_page_that_names_the_fault(
    api: httpx.AsyncClient, asked: str, fault: str
) -> None:
    assert fault in (await read(api, HOME + asked, 422)).said


@pytest.mark.parametrize("part", [part for part in PAGES if part != "/signal"])
async def test_a_time_without_values_keeps_the_tabs_and_the_choices(
    api: httpx.AsyncClient, part: str
) -> None:
    answer = await api.get(f"{HOME}{part}?start=2030-01-01", headers=HTML)
    page = Reader(answer.text)
    assert answer.status_code == 422
    assert f"{HOME}/drawdowns?start=2030-01-01" in page.links
    assert "?period=1y" in page.links
    assert 'name="start" aria-label="First day" value="2030-01-01"' in answer.text
    assert "Choose another period or other days." in page.said


async def test_a_single_point_has_no_rolling_figure_but_the_choices(empty: Bench) -> None:
    empty.files.files = {"young": {FileKind.STATUS: b"cumu_value: 2026-11-19 10:00:00 1.0\n"}}
    await empty.app.tracking.ingest_models()
    async with client_of(empty.web()) as client:
        page = await read(client, "/models/young/rolling", 422)
    assert "a rolling figure needs two points" in page.said
    assert {"/models/young/months", "?period=1y"} <= set(page.links)


async def test_a_time_without_a_backtest_offers_other_periods(api: httpx.AsyncClient) -> None:
    assert "?period=1y" in (await read(api, f"{HOME}/backtest?start=2060-01-01")).links


async def test_a_question_that_makes_no_sense_keeps_the_tabs(api: httpx.AsyncClient) -> None:
    links = (await read(api, f"{HOME}/months?start=2026-05-05&end=2026-01-01", 422)).links
    assert {f"{HOME}/months", f"{HOME}/drawdowns"} <= set(links)


async def test_an_unknown_measure_names_the_known_ones(api: httpx.AsyncClient) -> None:
    assert "max_drawdown" in (await read(api, f"{HOME}/measures/beauty", 404)).said


async def test_what_files_say_is_shown_as_text(empty: Bench) -> None:
    name = '"><img src=x onerror=alert(1)>'
    empty.files.files = {
        name: {FileKind.STATUS: b"cumu_value: 2026-11-18 10:00:00 1.0\ncumu_value: 2026-11-19 10:00:00 4.0\n"}
    }
    await empty.app.tracking.ingest_models()
    async with client_of(empty.web()) as client:
        for part in PAGES:
            page = await read(client, f"/models/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E{part}")
            assert page.inline == []
            assert name in page.said
