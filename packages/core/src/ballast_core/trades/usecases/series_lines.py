"""The lines of a series: whose they are, their values, and how they are thinned."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Floats, to_dates, to_moments
from ballast_core.shared.sampling import sample, sample_steps
from ballast_core.shared.table import Unit
from ballast_core.trades.errors import UnknownContractError
from ballast_core.trades.rules.curves import (
    drawdown,
    drawdown_of_peak,
    equity,
    intraday_drawdown,
    intraday_drawdown_of_peak,
    on_margin,
    peaks,
)
from ballast_core.trades.rules.exposure import purchasing_power, totals
from ballast_core.trades.rules.portfolio import Portfolio, Steps
from ballast_core.trades.rules.positions import absolute, means_of_days, weighed
from ballast_core.trades.usecases.series_view import LineKind, Per, SeriesAsk, SeriesLine


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose line: some files of the portfolio, over the days that are theirs."""

    label: str
    kind: LineKind
    ref: str
    files: tuple[int, ...]
    days: slice


def subjects(portfolio: Portfolio, per: Per) -> Iterator[Subject]:
    """Yield whose lines are asked for: the portfolio, symbols, files; those without a day are left out."""
    every = tuple(range(len(portfolio.files)))
    groups: list[tuple[str, LineKind, str, tuple[int, ...]]] = []
    if per in ("portfolio", "all"):
        groups.append(("portfolio", "portfolio", "", every))
    if per in ("symbol", "all"):
        for symbol in portfolio.margins:
            own = tuple(at for at in every if portfolio.files[at].symbol == symbol)
            groups.append((symbol, "symbol", symbol, own))
    if per in ("file", "all"):
        groups.extend((file.name, "file", file.id, (at,)) for at, file in enumerate(portfolio.files))
    for label, kind, ref, files in groups:
        spans = [portfolio.spans[at] for at in files if portfolio.spans[at, 1] > 0]
        if spans:
            days = slice(int(min(span[0] for span in spans)), int(max(span[1] for span in spans)))
            yield Subject(label, kind, ref, files, days)


def lines(portfolio: Portfolio, ask: SeriesAsk) -> Iterator[SeriesLine]:
    """Yield the lines of a series. Raises `UnknownContractError` where a margin is needed and unknown."""
    drawn = _Drawn(portfolio, ask)
    draw: dict[str, Callable[[Subject], Iterator[SeriesLine]]] = {
        "equity": drawn.equity,
        "equity-percent": drawn.on_margin if ask.base == "margin" else drawn.equity_percent,
        "drawdown": drawn.drawdown,
        "intraday-dd": drawn.intraday,
        "netpos": drawn.positions,
        "margin": drawn.margin,
    }
    for subject in subjects(portfolio, ask.per):
        yield from draw[ask.name](subject)


class _Drawn:
    """Draws the lines of one portfolio."""

    def __init__(self, portfolio: Portfolio, ask: SeriesAsk) -> None:
        self._portfolio, self._ask = portfolio, ask

    def equity(self, subject: Subject) -> Iterator[SeriesLine]:
        """Yield equity in dollars, with how low it can have been."""
        values = self._equity(subject)
        yield self._daily(subject, "equity", "money", values, values - self._of("below", subject))

    def equity_percent(self, subject: Subject) -> Iterator[SeriesLine]:
        """Yield equity as a multiple of the start."""
        values, start = self._equity(subject), self._portfolio.capital
        low = (values - self._of("below", subject)) / start
        yield self._daily(subject, "equity_percent", "fraction", values / start, low)

    def on_margin(self, subject: Subject) -> Iterator[SeriesLine]:
        """Yield the running sum of daily profit against the margin in use."""
        portfolio = self._portfolio
        days = portfolio.days[subject.days]
        margin = means_of_days(self._margin(subject), days, portfolio.contracts_until)
        values = np.cumsum(on_margin(self._of("profit", subject), margin))
        yield self._daily(subject, "profit_on_margin", "fraction", values)

    def drawdown(self, subject: Subject) -> Iterator[SeriesLine]:
        """Yield drawdown in dollars and of the peak, both with the bound of the day."""
        values, start = self._equity(subject), self._portfolio.capital
        low, highest = values - self._of("below", subject), peaks(values, start)
        yield self._daily(subject, "drawdown", "money", drawdown(values, start), low - highest)
        share = drawdown_of_peak(values, start)
        yield self._daily(subject, "drawdown_of_peak", "fraction", share, low / highest - 1)

    def intraday(self, subject: Subject) -> Iterator[SeriesLine]:
        """Yield the worst that a day can have seen, in dollars and of the peak."""
        values, start = self._equity(subject), self._portfolio.capital
        below, above = self._of("below", subject), self._of("above", subject)
        worst = intraday_drawdown(values, below, above, start)
        share = intraday_drawdown_of_peak(values, below, above, start)
        yield self._daily(subject, "intraday_drawdown", "money", worst)
        yield self._daily(subject, "intraday_drawdown_of_peak", "fraction", share)

    def positions(self, subject: Subject) -> Iterator[SeriesLine]:
        """Yield contracts after each event."""
        yield self._steps(subject, "net_position", "number", self._position(subject))

    def margin(self, subject: Subject) -> Iterator[SeriesLine]:
        """Yield margin after each event, and what is left of the equity of each day."""
        margin, days = self._margin(subject), self._portfolio.days[subject.days]
        yield self._steps(subject, "margin", "money", margin)
        power = purchasing_power(self._equity(subject), margin, days)
        yield self._daily(subject, "purchasing_power", "money", power)

    def _of(self, part: str, subject: Subject) -> Floats:
        of_files: Floats = getattr(self._portfolio.chosen, part)[subject.days]
        if len(subject.files) < of_files.shape[1]:
            of_files = of_files[:, list(subject.files)]
        return np.asarray(of_files.sum(axis=1), np.float64)

    def _equity(self, subject: Subject) -> Floats:
        return equity(self._of("profit", subject), self._portfolio.capital)

    def _position(self, subject: Subject) -> Steps:
        if subject.kind == "file":
            return self._portfolio.chosen.positions[subject.files[0]]
        found = totals(self._portfolio)
        return found.symbols[subject.ref] if subject.kind == "symbol" else found.held

    def _margin(self, subject: Subject) -> Steps:
        symbols = sorted({self._portfolio.files[at].symbol for at in subject.files})
        margins = known_margins(self._portfolio, symbols)
        needed = totals(self._portfolio).margin if subject.kind == "portfolio" else None
        return needed or weighed(absolute(self._position(subject)), margins[symbols[0]])

    def _daily(
        self, subject: Subject, figure: str, unit: Unit, values: Floats, envelope: Floats | None = None
    ) -> SeriesLine:
        low = envelope if self._portfolio.selection.spikes else None
        kept = _thinned(values, low, self._ask.points or values.size)
        return SeriesLine(
            label=subject.label,
            kind=subject.kind,
            ref=subject.ref,
            figure=figure,
            unit=unit,
            at=to_dates(self._portfolio.days[subject.days][kept]),
            values=values[kept].tolist(),
            envelope=[] if low is None else low[kept].tolist(),
            raw_points=values.size,
            sent_points=int(kept.size),
        )

    def _steps(self, subject: Subject, figure: str, unit: Unit, steps: Steps) -> SeriesLine:
        kept = sample_steps(steps.value, self._ask.points or steps.value.size)
        return SeriesLine(
            label=subject.label,
            kind=subject.kind,
            ref=subject.ref,
            figure=figure,
            unit=unit,
            steps=True,
            at=to_moments(steps.at[kept]),
            values=steps.value[kept].tolist(),
            raw_points=steps.value.size,
            sent_points=int(kept.size),
        )


def known_margins(portfolio: Portfolio, symbols: Sequence[str]) -> dict[str, float]:
    """Return the margins of symbols. Raises `UnknownContractError` for those that nobody knows."""
    found = {symbol: portfolio.margins[symbol] for symbol in symbols}
    unknown = [symbol for symbol, margin in found.items() if margin is None]
    if unknown:
        raise UnknownContractError(unknown, "initial margin")
    return {symbol: margin for symbol, margin in found.items() if margin is not None}


def _thinned(values: Floats, envelope: Floats | None, to: int) -> np.ndarray:
    if envelope is None or values.size <= to or to < 8:
        return sample(values, to)
    both = np.zeros(values.size, np.bool_)  # the extremes of either line stay
    both[sample(values, to // 2)] = True
    both[sample(envelope, to // 2)] = True
    return np.flatnonzero(both)
