"""The metrics of files and of the portfolio, as they are shown."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from ballast_core.shared.entity import Entity, LocalTime
from ballast_core.shared.table import Column, Table, Unit, View
from ballast_core.trades.usecases.about import AnswerAbout

type Part = Literal["file", "portfolio"]
type Side = Literal["all", "long", "short"]

SIDES: tuple[Side, ...] = ("all", "long", "short")


class SideFigures(Entity):
    """Figures of one side of a file or of the portfolio; what is undefined is empty.

    Shares and rates are fractions, money is in dollars, losses and drawdowns are negative. What each figure
    is stands in the table of figures, under its name.
    """

    closed_trades: int
    open_trades: int
    net_profit: float
    gross_profit: float
    gross_loss: float
    profit_factor: float | None
    winning_trades: int
    losing_trades: int
    even_trades: int
    win_rate: float | None
    average_trade: float | None
    average_win: float | None
    average_loss: float | None
    payoff_ratio: float | None
    expectancy: float | None
    largest_win: float | None
    largest_loss: float | None
    commission: float
    slippage: float
    trade_deviation: float | None
    worst_trade_drawdown: float | None
    best_trade_run_up: float | None
    longest_win_streak: int
    longest_loss_streak: int
    closed_drawdown: float | None
    closed_drawdown_at: LocalTime | None
    system_quality: float | None
    trades_a_year: float | None
    average_days_held: float | None
    contracts_traded: float
    most_contracts_held: float | None
    time_in_market: float | None
    longest_flat_days: float | None
    marked_profit: float
    final_equity: float
    total_return: float
    growth_a_year: float | None
    marked_drawdown: float
    marked_drawdown_day: date | None
    marked_drawdown_share: float
    marked_drawdown_share_day: date | None
    equity_run_up: float
    intraday_drawdown: float | None
    margin_required: float | None
    account_size_required: float | None
    return_on_account: float | None
    volatility: float | None
    sharpe: float | None
    sortino: float | None
    calmar: float | None
    recovery_factor: float | None
    k_ratio: float | None


class MetricsRow(Entity):
    """A file, or the portfolio: all its trades, the long and the short ones, side by side.

    `ref` is the id of the file, empty for the portfolio. A side that the selection leaves out has no trades.
    """

    kind: Part
    ref: str
    label: str
    symbol: str
    interval: str
    strategy: str
    all: SideFigures
    long: SideFigures
    short: SideFigures

    def side(self, side: Side) -> SideFigures:
        """Return the figures of a side."""
        figures: SideFigures = getattr(self, side)
        return figures


class MetricsView(View):
    """The portfolio first, then its files."""

    about: AnswerAbout
    rows: tuple[MetricsRow, ...]

    def table(self) -> Table:
        """Return a row for each side of the portfolio and of each file."""
        sides = list(self._sides())
        return Table(
            "Metrics",
            (
                Column("kind", [row.kind for row, _ in sides]),
                Column("file", [row.ref for row, _ in sides]),
                Column("name", [row.label for row, _ in sides]),
                Column("symbol", [row.symbol for row, _ in sides]),
                Column("interval", [row.interval for row, _ in sides]),
                Column("strategy", [row.strategy for row, _ in sides]),
                Column("side", [side for _, side in sides]),
                *(
                    Column(name, [getattr(row.side(side), name) for row, side in sides], unit)
                    for name, unit in METRIC_UNITS.items()
                ),
            ),
            self.about.notes,
        )

    def _sides(self) -> Iterator[tuple[MetricsRow, Side]]:
        return ((row, side) for row in self.rows for side in SIDES)


METRIC_UNITS: dict[str, Unit] = {
    "closed_trades": "count",
    "open_trades": "count",
    "net_profit": "money",
    "gross_profit": "money",
    "gross_loss": "money",
    "profit_factor": "number",
    "winning_trades": "count",
    "losing_trades": "count",
    "even_trades": "count",
    "win_rate": "fraction",
    "average_trade": "money",
    "average_win": "money",
    "average_loss": "money",
    "payoff_ratio": "number",
    "expectancy": "number",
    "largest_win": "money",
    "largest_loss": "money",
    "commission": "money",
    "slippage": "money",
    "trade_deviation": "money",
    "worst_trade_drawdown": "money",
    "best_trade_run_up": "money",
    "longest_win_streak": "count",
    "longest_loss_streak": "count",
    "closed_drawdown": "money",
    "closed_drawdown_at": "instant",
    "system_quality": "number",
    "trades_a_year": "number",
    "average_days_held": "number",
    "contracts_traded": "number",
    "most_contracts_held": "number",
    "time_in_market": "fraction",
    "longest_flat_days": "number",
    "marked_profit": "money",
    "final_equity": "money",
    "total_return": "fraction",
    "growth_a_year": "fraction",
    "marked_drawdown": "money",
    "marked_drawdown_day": "day",
    "marked_drawdown_share": "fraction",
    "marked_drawdown_share_day": "day",
    "equity_run_up": "money",
    "intraday_drawdown": "money",
    "margin_required": "money",
    "account_size_required": "money",
    "return_on_account": "fraction",
    "volatility": "fraction",
    "sharpe": "number",
    "sortino": "number",
    "calmar": "number",
    "recovery_factor": "number",
    "k_ratio": "number",
}
"""How each figure is read, in the order in which figures are shown."""
