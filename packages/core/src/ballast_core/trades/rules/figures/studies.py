"""Figures of single trades, of groups, of other costs, of drawn futures and of what moves together."""

from ballast_core.trades.rules.figures.definition import DEFINITION, TRADESTATION, Definition

_SWEENEY = "Sweeney (1996), Maximum Adverse Excursion."
_BOOTSTRAP = (
    "Politis and Romano (1994), Journal of the American Statistical Association 89, for blocks of random "
    "length; "
    "Künsch (1989), Annals of Statistics 17(3), for blocks of one length."
)

STUDIES: dict[str, Definition] = {
    "mae": Definition(
        "Maximum adverse excursion",
        "money",
        "The worst open loss of a trade, before costs.",
        "drawdown of the trade",
        _SWEENEY,
    ),
    "mfe": Definition(
        "Maximum favorable excursion",
        "money",
        "The best open profit of a trade, before costs.",
        "run-up of the trade",
        _SWEENEY,
    ),
    "efficiency": Definition(
        "Efficiency",
        "fraction",
        "What a trade took of the way between its worst and its best point; above 0 for a gain.",
        "gross / (run-up − drawdown)",
        "TradeStation, total efficiency, with money in place of prices.",
    ),
    "average_mae_of_wins": Definition(
        "Adverse excursion of wins",
        "money",
        "How far winning trades went against their holder, on average.",
        "mean MAE of wins",
    ),
    "average_mae_of_losses": Definition(
        "Adverse excursion of losses",
        "money",
        "How far losing trades went against their holder, on average.",
        "mean MAE of losses",
    ),
    "average_mfe_of_wins": Definition(
        "Favorable excursion of wins",
        "money",
        "How far winning trades went for their holder, on average.",
        "mean MFE of wins",
    ),
    "average_mfe_of_losses": Definition(
        "Favorable excursion of losses",
        "money",
        "How far losing trades went for their holder, on average.",
        "mean MFE of losses",
    ),
    "breakdown.trades": Definition("Trades", "count", "Closed trades of the group.", "count"),
    "breakdown.share": Definition(
        "Share of trades", "fraction", "The group's part of all closed trades.", "trades / closed trades"
    ),
    "correlation": Definition(
        "Correlation",
        "number",
        "How two files move together: 1 alike, 0 unrelated, −1 opposite. Compared are daily profit (pl), "
        "daily profit on the "
        "equity of the day before (returns), drawdown of account equity (drawdown_pct), or the slope of the "
        "least-squares "
        "line through 20 days of equity (slope); each file has an account of its own, which before its "
        "first day stood at the start. A file that does not move has none.",
        "cov(a, b) / (sd(a) × sd(b)) over the days that all files have; spearman: of ranks, equal values "
        "sharing theirs",
        "Pearson; Spearman (1904), American Journal of Psychology 15(1).",
    ),
    "overlap": Definition(
        "Days compared", "count", "Days behind a coefficient.", "days with a value in both files"
    ),
    "correlations.days": Definition(
        "Days in common", "count", "Calendar days that all files have.", "last first day to first last day"
    ),
    "costs.before": Definition(
        "Before", "number", "The figure with the costs of the files.", "as the figure of this name"
    ),
    "costs.after": Definition(
        "After",
        "number",
        "The figure with the other costs.",
        "the same, with net = gross − other costs × contracts × sides",
    ),
    "costs.change": Definition(
        "Change", "number", "What the other costs do to the figure.", "after − before"
    ),
    "break_even": Definition(
        "Break-even cost",
        "money",
        "The cost of one side of one contract at which closed trades would have earned nothing.",
        "Σ gross / (2 × Σ contracts)",
    ),
    "sides": Definition(
        "Sides", "number", "Entries and exits of closed trades, by contract.", "2 × Σ contracts"
    ),
    "equity_before": Definition("Equity before", "money", "Equity with the costs of the files.", "as equity"),
    "equity_after": Definition(
        "Equity after",
        "money",
        "Equity with the other costs; a side is paid on its own day, both on the day of exit where there "
        "are no marks.",
        "equity − Σ change of costs so far",
    ),
    "probability_of_loss": Definition(
        "Probability of a loss",
        "fraction",
        "Share of futures that end below the start.",
        "futures with profit < 0 / futures",
        _BOOTSTRAP,
    ),
    "probability_of_ruin": Definition(
        "Probability of ruin",
        "fraction",
        "Share of futures in which equity is at or below the given fraction of the start at the end of some "
        "day.",
        "futures with lowest equity ≤ ruin × account equity / futures",
        _BOOTSTRAP,
    ),
    "average_profit": Definition(
        "Average profit", "money", "Mean profit of the futures.", "mean of profit", _BOOTSTRAP
    ),
    "average_drawdown": Definition(
        "Average drawdown",
        "money",
        "Mean of the deepest falls of the futures.",
        "mean of deepest drawdowns",
        _BOOTSTRAP,
    ),
    "observed_drawdown": Definition(
        "Observed drawdown",
        "money",
        "The deepest fall of the days that are drawn from, over all of them.",
        "marked drawdown",
    ),
    "milder_share": Definition(
        "Milder futures",
        "fraction",
        "Share of futures whose deepest fall is not deeper than the observed one. The observed one may span "
        "more days.",
        "futures with drawdown ≥ observed drawdown / futures",
        _BOOTSTRAP,
    ),
    "standard_error": Definition(
        "Standard error",
        "fraction",
        "How far a probability of one half may be off by chance of the draw.",
        "0.5 / √futures",
    ),
    "simulation.share": Definition(
        "Percentile", "fraction", "The share of futures that stays at or below.", "as listed"
    ),
    "simulation.profit": Definition(
        "Profit at the percentile",
        "money",
        "Profit that this share of futures stays at or below.",
        "quantile of profit",
        _BOOTSTRAP,
    ),
    "simulation.drawdown": Definition(
        "Drawdown at the percentile",
        "money",
        "Deepest fall that this share of futures reaches or exceeds; negative.",
        "quantile of deepest drawdown in money",
        _BOOTSTRAP,
    ),
    "simulation.drawdown_share": Definition(
        "Drawdown of the peak at the percentile",
        "fraction",
        "Deepest fall of the peak that this share of futures reaches or exceeds; negative.",
        "quantile of deepest drawdown of the peak",
        _BOOTSTRAP,
    ),
    "simulation.depth": Definition(
        "Depth asked for", "money", "The fall whose odds are asked for.", "depth asked for × account equity"
    ),
    "simulation.depth_share": Definition(
        "Depth asked for, of the account",
        "fraction",
        "The fall as a fraction of the account equity.",
        "as asked",
    ),
    "probability": Definition(
        "Probability of the drawdown",
        "fraction",
        "Share of futures that fall at least this far below a peak.",
        "futures with deepest drawdown ≤ −depth / futures",
        _BOOTSTRAP,
    ),
    "simulation.equity": Definition(
        "Fan of equity",
        "money",
        "Equity by day that a share of futures stays at or below.",
        "quantile of equity by day",
        _BOOTSTRAP,
    ),
    "histogram.edges": Definition(
        "Edges of bins",
        "money",
        "Bins of one width from the least to the greatest result; the last holds both its edges.",
        "least + i × width",
    ),
    "histogram.counts": Definition(
        "Count", "count", "Results in the bin: of closed trades, or of calendar days.", "count"
    ),
    "histogram.least": Definition("Least", "money", "The least result.", "min"),
    "histogram.greatest": Definition("Greatest", "money", "The greatest result.", "max"),
    "histogram.mean": Definition("Mean", "money", "The average result.", "mean"),
    "histogram.median": Definition("Median", "money", "Half of the results are at or below.", "median"),
    "histogram.values": Definition("Results", "count", "How many results were counted.", "count"),
    "gross": Definition(
        "Gross",
        "money",
        "Profit of a trade before costs.",
        "(exit price − entry price) × side × point value × contracts",
        TRADESTATION,
    ),
    "net": Definition(
        "Net", "money", "Profit of a trade after costs.", "gross − commission − slippage", TRADESTATION
    ),
    "run_up": Definition(
        "Run-up",
        "money",
        "Best open profit of a trade, before costs; never negative.",
        "as the file states it",
        TRADESTATION,
    ),
    "trades.drawdown": Definition(
        "Drawdown of a trade",
        "money",
        "Worst open loss of a trade, before costs; never positive.",
        "as the file states it",
        TRADESTATION,
    ),
    "trades.commission": Definition(
        "Commission of a trade",
        "money",
        "Commission of a trade, both sides; of an open one that of its entry.",
        "as the file states it",
    ),
    "trades.slippage": Definition(
        "Slippage of a trade",
        "money",
        "Slippage of a trade, both sides; of an open one that of its entry.",
        "as the file states it",
    ),
    "contracts": Definition(
        "Contracts",
        "number",
        "Contracts of a trade, times the multiplier of its file.",
        "as the file states it",
    ),
    "entry_price": Definition(
        "Entry price",
        "number",
        "Price of the entry; of a back-adjusted contract it is not what was paid.",
        "as the file states it",
    ),
    "exit_price": Definition(
        "Exit price",
        "number",
        "Price of the exit; of an open trade the last price of the file.",
        "as the file states it",
    ),
    "daily_rows": Definition("Daily marks", "count", "Days with a mark in the file.", "count"),
    "multiplier": Definition(
        "Multiplier", "number", "What money and contracts of a file are multiplied by, once.", "as selected"
    ),
    "point_value": Definition(
        "Point value",
        "money",
        "What a move of one point earns with one contract.",
        "contract table",
        DEFINITION,
    ),
    "table_margin": Definition(
        "Margin of the table",
        "money",
        "Initial margin of one contract by the contract table.",
        "contract table",
    ),
    "selection.margin": Definition(
        "Margin of a contract",
        "money",
        "Initial margin of one contract in this selection.",
        "greatest margin given with the selection, else that of the table",
    ),
}
