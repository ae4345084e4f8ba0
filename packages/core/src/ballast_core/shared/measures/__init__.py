"""Return, risk, drawdown and correlation: what several contexts compute."""

from ballast_core.shared.measures.against import (
    alpha,
    beta,
    information_ratio,
    relative_strength,
    tracking_error,
)
from ballast_core.shared.measures.drawdowns import (
    Drawdown,
    calmar,
    drawdowns,
    max_drawdown,
    underwater,
    underwater_share,
)
from ballast_core.shared.measures.months import MonthTable, month_returns, month_table
from ballast_core.shared.measures.returns import (
    DAYS_A_YEAR,
    cagr,
    points_per_year,
    simple_returns,
    total_return,
    years,
)
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
from ballast_core.shared.measures.rolling import (
    rolling_drawdown,
    rolling_return,
    rolling_sharpe,
    rolling_volatility,
)
from ballast_core.shared.measures.summary import Measures, measure
from ballast_core.shared.measures.together import align, correlation

__all__ = [
    "DAYS_A_YEAR",
    "TRADING_DAYS",
    "Drawdown",
    "Measures",
    "MonthTable",
    "align",
    "alpha",
    "beta",
    "cagr",
    "calmar",
    "correlation",
    "cvar",
    "drawdowns",
    "information_ratio",
    "kurtosis",
    "max_drawdown",
    "measure",
    "month_returns",
    "month_table",
    "points_per_year",
    "positive_share",
    "relative_strength",
    "rolling_drawdown",
    "rolling_return",
    "rolling_sharpe",
    "rolling_volatility",
    "sharpe",
    "simple_returns",
    "skewness",
    "sortino",
    "total_return",
    "tracking_error",
    "underwater",
    "underwater_share",
    "var",
    "volatility",
    "years",
]
