"""Themes, few colors, plain characters and slow lines."""

import io

import pytest
from rich.console import Console
from tests.in_memory import Bench
from tests.unit.tui.conftest import Terminal, shown
from textual.theme import BUILTIN_THEMES

from ballast_adapters.settings import Settings
from ballast_adapters.settings.knobs import TuiSettings
from ballast_core.shared.errors import InvalidError
from ballast_tui.look import FEW_COLORS, THEMES, Look, look_of


def terminal(colors: str | None, *, no_color: bool = False) -> Console:
    return Console(
        file=io.TextIOWrapper(io.BytesIO(), "utf-8"),
        force_terminal=True,
        color_system=colors,
        no_color=no_color,
    )  # type: ignore[arg-type]


def look(theme: str = "ballast-dark", console: Console | None = None) -> Look:
    return look_of(Settings(tui=TuiSettings(theme=theme)), terminal=console or terminal("truecolor"))


def test_a_wrong_theme_is_refused_with_the_nearest_and_all() -> None:
    with pytest.raises(InvalidError, match=r"did you mean ballast-dark\? There are .*nord"):
        look("ballast-drak")


@pytest.mark.parametrize("theme", [*(theme.name for theme in THEMES), *BUILTIN_THEMES])
async def test_each_theme_can_be_worn(bench: Bench, theme: str) -> None:
    async with shown(bench.open, look(theme)) as screens:
        assert "naz100_pine" in screens.text()


def test_a_terminal_of_sixteen_colors_gets_the_theme_for_it() -> None:
    assert look(console=terminal("standard")).theme == FEW_COLORS


def test_no_color_is_respected() -> None:
    asked = look(console=terminal("truecolor", no_color=True))
    assert (asked.few_colors, asked.no_color) == (True, True)


def test_a_terminal_of_many_colors_keeps_the_theme_that_was_chosen() -> None:
    assert look("nord").theme == "nord"


@pytest.mark.parametrize("kind", ["linux", "ansi", "vt220"])
def test_a_console_without_dots_is_drawn_on_with_ascii(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", kind)
    assert look().plain


def test_a_slow_line_is_asked_for_by_the_settings_too() -> None:
    slow = look_of(Settings(tui=TuiSettings(low_bandwidth=True)), terminal=terminal("truecolor"))
    assert (slow.low_bandwidth, slow.plain) == (True, True)


async def visit_all(screens: Terminal) -> str:
    seen = [screens.text()]
    for keys in (
        ("enter",),
        *(("l",) for _ in range(5)),
        ("2",),
        ("3", "d"),
        ("4", "enter"),
        ("escape", "5"),
        ("question_mark",),
    ):
        await screens.press(*keys)
        seen.append(screens.text())
    return "".join(seen)


async def test_on_a_slow_line_nothing_but_ascii_is_drawn(bench: Bench) -> None:
    slow = Look(low_bandwidth=True, plain=True, few_colors=True, theme=FEW_COLORS)
    async with shown(bench.open, slow) as screens:
        drawn = await visit_all(screens)
    # dashes of the answers themselves apart: every terminal of today has them
    assert {mark for mark in drawn if not mark.isascii()} <= {"–", "→"}


async def test_on_a_slow_line_it_looks_for_changes_only_when_asked(bench: Bench) -> None:
    async with shown(bench.open, Look(low_bandwidth=True, plain=True)) as screens:
        before = screens.text()
        await screens.press("p")
        assert ("paused" in before, "* live" in screens.text()) == (True, True)


def lines_of(drawn: str) -> list[str]:
    """Return the rows of the chart, without the figures at the side."""
    return [row[:-8] for row in drawn.splitlines()[1:11]]


async def test_without_colors_lines_are_told_apart_by_letters(bench: Bench) -> None:
    async with shown(bench.open, Look(theme=FEW_COLORS, few_colors=True, no_color=True)) as screens:
        await screens.press("2")
        drawn = "".join(lines_of(screens.text()))
    assert set("abcdef") <= set(drawn)


async def test_sixteen_colors_are_enough_to_tell_dotted_lines_apart(bench: Bench) -> None:
    async with shown(bench.open, Look(theme=FEW_COLORS, few_colors=True)) as screens:
        await screens.press("2")
        drawn = "".join(lines_of(screens.text()))
    assert not set("abcdef") & set(drawn)
    assert any("\u2800" < mark <= "\u28ff" for mark in drawn)
