"""Value what a model holds at the last closes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ballast_core.flows.market_value import MarketValueView, ValuedHolding
from ballast_core.market import LastClose, ReadCloses
from ballast_core.tracking import CASH, Holding, HoldingsView, ShowHoldings


@dataclass(frozen=True, slots=True)
class ValueHoldings:
    """Value the latest portfolio of a model at market, beside what it cost."""

    show_holdings: ShowHoldings
    read_closes: ReadCloses

    async def __call__(self, model: str) -> MarketValueView:
        """Return every position with its last close where it has one.

        Raises `ModelNotFoundError`, and `NoDataError` when the model has no snapshot.
        """
        held = await self.show_holdings(model)
        tickers = [one.ticker for one in held.holdings if one.ticker != CASH]
        return _valued(held, await self.read_closes(tickers))


def _valued(held: HoldingsView, closes: Mapping[str, LastClose]) -> MarketValueView:
    """Return holdings at market; shares that were split since their snapshot count as they are now."""
    cash = float(held.cash)
    rows = [_position(one, closes.get(one.ticker), held.day) for one in held.holdings]
    stocks = [row for row in rows if row.ticker != CASH]
    priced = [row for row in stocks if row.market_value is not None]
    value = sum(row.market_value or 0 for row in priced)
    cost = float(sum(row.cost for row in priced))
    days = [row.close_day for row in priced if row.close_day is not None]
    known = bool(priced) or not stocks
    return MarketValueView(
        model=held.model,
        day=held.day,
        holdings=_weighed(rows, value + cash if known else 0),
        cash=held.cash,
        cost=held.total_at_cost - held.cash,
        total_at_cost=held.total_at_cost,
        market_value=value if known else None,
        total_at_market=value + cash if known else None,
        unrealized_profit=value - cost if known else None,
        unrealized_return=(value - cost) / abs(cost) if cost else None,
        unpriced=tuple(row.ticker for row in stocks if row.market_value is None),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
    )


def _position(one: Holding, close: LastClose | None, held_on: date) -> ValuedHolding:
    bare = ValuedHolding(
        ticker=one.ticker,
        shares=one.shares,
        cost=one.cost,
        weight_at_cost=one.weight,
        shares_now=float(one.shares),
    )
    if one.ticker == CASH:
        return bare.model_copy(update={"market_value": float(one.cost)})
    if close is None:
        return bare
    shares, cost = float(one.shares) * close.shares_of(held_on), float(one.cost)
    value = shares * close.close
    return bare.model_copy(
        update={
            "shares_now": shares,
            "close": close.close,
            "close_day": close.day,
            "source": close.source,
            "market_value": value,
            "unrealized_profit": value - cost,
            "unrealized_return": (value - cost) / abs(cost) if cost else None,
        }
    )


def _weighed(rows: Sequence[ValuedHolding], total: float) -> tuple[ValuedHolding, ...]:
    return tuple(
        row.model_copy(update={"weight_at_market": row.market_value / total})
        if row.market_value is not None and total
        else row
        for row in rows
    )
