"""Which bar counts where there are two of one session, and what becomes of each that comes in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ballast_core.market.entities import Bars, BarSeries, BarsStored, Disagreement, Upserted
from ballast_core.shared.arrays import Bools, Floats, Ints, to_date

MAY_DIFFER = 0.005
"""How far the closes of two sources may lie apart, as a part of the one that counts."""


@dataclass(frozen=True, slots=True)
class KeptBars:
    """Bars of one symbol, and which of them are final. Shapes: final (n,), as the columns of `series`."""

    series: BarSeries
    final: Bools


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of n bars that come in.

    Shapes: `inserts` and `updates` (n,), neither for a bar that changes nothing; `place` (n,) is where among
    the stored days each belongs.
    """

    inserts: Bools
    updates: Bools
    place: Ints
    disagreements: tuple[Disagreement, ...]

    @property
    def stored(self) -> BarsStored:
        """Tell how many of each there are."""
        inserted, updated = int(self.inserts.sum()), int(self.updates.sum())
        unchanged = int(self.inserts.size) - inserted - updated
        return BarsStored(Upserted(inserted, updated, unchanged), self.disagreements)


def no_bars(symbol: str) -> KeptBars:
    """Return what is kept of a symbol that has no bar."""
    days, none, codes = np.zeros(0, "datetime64[D]"), np.zeros(0), np.zeros(0, np.int64)
    series = BarSeries(symbol, days, none, none, none, none, none, none, none, (), codes)
    return KeptBars(series, np.zeros(0, np.bool_))


def by_symbol(bars: Bars) -> Iterator[KeptBars]:
    """Yield the bars of each symbol, oldest first, volumes and trades as the whole units that are kept."""
    order = np.lexsort((bars.days, bars.code))
    ends = np.searchsorted(bars.code[order], np.arange(len(bars.symbols)), side="right")
    start = 0
    for symbol, end in zip(bars.symbols, ends.tolist(), strict=True):
        rows, start = order[start:end], end
        if rows.size:
            series = BarSeries(
                symbol=symbol,
                days=bars.days[rows],
                open=bars.open[rows],
                high=bars.high[rows],
                low=bars.low[rows],
                close=bars.close[rows],
                volume=np.rint(bars.volume[rows]),
                vwap=bars.vwap[rows],
                trades=np.rint(bars.trades[rows]),
                sources=(bars.source,),
                source=np.zeros(rows.size, np.int64),
            )
            yield KeptBars(series, bars.final[rows])


def settle(new: KeptBars, kept: KeptBars, ranks: Mapping[str, int]) -> Settled:
    """Decide on bars of one symbol and one source, each day once, beside those that are kept.

    The source with the lower rank counts, one that is not ranked comes last, and of two equal ones the one
    that is kept. A bar that is not final never replaces one that is. Closes are compared where both bars are
    final and of two sources.
    """
    (source,) = new.series.sources
    place = np.searchsorted(kept.series.days, new.series.days)
    inserts, updates = np.ones(place.size, np.bool_), np.zeros(place.size, np.bool_)
    disagreements: tuple[Disagreement, ...] = ()
    if len(kept.series):
        at = np.minimum(place, len(kept.series) - 1)
        inserts = kept.series.days[at] != new.series.days
        rank = _ranks((source,), ranks)[0]
        others = np.array([name != source for name in kept.series.sources], np.bool_)[kept.series.source[at]]
        better = rank < _ranks(kept.series.sources, ranks)[kept.series.source[at]]
        counts = (better | ~others) & (new.final | ~kept.final[at])
        updates = ~inserts & counts & (others | _differ(new, kept, at))
        compared = ~inserts & others & new.final & kept.final[at]
        disagreements = _disagreements(new, kept, at, compared, counts)
    return Settled(inserts, updates, place, disagreements)


def _ranks(sources: tuple[str, ...], ranks: Mapping[str, int]) -> Ints:
    last = max(ranks.values(), default=0) + 1
    return np.array([ranks.get(source, last) for source in sources], np.int64)


def _differ(new: KeptBars, kept: KeptBars, at: Ints) -> Bools:
    differ: Bools = new.final != kept.final[at]
    for one, two in zip(_columns(new.series), _columns(kept.series), strict=True):
        differ |= ~((one == two[at]) | (np.isnan(one) & np.isnan(two[at])))
    return differ


def _columns(series: BarSeries) -> tuple[Floats, ...]:
    return (
        series.open, series.high, series.low, series.close, series.volume, series.vwap, series.trades
    )  # fmt: skip


def _disagreements(
    new: KeptBars, kept: KeptBars, at: Ints, compared: Bools, counts: Bools
) -> tuple[Disagreement, ...]:
    mine, stored = new.series.close, kept.series.close[at]
    apart = np.abs(mine - stored) > MAY_DIFFER * np.abs(np.where(counts, mine, stored))
    (source,) = new.series.sources
    found: list[Disagreement] = []
    for n in np.flatnonzero(compared & apart).tolist():
        one = source, float(mine[n])
        two = kept.series.sources[int(kept.series.source[at[n]])], float(stored[n])
        (winner, close), (loser, other) = (one, two) if counts[n] else (two, one)
        found.append(
            Disagreement(new.series.symbol, to_date(new.series.days[n]), winner, close, loser, other)
        )
    return tuple(found)
