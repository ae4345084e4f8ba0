"""What `--help` says, and that it says it soon."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import get_args

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from ballast_adapters.cli.keys import ScopeChoice
from ballast_adapters.cli.main import app
from ballast_adapters.cli.market.bars import AdjustChoice, KindChoice
from ballast_adapters.cli.options import PeriodChoice, SeriesChoice, SeverityChoice
from ballast_core.access import Scope
from ballast_core.market import Adjust, InstrumentKind
from ballast_core.shared.dates import PERIODS
from ballast_core.tracking import SeriesName, Severity


def commands(group: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(group, TyperGroup):
        for name, command in group.commands.items():
            yield from commands(command, (*path, name))


COMMANDS = list(commands(get_command(app)))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_is_as_it_was(
    path: tuple[str, ...], ballast: Callable[..., tuple[int, str, str]], golden: Callable[[str, str], None]
) -> None:
    code, out, err = ballast(*path, "--help")
    assert (code, err) == (0, "")
    golden(f"tests/golden/cli/{'-'.join(('ballast', *path))}.txt", out)


def test_the_choices_are_those_of_the_core() -> None:
    assert get_args(SeriesChoice) == tuple(SeriesName)
    assert get_args(PeriodChoice) == PERIODS
    assert get_args(SeverityChoice) == tuple(Severity)
    assert tuple(ScopeChoice) == tuple(Scope)
    assert get_args(AdjustChoice) == get_args(Adjust.__value__)
    assert get_args(KindChoice) == tuple(InstrumentKind)


def test_help_loads_neither_the_core_nor_a_database() -> None:
    code = "import sys, ballast_adapters.cli.main; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"numpy", "pydantic", "asyncio", "sqlalchemy"} & set(done.stdout.split()) == set()


def test_an_unknown_command_names_the_nearest(ballast: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = ballast("modls")
    assert (code, out) == (2, "")
    assert "Did you mean 'models'?" in err


def test_the_completion_of_the_shell_knows_the_commands() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from ballast_adapters.cli.main import main; main()"],
        env={"_BALLAST_COMPLETE": "complete_bash", "COMP_WORDS": "ballast hold", "COMP_CWORD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["holdings"]
