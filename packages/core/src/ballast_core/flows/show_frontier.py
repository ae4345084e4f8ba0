"""The efficient frontier of the files of a selection."""

from collections.abc import Mapping
from dataclasses import dataclass

from ballast_core.flows.frontier import FrontierPoint, FrontierSpec, FrontierView, SinglePoint
from ballast_core.flows.weighing import question, weighed
from ballast_core.research import Optimizer, risk_of
from ballast_core.shared.arrays import to_date
from ballast_core.shared.progress import Tell, tell_nobody
from ballast_core.trades import ReadReturns


@dataclass(frozen=True, slots=True)
class ShowFrontier:
    """Show which weights have least risk for each return, and each file alone beside them."""

    read_returns: ReadReturns
    optimizers: Mapping[str, Optimizer]

    async def __call__(self, spec: FrontierSpec, tell: Tell = tell_nobody) -> FrontierView:
        """Show them. Raises as `OptimizeSelection`."""
        asked = question(spec, await self.read_returns(spec.selection))
        goal, files = asked.problem.goal, asked.portfolio.files
        found = await self.optimizers[goal.solver].frontier(asked.problem, spec.points, tell)
        days, values = asked.returns.days, asked.returns.values
        return FrontierView(
            goal=goal,
            files=tuple(weighed(file) for file in files),
            points=tuple(
                FrontierPoint(
                    weights=tuple(float(weight) for weight in asked.full(point.weights)),
                    expected_return=point.expected_return,
                    risk=point.risk,
                )
                for point in found
            ),
            singles=tuple(
                SinglePoint(
                    **weighed(file).model_dump(),
                    expected_return=float(values[:, at].mean()),
                    risk=risk_of(values[:, at], goal),
                )
                for at, file in enumerate(files)
                if asked.moving[at]
            ),
            start=to_date(days[0]),
            end=to_date(days[-1]),
            days=len(asked.returns),
            key=asked.portfolio.key,
            data_version=asked.portfolio.data_version,
            warnings=(*asked.warnings, *dict.fromkeys(said for point in found for said in point.said)),
        )
