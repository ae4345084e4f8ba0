"""Commands that read files, and that tell what was read before."""

import sys
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import TYPE_CHECKING, Annotated

from rich.text import Text
from typer import Argument, Context, Option, Typer

from ballast_adapters.cli.daily import every_day, parse_time
from ballast_adapters.cli.options import (
    DataDirOption,
    Form,
    FormOption,
    LimitOption,
    OffsetOption,
    parse_day,
)
from ballast_adapters.cli.output import say, show, show_drawn, show_table
from ballast_adapters.cli.recorded import recorded
from ballast_adapters.cli.run import answer, failed, invocation, query, run, settings_of, wait_for
from ballast_adapters.clock import SystemClock
from ballast_core.shared.errors import BallastError

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_core.app import App
    from ballast_core.shared.ports import TableWriter
    from ballast_core.shared.table import Table
    from ballast_core.tracking import FileReport, Finding, IngestProgress, IngestReport, IngestSpec, RunsView

commands = Typer(rich_markup_mode="rich")

_RULES_SHOWN = 20
_ROWS_SHOWN = 40
_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


@commands.command("ingest")
def ingest_models(
    context: Context,
    models: Annotated[
        list[str] | None, Argument(metavar="MODEL", help="Only these models; else all that are found.")
    ] = None,
    *,
    data_dir: DataDirOption = None,
    dry_run: Annotated[
        bool, Option("--dry-run", metavar="", help="Tell row by row what would change, and write nothing.")
    ] = False,
    since: Annotated[
        date | None,
        Option(parser=parse_day, metavar="DATE", help="Leave rows dated before this day as they are stored."),
    ] = None,
    full: Annotated[bool, Option("--full", metavar="", help="Read unchanged files, too.")] = False,
    wait: Annotated[
        float, Option(min=0, max=3600, metavar="SECONDS", help="How long to wait while another ingest runs.")
    ] = 0,
    daily: Annotated[
        time | None,
        Option(
            parser=parse_time, metavar="HH:MM", help="Do so now and every day at this time, until stopped."
        ),
    ] = None,
    form: FormOption = "table",
) -> None:
    """Read the models' files into the database; safe to repeat, in cron, and when killed.

    Asks nothing. Findings are no failure: they stand in the report and in `ballast findings`.
    """
    from ballast_core.tracking import IngestSpec

    if data_dir is not None:
        invocation(context).flags["data_dir"] = data_dir
    spec = query(IngestSpec, models=models or (), dry_run=dry_run, since=since, full=full, wait_s=wait)
    settings = settings_of(context)
    if daily is None:
        _show_report(*run(settings, lambda app: _ingested(app, spec)), form)
        return

    import asyncio

    async def attempt() -> bool:
        from ballast_adapters.bootstrap import open_app

        try:
            async with open_app(settings) as app:
                _show_report(*await _ingested(app, spec), form)
        except BallastError as error:
            failed(error, debug=invocation(context).debug)
            return False
        return True

    wait_for(every_day(daily, attempt, SystemClock(), asyncio.sleep))


async def _ingested(app: "App", spec: "IngestSpec") -> "tuple[IngestReport, TableWriter]":
    with progress() as watch:
        work = app.tracking.ingest_models(spec, watch)
        if spec.dry_run:
            return await work, app.tables
        named = ", ".join(spec.models) or "all models"
        return await recorded(app, "tracking.ingest_models", named, work, _counted), app.tables


def _counted(report: "IngestReport") -> str:
    return f"{report.total('new')} rows new, {report.total('changed')} changed, {report.findings} findings"


def _show_report(report: "IngestReport", tables: "TableWriter", form: Form) -> None:
    show(report, form, tables)
    if form == "table":
        _show_differences(report)
        _show_findings(report)


@commands.command("runs")
def list_runs(
    context: Context,
    run_id: Annotated[str | None, Argument(metavar="RUN", help="Only this run, by its id.")] = None,
    limit: LimitOption = 20,
    offset: OffsetOption = 0,
    form: FormOption = "table",
) -> None:
    """List past ingests, newest first, or show one."""

    async def asked(app: "App") -> "RunsView":
        from ballast_core.tracking import RunsView

        if run_id is None:
            return await app.tracking.list_runs(limit, offset)
        return RunsView(limit=1, offset=0, runs=(await app.tracking.show_run(run_id),))

    answer(context, form, asked)


@contextmanager
def progress() -> "Generator[Callable[[IngestProgress], None] | None]":
    """Show how far an ingest has come, where a person looks on; yield what must be told of it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("finding models", total=None)
        yield lambda seen: bar.update(
            task, completed=seen.done, total=seen.total, description=f"read {seen.model}"
        )


def _show_differences(report: "IngestReport") -> None:
    for model in report.models:
        for file in model.files:
            if file.differences:
                show_drawn(*_differences(model.model, file))


def _differences(model: str, file: "FileReport") -> Iterator[Text]:
    yield Text(f"\n{model}: {file.name}", style="bold")
    for row in file.differences[:_ROWS_SHOWN]:
        sign, color = _SIGNS[row.change]
        said = " → ".join(side for side in (row.before, row.after) if side)
        yield Text(f"  {sign} {row.key}: {said}", style=color)
    more = len(file.differences) - _ROWS_SHOWN
    if more > 0:
        yield Text(f"  … and {more:,} more; all of them with --format json", style="dim")


def _show_findings(report: "IngestReport") -> None:
    if not report.findings:
        return
    show_drawn(Text())
    show_table(_findings_by_rule(report))
    if sys.stderr.isatty():  # cron mails what it finds on stderr
        say("Each of them, with its file and line: ballast findings [MODEL].")


def _findings_by_rule(report: "IngestReport") -> "Table":
    from ballast_core.shared.table import Column, Table
    from ballast_core.tracking import Severity

    weights = list(Severity)[::-1]
    groups: defaultdict[tuple[int, str], list[tuple[str, Finding]]] = defaultdict(list)
    for model in report.models:
        for finding in model.findings:
            groups[weights.index(finding.severity), finding.rule].append((model.model, finding))
    first = sorted(groups, key=lambda key: (key[0], -len(groups[key]), key[1]))[:_RULES_SHOWN]
    cut = f"{len(first)} of {len(groups)} rules" if len(first) < len(groups) else ""
    return Table(
        "Findings",
        (
            Column("severity", [weights[weight].value for weight, _ in first]),
            Column("rule", [rule for _, rule in first]),
            Column("findings", [len(groups[key]) for key in first], "count"),
            Column("models", [len({model for model, _ in groups[key]}) for key in first], "count"),
            Column("file", [_place(*groups[key][0]) for key in first]),
            Column("done", [groups[key][0][1].done for key in first]),
        ),
        (cut,) if cut else (),
    )


def _place(model: str, finding: "Finding") -> str:
    return f"{model}: {finding.file}" + (f":{finding.line}" if finding.line else "")
