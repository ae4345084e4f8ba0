"""Commands about jobs: look at them, stop them, follow them, and do them."""

import logging
from contextlib import aclosing
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Literal

from typer import Argument, Context, Exit, Option, Typer

from ballast_adapters.cli.options import Form, FormOption, LimitOption, OffsetOption
from ballast_adapters.cli.output import complain, say, show, show_table
from ballast_adapters.cli.progress import shown_progress
from ballast_adapters.cli.recorded import recorded_here
from ballast_adapters.cli.run import settings_of
from ballast_adapters.cli.selecting import Place, at_place

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_adapters.cli.selecting import Ballast
    from ballast_adapters.settings import Settings
    from ballast_core.ops import Job
    from ballast_core.shared.ports import TableWriter

commands = Typer(rich_markup_mode="rich")
job_commands = Typer(no_args_is_help=True, rich_markup_mode="rich", help="Heavy work that workers do.")

# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
StateChoice = Literal["queued", "running", "done", "failed", "canceled"]

_FAILED = 1

JobId = Annotated[str, Argument(metavar="JOB", help="Id of a job, as the list tells it.", show_default=False)]


@commands.command("worker")
def do_jobs(
    context: Context,
) -> None:
    """Do jobs until Ctrl-C; several workers on several machines may share one database.

    `ballast serve` has one beside it already. A worker that is to stop lets its jobs end, or hands them back;
    the jobs of one that dies are taken over by the others.
    """
    from ballast_adapters.bootstrap.worker import work_until_signaled

    settings = settings_of(context)
    set_up_log(settings)
    work_until_signaled(settings, lambda name: say(f"Worker {name} takes jobs; Ctrl-C stops it."))


@job_commands.command("list")
@at_place
def list_jobs(
    place: Place,
    state: Annotated[
        StateChoice | None, Option("--state", metavar="STATE", help="Only those in this state.")
    ] = None,
    limit: LimitOption = 20,
    offset: OffsetOption = 0,
    form: FormOption = "table",
) -> None:
    """List jobs, newest first."""
    from ballast_adapters.cli.job_tables import job_rows
    from ballast_core.ops import JobState

    wanted = JobState(state) if state else None
    place.show_laid(
        form, lambda ballast: ballast.ops.list_jobs(limit, offset, wanted), lambda view: [job_rows(view)]
    )


@job_commands.command("show")
@at_place
def show_job(place: Place, job: JobId, form: FormOption = "table") -> None:
    """Show a job and its result; as JSON with its argument, too."""

    async def asked(ballast: "Ballast") -> "tuple[Job, TableWriter]":
        return await ballast.ops.show_job(job), ballast.tables

    _show(*place.ask(asked), form)


@job_commands.command("cancel")
@at_place
def cancel_job(place: Place, job: JobId, form: FormOption = "table") -> None:
    """Cancel a job: one that waits at once, one that runs within a few seconds."""
    place.show(
        form, lambda ballast: recorded_here(ballast, "ops.cancel_job", job, ballast.ops.cancel_job(job))
    )


@job_commands.command("watch")
@at_place
def watch_job(place: Place, job: JobId, form: FormOption = "table") -> None:
    """Follow a job to its end, and show its result; the exit code is 1 when it failed or was canceled."""
    from ballast_core.ops import JobState

    async def follow(ballast: "Ballast") -> "tuple[Job, TableWriter]":
        with shown_progress("The job waits") as tell:
            async with aclosing(ballast.ops.watch_job(job)) as changes:
                async for now in changes:
                    tell(now.progress)
        return await ballast.ops.show_job(job), ballast.tables

    ended, tables = place.ask(follow)
    _show(ended, tables, form)
    if ended.state is not JobState.DONE:
        complain(ended.fault.message if ended.fault else "the job was canceled")
        raise Exit(_FAILED)


def _show(job: "Job", tables: "TableWriter", form: Form) -> None:
    from ballast_adapters.cli.job_tables import result_tables

    show(job, form, tables)
    if form == "table":
        for table in result_tables(job):
            show_table(table)


def set_up_log(settings: "Settings") -> None:
    """Have the log look like that of the server, where that is installed."""
    try:
        logs: Any = import_module("ballast_web.logs")
    except ModuleNotFoundError:
        logging.basicConfig(level=settings.log.level.upper())
    else:
        logs.set_up_logs(settings)
