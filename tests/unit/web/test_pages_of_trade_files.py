"""Files of trades on pages: what is refused says why, and what is not there says so."""

import re

import httpx
import pytest
from tests.in_memory import HOME, Bench, client_of
from tests.visitors import signed_in

from ballast_adapters.sample.workbooks import WorkbookSpec, make_workbook
from ballast_adapters.settings import Settings

HTML = {"Accept": "text/html"}
SHORT, LONG = WorkbookSpec(days=60, trades=10), WorkbookSpec(days=90, trades=15)


async def sent(client: httpx.AsyncClient, *specs: WorkbookSpec) -> str:
    """Return the page that answers these workbooks."""
    files = [("files", (spec.name, make_workbook(spec))) for spec in specs]
    answer = await client.post("/trades/upload", files=files, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_without_a_file_the_page_is_the_way_in(api: httpx.AsyncClient) -> None:
    text = (await api.get("/trades/files", headers=HTML)).text
    assert 'action="/trades/upload"' in text
    assert "Drop your lists of trades here" in text


@pytest.mark.parametrize(
    ("name", "content"),
    [("notes.pdf", b"%PDF-1.7"), ("damaged.xlsx", b"PK\x03\x04 cut off"), ("empty.xlsx", b"")],
)
async def test_what_is_no_list_of_trades_is_refused_with_its_reason(
    empty: Bench, name: str, content: bytes
) -> None:
    async with client_of(empty.web()) as client:
        answer = await client.post("/trades/upload", files={"files": (name, content)}, headers=HTML)
    assert answer.status_code == 200
    assert '<li class="refused">' in answer.text
    assert name in answer.text


async def test_a_workbook_comes_in_with_its_report_one_link_away(empty: Bench) -> None:
    async with client_of(empty.web()) as client:
        text = await sent(client, SHORT)
        found = re.search(r'<li class="added">.*?href="(/trades/files/\w{12})"', text, re.DOTALL)
        assert found
        report = (await client.get(found[1], headers=HTML)).text
    assert "Reconciliation" in report
    assert "10 closed trades" in text


async def test_the_same_bytes_again_are_there_already(empty: Bench) -> None:
    async with client_of(empty.web()) as client:
        await sent(client, SHORT)
        assert "there already" in await sent(client, SHORT)


@pytest.mark.parametrize(("answer", "left"), [("replace", 1), ("beside", 2)])
async def test_another_export_of_a_strategy_waits_for_an_answer(empty: Bench, answer: str, left: int) -> None:
    async with client_of(empty.web()) as client:
        await sent(client, SHORT)
        text = await sent(client, LONG)
        question = re.search(r'action="(/trades/uploads/\w+/decide)"', text)
        assert question
        told = await client.post(question[1], data={"on_same": answer}, headers=HTML)
    assert f'<li class="{"replaced" if answer == "replace" else "added"}">' in told.text
    assert len((await empty.app.trades.list_files()).files) == left


async def test_a_file_is_removed_by_its_own_page(empty: Bench) -> None:
    async with client_of(empty.web()) as client:
        await sent(client, SHORT)
        (file,) = (await empty.app.trades.list_files()).files
        answer = await client.post(f"/trades/files/{file.id}/remove")
    assert (answer.status_code, answer.headers["location"]) == (303, "/trades/files")
    assert not (await empty.app.trades.list_files()).files


async def test_many_files_are_read_by_a_job(empty: Bench) -> None:
    many = [("files", (f"damaged{at}.xlsx", b"PK\x03\x04" + bytes([at]))) for at in range(5)]
    async with client_of(empty.web()) as client:
        answer = await client.post(
            "/trades/upload", files=[*many, ("files", ("x.pdf", b"%PDF"))], headers=HTML
        )
        assert answer.status_code == 303
        there = answer.headers["location"]
        assert there.endswith("&refused=x.pdf")
        job = there.partition("job=")[2].partition("&")[0]
        async for _ in empty.app.ops.watch_job(job):
            pass
        text = (await client.get(there, headers=HTML)).text
    assert text.count('<li class="refused">') == 5
    assert "they are no lists of trades: x.pdf" in text


async def test_a_file_that_is_not_there_is_said_to_be_not_there(api: httpx.AsyncClient) -> None:
    answer = await api.get("/trades/files/nothing", headers=HTML)
    assert answer.status_code == 404
    assert "there is no file of trades" in answer.text


async def test_trades_that_were_exported_come_in_again(empty: Bench) -> None:
    other = WorkbookSpec(days=60, trades=10, strategy="Other", minutes=30)
    async with client_of(empty.web()) as client:
        await sent(client, SHORT, other)
        exported = (await client.get("/api/v1/export/trades?format=csv")).content
        answer = await client.post(
            "/trades/upload",
            files={"files": ("trades.csv", exported)},
            data={"on_same": "beside"},
            headers=HTML,
        )
    assert answer.text.count('<li class="added">') == 2
    files = (await empty.app.trades.list_files()).files
    profits = sorted(round(file.net_profit, 2) for file in files)
    assert profits[::2] == profits[1::2]


async def test_who_is_signed_in_sends_files_with_the_token_of_the_page(empty: Bench) -> None:
    files = {"files": (SHORT.name, make_workbook(SHORT))}
    async with signed_in(empty) as browser:
        refused = await browser.client.post("/trades/upload", files=files, headers=HTML)
        assert refused.status_code == 403
        csrf = {"X-CSRF-Token": browser.csrf}
        taken = await browser.client.post("/trades/upload", files=files, headers={**HTML, **csrf})
        assert '<li class="added">' in taken.text
        (file,) = (await empty.app.trades.list_files()).files
        gone = await browser.post(f"/trades/files/{file.id}/remove")
    assert gone.status_code == 303


async def test_behind_a_proxy_with_a_prefix_addresses_have_it(empty: Bench) -> None:
    web = empty.web(Settings(api={"root_path": "/ballast"}))
    async with client_of(web, f"{HOME}/ballast") as client:
        text = (await client.get("/trades/files", headers=HTML)).text
        select = await client.get("/trades/select")
    assert 'action="/ballast/trades/upload"' in text
    assert select.headers["location"] == "/ballast/trades"
