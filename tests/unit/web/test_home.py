"""The start page says what is there, and runs nothing."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import httpx
import pytest
from tests.in_memory import Bench, client_of

from ballast_core.tracking import FileKind
from ballast_web.assets import asset
from ballast_web.pages.figures import day, money, percent
from ballast_web.pages.grids import trend
from ballast_web.pages.render import line


class Reader(HTMLParser):
    """Collect text and links, and what a strict policy would stop."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.inline: list[str] = []
        self.said = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if name in {"href", "src"} and value]
        self.inline += [name for name, _ in attrs if name == "style" or name.startswith("on")]
        self.inline += [tag] * (tag in {"style", "base"} or (tag == "script" and not dict(attrs).get("src")))

    def handle_data(self, data: str) -> None:
        self.said += data


async def read(bench: Bench) -> Reader:
    async with client_of(bench.web()) as client:
        return await reading(client)


async def reading(client: httpx.AsyncClient) -> Reader:
    answer = await client.get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return Reader(answer.text)


async def test_every_model_is_there_with_its_value(api: httpx.AsyncClient) -> None:
    said = (await reading(api)).said
    for model in (await api.get("/api/v1/models")).json()["models"]:
        assert model["name"] in said
        assert money(model["value"]) in said


async def test_nothing_on_it_is_inline_or_comes_from_elsewhere(api: httpx.AsyncClient) -> None:
    page = await reading(api)
    assert page.inline == []
    assert [link for link in page.links if not link.startswith(("/", "#", "?"))] == []


async def test_that_nothing_changed_leaves_the_policy_of_the_kept_page_alone(api: httpx.AsyncClient) -> None:
    tag = (await api.get("/")).headers["etag"]
    again = await api.get("/", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert {"content-security-policy", "referrer-policy"} & set(again.headers) == set()


async def test_every_link_leads_somewhere(api: httpx.AsyncClient) -> None:
    found = (await reading(api)).links
    links = {link for link in found if link.startswith("/")}
    assert {link for link in links if (await api.get(link)).status_code != 200} == set()


async def test_stale_models_are_called_stale(bench: Bench) -> None:
    assert "Stale" not in (await read(bench)).said
    bench.clock.tick(timedelta(days=30))
    assert "Stale: the last record is 37 days old" in (await read(bench)).said


async def test_an_empty_ballast_says_what_to_run(empty: Bench) -> None:
    said = (await read(empty)).said
    assert "ballast ingest --data-dir FOLDER" in said
    assert "ballast demo" in said


async def test_what_files_say_is_shown_as_text(empty: Bench) -> None:
    name = '<img src="//evil.example" onerror=alert(1)>'
    empty.files.files = {name: {FileKind.STATUS: b"cumu_value: 2026-11-19 10:00:00 4321.0\n"}}
    await empty.app.tracking.ingest_models()
    page = await read(empty)
    assert name in page.said
    assert page.inline == []


async def test_a_model_without_a_record_is_shown_without_figures(empty: Bench) -> None:
    empty.files.files = {"young": {FileKind.STATUS: b""}}
    await empty.app.tracking.ingest_models()
    assert "No status record yet." in (await read(empty)).said


async def test_the_style_sheet_has_a_dark_side(api: httpx.AsyncClient) -> None:
    style = (await api.get(asset("ballast.css"))).text
    assert "color-scheme:light dark" in style
    assert ":root.dark{color-scheme:dark}" in style
    assert "@import" not in style
    assert "url(" not in style


@pytest.mark.parametrize(
    ("value", "shown", "style"),
    [
        (0.1234, "+12.3%", "up"),
        (-0.1234, "−12.3%", "down"),
        (0.0004, "0.0%", "flat"),
        (-0.0004, "0.0%", "flat"),
        (12.5, "+1,250.0%", "up"),
        (None, "–", "flat"),
    ],
)
def test_a_fraction_is_shown_as_a_percentage(value: float | None, shown: str, style: str) -> None:
    assert (percent(value), trend(value)) == (shown, style)


def test_money_and_days_are_written_as_people_do() -> None:
    assert (money(112523.53), money(None)) == ("$112,524", "–")
    assert day(date(2026, 3, 2)) == "2 Mar 2026"


@pytest.mark.parametrize("values", [(1.0,), (1.0, 1.0), (1.0, 5.0, 3.0), (1e9, 1e-9)])
def test_a_line_stays_in_its_box(values: tuple[float, ...]) -> None:
    points = [tuple(map(float, point.split(","))) for point in line(values).split(" ")]
    assert len(points) == len(values)
    assert all(0 <= x <= 240 and 2 <= y <= 54 for x, y in points)
    assert re.fullmatch(r"[\d., ]+", line(values))


async def test_a_person_who_is_lost_gets_a_page_and_a_program_a_document(api: httpx.AsyncClient) -> None:
    lost = await api.get("/nowhere", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (lost.status_code, lost.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert Reader(lost.text).inline == []
    asked = await api.get("/api/v1/nowhere", headers={"Accept": "text/html,*/*;q=0.8"})
    assert asked.headers["content-type"] == "application/problem+json"
