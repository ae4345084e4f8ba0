"""Figures of an account that daily profit is booked to, and of what was held in it."""

from ballast_core.trades.rules.figures.definition import TRADESTATION, Definition

_MARKED = (
    "Daily profit is that of the file's daily marks, divided exactly between long and short trades; a file "
    "without marks counts closed profit on the day of exit."
)
_RETURN = "rₜ = profit of day t / equity of day t − 1, over all calendar days"

ACCOUNT: dict[str, Definition] = {
    "equity": Definition(
        "Equity",
        "money",
        f"The account at the end of a day, open positions marked at their last price. {_MARKED}",
        "account equity + Σ daily profit so far",
    ),
    "equity_percent": Definition(
        "Equity of the start",
        "fraction",
        "Equity as a multiple of the equity at the start: 1 is the start, 1.1 a gain of a tenth of the "
        "account.",
        "equity / account equity",
    ),
    "profit_on_margin": Definition(
        "Profit on margin",
        "fraction",
        "Profit of each day against the margin in use on that day, added up. It is no return on an account: "
        "the "
        "ground changes from day to day, and it may fall below −100 %.",
        "Σ (daily profit / mean margin while in the market that day); a day without margin counts 0",
    ),
    "marked_profit": Definition(
        "Marked profit",
        "money",
        f"All that the account gained, open positions at their last price included. {_MARKED}",
        "Σ daily profit",
    ),
    "final_equity": Definition(
        "Final equity", "money", "Equity on the last day.", "account equity + marked profit"
    ),
    "total_return": Definition(
        "Total return",
        "fraction",
        "Marked profit as a fraction of the equity at the start.",
        "marked profit / account equity",
    ),
    "growth_a_year": Definition(
        "Growth a year",
        "fraction",
        "The constant growth a year that leads from the start to the final equity. For less than a year it "
        "says little. Calendar days are those from the first to the last day with a mark within the dates "
        "that are asked for.",
        "(final equity / account equity)^(365.25 / calendar days) − 1",
        "Compound annual growth rate.",
    ),
    "drawdown": Definition(
        "Drawdown",
        "money",
        "How far equity is below its highest so far at the end of a day; the start is a peak. Never "
        "positive.",
        "equity − max(account equity, highest equity so far)",
    ),
    "drawdown_of_peak": Definition(
        "Drawdown of the peak",
        "fraction",
        "Drawdown as a fraction of the peak before it. Below −100 % once more than the peak is lost.",
        "equity / max(account equity, highest equity so far) − 1",
    ),
    "marked_drawdown": Definition(
        "Marked drawdown",
        "money",
        "The deepest drawdown at the end of a day, in dollars; never positive.",
        "min of drawdown",
    ),
    "marked_drawdown_day": Definition(
        "Day of the marked drawdown",
        "day",
        "The first day of the deepest drawdown in dollars.",
        "argmin of drawdown",
    ),
    "marked_drawdown_share": Definition(
        "Marked drawdown of the peak",
        "fraction",
        "The deepest drawdown as a fraction of the peak before it. It may lie on another day than that in "
        "dollars.",
        "min of drawdown of the peak",
    ),
    "marked_drawdown_share_day": Definition(
        "Day of the marked drawdown of the peak",
        "day",
        "The first day of the deepest drawdown as a fraction of the peak.",
        "argmin of drawdown of the peak",
    ),
    "equity_run_up": Definition(
        "Equity run-up",
        "money",
        "The greatest rise of equity at the end of a day from its lowest so far; the start counts.",
        "max of (equity − min(account equity, lowest equity so far))",
        TRADESTATION,
    ),
    "intraday_drawdown": Definition(
        "Intraday drawdown",
        "money",
        "How far the account can have been below its peak at some moment of a day: a bound from the run-up "
        "and "
        "drawdown of each trade, whose order within a day is unknown. Where trades overlap it adds up the "
        "worst of "
        "each. Never milder than the drawdown at the end of the day. Among metrics it is the deepest of all "
        "days.",
        "lowest equity possible on the day − highest equity possible so far",
        "Definition; excursions after Sweeney (1996), Maximum Adverse Excursion.",
    ),
    "intraday_drawdown_of_peak": Definition(
        "Intraday drawdown of the peak",
        "fraction",
        "How far the account can have been below its peak at some moment of a day, as a fraction of that "
        "peak. Never milder than the drawdown of the peak at the end of the day.",
        "lowest equity possible on the day / highest equity possible so far − 1; where that lowest is below "
        "0, of the highest at the end of a day",
    ),
    "envelope": Definition(
        "Lower envelope",
        "money",
        "The lowest that a line can have been on each day: the spike flag asks for it. It stands beside the "
        "line and "
        "changes no figure.",
        "equity of the day − how far open trades can have been below it",
    ),
    "margin_required": Definition(
        "Margin required",
        "money",
        "The greatest initial margin that was needed at one time; undefined where the margin of a symbol is "
        "unknown.",
        "max of Σ over symbols of |net contracts| × initial margin",
    ),
    "account_size_required": Definition(
        "Account size required",
        "money",
        "What an account must have held to live through its deepest intraday drawdown with its greatest "
        "margin.",
        "|intraday drawdown| + margin required",
        "TradeStation: maximum intraday drawdown plus margin times contracts held.",
    ),
    "return_on_account": Definition(
        "Return on account",
        "fraction",
        "Net profit of closed trades as a fraction of the account size required.",
        "net profit / account size required",
        TRADESTATION,
    ),
    "volatility": Definition(
        "Volatility",
        "fraction",
        "How far daily returns scatter, scaled to a year of calendar days.",
        f"sd(r) × √365, with {_RETURN}, and n − 1 below the sum in sd",
    ),
    "sharpe": Definition(
        "Sharpe ratio",
        "number",
        "Mean daily return for each unit of its scatter, scaled to a year; the risk-free rate is 0.",
        f"mean(r) / sd(r) × √365, with {_RETURN}",
        "Sharpe (1994), Journal of Portfolio Management 21(1).",
    ),
    "sortino": Definition(
        "Sortino ratio",
        "number",
        "Like the Sharpe ratio, but only returns below 0 count as risk; the target is 0.",
        f"mean(r) / √(Σ min(r, 0)² / n) × √365, with {_RETURN}",
        "Sortino and van der Meer (1991), Journal of Portfolio Management 17(4).",
    ),
    "calmar": Definition(
        "Calmar ratio",
        "number",
        "Growth a year for each unit of the deepest drawdown of the peak.",
        "growth a year / |marked drawdown of the peak|",
        "Young (1991), Futures 20(1), there over 36 months.",
    ),
    "recovery_factor": Definition(
        "Recovery factor",
        "number",
        "How many times its deepest drawdown the account earned.",
        "marked profit / |marked drawdown|",
    ),
    "k_ratio": Definition(
        "K-ratio",
        "number",
        "How straight equity rises: the slope of its line for each unit of the slope's error, for its "
        "length.",
        "slope / standard error of the slope × √365 / n, by least squares of equity on days",
        "Kestner (2013), (Re-)introducing the K-ratio; here over money in place of its logarithm.",
    ),
    "most_contracts_held": Definition(
        "Most contracts held",
        "number",
        "Most contracts at one time; of the portfolio the contracts of each symbol net, added without sign.",
        "max of Σ over symbols of |net contracts|",
        TRADESTATION,
    ),
    "time_in_market": Definition(
        "Time in the market",
        "fraction",
        "Share of the time with a position, from the first entry to the last bar or within the dates that "
        "are asked for, nights and weekends "
        "included. In "
        "the columns of one side the time is that of all trades.",
        "time with net contracts ≠ 0 / whole time",
        TRADESTATION,
    ),
    "longest_flat_days": Definition(
        "Longest flat time",
        "number",
        "Days of the longest time without a position, from the first entry to the last bar or within the "
        "dates that are asked for.",
        "max of time with net contracts = 0, in days",
        TRADESTATION,
    ),
    "time_long": Definition(
        "Time long",
        "fraction",
        "Share of the time with a net long position.",
        "time with contracts > 0 / whole time",
    ),
    "time_short": Definition(
        "Time short",
        "fraction",
        "Share of the time with a net short position.",
        "time with contracts < 0 / whole time",
    ),
    "net_position": Definition(
        "Net position",
        "number",
        "Contracts after all events of a moment, long positive. Files of a symbol offset each other; of the "
        "portfolio "
        "it is the sum over symbols without sign. An open trade is held to the last bar.",
        "file: Σ side × contracts; portfolio: Σ over symbols of |net contracts|",
    ),
    "mean_contracts": Definition(
        "Mean contracts",
        "number",
        "Contracts held without sign, averaged over the whole time.",
        "Σ |contracts| × time held / whole time",
    ),
    "position_low": Definition(
        "Lowest position",
        "number",
        "The lowest net position: the most contracts short, or 0.",
        "min of net position",
    ),
    "position_high": Definition(
        "Highest position",
        "number",
        "The highest net position: the most contracts long.",
        "max of net position",
    ),
    "position_high_at": Definition(
        "Time of the largest position",
        "instant",
        "When most contracts, long or short, were held first.",
        "argmax of |net position|",
    ),
    "changes": Definition(
        "Changes of position",
        "count",
        "Moments at which the position changed.",
        "count of steps of net position",
    ),
    "margin": Definition(
        "Margin",
        "money",
        "Initial margin of what is held. Margins are those of the contract table, or those given with the "
        "selection; "
        "of several for a symbol the greatest counts.",
        "Σ over symbols of |net contracts| × initial margin",
    ),
    "mean_margin": Definition(
        "Mean margin", "money", "Margin averaged over the whole time.", "Σ margin × time held / whole time"
    ),
    "most_margin": Definition("Most margin", "money", "The greatest margin at one time.", "max of margin"),
    "most_margin_at": Definition(
        "Time of the most margin", "instant", "When the greatest margin was needed first.", "argmax of margin"
    ),
    "purchasing_power": Definition(
        "Purchasing power",
        "money",
        "What is left of the equity of a day beside the greatest margin of that day; below 0 the margin was "
        "not covered.",
        "equity − greatest margin of the day",
    ),
    "purchasing_power_low": Definition(
        "Least purchasing power", "money", "The least that was left beside margin.", "min of purchasing power"
    ),
    "purchasing_power_low_on": Definition(
        "Day of the least purchasing power",
        "day",
        "The first day of the least purchasing power.",
        "argmin of purchasing power",
    ),
    "margin_call_days": Definition(
        "Margin call days",
        "count",
        "Days on which equity did not cover the greatest margin of the day.",
        "count of days with purchasing power < 0",
    ),
}
