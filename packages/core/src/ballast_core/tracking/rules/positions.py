"""From lots to positions: sums, weights, profit, since when held, and how much was turned over."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from ballast_core.tracking.entities import CASH, Holding, Lot, Snapshot
from ballast_core.tracking.rules.snapshots import effective

_NOTHING = Decimal(0)


def positions(
    lots: Iterable[Lot],
    *,
    prices: Mapping[str, Decimal] | None = None,
    ranks: Mapping[str, int] | None = None,
    buy_days: Mapping[str, date] | None = None,
) -> tuple[Holding, ...]:
    """Return one position a ticker, the costliest first and CASH last.

    A position adds up its lots; its purchase price is the average over them. CASH is priced at 1 unless
    `prices` says otherwise, and may be negative. Weights at price exist only if every position has a price.

    Shapes: any number of lots in, one holding a ticker out.
    Units: shares and dollars exact, weights fractions of the whole, cash included.
    NaN: weights of a portfolio that is worth nothing.
    Raises: nothing.
    Source: definition.
    """
    lots = tuple(lots)
    known = {CASH: Decimal(1)} | dict(prices or {})
    shares, costs = _totals(lots)
    pieces = Counter(lot.ticker for lot in lots)
    at_cost = _weights(costs)
    priced = shares.keys() <= known.keys()
    at_price = _weights({ticker: shares[ticker] * known[ticker] for ticker in shares}) if priced else {}
    return tuple(
        Holding(
            ticker=ticker,
            shares=shares[ticker],
            purchase_price=costs[ticker] / shares[ticker] if shares[ticker] else _NOTHING,
            cost=costs[ticker],
            current_price=known.get(ticker),
            weight=at_cost[ticker],
            weight_at_price=at_price.get(ticker),
            rank=(ranks or {}).get(ticker),
            buy_day=(buy_days or {}).get(ticker),
            lots=pieces[ticker],
        )
        for ticker in sorted(shares, key=lambda ticker: (ticker == CASH, -costs[ticker], ticker))
    )


def buy_days(snapshots: Sequence[Snapshot]) -> dict[str, date]:
    """Return, for each ticker of the latest snapshot, the day since which no snapshot is without it.

    CASH is left out. Later buys of the same ticker do not move the day.

    Shapes: snapshots in any order.
    Units: days.
    NaN: none.
    Raises: nothing.
    Source: definition; of several snapshots of a day the last one counts.
    """
    since: dict[str, date] = {}
    for snapshot in effective(snapshots):
        shares, _ = _totals(snapshot.lots)
        held = [ticker for ticker, size in shares.items() if size and ticker != CASH]
        since = {ticker: since.get(ticker, snapshot.day) for ticker in held}
    return since


def turnover(before: Snapshot, after: Snapshot) -> float:
    """Return how much of the portfolio changed its place, one way.

    Half the sum of the absolute changes of all weights at cost, cash included. Assumption: no last prices
    are stored, so both portfolios are weighed at cost, and a sale that realizes a gain shows as turnover of
    what it is put into.

    Shapes: two snapshots in, scalar out.
    Units: fraction of the portfolio; within 0 and 1 unless cash is negative.
    NaN: if either costs nothing.
    Raises: nothing.
    Source: definition.
    """
    old, new = (_weights(_totals(snapshot.lots)[1]) for snapshot in (before, after))
    return sum(abs(new.get(ticker, 0.0) - old.get(ticker, 0.0)) for ticker in old.keys() | new.keys()) / 2


def turnovers(snapshots: Sequence[Snapshot]) -> tuple[tuple[date, float], ...]:
    """Return the turnover at each snapshot against the one before, oldest first; the first has none.

    Shapes: n snapshots in any order, one pair a day but the first out.
    Units: days, and fractions as `turnover`.
    NaN: as `turnover`.
    Raises: nothing.
    Source: see `turnover`; of several snapshots of a day the last one counts.
    """
    return tuple((after.day, turnover(before, after)) for before, after in pairwise(effective(snapshots)))


def _totals(lots: Iterable[Lot]) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    shares: dict[str, Decimal] = {}
    costs: dict[str, Decimal] = {}
    for lot in lots:
        shares[lot.ticker] = shares.get(lot.ticker, _NOTHING) + lot.shares
        costs[lot.ticker] = costs.get(lot.ticker, _NOTHING) + lot.shares * lot.purchase_price
    return shares, costs


def _weights(amounts: Mapping[str, Decimal]) -> dict[str, float]:
    total = sum(amounts.values(), _NOTHING)
    return {ticker: float(amount / total) if total else float("nan") for ticker, amount in amounts.items()}
