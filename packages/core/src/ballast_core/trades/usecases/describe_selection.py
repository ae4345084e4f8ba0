"""What can be selected, and what a selection comes to before any row is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ballast_core.trades.entities import Direction, Selection, TradeFile
from ballast_core.trades.errors import NothingSelectedError
from ballast_core.trades.rules.choosing import Choice, key_of
from ballast_core.trades.usecases.about import AnswerAbout
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio
from ballast_core.trades.usecases.selection_view import SelectableFile, SelectableSymbol, SelectionView

_NO_MARGIN = (
    "No initial margin is known for {names}; margin needs one, in contracts.toml or in the selection."
)


@dataclass(frozen=True, slots=True)
class DescribeSelection:
    """Show all that can be selected, and what a selection takes of it."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection) -> SelectionView:
        """Describe a selection; one that leaves nothing is described, too.

        Raises `BadSelectionError`, `DataMovedError`.
        """
        files = await self.read_portfolio.files.files()
        try:
            choice, version = await self.read_portfolio.choose(selection)
            empty = _no_day(choice)
        except NothingSelectedError as error:
            choice, version = Choice(selection, (), {}, frozenset(), {}), await self.read_portfolio.version()
            empty = str(error)
        first, last = _days(choice.files, selection)
        return SelectionView(
            about=AnswerAbout(
                key=key_of(choice, self.read_portfolio.release),
                data_version=version,
                account_equity=selection.account_equity,
                first_day=None if empty else first,
                last_day=None if empty else last,
                files_reused=0,
                files_computed=0,
                notes=tuple(_notes(choice)),
            ),
            selection=selection,
            query=selection.to_query(),
            files=tuple(_file(file, choice) for file in files),
            symbols=tuple(self._symbols(files, choice)),
            intervals=tuple(sorted({one.interval_minutes for one in files if one.interval_minutes})),
            strategies=tuple(sorted({file.strategy for file in files})),
            directions=tuple(Direction),
            first_day=min((file.first_day for file in files if file.first_day), default=None),
            last_day=max((file.last_day for file in files if file.last_day), default=None),
            empty=empty,
        )

    def _symbols(self, files: Sequence[TradeFile], choice: Choice) -> Iterator[SelectableSymbol]:
        for symbol in sorted({file.symbol for file in files}):
            known = self.read_portfolio.contracts.get(symbol)
            table = known.initial_margin if known else None
            yield SelectableSymbol(
                symbol=symbol,
                selected=symbol in choice.margins,
                margin=choice.margins.get(symbol, table),
                overridden=symbol in choice.overridden,
                table_margin=table,
                point_value=known.point_value if known else None,
                currency=known.currency if known else "",
                as_of=known.as_of if known else None,
                source=known.source if known else "",
            )


def _file(file: TradeFile, choice: Choice) -> SelectableFile:
    return SelectableFile(
        id=file.id,
        name=file.name,
        symbol=file.symbol,
        interval_minutes=file.interval_minutes,
        strategy=file.strategy,
        selected=file in choice.files,
        multiplier=choice.selection.multipliers.get(file.id, 1.0),
        closed_trades=file.closed_trades,
        open_trades=file.open_trades,
        first_day=file.first_day,
        last_day=file.last_day,
        has_marks=file.has_marks,
        exact_sides=file.exact_sides,
    )


def _days(files: Sequence[TradeFile], selection: Selection) -> tuple[date | None, date | None]:
    firsts = [file.first_day for file in files if file.first_day]
    lasts = [file.last_day for file in files if file.last_day]
    if not firsts or not lasts:
        return None, None
    first, last = min(firsts), max(lasts)
    return max(first, selection.start or first), min(last, selection.end or last)


def _no_day(choice: Choice) -> str:
    first, last = _days(choice.files, choice.selection)
    if first and last and first <= last:
        return ""
    asked = choice.selection
    since, until = asked.start or "the beginning", asked.end or "the end"
    return str(NothingSelectedError(f"no day of the files lies from {since} to {until}"))


def _notes(choice: Choice) -> Iterator[str]:
    unknown = [symbol for symbol, margin in choice.margins.items() if margin is None]
    if unknown:
        yield _NO_MARGIN.format(names=", ".join(unknown))
    yield from choice.notes
