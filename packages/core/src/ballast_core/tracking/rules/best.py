"""Which of several figures of one kind is the best."""

from collections.abc import Mapping
from math import isnan

_HIGHER = frozenset(
    {
        "total_return",
        "cagr",
        "sharpe_252",
        "sharpe_observed",
        "sortino_252",
        "sortino_observed",
        "calmar",
        "max_drawdown",
        "current_drawdown",
        "best_return",
        "worst_return",
        "positive_share",
        "relative_return",
        "alpha",
        "information_ratio",
    }
)
_LOWER = frozenset({"volatility_252", "volatility_observed", "underwater_share", "var_95", "cvar_95"})


def best(measure: str, figures: Mapping[str, float | None]) -> tuple[str, ...]:
    """Return whose figure of a measure is the best; several where they are equal.

    Nobody is where the measure has no better or worse (a kurtosis, a beta), where fewer than two have a
    figure, and where all are equal. A drawdown is a fraction below zero: the highest is the shallowest.

    Shapes: k figures by name in, their names out.
    Units: as the measure.
    NaN: no figure.
    Raises: nothing.
    Source: definition.
    """
    known = {name: value for name, value in figures.items() if value is not None and not isnan(value)}
    if measure not in _HIGHER | _LOWER or len(known) < 2:
        return ()
    top = max(known.values()) if measure in _HIGHER else min(known.values())
    winners = tuple(name for name, value in known.items() if value == top)
    return winners if len(winners) < len(known) else ()
