"""A present price as it is shown."""

from datetime import date, datetime
from typing import Literal

from ballast_core.shared.table import Column, Table, View

type QuoteBasis = Literal["asked", "kept", "last_known", "last_close"]


class QuoteView(View):
    """The latest price of a symbol that is to be had, how old it is, and how it compares.

    `basis` says whence it is: `asked` just now, `kept` from less than five minutes ago, or, as nobody could
    tell, the `last_known` one or the `last_close`; then `stale` is true and `fault` says why. `change` is a
    fraction of the last close before it.
    """

    symbol: str
    name: str
    price: float
    size: float | None
    currency: str
    at: datetime
    age_s: float
    source: str
    basis: QuoteBasis
    stale: bool
    fault: str
    last_close: float | None
    last_day: date | None
    change: float | None

    def table(self) -> Table:
        """Return one row."""
        return Table(
            f"Price of {self.symbol}",
            (
                Column("symbol", [self.symbol]),
                Column("name", [self.name]),
                Column("price", [self.price], "number"),
                Column("currency", [self.currency]),
                Column("change", [self.change], "fraction"),
                Column("at", [self.at], "instant"),
                Column("age_s", [round(self.age_s)], "count"),
                Column("source", [self.source]),
                Column("basis", [self.basis]),
            ),
            (self.fault,) if self.fault else (),
        )
