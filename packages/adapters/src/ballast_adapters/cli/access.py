"""Commands about the owner, the browsers that are signed in, and the record of what was done."""

import sys
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option, Typer, prompt

from ballast_adapters.cli.options import FormOption, LimitOption, OffsetOption
from ballast_adapters.cli.output import say, write
from ballast_adapters.cli.recorded import recorded
from ballast_adapters.cli.run import answer, run, settings_of
from ballast_core.shared.errors import InvalidError

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_core.app import App

commands = Typer(rich_markup_mode="rich")
owner_commands = Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Set up who owns this Ballast, and the password."
)
session_commands = Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="See which browsers are signed in, and sign them out."
)


class NoPasswordError(InvalidError):
    """There is nobody to ask for a password, or nothing came."""

    code = "cli.no_password"

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}; on a terminal you are asked for it, and --stdin reads it from a pipe")


@owner_commands.command("password")
def set_password(
    context: Context,
    stdin: Annotated[
        bool, Option("--stdin", metavar="", help="Read it from standard input instead of asking twice.")
    ] = False,
) -> None:
    """Set the owner's password, the first or a new one; every browser is signed out.

    Who may run this needs no old password: it is the way back in when it is forgotten.
    """
    password = _piped_password() if stdin else _asked_password()

    async def work(app: "App") -> bool:
        known = await app.access.has_owner()
        await recorded(app, "access.set_password", "", app.access.set_password(password))
        return known

    if run(settings_of(context), work):
        say("The password is changed, and every browser has to sign in again.")
    else:
        say("The password is set: sign in with it on the web page.")


@owner_commands.command("code")
def begin_setup(context: Context) -> None:
    """Print a new setup code, with which the web page lets you choose the first password."""

    async def work(app: "App") -> str:
        from ballast_core.access import OwnerExistsError

        code = await app.access.begin_setup()
        if code is None:
            raise OwnerExistsError
        return code

    async def recorded_work(app: "App") -> str:
        return await recorded(app, "access.begin_setup", "", work(app))

    code = run(settings_of(context), recorded_work)
    say("Open /setup on the web page and type this code; it is good once, and for 24 hours.")
    write(f"{code}\n")


@session_commands.command("list")
def list_sessions(context: Context, form: FormOption = "table") -> None:
    """List the browsers that are signed in, the one seen last first."""
    answer(context, form, lambda app: app.access.list_sessions())


@session_commands.command("end")
def end_session(
    context: Context,
    session: Annotated[
        str | None, Argument(metavar="ID", help="Id from `ballast sessions list`.", show_default=False)
    ] = None,
    every: Annotated[bool, Option("--all", metavar="", help="Sign out every browser.")] = False,
) -> None:
    """Sign a browser out, or all of them."""
    if every == (session is not None):
        raise InvalidError("name one session (`ballast sessions list` shows them), or say --all")

    async def work(app: "App") -> int:
        listed = (await app.access.list_sessions()).sessions
        ids = [one.id for one in listed] if session is None else [session]
        for one in ids:
            await recorded(app, "access.end_session", one, app.access.end_session(one))
        return len(ids)

    match run(settings_of(context), work):
        case 0:
            say("Nobody is signed in.")
        case 1:
            say("One browser is signed out.")
        case n:
            say(f"{n} browsers are signed out.")


@commands.command("audit")
def list_actions(
    context: Context,
    limit: LimitOption = 50,
    offset: OffsetOption = 0,
    form: FormOption = "table",
) -> None:
    """List what was changed, by whom and from where, newest first."""
    answer(context, form, lambda app: app.access.list_actions(limit, offset))


def _piped_password() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise NoPasswordError("nothing came from standard input")
    return password


def _asked_password() -> str:
    if not sys.stdin.isatty():
        raise NoPasswordError("there is no terminal to ask for a password on")
    said: str = prompt("New password", hide_input=True, confirmation_prompt="The same again", err=True)
    return said
