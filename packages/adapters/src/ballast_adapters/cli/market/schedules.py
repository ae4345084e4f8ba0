"""Commands about schedules: work that comes again, in the times of cron."""

import json
from typing import TYPE_CHECKING, Annotated, Literal, cast

from typer import Argument, Option, Typer

from ballast_adapters.cli.options import FormOption
from ballast_adapters.cli.output import say
from ballast_adapters.cli.recorded import recorded_here
from ballast_adapters.cli.run import query
from ballast_adapters.cli.selecting import Place, at_place
from ballast_core.shared.errors import InvalidError, Problem

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from pydantic import JsonValue

    from ballast_adapters.cli.selecting import Ballast
    from ballast_core.ops import Job, ScheduleView

commands = Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Work that comes again: see when, add, pause, resume, run now and remove schedules.",
)

# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
MisfireChoice = Literal["skip", "latest", "all"]

Name = Annotated[str, Argument(metavar="NAME", help="What the schedule is called.", show_default=False)]


@commands.command("list")
@at_place
def list_schedules(place: Place, form: FormOption = "table") -> None:
    """List schedules with the next time and the last job of each."""
    place.show(form, lambda ballast: ballast.ops.list_schedules())


@commands.command("show")
@at_place
def show_schedule(place: Place, name: Name, form: FormOption = "table") -> None:
    """Show a schedule; as JSON with its next times and its argument."""
    place.show(form, lambda ballast: ballast.ops.show_schedule(name))


@commands.command("add")
@at_place
def save_schedule(
    place: Place,
    name: Name,
    cron: Annotated[
        str,
        Argument(
            metavar="CRON", help='Minute, hour, day, month, weekday: "0 5 * * 1-5".', show_default=False
        ),
    ],
    *,
    zone: Annotated[str, Option(metavar="ZONE", help="The time zone of these times.")] = "UTC",
    calendar: Annotated[
        str, Option(metavar="CODE", help="Only on the sessions of an exchange, such as XNYS.")
    ] = "",
    work: Annotated[str, Option(metavar="WORK", help="Which heavy use case runs.")] = "market.update_market",
    argument: Annotated[
        str, Option(metavar="JSON", help="What it is asked with, as JSON.", show_default=False)
    ] = "",
    misfire: Annotated[
        MisfireChoice,
        Option(metavar="POLICY", help="What of missed times is made up for: skip (none), latest or all."),
    ] = "latest",
    paused: Annotated[bool, Option("--paused", metavar="", help="Keep it, and start nothing yet.")] = False,
    form: FormOption = "table",
) -> None:
    """Add a schedule, or put it in place of the one of this name. Workers start its jobs."""
    from ballast_core.ops import ScheduleSpec

    spec = query(
        ScheduleSpec,
        name=name,
        cron=cron,
        zone=zone,
        calendar=calendar,
        work=work,
        argument=_read(argument),
        misfire=misfire,
        paused=paused,
    )

    async def asked(ballast: "Ballast") -> "ScheduleView":
        saving = ballast.ops.save_schedule(spec)
        return await recorded_here(ballast, "ops.save_schedule", name, saving)

    place.show(form, asked)


@commands.command("pause")
@at_place
def pause_schedule(place: Place, name: Name, form: FormOption = "table") -> None:
    """Pause a schedule: times that pass until it is resumed are left out."""
    place.show(form, lambda ballast: _paused(ballast, name, paused=True))


@commands.command("resume")
@at_place
def resume_schedule(place: Place, name: Name, form: FormOption = "table") -> None:
    """Have a schedule that was paused go on, from now."""
    place.show(form, lambda ballast: _paused(ballast, name, paused=False))


@commands.command("run")
@at_place
def run_schedule(place: Place, name: Name, form: FormOption = "table") -> None:
    """Start the work of a schedule now, as a job; its times stay as they are."""

    async def asked(ballast: "Ballast") -> "Job":
        running = ballast.ops.run_schedule(name)
        return await recorded_here(ballast, "ops.run_schedule", name, running, lambda job: f"job {job.id}")

    job = place.show(form, asked)
    say(f"`ballast jobs watch {job.id}` follows it.")


@commands.command("remove")
@at_place
def drop_schedule(place: Place, name: Name) -> None:
    """Forget a schedule; jobs that it started go on."""

    async def asked(ballast: "Ballast") -> None:
        await recorded_here(ballast, "ops.drop_schedule", name, ballast.ops.drop_schedule(name))

    place.ask(asked)
    say(f"The schedule {name} is forgotten.")


async def _paused(ballast: "Ballast", name: str, *, paused: bool) -> "ScheduleView":
    action = "ops.pause_schedule" if paused else "ops.resume_schedule"
    return await recorded_here(ballast, action, name, ballast.ops.pause_schedule(name, paused=paused))


def _read(argument: str) -> "JsonValue":
    if not argument:
        return None
    try:
        return cast("JsonValue", json.loads(argument))
    except ValueError as error:
        message = f"--argument is no JSON: {error}"
        raise InvalidError(message, Problem("--argument", message)) from error
