"""What is wrong with bars as a source sent them, row by row: most of it keeps a row from being stored."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from ballast_core.market.entities import Bars, Disagreement, MarketFinding, Rule, Severity
from ballast_core.shared.arrays import Bools, Days, Floats, Ints, to_date

ROUNDING = 1e-6
"""Prices that differ by less than this fraction are equal: sources round, and adjust back and forth."""

SEVERITIES: Mapping[Rule, Severity] = {
    rule: Severity.FLAG
    if rule
    in {
        Rule.ZERO_VOLUME,
        Rule.OUTLYING_RETURN,
        Rule.UNADJUSTED_SPLIT_SUSPECT,
        Rule.FLAT_CLOSES,
        Rule.SOURCES_DISAGREE,
    }
    else Severity.REJECT
    for rule in Rule
}
"""What a finding of each rule does to its row."""

ROW_RULES: tuple[Rule, ...] = (
    Rule.NOT_A_NUMBER,
    Rule.NON_POSITIVE_PRICE,
    Rule.HIGH_BELOW_LOW,
    Rule.OPEN_OUTSIDE_HIGH_LOW,
    Rule.CLOSE_OUTSIDE_HIGH_LOW,
    Rule.NEGATIVE_VOLUME,
    Rule.ZERO_VOLUME,
    Rule.DUPLICATE_DATE,
    Rule.BAR_ON_NON_SESSION,
    Rule.OLD_DATA,
)
"""What `check_bars` looks for."""

MOST_UNITS = 2.0**53
"""More shares or trades than a number can count one by one, or a column of whole numbers could hold."""


@dataclass(frozen=True, slots=True)
class CheckedBars:
    """Bars that can be stored, each symbol and day once, by symbol and day; and what was found."""

    valid: Bars
    findings: tuple[MarketFinding, ...]
    rejected: int


def check_bars(bars: Bars, sessions: Mapping[str, Days], without_volume: Collection[str] = ()) -> CheckedBars:
    """Return which bars of a source can be stored, and what is wrong with the others.

    `sessions` are the days by symbol on which it trades, at least those from the first to the last of its
    bars; a symbol that is not named has none. Indices and whatever else in `without_volume` may have none.
    Of several rows for a day the first good one is kept. A row that repeats all prices and the volume of the
    one before is old data under a new date.

    Shapes: bars (n,).
    NaN: a price that is missing is wrong, a volume is not.
    Raises: nothing.
    """
    found = _row_faults(bars, sessions, without_volume)
    bad = np.zeros(len(bars), np.bool_)
    for rule, rows in found.items():
        if SEVERITIES[rule] is Severity.REJECT:
            bad |= rows
    order = np.lexsort((bad, bars.days, bars.code))  # stable: the first good row of a day leads
    again = np.zeros(len(bars), np.bool_)
    again[order[1:]] = (np.diff(bars.code[order]) == 0) & (bars.days[order[1:]] == bars.days[order[:-1]])
    found[Rule.DUPLICATE_DATE] = again
    kept = order[~(bad | again)[order]]
    old = np.zeros(len(bars), np.bool_)
    old[kept[1:]] = _repeats(bars, kept)
    found[Rule.OLD_DATA] = old
    kept = kept[~old[kept]]
    return CheckedBars(picked(bars, kept), tuple(_findings(bars, found)), len(bars) - kept.size)


def disagreements(overlaps: Sequence[Disagreement]) -> tuple[MarketFinding, ...]:
    """Return findings on closes in which two sources differ, named after the one that does not count."""
    return tuple(
        MarketFinding(
            rule=Rule.SOURCES_DISAGREE,
            symbol=one.symbol,
            day=one.day,
            source=one.other,
            severity=SEVERITIES[Rule.SOURCES_DISAGREE],
            detail=f"close {one.other_close:g}, but {one.kept_close:g} from {one.kept}, which counts: "
            f"{one.other_close / one.kept_close - 1:+.2%}",
        )
        for one in overlaps
    )


def picked(bars: Bars, rows: Ints) -> Bars:
    """Return these rows of bars, in this order; all symbols stay named."""
    columns = {
        field.name: getattr(bars, field.name)[rows]
        for field in fields(bars)
        if field.name not in {"source", "symbols"}
    }
    return replace(bars, **columns)


def _row_faults(
    bars: Bars, sessions: Mapping[str, Days], without_volume: Collection[str]
) -> dict[Rule, Bools]:
    prices = np.stack((bars.open, bars.high, bars.low, bars.close))
    some = bars.high * ROUNDING
    volumeless = np.array([symbol in without_volume for symbol in bars.symbols], np.bool_)
    with np.errstate(invalid="ignore"):  # what is not a number is told as such, and by no other rule
        return {
            Rule.NOT_A_NUMBER: ~np.isfinite(prices).all(axis=0) | _beyond(bars),
            Rule.NON_POSITIVE_PRICE: (prices <= 0).any(axis=0),
            Rule.HIGH_BELOW_LOW: bars.high < bars.low - some,
            Rule.OPEN_OUTSIDE_HIGH_LOW: (bars.open > bars.high + some) | (bars.open < bars.low - some),
            Rule.CLOSE_OUTSIDE_HIGH_LOW: (bars.close > bars.high + some) | (bars.close < bars.low - some),
            Rule.NEGATIVE_VOLUME: bars.volume < 0,
            Rule.ZERO_VOLUME: (bars.volume == 0) & ~volumeless[bars.code],
            Rule.BAR_ON_NON_SESSION: ~_on_session(bars, sessions),
        }


def _beyond(bars: Bars) -> Bools:
    """Tell which rows have a number beside their prices that nobody could keep; none at all is no fault."""
    beyond: Bools = (bars.volume > MOST_UNITS) | np.isinf(bars.vwap) | (np.abs(bars.trades) > MOST_UNITS)
    return beyond


def _on_session(bars: Bars, sessions: Mapping[str, Days]) -> Bools:
    on = np.zeros(len(bars), np.bool_)
    by_calendar: dict[int, list[int]] = {}  # symbols of one calendar share its array
    for code, symbol in enumerate(bars.symbols):
        by_calendar.setdefault(id(sessions.get(symbol)), []).append(code)
    for codes in by_calendar.values():
        days = sessions.get(bars.symbols[codes[0]])
        if days is None:
            continue
        rows = np.isin(bars.code, codes)
        on[rows] = np.isin(bars.days[rows], days)
    return on


def _repeats(bars: Bars, kept: Ints) -> Bools:
    """Tell of each kept row but the first whether it is the same as the row before, but for the day."""
    same: Bools = np.diff(bars.code[kept]) == 0
    for column in (bars.open, bars.high, bars.low, bars.close, bars.volume):
        same &= column[kept[1:]] == column[kept[:-1]]
    return same & (bars.volume[kept[1:]] > 0)


def _findings(bars: Bars, found: Mapping[Rule, Bools]) -> Iterator[MarketFinding]:
    """Yield what was found, each rule, symbol and day once."""
    for rule in ROW_RULES:
        seen: set[tuple[int, np.datetime64]] = set()
        for row in np.flatnonzero(found[rule]).tolist():
            key = (int(bars.code[row]), bars.days[row])
            if key in seen:
                continue
            seen.add(key)
            yield MarketFinding(
                rule=rule,
                symbol=bars.symbols[key[0]],
                day=to_date(key[1]),
                source=bars.source,
                severity=SEVERITIES[rule],
                detail=_detail(rule, bars, row),
            )


def _detail(rule: Rule, bars: Bars, row: int) -> str:
    columns: dict[str, Floats] = {
        "open": bars.open,
        "high": bars.high,
        "low": bars.low,
        "close": bars.close,
        "volume": bars.volume,
    }
    told = ", ".join(f"{name} {column[row]:.10g}" for name, column in columns.items())
    return f"row {row + 1}: {told}{_SAID.get(rule, '')}"


_SAID: Mapping[Rule, str] = {
    Rule.DUPLICATE_DATE: "; another row of that day was kept",
    Rule.BAR_ON_NON_SESSION: "; its market does not trade on that day",
    Rule.OLD_DATA: "; the same as the bar before",
}
