"""The flags of a selection: every part of it, once for all commands."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, get_args

import pytest
from typer import Argument, Option, Typer
from typer.testing import CliRunner

from ballast_adapters.cli.selecting import DirectionChoice, Place, Selected, at_place, selecting
from ballast_core.shared.errors import InvalidError
from ballast_core.trades import Direction, Selection


@pytest.fixture
def asked() -> Callable[..., list[Any]]:
    """Return what commands with these flags are handed."""
    app, told = Typer(), list[Any]()

    @app.command()
    @selecting
    def figure(selected: Selected, *, top: Annotated[int, Option()] = 3) -> None:
        told.extend([selected, top])

    @app.command()
    @at_place
    def file(place: Place, ref: Annotated[str, Argument()]) -> None:
        told.extend([place, ref])

    def run(*words: str) -> list[Any]:
        ended = CliRunner().invoke(app, list(words))
        assert ended.exit_code == 0, ended.output
        return told

    return run


def test_every_part_of_a_selection_has_a_flag(asked: Callable[..., list[Any]]) -> None:
    words = (
        "--files b,a --files c --symbols MES --intervals 60,15 --strategies s --direction long "
        "--from 2020-01-01 --to 2021-01-01 --multiplier a=2 --multiplier b=0.5 --margin MES=3000 "
        "--equity 50000 --spikes --data-version v1"
    )
    selected, _ = asked("figure", *words.split())
    assert selected.selection == Selection(
        files=("a", "b", "c"),
        symbols=("MES",),
        intervals=(15, 60),
        strategies=("s",),
        direction=Direction.LONG,
        start=date(2020, 1, 1),
        end=date(2021, 1, 1),
        multipliers={"a": 2, "b": 0.5},
        margins={"MES": 3000},
        account_equity=50_000,
        spikes=True,
        data_version="v1",
    )
    assert {name for name, _ in selected.flags} == set(Selection.model_fields)


def test_without_flags_all_is_selected(asked: Callable[..., list[Any]]) -> None:
    selected, top = asked("figure")
    assert (selected.selection, selected.remote, top) == (Selection(), None, 3)


def test_a_command_keeps_its_own_words(asked: Callable[..., list[Any]]) -> None:
    selected, top = asked("figure", "--top", "7", "--remote", "http://127.0.0.1:1")
    assert (selected.remote, top) == ("http://127.0.0.1:1", 7)
    assert asked("file", "abc", "--remote", "http://127.0.0.1:2")[-1] == "abc"


def test_a_wrong_flag_is_told_with_its_name(asked: Callable[..., list[Any]]) -> None:
    selected, _ = asked("figure", "--margin", "MES", "--equity", "-1")
    with pytest.raises(InvalidError) as refused:
        _ = selected.selection
    assert [problem.where for problem in refused.value.problems] == ["margins", "account_equity"]


def test_the_choices_are_those_of_the_core() -> None:
    assert get_args(DirectionChoice) == tuple(Direction)
