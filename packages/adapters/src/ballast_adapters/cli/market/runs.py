"""Commands that fetch market data, and that tell what was fetched before."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from typer import Argument, Exit, Option, Typer

from ballast_adapters.cli.options import Form, FormOption, LimitOption, OffsetOption, parse_day
from ballast_adapters.cli.output import complain, say, show
from ballast_adapters.cli.progress import shown_progress
from ballast_adapters.cli.recorded import recorded_here
from ballast_adapters.cli.run import query
from ballast_adapters.cli.selecting import Place, at_place
from ballast_adapters.cli.sizing import JobOption

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_adapters.cli.selecting import Ballast
    from ballast_core.market import RunView, UpdateSpec
    from ballast_core.ops import Job
    from ballast_core.shared.ports import TableWriter

commands = Typer(rich_markup_mode="rich")

# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
ModeChoice = Literal["daily", "backfill"]
StepChoice = Literal["market_data", "economic_data", "news_sentiment", "event_data", "data_quality"]

FAILED, PARTIAL = 1, 8

_STEPS = "market_data, economic_data, news_sentiment, event_data or data_quality"

DaysOption = Annotated[
    int | None, Option("--days", min=1, metavar="N", help="So many days, up to the last session.")
]
StartOption = Annotated[
    date | None, Option("--start-date", "--from", parser=parse_day, metavar="DATE", help="First day.")
]
EndOption = Annotated[
    date | None,
    Option("--end-date", "--to", parser=parse_day, metavar="DATE", help="Last day; else the last session."),
]
SkipOption = Annotated[
    list[str] | None,
    Option("--skip-steps", metavar="STEP", help=f"Leave out {_STEPS}; repeatable, or commas between."),
]
RereadOption = Annotated[
    bool, Option("--reread", metavar="", help="Ask for bars that are stored already, too.")
]
DryRunOption = Annotated[
    bool, Option("--dry-run", metavar="", help="Ask, compare and tell what would change; store nothing.")
]


@commands.command("update")
@at_place
def update_market(
    place: Place,
    *,
    mode: Annotated[
        ModeChoice | None,
        Option(help="Daily reads the last two sessions.", show_default="daily; backfill with days or dates"),
    ] = None,
    days: DaysOption = None,
    start: StartOption = None,
    end: EndOption = None,
    symbols: Annotated[
        list[str] | None,
        Option("--symbols", metavar="SYMBOL", help="Only these symbols or series; repeatable, or commas."),
    ] = None,
    skip: SkipOption = None,
    resume: Annotated[
        str, Option("--resume", metavar="RUN", help="Do what this run left, and nothing else of the above.")
    ] = "",
    dry_run: DryRunOption = False,
    job: JobOption = False,
    form: FormOption = "table",
) -> None:
    """Fetch market data: bars, economic series, news and events; safe to repeat, in cron, and when killed.

    Ends with 0 when all was fetched, 8 when some of it failed, and 1 when all did; then it names the command
    that asks again for what failed.
    """
    from ballast_core.market import UpdateSpec

    spec = query(
        UpdateSpec,
        mode=mode or ("backfill" if days or start or end else "daily"),
        days=days,
        start=start,
        end=end,
        symbols=_apart(symbols),
        skip_steps=_apart(skip),
        resume=resume,
        dry_run=dry_run,
    )
    _update(place, spec, form, job=job)


@commands.command("backfill")
@at_place
def backfill(
    place: Place,
    symbols: Annotated[
        list[str] | None,
        Argument(metavar="SYMBOL", help="Only these symbols or series; else all.", show_default=False),
    ] = None,
    *,
    days: DaysOption = None,
    start: StartOption = None,
    end: EndOption = None,
    reread: RereadOption = False,
    skip: SkipOption = None,
    dry_run: DryRunOption = False,
    job: JobOption = False,
    form: FormOption = "table",
) -> None:
    """Fetch what is missing of a span; ten years where nothing else is said.

    Each symbol is asked for from its first missing session on. Ends as `ballast market update` does.
    """
    from ballast_core.market import UpdateSpec

    spec = query(
        UpdateSpec,
        mode="backfill",
        days=days,
        start=start,
        end=end,
        symbols=_apart(symbols),
        skip_steps=_apart(skip),
        reread=reread,
        dry_run=dry_run,
    )
    _update(place, spec, form, job=job)


@commands.command("runs")
@at_place
def list_runs(
    place: Place, limit: LimitOption = 20, offset: OffsetOption = 0, form: FormOption = "table"
) -> None:
    """List past runs of the pipeline, newest first."""
    from ballast_adapters.cli.market.run_tables import run_rows

    place.show_laid(
        form, lambda ballast: ballast.market.list_runs(limit, offset), lambda view: [run_rows(view)]
    )


@commands.command("run")
@at_place
def show_run(
    place: Place,
    run: Annotated[
        str, Argument(metavar="RUN", help="Id of a run, as the list tells it.", show_default=False)
    ],
    form: FormOption = "table",
) -> None:
    """Show a run: its steps, what failed and why, what runs the rest, and its log."""
    from ballast_adapters.cli.market.run_tables import whole_run

    place.show_laid(form, lambda ballast: ballast.market.show_run(run), whole_run)


def _update(place: Place, spec: "UpdateSpec", form: Form, *, job: bool) -> None:
    from ballast_adapters.cli.market.run_tables import run_tables
    from ballast_core.market import StepState

    if job:
        _queue(place, spec, form)
        return

    async def done(ballast: "Ballast") -> "RunView":
        with shown_progress("asking what is missing") as tell:
            work = ballast.market.update_market(spec, tell)
            if spec.dry_run:
                return await work
            named = ", ".join(spec.symbols) or "all"
            return await recorded_here(ballast, "market.update_market", named, work, _counted)

    view = place.show_laid(form, done, run_tables)
    if view.state in {StepState.FAILED, StepState.PARTIAL}:
        some = "all" if view.state is StepState.FAILED else "some of it"
        complain(f"{some} failed" + (f"; again: {view.again}{_there(place)}" if view.again else ""))
        raise Exit(FAILED if view.state is StepState.FAILED else PARTIAL)


def _queue(place: Place, spec: "UpdateSpec", form: Form) -> None:
    from ballast_core.ops import JobSpec

    async def queued(ballast: "Ballast") -> "tuple[Job, TableWriter]":
        asked = JobSpec(name="market.update_market", argument=spec.model_dump(mode="json"))
        return await ballast.ops.start_job(asked), ballast.tables

    job, tables = place.ask(queued)
    show(job, form, tables)
    if form == "table":
        say(f"Follow it: ballast jobs watch {job.id}{_there(place)}")


def _counted(view: "RunView") -> str:
    counts = f"{view.total('inserted'):,} new, {view.total('updated'):,} changed"
    return f"run {view.id}: {view.state.value}, {counts}"


def _there(place: Place) -> str:
    return f" --remote {place.remote}" if place.remote else ""


def _apart(given: list[str] | None) -> list[str]:
    return [part for text in given or () for part in text.split(",") if part]
