import json
import subprocess
import sys
from subprocess import PIPE
from typing import IO, cast

import pytest

from ballast_adapters.bootstrap import table_writer
from ballast_adapters.cli.output import show
from ballast_core.shared.table import Column, Table, View


class Weights(View):
    """Two weights, and a sentence that belongs to them."""

    weights: tuple[float, ...] = (0.25, 0.75)

    def table(self) -> Table:
        return Table("Weights", (Column("weight", self.weights, "fraction"),), ("At cost.",))


def test_a_table_goes_to_stdout_and_its_notes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    show(Weights(), "table", table_writer())
    assert capsys.readouterr() == ("Weights\nweight\n──────\n25.00%\n75.00%\n", "At cost.\n")


def test_json_is_the_answer_itself(capsys: pytest.CaptureFixture[str]) -> None:
    show(Weights(), "json", table_writer())
    out, err = capsys.readouterr()
    assert (json.loads(out), err) == ({"weights": [0.25, 0.75]}, "")


def test_csv_has_plain_numbers_and_keeps_the_notes_apart(capsys: pytest.CaptureFixture[str]) -> None:
    show(Weights(), "csv", table_writer())
    assert capsys.readouterr() == ("weight\n0.25\n0.75\n", "At cost.\n")


def test_an_answer_without_rows_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    show(Weights(weights=()), "table", table_writer())
    assert capsys.readouterr().out == "Weights  none\n"


def test_a_reader_who_leaves_ends_the_command_quietly() -> None:
    code = (
        "from typer import Exit\n"
        "from ballast_adapters.cli.output import write\n"
        "try:\n    write('row\\n' * 2_000_000)\n"
        "except Exit as left:\n    raise SystemExit(left.exit_code)"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=PIPE, stderr=PIPE, env={}) as writer:
        out, err = cast("tuple[IO[bytes], IO[bytes]]", (writer.stdout, writer.stderr))
        assert out.readline() == b"row\n"
        out.close()
        assert (writer.wait(), err.read()) == (141, b"")


def test_a_terminal_that_knows_no_blocks_shows_question_marks() -> None:
    code = "from ballast_adapters.cli.output import write; write('▁ naz100_pine – 5\\n')"
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", code],
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert done.stdout == b"? naz100_pine ? 5\n"
