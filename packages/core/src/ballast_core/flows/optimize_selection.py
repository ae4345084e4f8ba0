"""The best weights of the files of a selection, and contracts to match."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ballast_core.flows.optimization import OptimizationView, OptimizeSpec, WeightRow
from ballast_core.flows.weighing import Question, question, weighed
from ballast_core.research import Optimizer, Weights, variance_shares, whole_contracts
from ballast_core.shared.arrays import Floats, to_date
from ballast_core.shared.progress import Progress, Tell, tell_nobody
from ballast_core.trades import BadSelectionError, ReadReturns

_DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class OptimizeSelection:
    """Find the best weights of files."""

    read_returns: ReadReturns
    optimizers: Mapping[str, Optimizer]

    async def __call__(self, spec: OptimizeSpec, tell: Tell = tell_nobody) -> OptimizationView:
        """Find them.

        Raises what reading the selection raises; `InfeasibleError`, `NotEnoughDataError`,
        `SolverFailedError`, `SolverMissingError`.
        """
        tell(Progress(done=0, total=2, said="reading returns"))
        asked = question(spec, await self.read_returns(spec.selection))
        tell(Progress(done=1, total=2, said=f"asking {spec.goal.solver}"))
        found = await self.optimizers[spec.goal.solver].solve(asked.problem)
        tell(Progress(done=2, total=2, said="weights found"))
        return _view(spec, asked, found)


def _view(spec: OptimizeSpec, asked: Question, found: Weights) -> OptimizationView:
    weights, days = asked.full(found.weights), asked.returns.days
    capital = spec.capital or asked.portfolio.capital
    rows, unknown = _rows(spec, asked, weights, capital)
    nobody_knows = (f"no margin is known of {', '.join(unknown)}: no contracts for them",) if unknown else ()
    return OptimizationView(
        goal=asked.problem.goal,
        rows=rows,
        expected_return=found.expected_return,
        annual_return=found.expected_return * _DAYS_A_YEAR,
        risk=found.risk,
        capital=capital,
        used_capital=sum((row.held_weight or 0.0) * capital for row in rows),
        start=to_date(days[0]),
        end=to_date(days[-1]),
        days=len(asked.returns),
        key=asked.portfolio.key,
        data_version=asked.portfolio.data_version,
        warnings=(*asked.warnings, *found.said, *nobody_knows),
    )


def _rows(
    spec: OptimizeSpec, asked: Question, weights: Floats, capital: float
) -> tuple[tuple[WeightRow, ...], list[str]]:
    files, values = asked.portfolio.files, asked.returns.values
    shares, active = variance_shares(values, weights), (values != 0).mean(axis=0)
    units = _units(spec, asked)
    known = np.isfinite(units)
    exact = np.where(known, weights * capital / np.where(known, units, 1.0), 0.0)
    whole = whole_contracts(exact, np.where(known, units, 0.0), capital)
    rows = tuple(
        WeightRow(
            **weighed(file).model_dump(),
            weight=float(weights[at]),
            variance_share=float(shares[at]),
            active=float(active[at]),
            unit=float(units[at]) if known[at] else None,
            exact_contracts=float(exact[at]) if known[at] else None,
            contracts=int(whole[at]) if known[at] else None,
            held_weight=float(whole[at] * units[at] / capital) if known[at] else None,
            gap=float(whole[at] * units[at] / capital - weights[at]) if known[at] else None,
        )
        for at, file in enumerate(files)
    )
    symbols = {file.symbol for at, file in enumerate(files) if not known[at]}
    return rows, sorted(symbols)


def _units(spec: OptimizeSpec, asked: Question) -> Floats:
    # Dollars a contract: of the file, else of its symbol, else its margin; NaN where nobody knows.
    portfolio = asked.portfolio
    names = {file.id for file in portfolio.files} | {file.symbol for file in portfolio.files}
    if strangers := set(spec.units) - names:
        raise BadSelectionError(f"there are units of what is not selected: {', '.join(sorted(strangers))}")
    given = [
        spec.units.get(file.id, spec.units.get(file.symbol, portfolio.margins.get(file.symbol)))
        for file in portfolio.files
    ]
    return np.array([np.nan if unit is None else unit for unit in given], np.float64)
