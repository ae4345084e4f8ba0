"""What the log says, and what it never says."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from tests.in_memory import Bench, client_of
from tests.visitors import bearer, token_of, visiting

from ballast_adapters.settings import Settings
from ballast_web.logs import redacted, set_up_logs


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Have the log written as JSON, and return what it is written to."""
    written, root = io.StringIO(), logging.getLogger()
    handlers, level, ours = list(root.handlers), root.level, logging.getLogger("ballast").level
    monkeypatch.setattr("sys.stderr", written)
    root.handlers.clear()
    set_up_logs(Settings(log={"level": "debug"}))
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("ballast").setLevel(ours)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


async def test_a_request_is_a_line_with_all_that_helps(log: io.StringIO, bench: Bench) -> None:
    token = await token_of(bench)
    async with visiting(bench) as client:
        headers = {**bearer(token), "X-Request-ID": "abc-1"}
        await client.get("/api/v1/models/naz100_pine/months?period=1y", headers=headers)
    [line] = [line for line in lines(log) if line["event"] == "request"]
    assert line.pop("at").endswith("Z")
    assert line.pop("ms") >= 0
    assert line == {
        "level": "info",
        "event": "request",
        "client": "127.0.0.1",
        "method": "GET",
        "path": "/api/v1/models/naz100_pine/months",
        "route": "/api/v1/models/{model}/months",
        "status": 200,
        "actor": f"token {token.split('_')[1]} (a program)",
        "request_id": "abc-1",
    }


async def test_a_failed_sign_in_is_a_line_that_begins_with_what_a_filter_looks_for(
    log: io.StringIO, bench: Bench
) -> None:
    async with visiting(bench) as client:
        await client.post("/sign-in", data={"password": "wrong"})
        await client.get("/api/v1/models", headers=bearer("ballast_abcdefgh_wrongwrongwrongwrong"))
    failed = [line for line in log.getvalue().splitlines() if "sign_in_failed" in line]
    assert [json.loads(line)["by"] for line in failed] == ["password", "token"]
    for line in failed:
        assert ', "level": "warning", "event": "sign_in_failed", "client": "127.0.0.1", ' in line


async def test_a_line_break_in_a_path_makes_no_second_line(log: io.StringIO, bench: Bench) -> None:
    async with client_of(bench.web()) as client:
        await client.get("/x%0A%7B%22event%22:%22sign_in_failed%22%7D%1b[31m")
    assert [line["event"] for line in lines(log)] == ["request"]
    assert "\x1b" not in log.getvalue()


async def test_what_machines_ask_all_day_is_told_only_in_detail(log: io.StringIO, bench: Bench) -> None:
    async with client_of(bench.web()) as client:
        await client.get("/api/v1/health")
        await client.get("/static/ballast.svg")
    assert {line["level"] for line in lines(log)} == {"debug"}


def test_for_people_a_line_is_not_json(log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", log)
    set_up_logs(Settings(log={"form": "console"}))
    logging.getLogger("ballast.web").warning("hello %s", "there")
    assert "hello there" in log.getvalue()
    assert "{" not in log.getvalue()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("token ballast_abcdefgh_0123456789abcdefghij", "token ballast_abcdefgh_***"),
        ("GET /shared/abcdefgh_secret/models/x", "GET /shared/***/models/x"),
        ("Cookie: __Host-ballast=abc; x=1", "Cookie: __Host-ballast=***; x=1"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer ***"),
        ("postgresql://ballast:pass@db/ballast", "postgresql://ballast:***@db/ballast"),
        ("postgresql://ballast:p/a@ss@db/ballast", "postgresql://ballast:***@db/ballast"),
        ("/x?a=1&token=abc&b=2", "/x?a=1&token=***&b=2"),
        ("password=abc csrf=def", "password=*** csrf=***"),
        ("nothing to hide: 12:30", "nothing to hide: 12:30"),
    ],
)
def test_whoever_logs_a_secret_does_not_get_it_through(said: str, kept: str) -> None:
    assert redacted(None, "info", {"event": said}) == {"event": kept}
    assert redacted(None, "info", {"event": "x", "cookie": said})["cookie"] == "***"


async def test_a_failure_with_a_secret_in_it_does_not_get_it_through(log: io.StringIO, bench: Bench) -> None:
    web = bench.web()

    @web.get("/break")
    async def break_it() -> None:
        raise RuntimeError("postgresql://ballast:hidden-1@db/x")

    async with client_of(web) as client:
        answer = await client.get("/break")
    assert "hidden-1" not in answer.text + log.getvalue()
    assert "RuntimeError" in log.getvalue()
