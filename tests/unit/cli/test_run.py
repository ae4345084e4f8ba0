import stat
import tempfile
from pathlib import Path

import pytest

from ballast_adapters.cli.run import EXIT_CODES, Invocation, broken, failed, query
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


def unexpected(said: Invocation) -> int:
    try:
        int("a wheel came off")
    except ValueError as error:
        return broken(error, said)
    return 0


def test_an_unexpected_failure_keeps_its_traceback_in_one_file_of_our_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert unexpected(Invocation(home=tmp_path)) == 1
    [kept] = tmp_path.iterdir()
    assert (kept.name, stat.S_IMODE(kept.stat().st_mode)) == ("last-failure.txt", 0o600)
    assert 'int("a wheel came off")' in kept.read_text("utf-8")
    first, second, *_ = capsys.readouterr().err.splitlines()
    assert first.startswith("error: unexpected ValueError: invalid literal")
    assert second.endswith(f"stands in {kept}")


@pytest.mark.parametrize("home", [None, Path("/nowhere")])
def test_a_traceback_that_home_cannot_keep_is_a_temporary_file(
    home: Path | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    unexpected(Invocation(home=home))
    assert [kept.name for kept in tmp_path.iterdir()] == ["ballast-last-failure.txt"]


@pytest.mark.parametrize("said", [Invocation(debug=True), Invocation()])
def test_debug_shows_the_traceback_and_so_does_a_disk_that_keeps_nothing(
    said: Invocation, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    unexpected(said)
    assert 'int("a wheel came off")' in capsys.readouterr().err


def test_a_query_that_cannot_be_is_invalid_input_and_names_the_fault() -> None:
    with pytest.raises(InvalidError) as wrong:
        query(SeriesQuery, model="pine", start="2024-02-01", end="2024-01-01")
    assert str(wrong.value) == "start 2024-02-01 is after end 2024-01-01"
