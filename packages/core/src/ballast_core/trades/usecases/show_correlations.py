"""How the files of a selection move together."""

import asyncio
from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Floats, Ints, to_date
from ballast_core.trades.entities import Selection
from ballast_core.trades.errors import BadSelectionError
from ballast_core.trades.rules.correlation import (
    correlations,
    drawdowns_of_account,
    pairwise,
    pairwise_by_rank,
    returns_on_account,
    slopes,
)
from ballast_core.trades.rules.portfolio import Portfolio
from ballast_core.trades.usecases.correlations_view import (
    CorrelationAsk,
    CorrelationLabel,
    CorrelationMode,
    CorrelationsView,
)
from ballast_core.trades.usecases.gaps import with_gaps
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of

_FEWEST_DAYS = 2
_APART = "The files have no two days in common; each pair is compared over the days that the two have."
_MOST_RANKED = 100  # each pair is sorted by itself: some seconds for as many files
_TOO_MANY = (
    "Ranks of pairs can be compared of {most} files at most where not all have days in common, not of "
    "{files}; "
    "choose dates or files that overlap, or method pearson."
)
_LOST = "An account lost all it had: days on which a return is not defined were left out."


@dataclass(frozen=True, slots=True)
class ShowCorrelations:
    """Show how files move together."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection, ask: CorrelationAsk | None = None) -> CorrelationsView:
        """Show the correlation of every pair; by default of daily profit, by value.

        Raises `BadSelectionError`, also for ranks of many files without a common day,
        `NothingSelectedError`, `DataMovedError`.
        """
        portfolio = await self.read_portfolio(selection)
        return await asyncio.to_thread(correlations_view, portfolio, ask or CorrelationAsk())


def correlations_view(portfolio: Portfolio, ask: CorrelationAsk) -> CorrelationsView:
    """Return the correlations of the files that have a day."""
    kept = np.flatnonzero(portfolio.spans[:, 1] > portfolio.spans[:, 0])
    spans, by_rank = portfolio.spans[kept], ask.method == "spearman"
    values = _values(portfolio.chosen.profit[:, kept], ask.mode, portfolio.capital)
    begin, end = int(spans[:, 0].max()), int(spans[:, 1].min())
    common = end - begin >= _FEWEST_DAYS
    if common:
        matrix = correlations(values[begin:end], by_rank=by_rank)
        counted = int(np.isfinite(values[begin:end]).all(axis=1).sum())
        counts: Ints = np.full(matrix.shape, counted)
    else:
        if by_rank and kept.size > _MOST_RANKED:
            raise BadSelectionError(_TOO_MANY.format(most=_MOST_RANKED, files=kept.size))
        pairs = pairwise_by_rank if by_rank else pairwise
        matrix, counts = pairs(values, spans[:, 0], spans[:, 1])
    lost = ask.mode == "returns" and not bool(np.isfinite(values).all())
    notes = [note for note, said in ((_APART, not common), (_LOST, lost)) if said]
    return CorrelationsView(
        about=about_of(portfolio, *notes),
        mode=ask.mode,
        method=ask.method,
        labels=tuple(_label(portfolio, int(at)) for at in kept),
        matrix=_with_gaps(matrix),
        overlap=tuple(tuple(int(count) for count in row) for row in counts),
        common=common,
        first_day=to_date(portfolio.days[begin]) if common else None,
        last_day=to_date(portfolio.days[end - 1]) if common else None,
        days=end - begin if common else 0,
    )


def _values(profit: Floats, mode: CorrelationMode, capital: float) -> Floats:
    match mode:
        case "pl":
            return profit
        case "returns":
            return returns_on_account(profit, capital)
        case "drawdown_pct":
            return drawdowns_of_account(profit, capital)
        case "slope":
            return slopes(profit)


def _label(portfolio: Portfolio, file: int) -> CorrelationLabel:
    own, facts = portfolio.own(file), portfolio.files[file]
    return CorrelationLabel(
        ref=facts.id,
        label=facts.name,
        first_day=to_date(portfolio.days[int(own.start)]),
        last_day=to_date(portfolio.days[int(own.stop) - 1]),
    )


def _with_gaps(matrix: Floats) -> tuple[tuple[float | None, ...], ...]:
    return tuple(tuple(with_gaps(row)) for row in matrix)
