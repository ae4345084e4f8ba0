"""One set of flags for every command about trades: what is selected, and which Ballast is asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, Literal, cast

from typer import Context, Option

from ballast_adapters.cli.options import Form, parse_day
from ballast_adapters.cli.output import show, show_table
from ballast_adapters.cli.run import collect_garbage, query, run, settings_of, wait_for
from ballast_core.shared.errors import InvalidError

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_adapters.bootstrap.opening import AnyBallast
    from ballast_core.shared.ports import TableWriter
    from ballast_core.shared.table import Table, View
    from ballast_core.trades import Selection

    type Ballast = AnyBallast

# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
DirectionChoice = Literal["all", "long", "short"]

_PANEL = "What is selected"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command asks: here, or the Ballast that a server runs."""

    context: Context
    remote: str | None = None

    def ask[T](self, work: "Callable[[Ballast], Awaitable[T]]") -> T:
        """Open that Ballast, ask it, close it."""
        settings = settings_of(self.context)
        url = self.remote
        if url is None:
            return run(settings, work)

        async def there() -> T:
            from ballast_adapters.bootstrap import open_remote

            token = settings.api_token.get_secret_value() if settings.api_token else None
            async with open_remote(url, token, plain_http=settings.session.plain_http) as ballast:
                collect_garbage()
                return await work(ballast)

        return wait_for(there())

    def show[V: "View"](self, form: Form, work: "Callable[[Ballast], Awaitable[V]]") -> V:
        """Ask one use case, show what it answers, and return it."""

        async def asked(ballast: "Ballast") -> "tuple[V, TableWriter]":
            return await work(ballast), ballast.tables

        view, tables = self.ask(asked)
        show(view, form, tables)
        return view

    def show_laid[V: "View"](
        self,
        form: Form,
        work: "Callable[[Ballast], Awaitable[V]]",
        lay: "Callable[[V], list[Table]]",
    ) -> V:
        """Ask one use case and show its answer; where a person reads it, laid out for them."""

        async def asked(ballast: "Ballast") -> "tuple[V, TableWriter]":
            return await work(ballast), ballast.tables

        view, tables = self.ask(asked)
        if form == "table":
            for table in lay(view):
                show_table(table)
        else:
            show(view, form, tables)
        return view


@dataclass(frozen=True, slots=True)
class Selected(Place):
    """Where a command asks, and about what."""

    flags: "tuple[tuple[str, object], ...]" = ()

    @property
    def selection(self) -> "Selection":
        """The selection of the flags. Raises `InvalidError` that names every fault."""
        from ballast_core.trades import Selection

        return query(Selection, **dict(self.flags))


def at_place[**P](command: Callable[Concatenate[Place, P], None]) -> Callable[..., None]:
    """Give a command the flags that say where it asks."""
    return _with(command, _PLACE, lambda context, remote, _: Place(context, remote))


def selecting[**P](command: Callable[Concatenate[Selected, P], None]) -> Callable[..., None]:
    """Give a command the flags of a selection, and those that say where it asks."""

    def made(context: Context, remote: str | None, given: dict[str, object]) -> Selected:
        return Selected(context, remote, tuple(_spoken(given).items()))

    return _with(command, (*_SELECTION, *_PLACE), made)


def paired(given: list[str] | None) -> dict[str, str]:
    """Return what `NAME=AMOUNT` gives to each name. Raises `InvalidError`."""
    parts = [part for text in given or () for part in text.split(",")]
    for part in parts:
        if "=" not in part:
            raise InvalidError(f"write NAME=NUMBER, such as MES=2, not {part!r}")
    return {name: amount for name, _, amount in (part.rpartition("=") for part in parts)}


def _with[D: Place](
    command: Callable[Concatenate[D, ...], None],
    flags: tuple[Parameter, ...],
    made: Callable[[Context, str | None, dict[str, object]], D],
) -> Callable[..., None]:
    """Return a command that takes `flags`, too, and hands what is made of them to the first parameter."""
    names = [flag.name for flag in flags if flag not in _PLACE]

    @wraps(command)
    def told(context: Context, remote: str | None = None, **given: object) -> None:
        place = made(context, remote, {name: given.pop(name) for name in names})
        command(place, **given)

    _, *own = signature(command).parameters.values()
    first = Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=Context)
    own = [parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in own]
    # Here Typer reads what a command takes.
    vars(told)["__signature__"] = signature(command).replace(parameters=[first, *own, *flags])
    return told


def _spoken(given: dict[str, object]) -> dict[str, object]:
    """Return flags as an address would spell them, those left out left out."""
    told = {name: value for name, value in given.items() if value not in (None, [], False)}
    for name, value in told.items():
        if isinstance(value, list):
            texts = cast("list[str]", value)
            told[name] = ",".join(text.replace("=", ":") if name in _PAIRS else text for text in texts)
    return told


def _flag(name: str, kind: object, option: object) -> Parameter:
    made: Any = (kind, option)
    return Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[made])


def _option(name: str, metavar: str, text: str, parser: Callable[[str], date] | None = None) -> object:
    return Option(name, metavar=metavar, help=text, parser=parser, show_default=False, rich_help_panel=_PANEL)


_PAIRS = frozenset({"multipliers", "margins"})
_SELECTION = (
    _flag("files", list[str] | None, _option("--files", "ID", "Only these, by id; all without.")),
    _flag("symbols", list[str] | None, _option("--symbols", "SYMBOL", "Only of these symbols.")),
    _flag("intervals", list[str] | None, _option("--intervals", "MINUTES", "Only of these bars.")),
    _flag("strategies", list[str] | None, _option("--strategies", "NAME", "Only of these strategies.")),
    _flag("direction", DirectionChoice | None, _option("--direction", "all|long|short", "Only this side.")),
    _flag("start", date | None, _option("--from", "DATE", "First day that counts.", parse_day)),
    _flag("end", date | None, _option("--to", "DATE", "Last day that counts.", parse_day)),
    _flag(
        "multipliers",
        list[str] | None,
        _option("--multiplier", "ID=TIMES", "Count a file so many times; 0.5 is half."),
    ),
    _flag(
        "margins",
        list[str] | None,
        _option("--margin", "SYMBOL=DOLLARS", "Initial margin of a contract, by symbol or file id."),
    ),
    _flag(
        "account_equity",
        float | None,
        _option("--equity", "DOLLARS", "What the account starts with; 25000 without."),
    ),
    _flag("spikes", bool | None, _option("--spikes", "", "Add how low a curve may have been within a day.")),
    _flag(
        "data_version",
        str | None,
        _option("--data-version", "VERSION", "Answer only while the stored files are these."),
    ),
)
_PLACE = (
    _flag(
        "remote",
        str | None,
        Option(
            "--remote",
            metavar="URL",
            help="Ask the Ballast that a server runs; its token is in BALLAST_API_TOKEN (or …_FILE).",
            show_default=False,
        ),
    ),
)
