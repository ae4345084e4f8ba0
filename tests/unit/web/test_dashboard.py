"""What the dashboard draws: curves from one start, switches, the latest ingest; all by its address."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import httpx
import pytest
from tests.in_memory import Bench, client_of

from ballast_core.tracking import FileKind, IngestRun, RunState, SeriesName, Switch, SwitchesView
from ballast_web.pages.timeline import ACROSS, timeline_of

META = "naz100_sp500_abacus"


async def option(api: httpx.AsyncClient, **query: str) -> Mapping[str, object]:
    answer = await api.get("/charts/models", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["option"]


async def test_every_model_has_a_curve_that_starts_at_100(api: httpx.AsyncClient) -> None:
    source = (await option(api))["dataset"]["source"]
    names = {model["name"] for model in (await api.get("/api/v1/models")).json()["models"]}
    assert set(source) == {"day", *names}
    assert {source[name][0] for name in names} == {100.0}


async def test_dollars_are_what_the_files_say(api: httpx.AsyncClient) -> None:
    source = (await option(api, values="dollars"))["dataset"]["source"]
    models = (await api.get("/api/v1/models")).json()["models"]
    assert {name: source[name][-1] for name in source if name != "day"} == pytest.approx(
        {model["name"]: model["value"] for model in models}, rel=1e-5
    )


async def test_curves_start_at_the_chosen_day(api: httpx.AsyncClient) -> None:
    days = (await option(api, start="2026-06-01"))["dataset"]["source"]["day"]
    assert days[0] <= "2026-06-01" < days[1]


async def test_all_points_are_more_than_the_thinned_ones(api: httpx.AsyncClient) -> None:
    thinned, every = [
        (await api.get("/charts/models", params=q)).json()["meta"] for q in ({}, {"points": "all"})
    ]
    assert every["sent"] == every["raw"] >= thinned["sent"]


async def test_a_choice_is_a_link_that_keeps_the_others(api: httpx.AsyncClient) -> None:
    page = (await api.get("/?values=dollars&period=1y&hide=naz100_pi&scale=log")).text
    assert 'href="?values=dollars&amp;hide=naz100_pi&amp;scale=log&amp;period=3y"' in page
    assert 'data-chart="/charts/models?period=1y&amp;values=dollars"' in page


async def test_the_chart_is_fetched_before_the_script_asks_for_it(api: httpx.AsyncClient) -> None:
    page = (await api.get("/?period=1y")).text
    assert '<link rel="preload" as="fetch" crossorigin="anonymous" href="/charts/models?period=1y">' in page


def two_days(first: str, second: str) -> dict[FileKind, bytes]:
    return {
        FileKind.STATUS: f"cumu_value: {first} 10:00:00 1.0\ncumu_value: {second} 10:00:00 2.0\n".encode()
    }


async def test_a_model_that_ended_long_ago_is_left_out_and_named(empty: Bench) -> None:
    old, new = two_days("2020-01-02", "2020-01-03"), two_days("2026-11-18", "2026-11-19")
    empty.files.files = {"old": old, "new": new}
    await empty.app.tracking.ingest_models()
    async with client_of(empty.web()) as client:
        page, source = await client.get("/"), (await option(client))["dataset"]["source"]
    assert list(source) == ["day", "new"]
    assert "without old, which ended before" in page.text


async def drawn(empty: Bench, **models: dict[FileKind, bytes]) -> tuple[str, httpx.Response]:
    """Return the page of these models, and the answer of the chart that is on it or could be."""
    empty.files.files = dict(models)
    await empty.app.tracking.ingest_models()
    async with client_of(empty.web()) as client:
        return unescape((await client.get("/")).text), await client.get("/charts/models")


async def test_of_models_without_a_common_time_those_are_drawn_that_have_one(empty: Bench) -> None:
    first, second = two_days("2026-11-10", "2026-11-11"), two_days("2026-11-18", "2026-11-19")
    page, chart = await drawn(empty, first=first, second=second, third=second)
    assert list(chart.json()["option"]["dataset"]["source"]) == ["day", "second", "third"]
    assert "without first, which ended before" in page
    assert "/api/v1/compare?models=second%2Cthird&" in page


async def test_a_model_that_has_just_begun_does_not_keep_the_others_from_being_drawn(empty: Bench) -> None:
    young = {FileKind.STATUS: b"cumu_value: 2026-11-19 10:00:00 1.0\n"}
    page, chart = await drawn(empty, old=two_days("2026-11-18", "2026-11-19"), young=young)
    assert list(chart.json()["option"]["dataset"]["source"]) == ["day", "old"]
    assert "without young, which has no time in common with these" in page


async def test_where_nothing_can_be_drawn_the_page_says_so_and_asks_for_no_chart(empty: Bench) -> None:
    page, chart = await drawn(empty, young={FileKind.STATUS: b"cumu_value: 2026-11-19 10:00:00 1.0\n"})
    assert "No model has two values, and a curve needs two." in page
    assert "/charts/models" not in page
    assert chart.status_code == 422


async def test_a_start_after_all_values_keeps_the_choices(api: httpx.AsyncClient) -> None:
    page = (await api.get("/?start=2060-01-01")).text
    assert "No model has two values from 1 Jan 2060 on, and a curve needs two." in page
    assert 'value="2060-01-01"' in page


async def test_a_meta_model_says_what_it_holds_since_when(api: httpx.AsyncClient) -> None:
    switches = (await api.get(f"/api/v1/models/{META}/switches")).json()["switches"]
    page = (await api.get("/")).text
    assert f'Switches of <a href="/models/{META}">' in page
    assert switches[-1]["sub_model"] in page


async def test_findings_flag_a_card_and_lead_to_themselves(api: httpx.AsyncClient) -> None:
    found = (await api.get("/api/v1/findings?model=naz100_pine&severity=warning&limit=1000")).json()["total"]
    page = (await api.get("/")).text
    assert f'href="/models/naz100_pine/findings?severity=warning">{found} warnings' in page


async def test_another_ingest_is_told_though_nothing_was_stored(bench: Bench) -> None:
    async with client_of(bench.web()) as client:
        first = await client.get("/")
        await bench.app.tracking.ingest_models()
        other = await client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    assert "Nothing had changed" in other.text


async def test_an_ingest_that_was_cut_off_does_not_say_that_nothing_had_changed(bench: Bench) -> None:
    at = bench.clock.now() + timedelta(hours=1)
    await bench.store.save_run(IngestRun(id=UUID(int=1), started_at=at, state=RunState.INTERRUPTED))
    async with client_of(bench.web()) as client:
        page = (await client.get("/")).text
    assert "interrupted" in page
    assert "Nothing had changed" not in page


async def test_the_latest_ingest_tells_of_each_model_that_changed(bench: Bench) -> None:
    files = bench.files.files["naz100_pine"]
    files[FileKind.STATUS] += b"cumu_value: 2026-11-19 10:00:00 374500.0\n"
    await bench.app.tracking.ingest_models()
    async with client_of(bench.web()) as client:
        changes = (
            (await client.get("/")).text.partition('<table class="changes">')[2].partition("</table>")[0]
        )
    assert re.findall(r'scope="row">([^<]+)', changes) == ["naz100_pine"]


async def test_the_palette_knows_every_place_and_model(api: httpx.AsyncClient) -> None:
    found = {entry["name"]: entry["href"] for entry in (await api.get("/palette.json")).json()}
    assert (found["Compare"], found[META]) == ("/compare", f"/models/{META}")
    assert found[f"{META}: Holdings"] == f"/models/{META}/holdings"
    assert found["Audit log"] == "/account/audit"
    assert "Sign out" not in found


@pytest.mark.parametrize("path", ["/?values=euros", "/?zoom=x", "/?nothing=1", "/charts/models?start=x"])
async def test_an_address_that_means_nothing_is_refused(api: httpx.AsyncClient, path: str) -> None:
    assert (await api.get(path)).status_code == 422


async def test_behind_a_prefix_every_address_has_it(bench: Bench) -> None:
    transport = httpx.ASGITransport(bench.web(), root_path="/ballast")
    web = transport.app
    async with (
        web.router.lifespan_context(web),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
    ):
        page = (await client.get("/ballast/")).text
    assert 'src="/static' not in page
    assert 'href="/ballast/models/' in page
    assert 'data-chart="/ballast/charts/models"' in page
    assert 'data-palette="/ballast/palette.json"' in page


def ledger(*stays: tuple[str, int, int]) -> SwitchesView:
    first = date(2026, 1, 1)
    switches = tuple(
        Switch(
            sub_model=name,
            from_day=first + timedelta(start),
            to_day=first + timedelta(end),
            days=end - start,
            earned=None,
            alternatives={},
        )
        for name, start, end in stays
    )
    return SwitchesView(model="meta", source="tags", series=SeriesName.BASE, switches=switches)


def test_a_timeline_is_filled_from_end_to_end() -> None:
    bar = timeline_of(ledger(("a", 0, 9), ("b", 10, 19), ("a", 20, 29)), None)
    assert [piece.at for piece in bar.pieces] == [0, 333.33, 666.67]
    assert sum(piece.wide for piece in bar.pieces) == pytest.approx(ACROSS, abs=0.1)


def test_a_sub_model_has_the_color_of_its_line_and_cash_has_none() -> None:
    bar = timeline_of(ledger(("b", 0, 9), ("CASH", 10, 19)), None, ("a", "b"))
    assert bar.colors == {"CASH": 0, "b": 2}


def test_a_timeline_begins_where_the_curves_do() -> None:
    bar = timeline_of(ledger(("a", 0, 9), ("b", 10, 19)), date(2026, 1, 6))
    assert (bar.first, bar.pieces[0].at, bar.now) == (date(2026, 1, 6), 0, "b")


def test_a_timeline_before_the_curves_is_shown_whole() -> None:
    assert len(timeline_of(ledger(("a", 0, 9)), date(2027, 1, 1)).pieces) == 1
