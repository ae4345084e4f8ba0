"""How figures of dispersion, reward for risk, tails and shape come out of the returns."""

import numpy as np

from ballast_core.shared.arrays import Floats, to_date
from ballast_core.tracking.rules.arithmetic import MeasureInput, Points, Working, center, count, rate, spelled

_TAIL = 0.05


def volatility(points: Points, per_year: float) -> Working:
    """Scale the standard deviation to a year."""
    return Working((*_spread(points), rate(per_year)), f"{spelled(_sd(points))} × √{spelled(per_year)}")


def sharpe(points: Points, per_year: float) -> Working:
    """Divide the mean by the standard deviation."""
    mean = float(points.returns.mean())
    line = f"{spelled(mean)} / {spelled(_sd(points))} × √{spelled(per_year)}"
    return Working((*_spread(points), rate(per_year)), line)


def sortino(points: Points, per_year: float) -> Working:
    """Divide the mean by the downside deviation."""
    returns = points.returns
    mean, squares = float(returns.mean()), float(np.sum(np.minimum(returns, 0.0) ** 2))
    deviation = float(np.sqrt(squares / returns.size))
    inputs = (
        count(points),
        MeasureInput(name="mean return", value=mean, unit="fraction"),
        MeasureInput(name="returns below 0", value=int((returns < 0).sum()), unit="count"),
        MeasureInput(name="downside deviation", value=deviation, unit="fraction"),
        rate(per_year),
    )
    root = f"√({spelled(squares)} / {returns.size:,})"
    return Working(inputs, f"{spelled(mean)} / {root} × √{spelled(per_year)}")


def var(points: Points) -> Working:
    """Read the return at the edge of the tail."""
    worst, tail, whole = _worst(points)
    at = int(np.argsort(points.returns, kind="stable")[whole])
    inputs = (
        count(points),
        MeasureInput(name="5 % of them", value=tail, unit="number"),
        MeasureInput(name="place from the worst", value=whole + 1, unit="count"),
        MeasureInput(name="return at this place", value=float(worst[whole]), unit="fraction"),
        MeasureInput(name="its day", value=to_date(points.return_days[at]), unit="day"),
    )
    return Working(inputs, f"0 − {spelled(float(worst[whole]))}")


def cvar(points: Points) -> Working:
    """Average the losses of the tail."""
    worst, tail, whole = _worst(points)
    total, edge = -float(worst[:whole].sum()), float(worst[whole])
    inputs = (
        count(points),
        MeasureInput(name="5 % of them", value=tail, unit="number"),
        MeasureInput(name="worst returns that count whole", value=whole, unit="count"),
        MeasureInput(name="sum of their losses", value=total, unit="fraction"),
        MeasureInput(name="the next return, of which the rest counts", value=edge, unit="fraction"),
    )
    rest = f"{spelled(tail - whole)} × {spelled(-edge)}"
    return Working(inputs, f"({spelled(total)} + {rest}) / {spelled(tail)}")


def positive(points: Points) -> Working:
    """Count the returns above 0."""
    above = int((points.returns > 0).sum())
    inputs = (MeasureInput(name="returns above 0", value=above, unit="count"), count(points))
    return Working(inputs, f"{above:,} / {points.returns.size:,}")


def skewness(points: Points) -> Working:
    """Divide the third moment by the second."""
    second, third = _moment(points, 2), _moment(points, 3)
    inputs = (*center(points), _moment_input("m₂", second), _moment_input("m₃", third))
    return Working(inputs, f"{spelled(third)} / ({spelled(second)} × √{spelled(second)})")


def kurtosis(points: Points) -> Working:
    """Divide the fourth moment by the second."""
    second, fourth = _moment(points, 2), _moment(points, 4)
    inputs = (*center(points), _moment_input("m₂", second), _moment_input("m₄", fourth))
    return Working(inputs, f"{spelled(fourth)} / {spelled(second)} ^ 2 − 3")


def _spread(points: Points) -> tuple[MeasureInput, ...]:
    deviation = MeasureInput(name="standard deviation", value=_sd(points), unit="fraction")
    return *center(points), deviation


def _sd(points: Points) -> float:
    return float(np.std(points.returns, ddof=1))


def _moment(points: Points, power: int) -> float:
    return float(np.mean((points.returns - points.returns.mean()) ** power))


def _moment_input(name: str, value: float) -> MeasureInput:
    return MeasureInput(name=f"central moment {name}", value=value, unit="number")


def _worst(points: Points) -> tuple[Floats, float, int]:
    """Return the returns from the worst, how many of them are the tail, and how many of it are whole."""
    tail = round(_TAIL * points.returns.size, 9)
    return np.sort(points.returns), tail, int(tail)
