"""Commands about what opens Ballast for others: tokens for programs, links for guests."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from typer import Argument, Context, Option, Typer

from ballast_adapters.cli.options import FormOption
from ballast_adapters.cli.output import say, write
from ballast_adapters.cli.recorded import recorded
from ballast_adapters.cli.run import answer, query, run, settings_of

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from datetime import datetime

    from ballast_core.access import NewShare, NewToken
    from ballast_core.app import App

token_commands = Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Let programs in: make, list and revoke tokens."
)
share_commands = Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Show models to others: links without amounts."
)

NewForm = Annotated[
    Literal["text", "json"], Option("--format", "-f", help="What is new alone, or as JSON with all about it.")
]


# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
class ScopeChoice(StrEnum):
    """What a token may do."""

    READ = "read"
    INGEST = "ingest"
    ADMIN = "admin"


@token_commands.command("create")
def create_token(
    context: Context,
    name: Annotated[str, Argument(metavar="NAME", help="What it is for.", show_default=False)],
    *,
    scope: Annotated[
        list[ScopeChoice] | None,
        Option(help="What it may do; repeat it for several.", show_default="read"),
    ] = None,
    expires_days: Annotated[
        int | None,
        Option(min=1, max=3_650, metavar="N", help="Days until it ends.", show_default="never ends"),
    ] = None,
    in_address: Annotated[
        bool,
        Option(
            "--in-address",
            metavar="",
            help="Also accept it as ?token=… in an address, for a program that cannot send headers; "
            "only with the scope read.",
        ),
    ] = False,
    form: NewForm = "text",
) -> None:
    """Make a token for a program, and print it this once."""
    from ballast_core.access import TokenSpec

    spec = query(
        TokenSpec,
        name=name,
        scopes=scope or [ScopeChoice.READ],
        expires_days=expires_days,
        in_address=in_address,
    )

    async def work(app: "App") -> "NewToken":
        made = app.access.create_token(spec)
        return await recorded(app, "access.create_token", spec.name, made, lambda new: new.token.id)

    new = run(settings_of(context), work)
    if form == "json":
        write(new.model_dump_json() + "\n")
        return
    token = new.token
    until = f" until {_day(token.expires_at)}" if token.expires_at else ""
    say(f"Token {token.id} may {', '.join(token.scopes)}{until}.")
    say("It is shown only now; keep it like a password.")
    say("A program sends it in the header   Authorization: Bearer TOKEN")
    if token.in_address:
        say("or in an address, as              ?token=TOKEN")
    write(new.secret + "\n")


@token_commands.command("list")
def list_tokens(context: Context, form: FormOption = "table") -> None:
    """List tokens, newest first, with their last use; never their text."""
    answer(context, form, lambda app: app.access.list_tokens())


@token_commands.command("revoke")
def revoke_token(
    context: Context,
    token: Annotated[str, Argument(metavar="ID", help="Id from `ballast token list`.", show_default=False)],
) -> None:
    """Make a token open nothing from now on."""

    async def work(app: "App") -> None:
        await recorded(app, "access.revoke_token", token, app.access.revoke_token(token))

    run(settings_of(context), work)
    say(f"Token {token} opens nothing any more.")


@share_commands.command("create")
def create_share(
    context: Context,
    models: Annotated[
        list[str] | None, Argument(metavar="MODEL", help="Only these models; else all, also later ones.")
    ] = None,
    *,
    label: Annotated[str, Option(metavar="TEXT", help="Whom it is for.", show_default=False)],
    expires_days: Annotated[
        int, Option(min=1, max=3_650, metavar="N", help="Days until it shows nothing any more.")
    ] = 30,
    form: NewForm = "text",
) -> None:
    """Make a link that shows models to whoever holds it, without a single amount; print it this once."""
    from ballast_core.access import ShareSpec

    query(ShareSpec, label=label, models=models or (), expires_days=expires_days)
    settings = settings_of(context)

    async def work(app: "App") -> "NewShare":
        names = [(await app.tracking.show_model(model)).summary.name for model in models or ()]
        spec = query(ShareSpec, label=label, models=names, expires_days=expires_days)
        made = app.access.create_share(spec)
        return await recorded(app, "access.create_share", spec.label, made, lambda new: new.share.id)

    new = run(settings, work)
    if form == "json":
        write(new.model_dump_json() + "\n")
        return
    share = new.share
    shown = ", ".join(share.models) or "all models"
    say(f"Link {share.id} shows {shown} until {_day(share.expires_at)}. It is printed only now.")
    say("Put it behind the address of your web page, as in https://ballast.example.com/shared/…")
    write(f"{settings.api.root_path}/shared/{new.secret}\n")


@share_commands.command("list")
def list_shares(context: Context, form: FormOption = "table") -> None:
    """List share links, newest first, with when they were last opened; never the links themselves."""
    answer(context, form, lambda app: app.access.list_shares())


@share_commands.command("revoke")
def revoke_share(
    context: Context,
    share: Annotated[str, Argument(metavar="ID", help="Id from `ballast share list`.", show_default=False)],
) -> None:
    """Make a share link show nothing from now on."""

    async def work(app: "App") -> None:
        await recorded(app, "access.revoke_share", share, app.access.revoke_share(share))

    run(settings_of(context), work)
    say(f"Link {share} shows nothing any more.")


def _day(at: "datetime") -> str:
    return f"{at:%Y-%m-%d}"
