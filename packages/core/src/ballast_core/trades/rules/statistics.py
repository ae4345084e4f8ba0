"""Statistics of closed trades."""

from dataclasses import dataclass
from datetime import datetime
from math import isfinite, sqrt

from ballast_core.trades.rules.tally import Course, Tally


@dataclass(frozen=True, slots=True)
class TradeStatistics:
    """Figures of closed trades, net of both sides' costs unless said; None where a figure is undefined.

    A trade of exactly 0 is neither won nor lost. Money is that of the trades; `win_rate` is a fraction;
    losses, drawdowns and `average_loss` are negative. Run-up and drawdown of single trades are gross.
    """

    closed_trades: int
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
    closed_drawdown_at: datetime | None
    system_quality: float | None
    average_days_held: float | None
    contracts_traded: float


def statistics_of(sums: Tally, course: Course) -> TradeStatistics:
    """Return the statistics that follow from what was added up, and from the order of exits.

    Shapes: two records in, one out.
    Units: see `TradeStatistics`.
    NaN: none; what is undefined is None.
    Raises: nothing.
    Source: TradeStation, Strategy Performance Report; Tharp (2008), Definitive Guide to Position Sizing, for
        `expectancy` (average trade over average loss) and `system_quality` (root of n x mean / deviation).
    """
    count = sums.trades
    average = _ratio(sums.net, count)
    average_win, average_loss = _ratio(sums.gained, sums.won), _ratio(sums.given, sums.lost)
    deviation = sqrt(sums.spread / (count - 1)) if count > 1 else None
    return TradeStatistics(
        closed_trades=count,
        net_profit=sums.net,
        gross_profit=sums.gained,
        gross_loss=sums.given,
        profit_factor=_ratio(sums.gained, -sums.given),
        winning_trades=sums.won,
        losing_trades=sums.lost,
        even_trades=count - sums.won - sums.lost,
        win_rate=_ratio(sums.won, count),
        average_trade=average,
        average_win=average_win,
        average_loss=average_loss,
        payoff_ratio=_over(average_win, average_loss),
        expectancy=_over(average, average_loss),
        largest_win=sums.best if sums.won else None,
        largest_loss=sums.worst if sums.lost else None,
        commission=sums.commission,
        slippage=sums.slippage,
        trade_deviation=deviation,
        worst_trade_drawdown=sums.deepest if isfinite(sums.deepest) else None,
        best_trade_run_up=sums.highest if isfinite(sums.highest) else None,
        longest_win_streak=course.wins,
        longest_loss_streak=course.losses,
        closed_drawdown=course.drawdown,
        closed_drawdown_at=course.drawdown_at,
        system_quality=average / deviation * sqrt(count) if average is not None and deviation else None,
        average_days_held=_ratio(sums.days, count),
        contracts_traded=sums.contracts,
    )


def _over(one: float | None, loss: float | None) -> float | None:
    return None if one is None or loss is None else one / -loss


def _ratio(one: float, other: float) -> float | None:
    return one / other if other else None
