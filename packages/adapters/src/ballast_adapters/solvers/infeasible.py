"""Why no weights keep every limit, and the least that would help: small linear programs over slacks."""

from importlib import import_module
from typing import Any

import numpy as np

from ballast_core.research import InfeasibleError, Limit, WeightProblem, limits_of
from ballast_core.shared.arrays import Floats

_linprog: Any = import_module("scipy.optimize").linprog  # it has no types
_NOTHING = 1e-7


def infeasibility(problem: WeightProblem) -> InfeasibleError | None:
    """Return the failure that names the limit to relax, or None when some weights keep every limit.

    Of the limits that would help alone, the one that has to give least is named; where none would, all that
    have to give together, by as little as they can in sum.
    """
    limits = limits_of(problem)
    count = len(problem.returns.labels)
    if not limits or _least_slack(limits, count, ()) is not None:
        return None
    alone = [(slack[0], limit) for limit in limits if (slack := _least_slack(limits, count, (limit,)))]
    if alone:
        by, limit = min(alone, key=lambda one: one[0])
        return InfeasibleError(limit.name, limit.relaxed(by * limit.unit))
    together = _least_slack(limits, count, limits) or []
    giving = [(by, limit) for by, limit in zip(together, limits, strict=False) if by > _NOTHING]
    return InfeasibleError(
        " and ".join(limit.name for _, limit in giving),
        "; ".join(f"{limit.name}: {limit.relaxed(by * limit.unit)}" for by, limit in giving),
    )


def _least_slack(limits: tuple[Limit, ...], count: int, giving: tuple[Limit, ...]) -> list[float] | None:
    # Variables: k weights, then one slack for each limit that may give, in units of that limit.
    names = [id(limit) for limit in giving]
    rows: list[Floats] = []
    bounds: list[Floats] = []
    for limit in limits:
        slacks = np.zeros((len(limit.bounds), len(giving)))
        if id(limit) in names:
            slacks[:, names.index(id(limit))] = -1
        rows.append(np.hstack([limit.rows / limit.unit, slacks]))
        bounds.append(limit.bounds / limit.unit)
    cost = np.concatenate([np.zeros(count), np.ones(len(giving))])
    whole = np.concatenate([np.ones(count), np.zeros(len(giving))])[None, :]
    found = _linprog(cost, np.vstack(rows), np.concatenate(bounds), whole, [1.0], (0, None), method="highs")
    if found.status != 0:
        return None
    slack: Floats = found.x[count:]
    return [float(one) for one in slack]
