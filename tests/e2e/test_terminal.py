"""One story on a real terminal: tmux shows what a person would see, and types what a person would type."""

import os
import pty
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.e2e.conftest import BALLAST
from tests.e2e.test_remote import serving

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.usefixtures("ingested"),
    pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed"),
]

PATIENCE_S = 30
TOKEN = "ballast_test_fedcba9876543210fedcba9876543210"


class Tmux:
    """A terminal in tmux, a server of its own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._socket = str(folder / f"tmux-{uuid4().hex[:8]}")
        self._environment = {**environment, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        for name in ("NO_COLOR", "TMUX", "COLUMNS"):
            self._environment.pop(name, None)

    def tmux(self, *words: str) -> str:
        """Give tmux a command."""
        command = ["tmux", "-u", "-S", self._socket, "-f", os.devnull, *words]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=True)
        return done.stdout

    def start(self, *words: str, size: tuple[int, int] = (80, 24), **more: str) -> None:
        """Run a command on a screen of this size; the screen stays when it ends."""
        self._environment |= more
        columns, rows = map(str, size)
        line = f"{shlex.join(words)}; echo ended with $?; sleep 60"
        self.tmux("new-session", "-d", "-s", "s", "-x", columns, "-y", rows, line)

    def press(self, *keys: str) -> None:
        """Press keys."""
        self.tmux("send-keys", "-t", "s", *keys)

    def see(self, *patterns: str) -> str:
        """Return the screen as soon as it shows all of this."""
        end = time.monotonic() + PATIENCE_S
        while True:
            screen = self.tmux("capture-pane", "-p", "-t", "s")
            if all(re.search(pattern, screen) for pattern in patterns):
                return screen
            assert time.monotonic() < end, f"no {patterns} on the screen:\n{screen}"
            time.sleep(0.1)

    def close(self) -> None:
        """End it, and all that runs in it."""
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], check=False, capture_output=True)


@pytest.fixture
def terminal(tmp_path: Path, environment: dict[str, str]) -> Iterator[Tmux]:
    """Return a terminal."""
    tmux = Tmux(tmp_path, environment)
    yield tmux
    tmux.close()


def test_a_person_looks_around_exports_ingests_and_leaves(terminal: Tmux, tmp_path: Path) -> None:
    terminal.start(BALLAST, "tui")
    terminal.see("naz100_pine .*14,4", "past year", "1 Models", "q Quit")
    terminal.press("j", "j", "Enter")
    terminal.see("naz100_pine .* on 2026", "Chart", "a year")
    terminal.press("l")
    terminal.see("ticker .*shares", "CASH")
    terminal.press("[")
    terminal.see(r"snapshot \d+ of \d+")
    terminal.press("l", "l")
    terminal.see("jan +feb")
    terminal.press("2")
    terminal.see("one portfolio up to", "total return")
    terminal.press("4", "/")
    terminal.see("words that a row has")
    terminal.press("year_last", "Enter")
    terminal.see(r"(?s)\A((?!status\.signal).)*holdings\.year((?!status\.signal).)*\Z")
    terminal.press("e")
    terminal.see("Write .* rows to", r"findings\.csv")
    terminal.press("End", "C-u")
    terminal.see(r"(?s)\A((?!findings\.csv).)*Write .* rows to((?!findings\.csv).)*\Z")
    terminal.press(str(tmp_path / "found.csv"), "Enter")
    terminal.see("rows written to")
    assert "holdings.year_last" in (tmp_path / "found.csv").read_text("utf-8")
    terminal.press("3", "s")
    terminal.see("6/6", r"done in [\d.]+ s")
    terminal.press("?")
    terminal.see("tui.keys")
    terminal.press("Escape")  # with a key at once after it, it would be that key with Alt
    terminal.see(r"(?s)\A((?!tui\.keys).)*\Z")
    terminal.press("q")
    terminal.see("ended with 0")


def test_at_a_large_size_all_columns_have_room(terminal: Tmux) -> None:
    terminal.start(BALLAST, "tui", size=(200, 60))
    screen = terminal.see("naz100_pine .*NASDAQ_100", "past year")
    assert "sp500_pine" in screen.splitlines()[5]


def test_the_screens_of_a_server_elsewhere_look_the_same(terminal: Tmux, environment: dict[str, str]) -> None:
    with serving(environment, BALLAST_API_TOKEN=TOKEN) as url:
        terminal.start(BALLAST, "tui", "--remote", url, BALLAST_API_TOKEN=TOKEN)
        terminal.see("naz100_pine .*14,4", "live")
        commands = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        terminal.press("q")
        terminal.see("ended with 0")
    assert url in commands
    assert TOKEN not in commands


def test_without_its_token_it_ends_with_what_to_do(terminal: Tmux, environment: dict[str, str]) -> None:
    with serving(environment, BALLAST_API_TOKEN=TOKEN) as url:
        terminal.start(BALLAST, "tui", "--remote", url, size=(200, 60))
        terminal.see(f"error: {url} needs a token: make one there", "ended with 5")


@pytest.mark.parametrize("kind", ["linux", "ansi", "xterm"])
def test_a_terminal_of_sixteen_colors_is_sent_no_other(kind: str, environment: dict[str, str]) -> None:
    sent = until(
        environment | {"TERM": kind, "COLORTERM": ""}, lambda seen: b"q\x1b" in seen or b"Quit" in seen
    )
    assert re.findall(rb"\x1b\[[\d;]*[34]8;[25][\d;]*m", sent) == []
    assert re.search(rb"\x1b\[(?:\d+;)*3[1-6]", sent)


def test_where_no_color_is_wanted_none_is_sent(environment: dict[str, str]) -> None:
    sent = until(environment | {"TERM": "xterm-256color", "NO_COLOR": "1"}, lambda seen: b"Quit" in seen)
    assert re.findall(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m", sent) == []


def until(environment: dict[str, str], enough: Callable[[bytes], bool]) -> bytes:
    """Return what the screens send to a terminal until it is enough and the models are shown."""
    given = {
        name: value
        for name, value in environment.items()
        if name != "NO_COLOR" or "xterm-256" in environment["TERM"]
    }
    leader, follower = pty.openpty()
    command = [BALLAST, "tui"]
    with subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, env=given, start_new_session=True
    ) as process:
        os.close(follower)
        sent = b""
        while not (enough(sent) and b"naz100_pine" in sent):
            sent += os.read(leader, 65_536)
        process.terminate()
        while True:  # what is not read would hold it up
            try:
                os.read(leader, 65_536)
            except OSError:
                break
    os.close(leader)
    return sent
