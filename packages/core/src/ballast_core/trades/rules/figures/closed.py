"""Figures of closed trades."""

from ballast_core.trades.rules.figures.definition import TRADESTATION, Definition

_THARP = "Tharp (2008), The Definitive Guide to Position Sizing."
_CLOSED = "Open trades are left out."

CLOSED: dict[str, Definition] = {
    "closed_trades": Definition(
        "Closed trades",
        "count",
        f"How many trades ended. {_CLOSED}",
        "count of trades with an exit",
        TRADESTATION,
    ),
    "open_trades": Definition(
        "Open trades",
        "count",
        "How many trades had not ended with the file. They count in positions, margin and marked equity.",
        "count of trades without an exit",
    ),
    "net_profit": Definition(
        "Net profit",
        "money",
        "What closed trades earned after the costs of both sides.",
        "Σ net, with net = gross − commission − slippage",
        TRADESTATION,
    ),
    "gross_profit": Definition(
        "Gross profit",
        "money",
        "What the winning trades earned together, after costs.",
        "Σ net of trades with net > 0",
        TRADESTATION,
    ),
    "gross_loss": Definition(
        "Gross loss",
        "money",
        "What the losing trades lost together, after costs; never positive.",
        "Σ net of trades with net < 0",
        TRADESTATION,
    ),
    "profit_factor": Definition(
        "Profit factor",
        "number",
        "Dollars won for each dollar lost; undefined without a loss.",
        "gross profit / |gross loss|",
        TRADESTATION,
    ),
    "winning_trades": Definition(
        "Winning trades",
        "count",
        "Closed trades that earned something after costs.",
        "count of net > 0",
        TRADESTATION,
    ),
    "losing_trades": Definition(
        "Losing trades",
        "count",
        "Closed trades that lost something after costs.",
        "count of net < 0",
        TRADESTATION,
    ),
    "even_trades": Definition(
        "Even trades",
        "count",
        "Closed trades of exactly 0: neither won nor lost.",
        "count of net = 0",
        TRADESTATION,
    ),
    "win_rate": Definition(
        "Win rate",
        "fraction",
        "Share of closed trades that won; undefined without a trade.",
        "winning trades / closed trades",
        TRADESTATION,
    ),
    "average_trade": Definition(
        "Average trade",
        "money",
        "Net profit of a closed trade, on average.",
        "net profit / closed trades",
        TRADESTATION,
    ),
    "average_win": Definition(
        "Average win",
        "money",
        "Net profit of a winning trade, on average.",
        "gross profit / winning trades",
        TRADESTATION,
    ),
    "average_loss": Definition(
        "Average loss",
        "money",
        "Net loss of a losing trade, on average; negative.",
        "gross loss / losing trades",
        TRADESTATION,
    ),
    "payoff_ratio": Definition(
        "Payoff ratio",
        "number",
        "How many times a loss a win is, on average; undefined without a win and a loss.",
        "average win / |average loss|",
        TRADESTATION,
    ),
    "expectancy": Definition(
        "Expectancy",
        "number",
        "What a trade earns for each dollar that a losing one loses; undefined without a loss.",
        "average trade / |average loss|",
        f"{_THARP} The average loss stands for the amount at risk.",
    ),
    "largest_win": Definition(
        "Largest win",
        "money",
        "The greatest net profit of a single trade.",
        "max net of winning trades",
        TRADESTATION,
    ),
    "largest_loss": Definition(
        "Largest loss",
        "money",
        "The greatest net loss of a single trade; negative.",
        "min net of losing trades",
        TRADESTATION,
    ),
    "commission": Definition(
        "Commission",
        "money",
        "Commission of closed trades, both sides. Zero where the file tells none.",
        "Σ commission of entry and exit",
        TRADESTATION,
    ),
    "slippage": Definition(
        "Slippage",
        "money",
        "Slippage of closed trades, both sides. Zero where the file tells none.",
        "Σ slippage of entry and exit",
        TRADESTATION,
    ),
    "trade_deviation": Definition(
        "Deviation of trades",
        "money",
        "How far net profits of single trades scatter around their average; needs two trades.",
        "√(Σ (net − average trade)² / (closed trades − 1))",
        "Sample standard deviation.",
    ),
    "worst_trade_drawdown": Definition(
        "Worst trade drawdown",
        "money",
        "The deepest open loss that a single trade went through, before costs; never positive.",
        "min drawdown of closed trades",
        TRADESTATION,
    ),
    "best_trade_run_up": Definition(
        "Best trade run-up",
        "money",
        "The greatest open profit that a single trade went through, before costs; never negative.",
        "max run-up of closed trades",
        TRADESTATION,
    ),
    "longest_win_streak": Definition(
        "Longest win streak",
        "count",
        "Most winning trades in a row by the time of exit; trades that end together keep the order of files.",
        "longest run of net > 0",
        TRADESTATION,
    ),
    "longest_loss_streak": Definition(
        "Longest loss streak",
        "count",
        "Most losing trades in a row by the time of exit; trades that end together keep the order of files.",
        "longest run of net < 0",
        TRADESTATION,
    ),
    "closed_drawdown": Definition(
        "Closed drawdown",
        "money",
        "The deepest fall of running closed profit below its peak. The start, 0, is a peak; trades that end "
        "at one "
        "time are summed first.",
        "min over exits of (running net − max(0, highest running net so far))",
        "TradeStation, maximum drawdown, trade close to trade close.",
    ),
    "closed_drawdown_at": Definition(
        "Time of the closed drawdown",
        "instant",
        "When the closed drawdown was reached first, by the clock of the file. Empty when closed profit "
        "never fell.",
        "first exit at which the fall is deepest",
        TRADESTATION,
    ),
    "system_quality": Definition(
        "System quality number",
        "number",
        "How surely the average trade differs from nothing: it grows with the number of trades. Undefined "
        "for "
        "fewer than two trades, or trades that are all alike.",
        "√(closed trades) × average trade / deviation of trades",
        _THARP,
    ),
    "trades_a_year": Definition(
        "Trades a year",
        "number",
        "Closed trades in 365.25 days, over the calendar days from the first to the last day with a mark "
        "within the dates that are asked for.",
        "closed trades × 365.25 / calendar days",
    ),
    "average_days_held": Definition(
        "Average days held",
        "number",
        "How long a closed trade lasted, on average, nights and weekends included.",
        "mean of (exit − entry) in days",
    ),
    "contracts_traded": Definition(
        "Contracts traded",
        "number",
        "Contracts of all closed trades, each trade once.",
        "Σ contracts of closed trades",
        TRADESTATION,
    ),
}
