"""Invented bars of a futures market, and trades upon them.

Prices are whole ticks and all draws are whole numbers, so that every machine invents the same.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ballast_adapters.sample.workbooks_spec import WorkbookSpec
from ballast_core.shared.arrays import Bools, Floats, Instants, Ints
from ballast_core.trades import TradeColumns

_SIGNALS = ("Trend LE", "Trend SE", "Stop", "Target", "Time", "")
_LEAVING = (2, 3, 4)
_MINUTE = np.timedelta64(1, "m")


@dataclass(frozen=True, slots=True)
class Bars:
    """Closes of bars that are there while the market is open: shapes (n,), prices in ticks."""

    at: Instants
    ticks: Ints


@dataclass(frozen=True, slots=True)
class Legs:
    """When each trade begins and ends, by bar; which side, how many contracts, and whether it is open."""

    begin: Ints
    end: Ints
    side: Ints
    contracts: Ints
    is_open: Bools


@dataclass(frozen=True, slots=True)
class Invented:
    """Trades, and the bars and legs that they were made of."""

    bars: Bars
    legs: Legs
    trades: TradeColumns
    tick: float
    point_value: float


def invent_trades(spec: WorkbookSpec) -> Invented:
    """Return the trades of a specification; prices, bounds and profits follow from its bars."""
    rng = np.random.Generator(np.random.PCG64(spec.seed))
    bars = _walk(spec, rng)
    legs = _legs(spec, bars, rng)
    market = spec.market
    return Invented(bars, legs, _trades(spec, bars, legs, rng), market.tick, market.point_value)


def _walk(spec: WorkbookSpec, rng: np.random.Generator) -> Bars:
    """Return bars from Sunday 18:00 to Friday 17:00 with an hour's break a day, prices above a floor."""
    begin = np.datetime64(spec.first_day, "m")
    at = np.arange(begin, begin + spec.days * 1_440 * _MINUTE, spec.minutes * _MINUTE)
    weekday = (at.astype("datetime64[D]").astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    hour = (at - at.astype("datetime64[D]")).astype(np.int64) // 60
    is_weekend = (weekday == 5) | ((weekday == 6) & (hour < 18)) | ((weekday == 4) & (hour >= 17))
    at = at[~is_weekend & (hour != 17)]
    start = round(spec.market.price / spec.market.tick)
    floor = start // 4
    steps = rng.integers(-spec.market.step, spec.market.step + 1, at.size)
    ticks: Ints = floor + np.abs(start - floor + np.cumsum(steps))
    return Bars(at.astype("datetime64[us]"), ticks)


def _legs(spec: WorkbookSpec, bars: Bars, rng: np.random.Generator) -> Legs:
    begin, end = _reversals(spec, bars, rng) if spec.style == "reversal" else _spells(spec, bars, rng)
    n = begin.size
    side = _sides(spec, n, rng)
    is_open = np.zeros(n, np.bool_)
    if spec.is_open:
        is_open[-1], end[-1] = True, bars.at.size - 1
    if spec.style != "reversal":
        lucky = (rng.integers(0, 100, n) < spec.luck) & ~is_open
        end[lucky] = _best_bars(bars, begin[lucky], end[lucky], side[lucky])
    legs = Legs(begin, end, side, np.full(n, spec.contracts), is_open)
    if spec.no_loser:
        legs = _winners(spec, bars, legs)
    return _stacked(spec, legs)


def _sides(spec: WorkbookSpec, n: int, rng: np.random.Generator) -> Ints:
    match spec.style:
        case "long" | "short":
            return np.full(n, 1 if spec.style == "long" else -1)
        case "both":
            return rng.integers(0, 2, n) * 2 - 1
        case "reversal":
            return 1 - 2 * (np.arange(n) % 2)


def _spells(spec: WorkbookSpec, bars: Bars, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return trades one after the other with pauses between; now and then one ends on its own bar."""
    room = bars.at.size // (spec.trades + 1)
    if room < 4:
        raise ValueError(f"{spec.days} days of {spec.minutes} minutes hold no {spec.trades} trades")
    slot = np.arange(spec.trades + spec.is_open) * room
    begin = slot + rng.integers(0, room // 2, slot.size)
    length = rng.integers(1, room // 2, slot.size) * (rng.integers(0, 40, slot.size) > 0)
    return begin, np.minimum(begin + length, bars.at.size - 1)


def _reversals(spec: WorkbookSpec, bars: Bars, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return trades of which each begins where the one before ends."""
    room = bars.at.size // (spec.trades + 2)
    if room < 4:
        raise ValueError(f"{spec.days} days of {spec.minutes} minutes hold no {spec.trades} trades")
    turns = np.arange(spec.trades + 1 + spec.is_open) * room
    turns[:-1] += rng.integers(0, room // 2, turns.size - 1)
    for turn in np.flatnonzero(rng.integers(0, 100, turns.size - 1) < spec.luck).tolist():
        near = bars.ticks[turns[turn] : turns[turn] + room // 4]  # up to where the next turn can be
        turns[turn] += int(np.argmin(near) if turn % 2 == 0 else np.argmax(near))
    return turns[:-1], turns[1:].copy()


def _best_bars(bars: Bars, begin: Ints, end: Ints, side: Ints) -> Ints:
    """Return the bar of each trade at which it would have won most."""
    spans = zip(begin.tolist(), end.tolist(), side.tolist(), strict=True)
    best = [first + int(np.argmax(bars.ticks[first : last + 1] * way)) for first, last, way in spans]
    return np.array(best, np.int64)


def _winners(spec: WorkbookSpec, bars: Bars, legs: Legs) -> Legs:
    """Let each trade end at its best bar, and leave out those that would lose even so."""
    costs = 2 * (spec.commission + spec.slippage) / (spec.market.tick * spec.market.point_value)
    end = np.where(legs.is_open, legs.end, _best_bars(bars, legs.begin, legs.end, legs.side))
    won = (bars.ticks[end] - bars.ticks[legs.begin]) * legs.side
    keep = legs.is_open | (won > costs)
    return Legs(legs.begin[keep], end[keep], legs.side[keep], legs.contracts[keep], legs.is_open[keep])


def _stacked(spec: WorkbookSpec, legs: Legs) -> Legs:
    """Add entries while a position is open, or split each entry into two exits."""
    shares = range(spec.at_once)
    begin = np.concatenate([legs.begin + (legs.end - legs.begin) * n // spec.at_once for n in shares])
    row = np.tile(np.arange(legs.begin.size), spec.at_once)
    end = legs.end[row]
    if spec.scale_out:
        row = np.tile(row, 2)
        end = np.concatenate([np.where(legs.is_open[row[: end.size]], end, (begin + end) // 2), end])
        begin = np.tile(begin, 2)
    order = np.lexsort((end, begin))
    row = row[order]
    return Legs(begin[order], end[order], legs.side[row], legs.contracts[row], legs.is_open[row])


def _trades(spec: WorkbookSpec, bars: Bars, legs: Legs, rng: np.random.Generator) -> TradeColumns:
    n = legs.begin.size
    tick, worth = spec.market.tick, spec.market.tick * spec.market.point_value
    entry, leaving = bars.ticks[legs.begin], bars.ticks[legs.end]
    gross = _cents((leaving - entry) * legs.side * legs.contracts * worth)
    best, worst = _bounds(bars, legs)
    sides = np.where(legs.is_open, 1, 2) * legs.contracts
    commission, slippage = _cents(spec.commission * sides), _cents(spec.slippage * sides)
    exit_signal = np.array(_LEAVING)[rng.integers(0, len(_LEAVING), n)]
    return TradeColumns(
        number=np.arange(1, n + 1),
        side=legs.side,
        contracts=legs.contracts.astype(np.float64),
        entry_at=bars.at[legs.begin],
        exit_at=np.where(legs.is_open, np.datetime64("NaT", "us"), bars.at[legs.end]),
        entry_price=_price(entry, tick),
        exit_price=_price(leaving, tick),
        gross=np.where(legs.is_open, np.nan, gross),
        net=np.where(legs.is_open, np.nan, _cents(gross - commission - slippage)),
        commission=commission,
        slippage=slippage,
        run_up=_cents(best * legs.contracts * worth),
        drawdown=_cents(worst * legs.contracts * worth),
        entry_signal=np.where(legs.side > 0, 0, 1),
        exit_signal=np.where(legs.is_open, _SIGNALS.index(""), exit_signal),
        signals=_SIGNALS,
    )


def _bounds(bars: Bars, legs: Legs) -> tuple[Floats, Floats]:
    """Return the best and the worst that each trade saw, in ticks of its side."""
    best, worst = np.zeros(legs.begin.size), np.zeros(legs.begin.size)
    for row, (begin, end, side) in enumerate(zip(legs.begin, legs.end, legs.side, strict=True)):
        way = (bars.ticks[begin : end + 1] - bars.ticks[begin]) * side
        best[row], worst[row] = way.max(), way.min()
    return best, worst


def _price(ticks: Ints, tick: float) -> Floats:
    return np.round(ticks * tick, 6).astype(np.float64)


def _cents(money: npt.NDArray[np.floating]) -> Floats:
    return np.round(money, 2).astype(np.float64) + 0.0  # no negative zero
