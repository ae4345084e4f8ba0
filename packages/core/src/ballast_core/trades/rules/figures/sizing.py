"""Figures of whole contracts and of weights."""

from ballast_core.trades.rules.figures.definition import Definition

_MARKOWITZ = "Markowitz (1952), Journal of Finance 7(1)."

SIZING: dict[str, Definition] = {
    "allocation.contracts": Definition(
        "Contracts", "count", "Whole contracts of each file, in the order of the files.", "as searched"
    ),
    "allocation.margin": Definition(
        "Margin of the allocation",
        "money",
        "The greatest initial margin that the contracts needed at one time; of a file that of one contract.",
        "max of Σ over symbols of |net contracts| × initial margin",
    ),
    "margin_share": Definition(
        "Share of the account",
        "fraction",
        "The greatest margin as a fraction of the account equity.",
        "margin / account equity",
    ),
    "allocation.profit": Definition(
        "Profit of one contract", "money", "Marked profit of a file with one contract.", "Σ daily profit"
    ),
    "total_profit": Definition(
        "Profit of the allocation",
        "money",
        "Marked profit of the contracts together.",
        "Σ contracts × daily profit",
    ),
    "annual_profit": Definition(
        "Profit a year", "money", "Profit of the allocation for a year.", "profit / years"
    ),
    "allocation.max_drawdown": Definition(
        "Deepest drawdown",
        "money",
        "The deepest fall of the daily marked curve below its peak, its start included; here positive.",
        "max of (highest so far − curve)",
    ),
    "score": Definition(
        "Score",
        "number",
        "Profit a year for each dollar of the deepest drawdown; undefined without a fall.",
        "profit a year / deepest drawdown",
    ),
    "allocation.margin_cap": Definition(
        "Margin cap", "money", "The most margin that an allocation may need.", "cap × account equity"
    ),
    "allocation.drawdown_budget": Definition(
        "Drawdown budget", "money", "The deepest fall that an allocation may have.", "budget × account equity"
    ),
    "allocation.years": Definition(
        "Years", "number", "Time that the allocation is judged by.", "(last day − first day) / 365.2425"
    ),
    "feasible": Definition(
        "Allocations within limits",
        "count",
        "Allocations, the empty one apart, that keep every limit.",
        "count",
    ),
    "looked_at": Definition(
        "Allocations computed", "count", "Allocations whose figures were computed.", "count"
    ),
    "weight": Definition(
        "Weight",
        "fraction",
        "Fraction of the capital that stands behind a file; weights add up to 1.",
        "by the goal",
        _MARKOWITZ,
    ),
    "expected_return": Definition(
        "Expected return",
        "fraction",
        "Mean daily return of the weights on the capital.",
        "Σ weight × mean(daily profit / account equity)",
        _MARKOWITZ,
    ),
    "annual_return": Definition(
        "Return a year",
        "fraction",
        "Expected return of a year of calendar days, not compounded.",
        "expected return × 365",
    ),
    "risk": Definition(
        "Risk",
        "fraction",
        "Daily risk of the weights by the chosen measure; of a variance its root.",
        "the chosen measure of Σ weight × return",
    ),
    "variance_share": Definition(
        "Share of the variance",
        "fraction",
        "What a file brings of the variance of the whole.",
        "weight × (Σ·weights) / weights'·Σ·weights",
    ),
    "active": Definition(
        "Active days",
        "fraction",
        "Share of the days on which a file made or lost anything.",
        "days with profit ≠ 0 / days",
    ),
    "optimization.unit": Definition(
        "Capital of a contract", "money", "Dollars of capital that one contract stands for.", "as asked"
    ),
    "exact_contracts": Definition(
        "Exact contracts",
        "number",
        "What the weight would buy, parts included.",
        "weight × capital / capital of a contract",
    ),
    "optimization.contracts": Definition(
        "Whole contracts",
        "count",
        "Whole contracts near to the weight. Together they never need more than the capital, so of two that "
        "lack half a contract only one may get it.",
        "exact contracts rounded down; then, while the capital lasts, one more where half a contract or more "
        "is left over, the greatest rest first",
    ),
    "held_weight": Definition(
        "Weight held",
        "fraction",
        "The weight of the whole contracts.",
        "contracts × capital of a contract / capital",
    ),
    "gap": Definition(
        "Rounding gap",
        "fraction",
        "What rounding to whole contracts does to the weight.",
        "weight held − weight",
    ),
    "capital": Definition("Capital", "money", "What the weights divide among the files.", "as asked"),
    "used_capital": Definition(
        "Capital used", "money", "What the whole contracts stand for.", "Σ contracts × capital of a contract"
    ),
}
