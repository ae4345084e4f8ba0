"""Files of trades on pages: what is refused says why, and what is not there says so."""

import httpx
import pytest
from tests.in_memory import Bench, client_of

HTML = {"Accept": "text/html"}


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
