"""Equity, drawdown, positions and margin of any selection, as lines."""

import asyncio
from dataclasses import dataclass

from ballast_core.trades.entities import Selection
from ballast_core.trades.rules.portfolio import Portfolio
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of
from ballast_core.trades.usecases.series_lines import lines
from ballast_core.trades.usecases.series_view import SeriesAsk, SeriesView

_BOUND = (
    "Intraday drawdown is a worst case: each day on which a trade was held is taken to have seen its run-up "
    "and its drawdown. It is never milder than at the end of the day."
)
_TOGETHER = (
    "Of several files at once it adds up the worst of each, which need not have met in one moment: a bound, "
    "not a measurement."
)
_ENVELOPE = (
    "The envelope is how low the account can have been on the day, by the drawdown of each trade held."
)
_ON_MARGIN = (
    "Daily profit against the mean margin in use that day, added up. It is no return on the account: margin "
    "changes from day to day."
)


@dataclass(frozen=True, slots=True)
class ShowSeries:
    """Show a series of the portfolio, its symbols or its files."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection, ask: SeriesAsk | None = None) -> SeriesView:
        """Show a series; without a question the equity of the portfolio.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`, `UnknownContractError`.
        """
        ask = ask or SeriesAsk()
        portfolio = await self.read_portfolio(selection)
        return SeriesView(
            about=about_of(portfolio, *_notes(portfolio, ask)),
            name=ask.name,
            base=ask.base,
            lines=await asyncio.to_thread(lambda: tuple(lines(portfolio, ask))),
        )


def _notes(portfolio: Portfolio, ask: SeriesAsk) -> list[str]:
    said: list[str] = []
    if ask.name == "intraday-dd":
        said.append(_BOUND)
        if len(portfolio.files) > 1 and ask.per != "file":
            said.append(_TOGETHER)
    if portfolio.selection.spikes and ask.name in ("equity", "drawdown", "equity-percent"):
        said.append(_ENVELOPE)
    if ask.name == "equity-percent" and ask.base == "margin":
        said.append(_ON_MARGIN)
    return said
