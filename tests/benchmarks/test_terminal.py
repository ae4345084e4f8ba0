"""Works that a person at a terminal waits for."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.board import Board, in_turn
from tests.benchmarks.conftest import BALLAST, Shell
from tests.benchmarks.test_answers import serving

FIRST_PAINT, MODELS = b"Models", b"naz100_pine"
BARE = "import textual.app, textual.widgets as shown; from textual.widgets import DataTable, Input, RichLog"


def until(command: list[object], mark: bytes) -> None:
    """Start a command on a terminal of its own, and stop it when it has drawn this."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    mine = os.environ  # noqa: TID251 - the benchmark's own, handed on
    given = {**mine, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with subprocess.Popen(
        [*map(str, command)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=given,
        start_new_session=True,
    ) as process:
        os.close(follower)
        seen = b""
        while mark not in seen:
            seen += os.read(leader, 65_536)
        process.kill()
    os.close(leader)


def bare() -> None:
    """Import what draws, and nothing of ours: no terminal program in this language is quicker."""
    subprocess.run([sys.executable, "-c", BARE], check=True)


@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_the_first_screen_is_painted_in_800_ms(
    benchmark: BenchmarkFixture, board: Board, long_shell: Shell, where: str
) -> None:
    here = [BALLAST, *long_shell.flags(), "tui"]

    def measure(command: list[object]) -> float:
        def paint(mark: bytes) -> Callable[[], None]:
            return lambda: until(command, mark)

        painted_s, table_s = in_turn(benchmark, paint(FIRST_PAINT), paint(MODELS), rounds=6)
        board.note(f"`ballast tui` until the table of models, {where}", table_s)
        return painted_s

    if where == "here":
        painted_s = measure(here)
    else:
        with serving(long_shell) as host:
            painted_s = measure([BALLAST, "tui", "--remote", f"http://{host}"])
    assert board.within(f"`ballast tui` until the first paint, {where}", painted_s, 0.8)


def test_what_draws_takes_a_part_of_that(benchmark: BenchmarkFixture, board: Board) -> None:
    benchmark.pedantic(bare, rounds=6, warmup_rounds=1)
    board.note("importing what draws, in a process of its own", benchmark.stats.stats.median)
