"""Status files: what a portfolio was worth whenever the program ran."""

from dataclasses import dataclass

import numpy as np

from ballast_adapters.sample.market import Market
from ballast_adapters.sample.portfolios import START_CENTS
from ballast_adapters.sample.span import DAY, Span
from ballast_core.shared.arrays import Days, Instants, Ints
from ballast_core.tracking import StatusColumns, overlay_at_records

_RUNS = (0.50, 0.76, 0.88, 0.94, 0.97, 0.985, 1.0)
"""How often the program ran on a date: once on half of them, twice on a quarter and so on."""
_BUSY_DATE, _BUSY_RUNS = 0.35, 33
_SECONDS_TWICE_UNTIL = 0.07
_WHOLE_SECONDS = (0.3, 0.5, 0.8)
_ONE_VALUE_UNTIL = 0.22
_BLANK_LINES = (0.1, 0.33, 0.6, 0.8, 0.9)
_FROZEN = 0.955
_FROZEN_TRADED = 16653.54
_WRONG_TRADED = ((0.35, 1.021), (0.55, 0.964), (0.75, 1.103))
_FLIPPED = 0.65
_SECOND = 1_000_000
_OPEN, _CLOSE = 34_200 * _SECOND, 57_600 * _SECOND
_FIRST_RUN, _LAST_RUN = 30_600 * _SECOND, 63_185_401_936
_LINE_ENDS = {  # and how many of the last lines end in LF all the same
    "naz100_pine": ("\r\n", 11),
    "naz100_pi": ("\r\n", 2),
    "naz100_hma": ("\r", 3),
    "sp500_hma": ("\r", 1),
    "sp500_pine": ("\r", 2),
}


@dataclass(frozen=True, slots=True)
class Records:
    """When the program ran, and the value that it found; both (n,), in order."""

    at: Instants
    cents: Ints

    def first_from(self, day: np.datetime64) -> int:
        """Return the position of the first record on or after `day`, the last one where there is none."""
        return min(int(np.searchsorted(self.at, day)), self.at.size - 1)

    def before(self, day: np.datetime64) -> "Records":
        """Return the records before `day`."""
        here = self.at < day
        return Records(self.at[here], self.cents[here])


def make_records(
    market: Market, values: Ints, span: Span, rng: np.random.Generator, known: Records | None = None
) -> Records:
    """Return records up to the end of the span, after the `known` ones of a parent where there are any."""
    start = span.first if known is None else _day(known.at)[-1] + DAY
    missing = span.dates - (0 if known is None else np.unique(_day(known.at)).size)
    at = _moments(_dates(span, start, missing, rng), span, rng)
    cents = _values(market, values, at, rng)
    if known is None:
        cents[0] = START_CENTS
        return Records(at, cents)
    return Records(np.concatenate([known.at, at]), np.concatenate([known.cents, cents]))


def with_bad_quotes(records: Records, span: Span) -> Records:
    """Return the records with a value that the next run put right, and two days of a split not booked."""
    cents = records.cents.copy()
    day = _day(records.at)
    dates, first, runs = np.unique(day, return_index=True, return_counts=True)
    twice = first[(runs > 1) & (dates >= span.at(0.9))][:1]
    cents[twice] = cents[twice] * 5881 // 10000
    unbooked = np.isin(day, dates[dates >= span.at(0.62)][:2])
    cents[unbooked] = cents[unbooked] * 72 // 100
    return Records(records.at, cents)


def status_text(name: str, records: Records, span: Span) -> bytes:
    """Return the bytes of the file, with the line ends of this model."""
    base = records.cents / 100
    unknown = np.full(base.size, np.nan)
    lines_so_far = np.arange(base.size, dtype=np.int64)
    signal, traded = overlay_at_records(StatusColumns(records.at, base, unknown, unknown, lines_so_far))
    traded = np.round(traded, 2)
    for fraction, factor in _WRONG_TRADED:
        traded[records.first_from(span.at(fraction))] *= factor
    flipped = records.first_from(span.at(_FLIPPED))
    signal[flipped] = 1 - signal[flipped]
    frozen = records.first_from(span.at(_FROZEN))
    traded[frozen : frozen + 6] = _FROZEN_TRADED
    overlay = [f" {int(s)} {t:.2f}" for s, t in zip(signal[1:].tolist(), traded[1:].tolist(), strict=True)]
    single = records.first_from(span.at(_ONE_VALUE_UNTIL))
    tails = [*[""] * single, *["", *overlay][single:]]
    values = _spelled(base.tolist(), single)
    moments = _spelled_moments(records, span)
    lines = [f"cumu_value: {a} {b}{c}" for a, b, c in zip(moments, values, tails, strict=True)]
    for fraction in sorted(_BLANK_LINES, reverse=True):
        lines.insert(records.first_from(span.at(fraction)), "")
    return _ended(["", "[Status]", "", *lines], *_LINE_ENDS.get(name, ("\n", 0)))


def _dates(span: Span, start: np.datetime64, count: int, rng: np.random.Generator) -> Days:
    days = np.arange(start, span.last + DAY)
    weight = np.where(np.is_busday(days), 1e6 if span.dense else 1.0, 0.3)
    if not span.dense:
        weight = np.where(days > span.at(0.8), weight * 0.5, weight)
    order = rng.random(days.size) / weight
    order[-1] = -1.0
    if start == span.first:
        order[0] = -1.0
    return np.sort(days[np.argsort(order, kind="stable")[:count]])


def _moments(days: Days, span: Span, rng: np.random.Generator) -> Instants:
    runs = 1 + np.searchsorted(np.array(_RUNS), rng.random(days.size))
    runs[days == days[np.searchsorted(days[:-1], span.at(_BUSY_DATE))]] = _BUSY_RUNS
    runs[-1] = 2
    time = rng.integers(6 * 3600 * _SECOND, 23 * 3600 * _SECOND, int(runs.sum()))
    at: Instants = np.sort(np.repeat(days, runs).astype("datetime64[us]") + time.astype("timedelta64[us]"))
    at = at[at < days[-1] + np.timedelta64(_LAST_RUN, "us")]
    ends = [days[-1] + np.timedelta64(_LAST_RUN, "us")]
    if days[0] == span.first:
        at = at[_day(at) > span.first]
        ends.append(span.first + np.timedelta64(_FIRST_RUN, "us"))
    at = np.sort(np.concatenate([at, np.array(ends)]))
    whole = at < span.at(_SECONDS_TWICE_UNTIL)
    whole |= np.isin(np.arange(at.size), [np.searchsorted(at, span.at(part)) for part in _WHOLE_SECONDS])
    return np.unique(np.where(whole, at.astype("datetime64[s]").astype("datetime64[us]"), at))


def _values(market: Market, values: Ints, at: Instants, rng: np.random.Generator) -> Ints:
    day = _day(at)
    row = np.searchsorted(market.days, day, side="right") - 1
    passed = np.clip(((at - day).astype(np.int64) - _OPEN) / (_CLOSE - _OPEN), 0.0, 1.0)
    closed = market.days[row] != day
    passed[closed] = 1.0
    noise = (rng.random(at.size) - 0.5) * np.where((passed > 0) & (passed < 1), 0.006, 0.0)
    interest = np.where(closed, rng.integers(-300, 300, at.size), 0)
    open_value, close_value = values[np.maximum(row - 1, 0)], values[row]
    open_value = np.where(open_value == 0, close_value, open_value)
    moved = open_value + (close_value - open_value) * passed + close_value * noise
    return np.rint(moved).astype(np.int64) + interest


def _spelled(base: list[float], cents_until: int) -> list[str]:
    return [f"{value:.2f}" if i < cents_until else repr(value) for i, value in enumerate(base)]


def _spelled_moments(records: Records, span: Span) -> list[str]:
    twice = int(np.searchsorted(records.at, span.at(_SECONDS_TWICE_UNTIL)))
    texts = [text.replace("T", " ") for text in np.datetime_as_string(records.at, unit="us").tolist()]
    early = [f"{text[:16]}.{text[17:19]}.{text[17:19]}" for text in texts[:twice]]
    return early + [text.removesuffix(".000000") for text in texts[twice:]]


def _ended(lines: list[str], end: str, in_lf: int) -> bytes:
    cut = len(lines) - in_lf
    return "".join([f"{line}{end}" for line in lines[:cut]] + [f"{line}\n" for line in lines[cut:]]).encode()


def _day(at: Instants) -> Days:
    return at.astype("datetime64[D]")
