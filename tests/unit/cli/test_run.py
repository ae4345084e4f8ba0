from pathlib import Path

import pytest

from ballast_adapters.cli.run import EXIT_CODES, broken, failed, query
from ballast_core.shared.errors import BallastError, InvalidError, Problem
from ballast_core.tracking import ModelNotFoundError, SeriesQuery


def test_each_kind_of_failure_has_a_code_of_its_own() -> None:
    assert set(EXIT_CODES) == set(BallastError.__subclasses__())
    assert sorted(EXIT_CODES.values()) == [2, 3, 4, 5, 6, 7]


def test_a_leaf_ends_with_the_code_of_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert failed(ModelNotFoundError("pine", ("naz100_pine",)), debug=False) == 3
    assert capsys.readouterr() == ("", "error: no model named 'pine'; known models: naz100_pine\n")


def test_every_problem_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    failed(
        InvalidError("two faults", Problem("api.port", "too large"), Problem("home", "no folder")),
        debug=False,
    )
    assert capsys.readouterr().err == "error: two faults\n  api.port: too large\n  home: no folder\n"


def test_a_problem_that_the_message_tells_is_not_told_twice(capsys: pytest.CaptureFixture[str]) -> None:
    failed(InvalidError("points must be more", Problem("points", "points must be more")), debug=False)
    assert capsys.readouterr().err == "error: points must be more\n"


def unexpected(*, debug: bool) -> int:
    try:
        int("a wheel came off")
    except ValueError as error:
        return broken(error, debug=debug)
    return 0


def test_an_unexpected_failure_keeps_its_traceback_in_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert unexpected(debug=False) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("error: unexpected ValueError: invalid literal")
    assert 'int("a wheel came off")' in Path(second.split()[-1]).read_text("utf-8")


def test_debug_shows_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    unexpected(debug=True)
    assert 'int("a wheel came off")' in capsys.readouterr().err


def test_a_query_that_cannot_be_is_invalid_input_and_names_the_fault() -> None:
    with pytest.raises(InvalidError) as wrong:
        query(SeriesQuery, model="pine", start="2024-02-01", end="2024-01-01")
    assert str(wrong.value) == "start 2024-02-01 is after end 2024-01-01"
