"""Commands about jobs: look at them, stop them, follow them, and do them."""

import logging
from contextlib import aclosing
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Literal

from typer import Argument, Context, Exit, Option, Typer

from ballast_adapters.cli.options import FormOption, LimitOption, OffsetOption
from ballast_adapters.cli.output import complain, say, show
from ballast_adapters.cli.progress import shown_progress
from ballast_adapters.cli.recorded import recorded
from ballast_adapters.cli.run import answer, run, settings_of

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_adapters.settings import Settings
    from ballast_core.app import App
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
def list_jobs(
    context: Context,
    state: Annotated[
        StateChoice | None, Option("--state", metavar="STATE", help="Only those in this state.")
    ] = None,
    limit: LimitOption = 20,
    offset: OffsetOption = 0,
    form: FormOption = "table",
) -> None:
    """List jobs, newest first."""
    from ballast_core.ops import JobState

    wanted = JobState(state) if state else None
    answer(context, form, lambda app: app.ops.list_jobs(limit, offset, wanted))


@job_commands.command("show")
def show_job(context: Context, job: JobId, form: FormOption = "table") -> None:
    """Show a job; as JSON with its argument and its result."""
    answer(context, form, lambda app: app.ops.show_job(job))


@job_commands.command("cancel")
def cancel_job(context: Context, job: JobId, form: FormOption = "table") -> None:
    """Cancel a job: one that waits at once, one that runs within a few seconds."""
    answer(context, form, lambda app: recorded(app, "ops.cancel_job", job, app.ops.cancel_job(job)))


@job_commands.command("watch")
def watch_job(context: Context, job: JobId, form: FormOption = "table") -> None:
    """Follow a job to its end, and show it; the exit code is 1 when it failed or was canceled."""
    from ballast_core.ops import JobState

    async def follow(app: "App") -> "tuple[Job, TableWriter]":
        with shown_progress("The job waits") as tell:
            async with aclosing(app.ops.watch_job(job)) as changes:
                async for now in changes:
                    tell(now.progress)
        return await app.ops.show_job(job), app.tables

    ended, tables = run(settings_of(context), follow)
    show(ended, form, tables)
    if ended.state is not JobState.DONE:
        complain(ended.fault.message if ended.fault else "the job was canceled")
        raise Exit(_FAILED)


def set_up_log(settings: "Settings") -> None:
    """Have the log look like that of the server, where that is installed."""
    try:
        logs: Any = import_module("ballast_web.logs")
    except ModuleNotFoundError:
        logging.basicConfig(level=settings.log.level.upper())
    else:
        logs.set_up_logs(settings)
