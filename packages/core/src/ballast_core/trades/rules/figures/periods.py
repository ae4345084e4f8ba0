"""Figures of months, of falls and of days to start on."""

from ballast_core.trades.rules.figures.definition import CFTC, Definition

_MONTH_RATE = Definition(
    "Monthly rate of return",
    "fraction",
    "Profit of a month as a fraction of the equity it began with; undefined once the account is lost.",
    "marked profit of the month / equity at its beginning",
    CFTC,
)
_MONTH_PROFIT = Definition(
    "Monthly profit",
    "money",
    "Marked profit of the calendar month; a year's is that of its months.",
    "Σ daily profit of the month",
)
_DEVIATION = "Sample standard deviation; partial months are left out."

PERIODS: dict[str, Definition] = {
    "cta.profit": _MONTH_PROFIT,
    "cta.rate": _MONTH_RATE,
    "beginning_equity": Definition(
        "Beginning equity",
        "money",
        "Equity at the end of the month before; for the first month the account equity.",
        "account equity + Σ daily profit before the month",
        CFTC,
    ),
    "vami": Definition(
        "Value added monthly index",
        "number",
        "What 1,000 dollars at the start have become at the end of the month.",
        "1,000 × Π (1 + monthly rate of return)",
        "Customary in disclosure documents of trading advisors.",
    ),
    "cta.decline": Definition(
        "Decline",
        "fraction",
        "How far equity at the end of the month is below its highest month end so far; the start counts as "
        "one.",
        "month-end equity / highest month-end equity so far − 1",
        CFTC,
    ),
    "cta.partial": Definition(
        "Partial month",
        "flag",
        "The days do not cover the whole month, or the year.",
        "first or last day within it",
    ),
    "cta.months": Definition(
        "Months", "count", "Calendar months of the span, partial ones included.", "count"
    ),
    "positive_months": Definition(
        "Positive months", "count", "Months with a rate of return above 0.", "count of monthly rates > 0"
    ),
    "total_rate": Definition(
        "Rate of return of the span",
        "fraction",
        "Monthly rates of return of the span, compounded.",
        "Π (1 + monthly rate of return) − 1",
        CFTC,
    ),
    "rate_a_year": Definition(
        "Rate of return a year",
        "fraction",
        "The constant rate a year that compounds to that of the span.",
        "(1 + rate of return of the span)^(12 / months) − 1",
    ),
    "worst_rate": Definition(
        "Worst month", "fraction", "The lowest monthly rate of return.", "min of monthly rates", CFTC
    ),
    "best_rate": Definition(
        "Best month", "fraction", "The highest monthly rate of return.", "max of monthly rates"
    ),
    "worst_decline": Definition(
        "Worst peak-to-valley decline",
        "fraction",
        "The greatest fall from a month end, or the start, to a later month end, within which the first was "
        "not "
        "reached again. The peak is the last month end at its level.",
        "min over month ends of (equity / highest month-end equity so far − 1)",
        CFTC,
    ),
    "decline_months": Definition(
        "Months of the decline",
        "count",
        "Months from the peak to the valley.",
        "valley − peak, in months",
        CFTC,
    ),
    "mean_rate": Definition(
        "Mean monthly rate",
        "fraction",
        "Average rate of return of whole months.",
        "mean of monthly rates",
        _DEVIATION,
    ),
    "cta.deviation": Definition(
        "Deviation of monthly rates",
        "fraction",
        "How far rates of return of whole months scatter.",
        "√(Σ (rate − mean)² / (n − 1))",
        _DEVIATION,
    ),
    "months.profit": _MONTH_PROFIT,
    "months.rate": _MONTH_RATE,
    "rolling.profit": Definition(
        "Rolling profit",
        "money",
        "Marked profit of the window of months that ends here; empty until so many have passed.",
        "Σ monthly profit of the window",
    ),
    "rolling.rate": Definition(
        "Rolling rate of return",
        "fraction",
        "Monthly rates of return of the window, compounded.",
        "Π (1 + monthly rate of return) − 1 of the window",
    ),
    "rolling.worst_decline": Definition(
        "Rolling worst decline",
        "fraction",
        "The greatest fall between month ends within the window, its beginning included; 0 if there was "
        "none.",
        "min over the window of (level / highest level so far − 1)",
    ),
    "underwater.depth": Definition(
        "Depth",
        "money",
        "How far equity fell below a peak until it was back.",
        "equity at the valley − equity at the peak",
    ),
    "depth_share": Definition(
        "Depth of the peak",
        "fraction",
        "The fall as a fraction of its peak.",
        "equity at the valley / equity at the peak − 1",
    ),
    "peak_equity": Definition(
        "Equity at the peak", "money", "Equity from which the fall began.", "equity on the peak day"
    ),
    "peak_day": Definition(
        "Peak", "day", "First day at the peak; empty when the start was the peak.", "day of the peak"
    ),
    "valley_day": Definition(
        "Valley", "day", "First day of the lowest point of the fall.", "day of the lowest equity"
    ),
    "recovery_day": Definition(
        "Recovery",
        "day",
        "First day at or above the peak again; empty until then.",
        "first day with equity ≥ peak",
    ),
    "days_to_valley": Definition(
        "Days to the valley", "count", "Calendar days from the peak to the valley.", "valley − peak"
    ),
    "days_to_recovery": Definition(
        "Days to recovery", "count", "Calendar days from the valley to the recovery.", "recovery − valley"
    ),
    "underwater.days": Definition(
        "Days under water",
        "count",
        "Calendar days from the peak to the recovery, or to the last day.",
        "recovery − peak",
    ),
    "underwater.count": Definition("Falls", "count", "How many falls below a peak there were.", "count"),
    "underwater.share": Definition(
        "Time under water", "fraction", "Share of the days below a peak.", "days with drawdown < 0 / days"
    ),
    "underwater.current": Definition(
        "Present drawdown", "money", "Drawdown on the last day.", "drawdown of the last day"
    ),
    "current_share": Definition(
        "Present drawdown of the peak",
        "fraction",
        "Drawdown of the peak on the last day.",
        "drawdown of the peak, last day",
    ),
    "longest_days": Definition(
        "Longest fall", "count", "Calendar days of the longest fall.", "max of days under water"
    ),
    "start_dates.profit": Definition(
        "Profit since the start",
        "money",
        "What a start on this day has earned until the last day.",
        "Σ daily profit from it on",
    ),
    "worst_drawdown": Definition(
        "Worst drawdown after the start",
        "money",
        "The deepest fall from a peak after this start, the start included. For all starts: the worst of "
        "them.",
        "min over later days of (profit since the start − its highest so far)",
    ),
    "worst_loss": Definition(
        "Worst loss since the start",
        "money",
        "The lowest that profit since the start ever was; 0 if it never was below the start.",
        "min(0, least profit since the start)",
    ),
    "days_to_profit": Definition(
        "Days to profit",
        "count",
        "Days until profit was first above 0; empty if it never was.",
        "first day with profit > 0",
    ),
    "days_to_safety": Definition(
        "Days to safety",
        "count",
        "Days until profit was above 0 for good; empty if the last day is not.",
        "day after the last one with profit ≤ 0",
    ),
    "start_dates.days": Definition(
        "Horizon", "count", "Calendar days after the start, its own included.", "as asked"
    ),
    "start_dates.starts": Definition(
        "Starts", "count", "Starts that have so many days behind them.", "days − horizon + 1"
    ),
    "share_under": Definition(
        "Starts under water",
        "fraction",
        "Share of starts with a loss after so many days.",
        "starts with profit < 0 / starts",
    ),
    "worst_profit": Definition(
        "Worst start", "money", "The least that a start had earned after so many days.", "min of profit"
    ),
    "median_profit": Definition(
        "Median start", "money", "What half of the starts had earned at most.", "median of profit"
    ),
    "best_profit": Definition(
        "Best start", "money", "The most that a start had earned after so many days.", "max of profit"
    ),
    "worst_start": Definition(
        "Worst day to start", "day", "The start with the worst drawdown.", "argmin of worst drawdown"
    ),
    "median_drawdown": Definition(
        "Median drawdown",
        "money",
        "Half of the starts met a drawdown at least as deep.",
        "median of worst drawdown",
    ),
    "longest_to_profit": Definition(
        "Longest way to profit",
        "count",
        "The most days that a start needed until its first profit.",
        "max of days to profit",
    ),
    "never_in_profit": Definition(
        "Never in profit",
        "count",
        "Starts that had no profit on any day so far.",
        "count of starts without a profit",
    ),
}
