"""Each chart and each table of each page can be saved: as CSV, as Parquet, and as a picture."""

import csv
import io
import re

import httpx
import pyarrow as pa
import pyarrow.parquet
import pytest
from tests.in_memory import Bench, client_of

from ballast_core.access import ShareSpec

PINE, META = "/models/naz100_pine", "/models/naz100_sp500_abacus"
PAGES = [
    "/",
    "/findings",
    "/ingest",
    "/ingest/runs/{run}",
    "/compare?models=naz100_pine,sp500_hma&benchmark=naz100_pine:buy_and_hold",
    "/account",
    "/account/tokens",
    "/account/shares",
    "/account/audit",
    "/shared/{share}",
    "/shared/{share}" + PINE,
    *(
        PINE + part
        for part in (
            "",
            "?series=overlay",
            "/measures",
            "/measures/sharpe_252",
            "/drawdowns",
            "/months?series=overlay",
            "/rolling",
            "/signal",
            "/ranks",
            "/findings",
        )
    ),
    *(META + part for part in ("/holdings", "/trades", "/backtest")),
]
_FIGURES = re.compile(r"<figure class=\"(grid|chart).*?</figure>", re.DOTALL)
_FILES = re.compile(r"href=\"([^\"]*format=(csv|parquet))\"")


@pytest.fixture
async def opened(bench: Bench) -> dict[str, str]:
    """Return every page by its address, with its links tried."""
    share = (await bench.app.access.create_share(ShareSpec(label="Ann", models=(), expires_days=1))).secret
    run = (await bench.app.tracking.list_runs(1)).runs[0].id
    async with client_of(bench.web(), headers={"Accept": "text/html"}) as client:
        return {page: (await client.get(page.format(share=share, run=run))).text for page in PAGES}


async def test_each_figure_of_each_page_has_its_files_and_its_picture(opened: dict[str, str]) -> None:
    for page, html in opened.items():
        figures = list(_FIGURES.finditer(html))
        assert figures or "<table" not in html, page
        for figure in figures:
            kinds = {kind for _, kind in _FILES.findall(figure[0])}
            assert kinds == {"csv", "parquet"}, (page, figure[0][:200])
            assert ("data-picture" if figure[1] == "grid" else "data-png") in figure[0], page


async def test_each_figure_has_a_title_and_says_what_it_shows(opened: dict[str, str]) -> None:
    for page, html in opened.items():
        for figure in _FIGURES.finditer(html):
            if figure[1] == "grid":
                assert re.search(r"<caption>[^<]+</caption>", figure[0]), page
            else:
                assert re.search(r"<h2>[^<]+</h2>", figure[0]), page
                assert re.search(r"role=\"img\" aria-label=\"[^\"]{30,}\"", figure[0]), page
                assert "Show as table" in figure[0], page


async def test_each_file_has_rows(bench: Bench) -> None:
    share = (await bench.app.access.create_share(ShareSpec(label="Ann", models=(), expires_days=1))).secret
    run = (await bench.app.tracking.list_runs(1)).runs[0].id
    async with client_of(bench.web()) as client:
        pages = [(await client.get(page.format(share=share, run=run))).text for page in PAGES]
        links = {link.replace("&amp;", "&"): form for page in pages for link, form in _FILES.findall(page)}
        empty = ("/api/v1/tokens", "/api/v1/sessions", "/api/v1/actions")
        for link, form in links.items():
            answer = await client.get(link)
            assert answer.status_code == 200, link
            assert _rows(answer, form) or link.startswith(empty), link


def _rows(answer: httpx.Response, form: str) -> int:
    if form == "csv":
        return len(list(csv.reader(io.StringIO(answer.text)))) - 1
    return int(pa.parquet.read_table(pa.BufferReader(answer.content)).num_rows)


async def test_a_year_is_a_number_in_a_file(api: httpx.AsyncClient) -> None:
    file = (await api.get("/api/v1/models/naz100_pine/months?format=parquet")).content
    assert pyarrow.parquet.read_table(io.BytesIO(file))["year"].type == pa.int64()
