"""The page of all commands, written from the commands themselves."""

from collections.abc import Callable, Iterator

from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from ballast_adapters.cli.main import app
from ballast_adapters.cli.run import EXIT_CODES

INTRODUCTION = """# The `ballast` command

Written from the commands by `pytest tests/unit/cli/test_reference.py --golden-update`.

Answers go to stdout, and all else that is said to stderr. `--format json` gives the answer itself,
`--format csv` its table. A table is as wide as the terminal (or as `COLUMNS` says) and names the columns that
found no room; in a pipe it has no limit. `NO_COLOR` turns colors off.

| exit code | |
|---|---|
| 0 | done; findings in the files are no failure |
| 1 | a fault of Ballast itself; a job that failed; a run of `ballast market update` that fetched nothing |
"""


def reference() -> str:
    """Return the page."""
    codes = "".join(f"| {code} | {kind.__doc__} |\n" for kind, code in EXIT_CODES.items())
    ended = "| 8 | `ballast market update` could not fetch all of it; the rest is stored |\n"
    ended += "| 130, 141, 143 | interrupted; the reader of a pipe left; told to terminate |\n"
    return INTRODUCTION + codes + ended + "".join(sections("ballast", get_command(app)))


def sections(path: str, command: TyperCommand | TyperGroup) -> Iterator[str]:
    """Yield the section of a command, then those below it."""
    context = command.make_context(path, [], resilient_parsing=True)
    yield f"\n## {path}\n\n{(command.help or '').strip()}\n\n"
    yield f"```\n{path} {' '.join(command.collect_usage_pieces(context))}\n```\n"
    records = [param.get_help_record(context) for param in command.params]
    rows = [(cell(name), cell(text)) for name, text in filter(None, records)]
    if rows:
        yield "\n| | |\n|---|---|\n" + "".join(f"| `{name}` | {text} |\n" for name, text in rows)
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from sections(f"{path} {name}", below)


def cell(text: str) -> str:
    """Return a text that does not end its cell."""
    return " ".join(text.split()).replace("|", "\\|")


def test_the_page_of_commands_is_current(golden: Callable[[str, str], None]) -> None:
    golden("docs/reference/cli.md", reference())
