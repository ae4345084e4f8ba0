"""How each figure comes out of the points: what goes in, and the line with the numbers put in."""

from collections.abc import Callable

from ballast_core.shared.measures import TRADING_DAYS
from ballast_core.tracking.rules import growth_workings as growth
from ballast_core.tracking.rules import risk_workings as risk
from ballast_core.tracking.rules.arithmetic import Points, Working

type Work = Callable[[Points], Working]


def working(name: str, points: Points) -> Working:
    """Return how a figure of `Measures`, or the time-weighted return, comes out of these points.

    Shapes: series (n,), paid (n,) or nothing.
    Units: fractions, dollars and days, as each input says.
    NaN: points without a value are dropped; the figure itself must have a value.
    Raises: KeyError for a name that is no figure.
    Source: the functions in `shared.measures`; what they compute is put down here, not computed again.
    """
    return _WORKINGS[name](points)


def _observed(work: Callable[[Points, float], Working]) -> Work:
    return lambda points: work(points, points.figures.points_per_year)


def _trading(work: Callable[[Points, float], Working]) -> Work:
    return lambda points: work(points, TRADING_DAYS)


_WORKINGS: dict[str, Work] = {
    "first_value": growth.first,
    "last_value": growth.last,
    "years": growth.time,
    "points_per_year": growth.frequency,
    "total_return": growth.total,
    "time_weighted_return": growth.time_weighted,
    "cagr": growth.yearly,
    "volatility_252": _trading(risk.volatility),
    "volatility_observed": _observed(risk.volatility),
    "sharpe_252": _trading(risk.sharpe),
    "sharpe_observed": _observed(risk.sharpe),
    "sortino_252": _trading(risk.sortino),
    "sortino_observed": _observed(risk.sortino),
    "calmar": growth.calmar,
    "max_drawdown": growth.deepest,
    "current_drawdown": growth.now_below,
    "underwater_share": growth.share_below,
    "var_95": risk.var,
    "cvar_95": risk.cvar,
    "best_return": growth.best,
    "best_day": growth.best_day,
    "worst_return": growth.worst,
    "worst_day": growth.worst_day,
    "positive_share": risk.positive,
    "skewness": risk.skewness,
    "kurtosis": risk.kurtosis,
}
