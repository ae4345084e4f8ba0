"""Every answer in every form, pages of lists, charts by name."""

import csv
import io
from typing import Any

import httpx
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet
import pytest
from tests.in_memory import Bench, client_of

from ballast_core.tracking import FileKind

META = "/api/v1/models/naz100_sp500_abacus"
PINE = "/api/v1/models/naz100_pine"
TABLES = [
    "/api/v1/models",
    PINE,
    *(
        f"{META}/{answer}"
        for answer in (
            "holdings",
            "snapshots",
            "performance?points=100",
            "measures",
            "drawdowns",
            "months",
            "rolling?points=50",
            "signal",
            "ranks",
            "switches",
            "backtest?period=1y",
            "trade-log",
            "findings",
            "charts",
        )
    ),
    "/api/v1/findings",
    "/api/v1/compare?models=naz100_pine,sp500_hma",
    "/api/v1/runs",
]
CSV, ARROW, PARQUET = "text/csv", "application/vnd.apache.arrow.stream", "application/vnd.apache.parquet"


async def ask(api: httpx.AsyncClient, path: str, **headers: str) -> httpx.Response:
    answer = await api.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert answer.status_code == 200, answer.text
    return answer


def parquet(answer: httpx.Response) -> pa.Table:
    return pa.parquet.read_table(io.BytesIO(answer.content))


@pytest.mark.parametrize("path", TABLES)
async def test_all_forms_hold_the_same_table(api: httpx.AsyncClient, path: str) -> None:
    lines = list(csv.reader(io.StringIO((await ask(api, path, accept=CSV)).text)))
    stream = pa.ipc.open_stream((await ask(api, path, accept=ARROW)).content).read_all()
    file = parquet(await ask(api, path, accept=PARQUET))
    assert lines[0] == stream.column_names == file.column_names
    assert len(lines) - 1 == stream.num_rows == file.num_rows
    assert stream.to_pydict() == file.to_pydict()


async def test_parquet_reads_back_as_the_json_says(api: httpx.AsyncClient) -> None:
    path = f"{PINE}/performance?points=0"
    said: dict[str, Any] = (await ask(api, path)).json()
    table = parquet(await ask(api, f"{path}&format=parquet")).to_pydict()
    assert [day.isoformat() for day in table["day"]] == said["days"]
    assert table["base"] == said["values"]
    assert table["return"] == said["returns"]
    assert table["drawdown"] == said["drawdowns"]


async def test_the_format_in_the_address_beats_the_header(api: httpx.AsyncClient) -> None:
    answer = await ask(api, f"{PINE}/months?format=json", accept=CSV)
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/models?format=csv", "models.csv"),
        (f"{PINE}/trade-log?format=parquet", "models-naz100_pine-trade-log.parquet"),
        ("/api/v1/compare?models=naz100_pine&format=csv", "compare.csv"),
    ],
)
async def test_a_file_has_a_name(api: httpx.AsyncClient, path: str, name: str) -> None:
    answer = await ask(api, path)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


async def test_a_model_answers_to_its_name_and_its_id(api: httpx.AsyncClient) -> None:
    model = (await ask(api, PINE)).json()["summary"]
    assert (await ask(api, f"/api/v1/models/{model['id']}")).json()["summary"]["name"] == "naz100_pine"


async def test_models_to_compare_stand_apart_by_commas_or_repeated(api: httpx.AsyncClient) -> None:
    commas = await ask(api, "/api/v1/compare?models=naz100_pine,sp500_hma")
    repeated = await ask(api, "/api/v1/compare?models=naz100_pine&models=sp500_hma")
    assert commas.content == repeated.content


async def test_a_long_series_is_thinned_and_says_so(api: httpx.AsyncClient) -> None:
    view = (await ask(api, f"{PINE}/backtest?points=100")).json()
    assert view["sent_points"] == len(view["days"]) <= 100 < view["raw_points"]


@pytest.mark.parametrize(
    "path", [f"{PINE}/trade-log", f"{PINE}/snapshots", "/api/v1/findings", f"{PINE}/findings"]
)
async def test_links_lead_through_all_pages_and_back(api: httpx.AsyncClient, path: str) -> None:
    whole = (await ask(api, f"{path}?limit=1000")).json()
    page = await ask(api, f"{path}?limit=7")
    offsets, rows = [0], [page]
    while "next" in page.links:
        page = await ask(api, page.links["next"]["url"])
        offsets.append(page.json()["offset"])
        rows.append(page)
    assert offsets == list(range(0, whole["total"], 7))
    content = next(name for name, value in whole.items() if isinstance(value, list))
    assert [row for one in rows for row in one.json()[content]] == whole[content]
    back = await ask(api, page.links["prev"]["url"])
    assert back.json()["offset"] == offsets[-2]


async def test_a_page_of_runs_leads_on_only_while_it_is_full(api: httpx.AsyncClient) -> None:
    assert (await ask(api, "/api/v1/runs?limit=1")).links["next"]["url"] == "/api/v1/runs?limit=1&offset=1"
    assert (await ask(api, "/api/v1/runs?limit=2")).links == {}


async def test_a_file_can_have_all_rows_of_a_list(empty: Bench) -> None:
    records = "".join(f"cumu_value: 2026-11-19 10:{at // 60:02}:{at % 60:02} 4321.0\n" for at in range(1_100))
    empty.files.files = {"young": {FileKind.STATUS: records.encode()}}
    await empty.app.tracking.ingest_models()
    async with client_of(empty.web()) as client:
        answer = await ask(client, "/api/v1/models/young/records?limit=0&format=csv")
    assert len(answer.text.splitlines()) == 1 + 1_100
    assert answer.links == {}


async def test_the_page_before_all_that_is_left_is_all_there_is(api: httpx.AsyncClient) -> None:
    answer = await ask(api, "/api/v1/findings?limit=0&offset=3")
    assert answer.links["prev"]["url"] == "/api/v1/findings?limit=0&offset=0"


async def test_a_link_keeps_the_rest_of_the_question(api: httpx.AsyncClient) -> None:
    answer = await ask(api, "/api/v1/findings?severity=warning&limit=1")
    assert answer.links["next"]["url"] == "/api/v1/findings?severity=warning&limit=1&offset=1"


async def test_a_run_is_found_by_its_id_and_tells_of_its_files(api: httpx.AsyncClient) -> None:
    newest = (await ask(api, "/api/v1/runs")).json()["runs"][0]
    alone = (await ask(api, f"/api/v1/runs/{newest['id']}")).json()
    assert {file["model"] for file in alone["files"]} == set(newest["models"])
    assert alone | {"files": []} == newest


async def test_an_ingest_answers_with_its_report_in_any_form(api: httpx.AsyncClient) -> None:
    report = await api.post("/api/v1/ingest", json={"models": ["naz100_pine"], "dry_run": True})
    assert [model["model"] for model in report.json()["models"]] == ["naz100_pine"]
    assert "etag" not in report.headers
    table = await api.post("/api/v1/ingest", json={"dry_run": True}, headers={"Accept": CSV})
    assert table.text.startswith("model,")


async def test_a_chart_leaves_as_it_lies_in_its_folder(
    api: httpx.AsyncClient, sample: dict[str, bytes]
) -> None:
    answer = await ask(api, f"{PINE}/charts/PyTAAA_value.png", accept_encoding="gzip")
    assert answer.content == sample["naz100_pine/webpage/PyTAAA_value.png"]
    assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == (
        "image/png",
        "nosniff",
    )
    assert "content-encoding" not in answer.headers
    again = await api.get(answer.request.url, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name",
    [
        "..%2f..%2fPyTAAA_status.params",
        "..%5c..%5cPyTAAA_status.params",
        "%2fetc%2fpasswd",
        "../../data_store/PyTAAA_status.params",
        "....//....//passwd",
        "PyTAAA_value.png%00.txt",
        "PyTAAA_value",
        "pytaaa_naz100_pine.json",
        "%ff",
    ],
)
async def test_no_other_file_leaves_by_way_of_the_charts(api: httpx.AsyncClient, name: str) -> None:
    answer = await api.get(f"{PINE}/charts/{name}")
    assert (answer.status_code, answer.headers["content-type"]) in {
        (404, "application/problem+json"),
        (400, "application/problem+json"),
    }
