"""Commands about models: what they hold, how they rank, what was found about their files."""

from datetime import date
from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Context, Option, Typer

from ballast_adapters.cli.options import (
    FormOption,
    LimitOption,
    Model,
    OffsetOption,
    SeverityChoice,
    parse_day,
)
from ballast_adapters.cli.output import say
from ballast_adapters.cli.run import answer, query, run, settings_of

commands = Typer(rich_markup_mode="rich")


@commands.command("models")
def list_models(context: Context, form: FormOption = "table") -> None:
    """Show all models with their last value and returns."""
    view = answer(context, form, lambda app: app.tracking.list_models())
    if not view.models:
        say("Read some with `ballast ingest --data-dir DIR`, or try `ballast demo`.")


@commands.command("show")
def show_model(context: Context, model: Model, form: FormOption = "table") -> None:
    """Show one model: its settings, what is stored of it, its files."""
    answer(context, form, lambda app: app.tracking.show_model(model))


@commands.command("holdings")
def show_holdings(
    context: Context,
    model: Model,
    on: Annotated[
        date | None, Option(parser=parse_day, metavar="DATE", help="Holdings of that day; else the last.")
    ] = None,
    market: Annotated[bool, Option("--market", help="At the last closes, beside what they cost.")] = False,
    form: FormOption = "table",
) -> None:
    """Show what a model holds, or held on a day."""
    if market and on:
        raise BadParameter("--market values the latest holdings; leave --on away")
    if market:
        answer(context, form, lambda app: app.flows.value_holdings(model))
    else:
        answer(context, form, lambda app: app.tracking.show_holdings(model, on))


@commands.command("snapshots")
def list_snapshots(
    context: Context,
    model: Model,
    limit: LimitOption = 50,
    offset: OffsetOption = 0,
    form: FormOption = "table",
) -> None:
    """List the portfolios of a model, newest first."""
    answer(context, form, lambda app: app.tracking.list_snapshots(model, limit, offset))


@commands.command("records")
def list_records(
    context: Context,
    model: Model,
    limit: LimitOption = 50,
    offset: OffsetOption = 0,
    form: FormOption = "table",
) -> None:
    """List every record of the status file, the last line first."""
    answer(context, form, lambda app: app.tracking.list_records(model, limit, offset))


@commands.command("values")
def list_values(
    context: Context,
    model: Model,
    limit: LimitOption = 50,
    offset: OffsetOption = 0,
    form: FormOption = "table",
) -> None:
    """List the value of each day, the last day first."""
    answer(context, form, lambda app: app.tracking.list_values(model, limit, offset))


@commands.command("ranks")
def show_ranks(
    context: Context,
    model: Model,
    top: Annotated[int, Option(min=0, metavar="N", help="Only the best N; 0 for all.")] = 20,
    form: FormOption = "table",
) -> None:
    """Show how the universe ranked last."""
    answer(context, form, lambda app: app.tracking.show_ranks(model, top))


@commands.command("trade-log")
def list_trades(
    context: Context,
    model: Model,
    limit: LimitOption = 100,
    offset: OffsetOption = 0,
    form: FormOption = "table",
) -> None:
    """List what the holdings file says of trades, newest first."""
    answer(context, form, lambda app: app.tracking.list_trades(model, limit, offset))


@commands.command("findings")
def list_findings(
    context: Context,
    model: Annotated[str | None, Argument(metavar="MODEL", help="Only of this model.")] = None,
    *,
    severity: Annotated[SeverityChoice | None, Option(help="Only of this weight.")] = None,
    rule: Annotated[str | None, Option(metavar="RULE", help="Only of this rule.")] = None,
    limit: LimitOption = 100,
    offset: OffsetOption = 0,
    form: FormOption = "table",
) -> None:
    """List what a reader should know about the files."""
    from ballast_core.tracking import FindingsQuery

    wanted = query(FindingsQuery, model=model, severity=severity, rule=rule, limit=limit, offset=offset)
    answer(context, form, lambda app: app.tracking.list_findings(wanted))


@commands.command("charts")
def list_charts(
    context: Context,
    model: Model,
    save: Annotated[
        str | None, Option(metavar="NAME", help="Write this plot to a file instead of listing all.")
    ] = None,
    to: Annotated[
        Path | None, Option(metavar="FILE", help="Where to write it; else its own name, in this folder.")
    ] = None,
    form: FormOption = "table",
) -> None:
    """List the plots of a model's web page folder, or save one."""
    if save is None:
        answer(context, form, lambda app: app.tracking.list_charts(model))
        return
    name = save
    content = run(settings_of(context), lambda app: app.tracking.open_chart(model, name))
    target = to or Path(Path(name).name)
    target.write_bytes(content)
    say(f"{len(content):,} bytes written to {target}")
