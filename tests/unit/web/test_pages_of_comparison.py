"""Comparisons as a page: what is chosen stands in the address, and what cannot be compared says why."""

import re

import httpx
import pytest
from tests.in_memory import Bench, client_of

THREE = "models=naz100_pine&models=naz100_hma&models=naz100_pi"
MARKET = "naz100_pine:buy_and_hold"


async def html(client: httpx.AsyncClient, path: str, status: int = 200) -> str:
    answer = await client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    return answer.text


async def test_without_a_choice_all_models_are_compared(api: httpx.AsyncClient) -> None:
    page = await html(api, "/compare")
    models = (await api.get("/api/v1/models")).json()["models"]
    assert len(re.findall(r'name="models" value="[^"]+" checked', page)) == len(models)


async def test_the_form_keeps_what_was_chosen(api: httpx.AsyncClient) -> None:
    page = await html(api, f"/compare?{THREE}&benchmark={MARKET}&period=1y&from_fork=false&start=&end=")
    checked = re.findall(r'name="models" value="([^"]+)" checked', page)
    assert checked == ["naz100_hma", "naz100_pi", "naz100_pine"]
    for value in (MARKET, "false"):
        assert f'<option value="{value}" selected>' in page
    assert "<option selected>1y</option>" in page


async def test_forks_are_warned_of(api: httpx.AsyncClient) -> None:
    page = await html(api, f"/compare?{THREE}")
    forks = (await api.get(f"/api/v1/compare?{THREE}")).json()["forks"]
    assert forks
    assert page.count("Before that day a comparison is one of a portfolio with itself") == sum(
        fork["parted"] for fork in forks
    )


async def test_the_best_of_each_measure_is_marked(api: httpx.AsyncClient) -> None:
    page = await html(api, f"/compare?{THREE}")
    rows = (await api.get(f"/api/v1/compare?{THREE}")).json()["measures"]
    best = max(row["cagr"] for row in rows)
    line = re.search(r"Growth a year \(CAGR\)</a></th>(.*?)</tr>", page, re.DOTALL)
    assert line
    assert re.findall(r"best\">([^<]+)<span", line[1]) == [f"{best:+.2%}"]


async def test_against_a_benchmark_there_is_relative_strength_and_a_column_for_it(
    api: httpx.AsyncClient,
) -> None:
    page = await html(api, f"/compare?{THREE}&benchmark={MARKET}")
    assert "Relative strength against" in page
    assert "Tracking error" in page
    chart = (await api.get(f"/charts/compare/relative?{THREE}&benchmark={MARKET}")).json()
    assert [one["name"] for one in chart["option"]["series"]] == ["naz100_pine", "naz100_hma", "naz100_pi"]


async def test_without_a_benchmark_there_is_neither(api: httpx.AsyncClient) -> None:
    page = await html(api, f"/compare?{THREE}")
    assert "Relative strength" not in page
    assert "Tracking error" not in page


async def test_one_model_alone_is_told_to_be_alone(api: httpx.AsyncClient) -> None:
    page = await html(api, "/compare?models=naz100_pine")
    assert "Only one model" in page
    assert "Correlation of returns" not in page


async def test_correlations_tell_over_how_many_days(api: httpx.AsyncClient) -> None:
    days = (await api.get(f"/api/v1/compare?{THREE}")).json()["common_points"]
    assert f"Correlation of returns over {days:,} common days" in await html(api, f"/compare?{THREE}")


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("models=nobody", 404, "no model named"),
        (f"{THREE}&benchmark=nobody", 404, "no model named"),
        (f"{THREE}&benchmark=naz100_pine:rubbish", 422, "a benchmark has no series"),
        ("models=naz100_pine,naz100_pine", 422, "a model is named twice"),
        (f"{THREE}&start=2060-01-01", 422, "no common time"),
    ],
)
async def test_what_cannot_be_compared_says_why_above_the_form(
    api: httpx.AsyncClient, asked: str, status: int, said: str
) -> None:
    page = await html(api, f"/compare?{asked}", status)
    assert ('value="naz100_pine" checked' in page) == ("naz100_pine" in asked)
    assert said in re.sub("&#39;", "'", page)
    assert "What to compare" in page


async def test_without_a_model_it_says_what_to_run(empty: Bench) -> None:
    async with client_of(empty.web()) as client:
        assert "Nothing to compare" in await html(client, "/compare")


async def test_a_measure_leads_to_how_this_very_figure_comes_about(api: httpx.AsyncClient) -> None:
    page = await html(api, f"/compare?{THREE}&series=overlay_lagged&period=1y")
    row = re.search(r'<a href="([^"]+/measures/cagr[^"]+)">.*?<td[^>]*>([^<]+)<', page, re.DOTALL)
    assert row
    assert f"<strong>{row[2]}</strong>" in await html(api, row[1].replace("&amp;", "&"))


async def test_a_start_after_the_end_is_told_as_such(api: httpx.AsyncClient) -> None:
    page = await html(api, "/compare?start=2026-02-01&end=2026-01-01", 422)
    assert "start 2026-02-01 is after end 2026-01-01" in page
