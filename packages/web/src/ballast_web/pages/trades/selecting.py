"""The panel that selects: what can be chosen, what is, and the one address that says so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ballast_core.shared.dates import period_start
from ballast_core.trades import SelectableFile, SelectableSymbol, Selection, SelectionView
from ballast_web.pages.figures import day, money
from ballast_web.pages.trades.tabs import address, spelled

NOTHING = "Nothing is selected"
_BACK = ("ytd", "1y", "3y", "5y", "10y")
_SIDES = {"all": "long and short", "long": "long only", "short": "short only"}


@dataclass(frozen=True, slots=True)
class Link:
    """A choice that is a link."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A value that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chips:
    """Values of one kind; none chosen means all."""

    title: str
    name: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A file in the panel; it `counts` when nothing else of the selection leaves it out."""

    id: str
    name: str
    label: str
    chosen: bool
    counts: bool
    times: float


@dataclass(frozen=True, slots=True)
class ChosenSymbol:
    """A symbol in the panel with its files, and the margin that the table has or the selection gives."""

    name: str
    counts: bool
    margin: float | None
    override: float | None
    as_of: date | None
    source: str
    files: tuple[ChosenFile, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """All that the panel draws; `query` is the selection as an address has it, `reset` the way to all.

    `unknown` are the selected symbols without a margin, which the panel asks for.
    """

    said: str
    query: str
    reset: str
    direction: str
    start: date | None
    end: date | None
    first: date | None
    last: date | None
    periods: tuple[Link, ...]
    chips: tuple[Chips, ...]
    symbols: tuple[ChosenSymbol, ...]
    equity: float
    spikes: bool
    adjusted: bool
    unknown: tuple[str, ...]


def choices_of(view: SelectionView, here: str, kept: str = "") -> Choices:
    """Return what the panel of a page at `here` draws; its links keep this further query of the page."""
    one = view.selection
    unknown = tuple(symbol.symbol for symbol in view.symbols if symbol.selected and symbol.margin is None)
    return Choices(
        said=said_of(view),
        query=spelled(view.query),
        reset=address(here, {}, kept),
        direction=one.direction.value,
        start=one.start,
        end=one.end,
        first=view.first_day,
        last=view.last_day,
        periods=tuple(_periods(view, here, kept)),
        chips=tuple(_chips(view)),
        symbols=tuple(_symbol(view, symbol) for symbol in view.symbols),
        equity=one.account_equity,
        spikes=one.spikes,
        adjusted=bool(one.multipliers or one.margins or unknown),
        unknown=unknown,
    )


def said_of(view: SelectionView) -> str:
    """Return a selection in one sentence."""
    one, chosen, every = view.selection, [file for file in view.files if file.selected], len(view.files)
    if view.empty:
        return NOTHING
    files = f"All {every} files" if len(chosen) == every else f"{len(chosen)} of {every} files"
    if every == 1:
        files = view.files[0].name
    first, last = view.about.first_day, view.about.last_day
    span = f"{day(first)} to {day(last)}" if first and last else "no day with a mark"
    changed = [
        *([f"{len(one.multipliers)} with other contracts"] if one.multipliers else []),
        *([f"{len(one.margins)} with other margins"] if one.margins else []),
    ]
    return ", ".join([files, _SIDES[one.direction.value], span, f"on {money(one.account_equity)}", *changed])


def label_of(file: SelectableFile) -> str:
    """Return what tells a file from the others of its symbol."""
    return f"{interval_name(file.interval_minutes)} {file.strategy}".strip()


def interval_name(minutes: int | None) -> str:
    """Return the length of a bar as people say it."""
    if minutes is None:
        return ""
    return "daily" if minutes == 1_440 else f"{minutes} min"


def _symbol(view: SelectionView, symbol: SelectableSymbol) -> ChosenSymbol:
    files = [file for file in view.files if file.symbol == symbol.symbol]
    return ChosenSymbol(
        symbol.symbol,
        symbol.selected,
        symbol.table_margin,
        symbol.margin if symbol.overridden else None,
        symbol.as_of,
        symbol.source,
        tuple(_file(view.selection, file) for file in files),
    )


def _file(selection: Selection, file: SelectableFile) -> ChosenFile:
    chosen = not selection.files or file.id in selection.files
    return ChosenFile(file.id, file.name, label_of(file), chosen, file.selected, file.multiplier)


def _chips(view: SelectionView) -> Iterator[Chips]:
    one = view.selection
    symbols = [symbol.symbol for symbol in view.symbols]
    yield Chips("Symbols", "symbols", _each(symbols, symbols, one.symbols))
    minutes = [str(value) for value in view.intervals]
    names = [interval_name(value) for value in view.intervals]
    yield Chips("Bars", "intervals", _each(minutes, names, [str(value) for value in one.intervals]))
    yield Chips("Strategies", "strategies", _each(view.strategies, view.strategies, one.strategies))


def _each(values: Sequence[str], labels: Sequence[str], chosen: Sequence[str]) -> tuple[Chip, ...]:
    return tuple(Chip(value, label, value in chosen) for value, label in zip(values, labels, strict=True))


def _periods(view: SelectionView, here: str, kept: str) -> Iterator[Link]:
    one, first, last = view.selection, view.first_day, view.last_day
    rest = {name: value for name, value in view.query.items() if name not in {"start", "end"}}
    yield Link("All", address(here, rest, kept), one.start is None and one.end is None)
    if first is None or last is None:
        return
    for period in _BACK:
        before = period_start(period, last)
        if before is not None and before >= first:
            start = before + timedelta(days=1)
            href = address(here, {**rest, "start": start.isoformat()}, kept)
            yield Link(period, href, one.start == start and one.end is None)
