"""`ballast ingest --daily`, as a container runs it: until a signal comes."""

import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.e2e.conftest import BALLAST

pytestmark = pytest.mark.postgres


def test_it_reads_at_once_waits_and_ends_at_a_signal(environment: dict[str, str], tmp_path: Path) -> None:
    said = tmp_path / "said"
    with (
        said.open("w") as file,
        subprocess.Popen(
            [BALLAST, "ingest", "--daily", "05:30"], env=environment, stdout=subprocess.DEVNULL, stderr=file
        ) as process,
    ):
        end = time.monotonic() + 60
        while "Next:" not in said.read_text() and time.monotonic() < end:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=20)
    assert "Next:" in said.read_text()
    assert code == 143


def test_what_fails_is_told_and_tried_again(environment: dict[str, str], tmp_path: Path) -> None:
    said = tmp_path / "said"
    away = environment | {"BALLAST_DATABASE_URL": "postgresql://127.0.0.1:1/nowhere"}
    with (
        said.open("w") as file,
        subprocess.Popen([BALLAST, "ingest", "--daily", "05:30"], env=away, stderr=file) as process,
    ):
        end = time.monotonic() + 60
        while "Next:" not in said.read_text() and time.monotonic() < end:
            time.sleep(0.1)
        process.terminate()
        process.wait(timeout=20)
    told = said.read_text()
    assert told.startswith("error: ")
    assert "Next:" in told


def test_a_time_that_is_none_is_refused(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [BALLAST, "ingest", "--daily", "noon"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "05:30" in done.stderr
