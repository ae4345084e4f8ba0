"""Commands that add files of trades, and that tell what is in them."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from rich.text import Text
from typer import Argument, Exit, Option, Typer, confirm

from ballast_adapters.cli.incoming import found, parts
from ballast_adapters.cli.options import FormOption
from ballast_adapters.cli.output import say, show, show_drawn, show_table
from ballast_adapters.cli.progress import shown_progress
from ballast_adapters.cli.recorded import recorded_here
from ballast_adapters.cli.run import EXIT_CODES
from ballast_adapters.cli.selecting import Place, at_place
from ballast_core.shared.errors import InvalidError

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_adapters.cli.selecting import Ballast
    from ballast_core.shared.ports import TableWriter
    from ballast_core.shared.progress import Progress, Tell
    from ballast_core.shared.table import Table
    from ballast_core.trades import AddReport, FileOutcome, FileView, TradeFile

commands = Typer(rich_markup_mode="rich")

# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
OnSameChoice = Literal["refuse", "replace", "beside"]
FileRef = Annotated[str, Argument(metavar="FILE", help="Id or name of a file.", show_default=False)]

_PROBLEMS_SHOWN = 10


@commands.command("add")
@at_place
def add_files(
    place: Place,
    files: Annotated[
        list[Path],
        Argument(
            metavar="FILE...",
            help="Files, patterns such as '*.xlsx', or folders of them.",
            show_default=False,
        ),
    ],
    *,
    on_same: Annotated[
        OnSameChoice,
        Option(
            help="When another export of a strategy is there: refuse, replace it by a longer one, "
            "or keep both beside each other."
        ),
    ] = "refuse",
    mapping: Annotated[
        str | None,
        Option(
            metavar="NAME", help="Column mapping of plain CSV files; see mappings list.", show_default=False
        ),
    ] = None,
    dry_run: Annotated[
        bool, Option("--dry-run", metavar="", help="Tell what would become of each, and store nothing.")
    ] = False,
    form: FormOption = "table",
) -> None:
    """Add lists of trades: TradeStation workbooks, lists of other programs, plain CSV files.

    Each file is added whole or not at all, and a bad one stops no other; the same file again changes nothing.
    """
    from ballast_core.trades import AddReport, AddSpec, OnSame

    paths = found(files)

    async def work(ballast: "Ballast") -> "tuple[AddReport, TableWriter]":
        outcomes: list[FileOutcome] = []
        with shown_progress("reading") as hear:
            for part in parts(paths):
                spec = AddSpec(part, OnSame(on_same), mapping, dry_run)
                adding = ballast.trades.add_files(spec, _after(hear, len(outcomes), len(paths)))
                named = ", ".join(one.name for one in part)
                done = await recorded_here(ballast, "trades.add_files", named, adding, AddReport.said)
                outcomes += done.outcomes
        return AddReport(outcomes=tuple(outcomes), dry_run=dry_run), ballast.tables

    report, tables = place.ask(work)
    if form == "table":
        show_table(added(report))
        _say_more(report)
    else:
        show(report, form, tables)
    if report.refused:
        raise Exit(EXIT_CODES[InvalidError])


@commands.command("list")
@at_place
def list_files(place: Place, form: FormOption = "table") -> None:
    """List the files of trades, by symbol, interval and name."""
    place.show(form, lambda ballast: ballast.trades.list_files())


@commands.command("show")
@at_place
def show_file(place: Place, file: FileRef, form: FormOption = "table") -> None:
    """Show what is known about a file, and how far its figures agree with each other."""

    async def work(ballast: "Ballast") -> "tuple[FileView, TableWriter]":
        return await ballast.trades.show_file(file), ballast.tables

    view, tables = place.ask(work)
    if form == "table":
        _show_facts(view.file)
    else:
        show(view, form, tables)


@commands.command("remove")
@at_place
def remove_file(
    place: Place,
    files: Annotated[
        list[str], Argument(metavar="FILE...", help="Ids or names of files.", show_default=False)
    ],
    yes: Annotated[bool, Option("--yes", "-y", metavar="", help="Do not ask first.")] = False,
) -> None:
    """Forget files and all their trades; the files that they came from are not touched."""

    async def look(ballast: "Ballast") -> "list[TradeFile]":
        return [(await ballast.trades.show_file(file)).file for file in files]

    async def work(ballast: "Ballast") -> None:
        for file in known:
            removing = ballast.trades.remove_file(file.id)
            await recorded_here(ballast, "trades.remove_file", file.name, removing)

    known = place.ask(look)
    if not yes:
        _ask_first(known)
    place.ask(work)
    for file in known:
        say(f"{file.name} ({file.id}) is forgotten.")


def added(report: "AddReport") -> "Table":
    """Return a row a file; a column of faults only where there is one."""
    table = report.table()
    kept = (column for column in table.columns if column.name != "fault" or any(column.values))
    return replace(table, columns=tuple(kept))


def _after(hear: "Tell", done: int, total: int) -> "Callable[[Progress], None]":
    """Return what hears about one part of many."""

    def told(seen: "Progress") -> None:
        hear(seen.model_copy(update={"done": done + seen.done, "total": max(total, done + seen.total)}))

    return told


def _say_more(report: "AddReport") -> None:
    for one in report.refused:
        others = [problem for problem in one.problems if problem.what not in one.fault]
        if others:
            say(f"{one.name} has more faults:")
        for problem in others[:_PROBLEMS_SHOWN]:
            say(f"  {problem.where}: {problem.what}" if problem.where else f"  {problem.what}")
        more = len(others) - _PROBLEMS_SHOWN
        if more > 0:
            say(f"  … and {more} more; all of them with --format json")
    if any(one.code == "trades.same_strategy" for one in report.refused):
        say("Say with --on-same replace or --on-same beside what to do with another export of a strategy.")
    if any(one.file and one.file.findings for one in report.outcomes):
        say("What the check of a file found: ballast trades show FILE.")


def _show_facts(file: "TradeFile") -> None:
    from ballast_adapters.cli.file_facts import facts
    from ballast_core.trades import FileView

    names = facts(file)
    width = max(len(name) for name, _ in names)
    show_drawn(
        Text(file.name, style="bold"),
        *(Text.assemble((f"  {name:<{width}}  ", "dim"), value) for name, value in names),
        Text(),
    )
    if file.findings:
        show_table(FileView(file=file).table())
    else:
        show_drawn(
            Text("Nothing was found that does not agree: net profit follows from prices and costs,"),
            Text("and what else the file says fits together."),
        )


def _ask_first(files: "list[TradeFile]") -> None:
    for file in files:
        say(f"{file.name} ({file.id}): {file.closed_trades + file.open_trades} trades of {file.symbol}")
    if not sys.stdin.isatty():
        raise InvalidError("nobody is there to ask; give --yes to forget files without being asked")
    confirm("Forget them?" if len(files) > 1 else "Forget it?", abort=True, err=True)
