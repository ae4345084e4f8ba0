"""What a model's holdings are worth at the last closes, beside what they cost."""

from datetime import date
from decimal import Decimal

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View


class ValuedHolding(Entity):
    """One position at cost and at market.

    `shares` are those of the snapshot, `shares_now` what splits since then made of them. `close` is the raw
    close of `close_day`, told by `source`. Weights are fractions of the portfolio, cash included; at market
    of all that has a price. Without a price all that rests on it is empty.
    """

    ticker: str
    shares: Decimal
    cost: Decimal
    weight_at_cost: float
    shares_now: float
    close: float | None = None
    close_day: date | None = None
    source: str = ""
    market_value: float | None = None
    unrealized_profit: float | None = None
    unrealized_return: float | None = None
    weight_at_market: float | None = None


class MarketValueView(View):
    """The latest portfolio of a model at the last closes.

    `day` is the day of its snapshot. `cost` and `total_at_cost` are sums without and with cash; so are
    `market_value` and `total_at_market`, over positions that have a price. `unrealized_profit` is their
    value less their cost. `unpriced` names the positions without a price. Closes are of `first_day` to
    `last_day`.
    """

    model: str
    day: date
    holdings: tuple[ValuedHolding, ...]
    cash: Decimal
    cost: Decimal
    total_at_cost: Decimal
    market_value: float | None
    total_at_market: float | None
    unrealized_profit: float | None
    unrealized_return: float | None
    unpriced: tuple[str, ...]
    first_day: date | None
    last_day: date | None

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what must be read beside the figures."""
        if self.first_day is None:
            return ("no position has a price: ballast market update fetches bars of the universe",)
        days = (
            f"{self.first_day}" if self.first_day == self.last_day else f"{self.first_day} to {self.last_day}"
        )
        said = [f"closes of {days}"]
        if self.unpriced:
            said.append(f"no price of {', '.join(self.unpriced)}: left out of values and weights at market")
        split = [one.ticker for one in self.holdings if one.shares_now != float(one.shares)]
        if split:
            said.append(f"shares of {', '.join(split)} as splits since {self.day} made them")
        return tuple(said)

    def table(self) -> Table:
        """Return a row a position, the costliest first, cash last."""
        rows = self.holdings
        worth = f"; {self.total_at_market:,.2f} at market" if self.total_at_market is not None else ""
        won = f", unrealized {self.unrealized_profit:+,.2f}" if self.unrealized_profit is not None else ""
        return Table(
            f"{self.model}: holdings of {self.day} at market",
            (
                Column("ticker", [row.ticker for row in rows]),
                Column("shares", [row.shares_now for row in rows], "number"),
                Column("cost", [row.cost for row in rows], "money"),
                Column("weight_at_cost", [row.weight_at_cost for row in rows], "fraction"),
                Column("close", [row.close for row in rows], "money"),
                Column("close_day", [row.close_day for row in rows], "day"),
                Column("market_value", [row.market_value for row in rows], "money"),
                Column("unrealized_profit", [row.unrealized_profit for row in rows], "money"),
                Column("unrealized_return", [row.unrealized_return for row in rows], "fraction"),
                Column("weight_at_market", [row.weight_at_market for row in rows], "fraction"),
                Column("source", [row.source for row in rows]),
            ),
            (f"{self.total_at_cost:,.2f} at cost{worth}{won}", *self.notes),
        )
