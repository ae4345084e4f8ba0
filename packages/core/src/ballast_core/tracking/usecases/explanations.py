"""What each figure of a series is called, how it is computed, what it means, and who defined it."""

from dataclasses import dataclass
from typing import Literal

from ballast_core.shared.table import Unit

type MeasureGroup = Literal["Growth", "Risk", "Reward for risk", "Drawdown", "Single steps", "Shape"]

_DEFINITION = "Definition."
_RETURNS = "rₜ = Vₜ / Vₜ₋₁ − 1, from point to point"
_SHARPE = "Sharpe (1994), Journal of Portfolio Management 21(1)."
_SORTINO = "Sortino and van der Meer (1991), Journal of Portfolio Management 17(4)."
_AS_TRADED = "Here each point counts as a trading day, however far apart the points are."
_AS_OBSERVED = "Here a year has as many returns as the points show."


@dataclass(frozen=True, slots=True)
class Explanation:
    """One figure in words; `needs` says what the points must have for it to exist."""

    title: str
    group: MeasureGroup
    unit: Unit
    formula: str
    meaning: str
    needs: str
    source: str = _DEFINITION


def _volatility(title: str, rate: str, meaning: str) -> Explanation:
    return Explanation(
        title,
        "Risk",
        "fraction",
        f"sd(r) × √{rate}, with {_RETURNS}, and m − 1 below the sum in sd",
        f"How far returns scatter around their mean in a year. {meaning}",
        "two returns",
        "Definition; time counts by its square root.",
    )


def _sharpe(title: str, rate: str, meaning: str) -> Explanation:
    return Explanation(
        title,
        "Reward for risk",
        "number",
        f"mean(r) / sd(r) × √{rate}, with {_RETURNS}; the risk-free rate is 0",
        f"Mean return for each unit of scatter; above 1 is good for a portfolio of stocks. {meaning}",
        "two returns that are not alike",
        _SHARPE,
    )


def _sortino(title: str, rate: str, meaning: str) -> Explanation:
    return Explanation(
        title,
        "Reward for risk",
        "number",
        f"mean(r) / √(Σ min(r, 0)² / m) × √{rate}, with {_RETURNS}; the target is 0",
        f"Like the Sharpe ratio, but only returns below 0 count as risk. {meaning}",
        "two returns, one of them below 0",
        _SORTINO,
    )


EXPLANATIONS: dict[str, Explanation] = {
    "first_value": Explanation(
        "First value",
        "Growth",
        "money",
        "V₁",
        "What the series was worth at the first point of this part.",
        "a point",
        "The series itself.",
    ),
    "last_value": Explanation(
        "Last value",
        "Growth",
        "money",
        "Vₙ",
        "What the series was worth at the last point of this part.",
        "a point",
        "The series itself.",
    ),
    "years": Explanation(
        "Years",
        "Growth",
        "number",
        "calendar days from first to last / 365.25",
        "How much time the part covers.",
        "a point",
    ),
    "points_per_year": Explanation(
        "Points a year",
        "Growth",
        "number",
        "(n − 1) / years",
        "How densely the series was recorded: about 252 where every trading day has a point. "
        "Figures called observed are scaled to a year with it.",
        "two points on different days",
    ),
    "total_return": Explanation(
        "Total return",
        "Growth",
        "fraction",
        "Vₙ / V₁ − 1",
        "What the whole part gained or lost. Money that was paid in on the way counts as gain.",
        "a positive first value",
    ),
    "time_weighted_return": Explanation(
        "Time-weighted return",
        "Growth",
        "fraction",
        "Π (1 + rₜ) − 1, with rₜ = (Vₜ − Fₜ) / Vₜ₋₁ − 1 and Fₜ what was paid in since the point before",
        "What the whole part gained or lost without what was paid in on the way. Without payments it is the "
        "total return.",
        "the portfolio (base) with positive values: what is paid in is known of no other series",
        "Global Investment Performance Standards; linked at each point.",
    ),
    "cagr": Explanation(
        "Growth a year (CAGR)",
        "Growth",
        "fraction",
        "(Vₙ / V₁) ^ (1 / years) − 1",
        "The constant growth a year that leads from the first value to the last. Of less than a year it says "
        "little.",
        "two days, a positive first value and a last one not below 0",
    ),
    "volatility_252": _volatility("Volatility, 252 returns a year", "252", _AS_TRADED),
    "volatility_observed": _volatility("Volatility, observed frequency", "f", _AS_OBSERVED),
    "sharpe_252": _sharpe("Sharpe ratio, 252 returns a year", "252", _AS_TRADED),
    "sharpe_observed": _sharpe("Sharpe ratio, observed frequency", "f", _AS_OBSERVED),
    "sortino_252": _sortino("Sortino ratio, 252 returns a year", "252", _AS_TRADED),
    "sortino_observed": _sortino("Sortino ratio, observed frequency", "f", _AS_OBSERVED),
    "calmar": Explanation(
        "Calmar ratio",
        "Reward for risk",
        "number",
        "growth a year / −maximum drawdown",
        "Growth a year for each unit of the deepest fall, both over the whole part.",
        "growth a year, and a drawdown",
        "Young (1991), Futures 20(1), there over 36 months.",
    ),
    "max_drawdown": Explanation(
        "Maximum drawdown",
        "Drawdown",
        "fraction",
        "min over t of Vₜ / max(V₁ … Vₜ) − 1",
        "The deepest fall below a peak: what the unluckiest owner within this part saw.",
        "positive values",
    ),
    "current_drawdown": Explanation(
        "Drawdown now",
        "Drawdown",
        "fraction",
        "Vₙ / max(V₁ … Vₙ) − 1",
        "How far the last value is below the highest one of this part; 0 at a new high.",
        "positive values",
    ),
    "underwater_share": Explanation(
        "Share of points under water",
        "Drawdown",
        "fraction",
        "number of t with Vₜ < max(V₁ … Vₜ) / n",
        "How often an owner who looked saw less than the highest value so far. High shares are usual.",
        "a point",
    ),
    "var_95": Explanation(
        "Value at risk, 95 %",
        "Risk",
        "fraction",
        "−r₍ₖ₎, the k-th worst return, with k = ⌊0.05 × m⌋ + 1",
        "In 95 of 100 steps the loss was no larger than this. A loss is positive here; a step leads from "
        "point to point, however long.",
        "a return",
        "Historical simulation; Rockafellar and Uryasev (2002), Journal of Banking & Finance 26.",
    ),
    "cvar_95": Explanation(
        "Expected loss beyond, 95 % (CVaR)",
        "Risk",
        "fraction",
        "mean of the worst 0.05 × m losses; the last of them counts with its part",
        "The mean loss of the worst 5 of 100 steps: how bad the bad steps were.",
        "a return",
        "Rockafellar and Uryasev (2000), Journal of Risk 2(3), discrete case.",
    ),
    "best_return": Explanation(
        "Best step",
        "Single steps",
        "fraction",
        "max over t of Vₜ / Vₜ₋₁ − 1",
        "The highest return from one point to the next; the points may be days apart.",
        "a return",
    ),
    "best_day": Explanation(
        "Day of the best step",
        "Single steps",
        "day",
        "the t with the highest rₜ",
        "The day to which the highest return leads; of equal ones the first.",
        "a return",
    ),
    "worst_return": Explanation(
        "Worst step",
        "Single steps",
        "fraction",
        "min over t of Vₜ / Vₜ₋₁ − 1",
        "The lowest return from one point to the next; the points may be days apart.",
        "a return",
    ),
    "worst_day": Explanation(
        "Day of the worst step",
        "Single steps",
        "day",
        "the t with the lowest rₜ",
        "The day to which the lowest return leads; of equal ones the first.",
        "a return",
    ),
    "positive_share": Explanation(
        "Share of gains",
        "Single steps",
        "fraction",
        "number of t with rₜ > 0 / m",
        "How many of the steps gained. Little more than half is usual, also for what grows well.",
        "a return",
    ),
    "skewness": Explanation(
        "Skewness",
        "Shape",
        "number",
        "m₃ / m₂^1.5, with mₖ = mean((r − mean(r))ᵏ)",
        "Below 0 the losses reach further than the gains, above 0 the gains reach further.",
        "three returns that are not alike",
        "Moment coefficient g₁, m in the denominators.",
    ),
    "kurtosis": Explanation(
        "Excess kurtosis",
        "Shape",
        "number",
        "m₄ / m₂² − 3, with mₖ = mean((r − mean(r))ᵏ)",
        "How much of the scatter comes from few extreme steps: 0 for a normal distribution, above it for fat "
        "tails.",
        "four returns that are not alike",
        "Moment coefficient g₂, m in the denominators.",
    ),
}
