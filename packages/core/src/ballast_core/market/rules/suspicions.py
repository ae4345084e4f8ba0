"""What looks wrong with the stored bars of a symbol, one held against the others."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.market.entities import BarSeries, Dividend, MarketFinding, Rule, Split
from ballast_core.market.rules.adjusting import adjusted
from ballast_core.market.rules.quality import ROUNDING, SEVERITIES
from ballast_core.shared.arrays import Bools, Days, Floats, Ints, to_date

SERIES_RULES: tuple[Rule, ...] = (Rule.UNADJUSTED_SPLIT_SUSPECT, Rule.OUTLYING_RETURN, Rule.FLAT_CLOSES)
"""What `check_series` looks for."""

SIGMAS = 8.0
WINDOW, FEWEST = 250, 40
"""Returns that tell what is usual: the last 250, the one in question among them; of fewer than 40 none is."""
RATIOS = (2, 3, 4, 5, 10)
NEAR = 0.05
"""The market moves on the day of a split, too; so a ratio is near another when it is within 5 % of it."""
FLAT = 5
_SIGMA_OF_MAD = 1.4826


@dataclass(frozen=True, slots=True)
class Known:
    """What happened to a symbol: its splits and dividends, and days of news that explain a large return."""

    splits: tuple[Split, ...] = ()
    dividends: tuple[Dividend, ...] = ()
    event_days: tuple[date, ...] = ()


def check_series(
    series: BarSeries, known: Known | None = None, since: date | None = None
) -> tuple[MarketFinding, ...]:
    """Return what looks wrong with stored bars from `since` on; all of it is only flagged.

    Closes are held against each other as they compare: adjusted for the splits and dividends that are known.

    A split is suspected where a close is near 1/2, 1/3, 1/4, 1/5 or 1/10 of the one before, or as many
    times it. A return is outlying when its logarithm is farther than 8 robust standard deviations (1.4826
    times the median absolute deviation) from the median of the 250 returns that end with it; with fewer than
    40 nothing is, nor on the day of an event or the bar after it, nor where a split is suspected. Closes are
    flat at the fifth in a row that is the same.

    Shapes: series (n,).
    NaN: a close that is missing is passed over.
    Raises: nothing.
    Source: median absolute deviation as a robust scale, Rousseeuw & Croux (1993), JASA 88(424), 1.
    """
    known = known or Known()
    there = np.flatnonzero(np.isfinite(series.close) & (series.close > 0))
    days, source = series.days[there], series.source[there]
    closes = adjusted(series, "total_return", known.splits, known.dividends).close[there]
    unsplit = adjusted(series, "split", known.splits).close[there]
    raw = series.close[there]
    if raw.size < 2:
        return ()
    first = int(np.searchsorted(days, np.datetime64(since, "D"))) if since else 0
    ratios = unsplit[1:] / unsplit[:-1]
    suspects, times = _split_suspects(ratios)
    outlying, distance = _outlying(np.diff(np.log(closes)), max(first - 1, 0))
    outlying &= ~suspects & ~_explained(days, known.event_days)
    found = _Found(series, days, source, first)
    return (
        *found.each(Rule.UNADJUSTED_SPLIT_SUSPECT, suspects, lambda at: _split_told(raw, unsplit, times, at)),
        *found.each(Rule.OUTLYING_RETURN, outlying, lambda at: _return_told(closes, distance, at)),
        *found.each(Rule.FLAT_CLOSES, _flat(raw), lambda at: f"{FLAT} closes in a row are {raw[at + 1]:g}"),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Turns positions into findings; position i is about the bars i and i + 1."""

    series: BarSeries
    days: Days
    source: Ints
    first: int

    def each(self, rule: Rule, rows: Bools, told: Callable[[int], str]) -> Iterator[MarketFinding]:
        """Yield a finding for each row that is marked."""
        for at in np.flatnonzero(rows).tolist():
            if at + 1 >= self.first:
                yield MarketFinding(
                    rule=rule,
                    symbol=self.series.symbol,
                    day=to_date(self.days[at + 1]),
                    source=self.series.sources[int(self.source[at + 1])],
                    severity=SEVERITIES[rule],
                    detail=told(at),
                )


def _split_suspects(ratios: Floats) -> tuple[Bools, Floats]:
    """Return where a close over the one before is near that of a split, and the ratio of that split."""
    known = np.array([*RATIOS, *(1 / ratio for ratio in RATIOS)])
    off = np.abs(1 / ratios[:, None] / known - 1)
    nearest = off.argmin(axis=1)
    return off.min(axis=1) <= NEAR, known[nearest]


def _outlying(returns: Floats, first: int) -> tuple[Bools, Floats]:
    """Return which returns from `first` on are outlying, and how many robust sigmas each is from usual."""
    distance = np.zeros(returns.size)
    for end in range(max(first, FEWEST - 1), min(WINDOW - 1, returns.size)):  # until the window is full
        distance[end] = _distances(returns[None, : end + 1])[0]
    if returns.size >= WINDOW:
        begin = max(first - WINDOW + 1, 0)
        windows = np.lib.stride_tricks.sliding_window_view(returns[begin:], WINDOW)
        distance[begin + WINDOW - 1 :] = _distances(windows)
    return distance > SIGMAS, distance


def _distances(windows: Floats) -> Floats:
    """Return how many robust sigmas the last return of each window is from its median."""
    usual = np.median(windows, axis=1)
    sigma = _SIGMA_OF_MAD * np.median(np.abs(windows - usual[:, None]), axis=1)
    off = np.abs(windows[:, -1] - usual)
    return np.divide(off, sigma, out=np.zeros(off.size), where=sigma > 0)


def _explained(days: Days, events: Sequence[date]) -> Bools:
    """Tell of each bar but the first whether an event was on its day or since the bar before, included."""
    on = np.sort(np.array(events, "datetime64[D]"))
    return np.searchsorted(on, days[1:], side="right") > np.searchsorted(on, days[:-1])


def _flat(closes: Floats) -> Bools:
    """Tell of each bar but the first whether it is the fifth in a row of one close."""
    same = np.concatenate(([False], np.diff(closes) == 0))
    begins = np.maximum.accumulate(np.where(same, 0, np.arange(closes.size)))
    fifth: Bools = np.arange(closes.size) - begins == FLAT - 1
    return fifth[1:]


def _split_told(raw: Floats, unsplit: Floats, times: Floats, at: int) -> str:
    moved = f"from {raw[at]:g} to {raw[at + 1]:g}"
    if abs(raw[at + 1] / raw[at] / (unsplit[at + 1] / unsplit[at]) - 1) > ROUNDING:
        return f"{moved}: the split that is known does not fit; near ratio {times[at]:g} is left"
    return f"{moved}: near a split with ratio {times[at]:g}, and none is known"


def _return_told(closes: Floats, distance: Floats, at: int) -> str:
    return f"return {closes[at + 1] / closes[at] - 1:+.2%}, {distance[at]:.1f} robust sigmas from usual"
