"""All scalar figures of one series."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.shared.arrays import to_date
from ballast_core.shared.errors import InvalidError
from ballast_core.shared.measures.drawdowns import Drawdown, calmar, drawdowns, max_drawdown
from ballast_core.shared.measures.returns import cagr, points_per_year, simple_returns, total_return, years
from ballast_core.shared.measures.risk import (
    TRADING_DAYS,
    cvar,
    kurtosis,
    positive_share,
    sharpe,
    skewness,
    sortino,
    var,
    volatility,
)
from ballast_core.shared.series import Series


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of one series; a figure that its points cannot give is NaN.

    Fractions throughout. `_252` annualizes as if each step were a trading day, `_observed` with
    `points_per_year`. From `var_95` on all is of the steps from point to point, however long; a loss in
    `var_95` and `cvar_95` is positive; `kurtosis` is in excess of 3.
    """

    points: int
    first_day: date
    first_value: float
    last_day: date
    last_value: float
    years: float
    points_per_year: float
    total_return: float
    cagr: float
    volatility_252: float
    volatility_observed: float
    sharpe_252: float
    sharpe_observed: float
    sortino_252: float
    sortino_observed: float
    calmar: float
    max_drawdown: Drawdown
    current_drawdown: float
    underwater_share: float
    var_95: float
    cvar_95: float
    best_return: float
    best_day: date | None
    worst_return: float
    worst_day: date | None
    positive_share: float
    skewness: float
    kurtosis: float


def measure(series: Series, rf: float = 0.0) -> Measures:
    """Return all figures of a series.

    Shapes: series (n,) in, one record out.
    Units: see `Measures`; values must be positive, `rf` is a fraction a year, the target of Sortino too.
    NaN: points without a value are dropped before anything else.
    Raises: InvalidError if no point is left.
    Source: the function of each figure's name.
    """
    kept = series.finite()
    deepest = max_drawdown(kept)
    days, values = kept.days, kept.values
    returns = simple_returns(values)
    below = drawdowns(values)
    observed = _or_nan(lambda: points_per_year(days))
    moved = bool(np.isfinite(returns).any())
    best = int(np.nanargmax(returns)) if moved else None
    worst = int(np.nanargmin(returns)) if moved else None
    return Measures(
        points=len(kept),
        first_day=to_date(days[0]),
        first_value=float(values[0]),
        last_day=to_date(days[-1]),
        last_value=float(values[-1]),
        years=years(days),
        points_per_year=observed,
        total_return=_or_nan(lambda: total_return(values)),
        cagr=_or_nan(lambda: cagr(kept)),
        volatility_252=_or_nan(lambda: volatility(returns, TRADING_DAYS)),
        volatility_observed=_or_nan(lambda: volatility(returns, observed)),
        sharpe_252=_or_nan(lambda: sharpe(returns, TRADING_DAYS, rf)),
        sharpe_observed=_or_nan(lambda: sharpe(returns, observed, rf)),
        sortino_252=_or_nan(lambda: sortino(returns, TRADING_DAYS, rf)),
        sortino_observed=_or_nan(lambda: sortino(returns, observed, rf)),
        calmar=_or_nan(lambda: calmar(kept)),
        max_drawdown=deepest,
        current_drawdown=float(below[-1]),
        underwater_share=float(np.mean(below < 0)),
        var_95=_or_nan(lambda: var(returns)),
        cvar_95=_or_nan(lambda: cvar(returns)),
        best_return=np.nan if best is None else float(returns[best]),
        best_day=None if best is None else to_date(days[best + 1]),
        worst_return=np.nan if worst is None else float(returns[worst]),
        worst_day=None if worst is None else to_date(days[worst + 1]),
        positive_share=_or_nan(lambda: positive_share(returns)),
        skewness=_or_nan(lambda: skewness(returns)),
        kurtosis=_or_nan(lambda: kurtosis(returns)),
    )


def _or_nan(figure: Callable[[], float]) -> float:
    """NaN stands for a figure that is meaningless here, so that one of them does not cost all others."""
    try:
        return figure()
    except InvalidError:
        return np.nan
