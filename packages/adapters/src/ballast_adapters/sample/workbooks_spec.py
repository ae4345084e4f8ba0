"""What a made-up workbook shall show."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

type Style = Literal["long", "short", "both", "reversal"]
type DailySheet = Literal["whole", "truncated", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """What is traded: the contract, and prices that walk from `price` by about `step` ticks a bar."""

    symbol: str = "MES"
    description: str = "Micro E-mini S&P 500 Continuous Contract [Dec25]"
    point_value: float = 5.0
    tick: float = 0.25
    price: float = 4_000.0
    step: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookSpec:
    """What a workbook shall show; `trades` closed ones are asked for, fewer when the days do not hold them.

    `reversal` is always in the market, long and short by turns. `at_once` positions are open together
    (pyramiding); with `scale_out` each entry leaves in two parts. `luck` percent of the exits are at the best
    bar they could have. A truncated daily sheet lacks the first half of the days.
    """

    market: Market = Market()
    minutes: int = 15
    strategy: str = "Trend"
    first_day: date = date(2020, 1, 6)
    days: int = 365
    trades: int = 60
    style: Style = "long"
    contracts: int = 1
    at_once: int = 1
    scale_out: bool = False
    is_open: bool = False
    no_loser: bool = False
    daily: DailySheet = "whole"
    has_settings: bool = True
    commission: float = 0.85
    slippage: float = 2.5
    luck: int = 0
    seed: int = 7

    @property
    def name(self) -> str:
        """The file name that TradeStation users give: symbol, minutes, strategy."""
        return f"tradeslist_{self.market.symbol}_{self.minutes}_{self.strategy}.xlsx"
