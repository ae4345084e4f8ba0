"""Tables leave the screens: into files, and into the clipboard of the terminal."""

from pathlib import Path

import pytest
from tests.in_memory import Bench
from tests.unit.tui.conftest import shown

from ballast_tui.look import Look
from ballast_tui.screens.export import Export
from ballast_tui.screens.models import ModelsPage


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


async def test_the_table_in_sight_becomes_a_csv_file_in_the_working_folder(
    bench: Bench, tmp_path: Path
) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("e", "enter")
    lines = (tmp_path / "models.csv").read_text("utf-8").splitlines()
    assert lines[0].startswith("model,index,holds,last_day,value,day,month,ytd,year,drawdown,flags")
    assert len(lines) == 7


async def test_an_export_has_the_rows_that_a_filter_leaves(bench: Bench, tmp_path: Path) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("slash")
        await terminal.write("pine")
        await terminal.press("enter", "e", "enter")
    assert len((tmp_path / "models.csv").read_text("utf-8").splitlines()) == 3


async def test_the_ending_chooses_the_form(bench: Bench, tmp_path: Path) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("4", "e", "ctrl+u")
        await terminal.write("f.parquet")
        await terminal.press("enter")
    assert (tmp_path / "f.parquet").read_bytes()[:4] == b"PAR1"


async def test_an_unknown_ending_is_refused_on_the_spot(bench: Bench, tmp_path: Path) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("e", "ctrl+u")
        await terminal.write("f.xlsx")
        await terminal.press("enter")
        assert ".xlsx is none of .csv, .parquet, .arrow" in terminal.text()
    assert names(tmp_path) == []


async def test_a_folder_that_is_not_there_is_told(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("e", "ctrl+u")
        await terminal.write("no/f.csv")
        await terminal.press("enter")
        assert "Cannot write it: No such file or directory" in terminal.text()


async def test_a_file_that_is_there_is_replaced_only_when_asked_twice(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "models.csv"
    file.write_text("mine", "utf-8")
    async with shown(bench.open) as terminal:
        await terminal.press("e", "enter")
        after_one = file.read_text("utf-8")
        await terminal.press("enter")
    assert (after_one, file.read_text("utf-8")[:5]) == ("mine", "model")


async def test_a_view_only_terminal_writes_no_file(bench: Bench) -> None:
    async with shown(bench.open, Look(view_only=True)) as terminal:
        await terminal.press("e")
        assert isinstance(terminal.tui.screen, ModelsPage)


async def test_escape_writes_nothing(bench: Bench, tmp_path: Path) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("e")
        assert isinstance(terminal.tui.screen, Export)
        await terminal.press("escape")
    assert names(tmp_path) == []


async def test_the_row_under_the_cursor_is_copied(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("j", "y")
        copied = terminal.tui.clipboard
    assert copied.split("\t")[:2] == ["naz100_pi", "NASDAQ_100"]


async def test_the_whole_table_is_copied_as_csv(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("5", "Y")
        assert terminal.tui.clipboard.startswith("id,started,seconds,state")
