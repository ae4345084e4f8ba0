"""Findings as a page: filters stand in the address, rules are explained."""

import re

import httpx
import pytest
from tests.in_memory import Bench, client_of

from ballast_core.tracking import FileKind, meaning_of

PINE = "naz100_pine"


async def html(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_each_finding_has_its_file_line_severity_and_rule(api: httpx.AsyncClient) -> None:
    page = await html(api, f"/models/{PINE}/findings")
    for row in (await api.get(f"/api/v1/findings?model={PINE}&limit=50")).json()["findings"]:
        one = row["finding"]
        assert one["file"] in page
        assert f'<span class="tag {one["severity"]}">' in page
        assert one["rule"] in page


async def test_each_rule_is_explained(api: httpx.AsyncClient) -> None:
    page = await html(api, "/findings")
    rules = {row["rule"] for row in (await api.get("/api/v1/findings?limit=1")).json()["rules"]}
    assert rules
    assert all(meaning_of(rule).replace("'", "&#39;") in page for rule in rules)


@pytest.mark.parametrize(
    "part", ["severity=warning", "rule=holdings.repeated_date", "severity=&rule=&model="]
)
async def test_a_filter_shows_what_the_api_finds(api: httpx.AsyncClient, part: str) -> None:
    asked = "&".join(one for one in part.split("&") if not one.endswith("="))
    total = (await api.get(f"/api/v1/findings?{asked}")).json()["total"]
    assert re.search(rf"<caption>{total:,} finding", await html(api, f"/findings?{part}"))


async def test_the_counts_of_severities_do_not_depend_on_the_filter(api: httpx.AsyncClient) -> None:
    plain, filtered = await html(api, "/findings"), await html(api, "/findings?severity=info&rule=none")
    counts = re.compile(r"(All|Errors|Warnings|Notes) <small>([\d,]+)</small>")
    assert counts.findall(plain) == counts.findall(filtered)
    assert "No finding matches" in filtered


async def test_what_stands_in_a_file_is_shown_as_text(empty: Bench) -> None:
    empty.files.files = {"odd": {FileKind.STATUS: b"[Status]\n<script>alert(1)</script>\n"}}
    await empty.app.tracking.ingest_models()
    async with client_of(empty.web()) as client:
        page = await html(client, "/findings")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


async def test_without_a_finding_it_says_that_all_is_well(empty: Bench) -> None:
    async with client_of(empty.web()) as client:
        assert "Nothing found" in await html(client, "/findings")
