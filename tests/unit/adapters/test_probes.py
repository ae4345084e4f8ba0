"""The looks at this machine: what each finds, and what it advises."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ballast_adapters.bootstrap import diagnose
from ballast_adapters.settings import load_settings
from ballast_adapters.system import (
    check_clock,
    check_folder,
    check_free_disk,
    check_port,
    check_time_sync,
)
from ballast_core.ops import Check, CheckState, Health

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def ballast_port() -> Iterator[int]:
    """Return the port of a server that answers as our API does to a path that it does not know."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404)
            self.end_headers()
            self.wfile.write(b'{"type": "urn:ballast:web.no_such_page"}')

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield server.server_port
        server.shutdown()


def hang_up(server: socket.socket) -> None:
    caller, _ = server.accept()
    caller.close()


def test_disk_counts_where_the_folder_will_be(tmp_path: Path) -> None:
    check = check_free_disk(tmp_path / "not" / "yet", least=1)
    assert (check.state, check.advice) == (CheckState.OK, "")
    assert check.found.endswith(f"MB free in {tmp_path}")


def test_little_disk_is_a_warning(tmp_path: Path) -> None:
    check = check_free_disk(tmp_path, least=10**18)
    assert (check.state, check.ok) == (CheckState.WARNING, True)
    assert "free some space" in check.advice


def test_a_folder_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    assert check_folder("models", tmp_path, setting="BALLAST_DATA_DIR").state is CheckState.OK
    missing = check_folder("models", tmp_path / "none", setting="BALLAST_DATA_DIR")
    assert (missing.state, missing.ok) == (CheckState.WARNING, True)
    assert missing.advice == "make it, or name another with BALLAST_DATA_DIR"


def test_a_free_port_is_well() -> None:
    assert check_port("127.0.0.1", 0).state is CheckState.OK


def test_a_port_where_ballast_answers_is_well(ballast_port: int) -> None:
    check = check_port("127.0.0.1", ballast_port)
    assert (check.state, check.found) == (CheckState.OK, f"Ballast answers on 127.0.0.1:{ballast_port}")


def test_a_port_of_another_program_is_a_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        threading.Thread(target=hang_up, args=(other,)).start()
        check = check_port("127.0.0.1", other.getsockname()[1])
    assert check.state is CheckState.FAILED
    assert "BALLAST_API__PORT" in check.advice


def test_an_address_of_another_machine_is_a_failure() -> None:
    check = check_port("192.0.2.1", 8000)
    assert check.state is CheckState.FAILED
    assert "BALLAST_API__HOST" in check.advice


def test_a_clock_before_the_program_itself_is_wrong() -> None:
    assert check_clock(datetime(1970, 1, 1, tzinfo=UTC)).state is CheckState.FAILED
    assert check_clock(NOON).state is CheckState.OK


@pytest.mark.parametrize(("seconds", "state"), [(3, "ok"), (-3, "ok"), (31, "warning"), (-3600, "warning")])
def test_a_clock_far_from_that_of_the_database_is_a_warning(seconds: int, state: str) -> None:
    check = check_clock(NOON, NOON + timedelta(seconds=seconds))
    assert check.state == state
    assert f"{abs(seconds)}.0 s {'ahead' if seconds > 0 else 'behind'}" in check.found


def test_time_sync_never_fails() -> None:
    assert check_time_sync().ok


async def test_a_database_that_cannot_be_reached_says_what_to_do(tmp_path: Path) -> None:
    flags = {"home": tmp_path, "data_dir": tmp_path, "database_url": "postgresql://127.0.0.1:1/x"}
    database, *_ = (await diagnose(load_settings(flags, env={}))).checks
    assert (database.name, database.state) == ("database", CheckState.FAILED)
    assert database.found.startswith("the database is not available: it does not answer or dropped the ")
    assert database.advice == "start it, and check BALLAST_DATABASE_URL"


def test_health_is_as_bad_as_its_worst_check() -> None:
    checks = [Check(name=state, state=state, found="x") for state in CheckState]
    assert [Health(checks=tuple(checks[:n])).state for n in range(4)] == ["ok", "ok", "warning", "failed"]
    assert [Health(checks=tuple(checks[:n])).ok for n in range(4)] == [True, True, True, False]


def test_health_lies_flat_as_one_row_a_check() -> None:
    table = Health(checks=(check_clock(NOON),)).table()
    assert table.rows() == [("clock", "ok", "2026-11-20 12:00:00 UTC", "")]
