"""How many whole contracts of each file to run."""

from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from math import isfinite

import numpy as np

from ballast_core.shared.arrays import Ints, to_date
from ballast_core.shared.ports import Computing
from ballast_core.shared.progress import Progress, Tell, tell_nobody
from ballast_core.trades.errors import BadSelectionError, NoAllocationError, UnknownContractError
from ballast_core.trades.rules.allocate import AllocationObjective, Lot, joined, margin_of, ranked
from ballast_core.trades.rules.allocate_lot import Given, Ready, prepare
from ballast_core.trades.rules.allocate_search import (
    MOST_VECTORS,
    Finding,
    Share,
    climb,
    least_drawdown,
    search,
)
from ballast_core.trades.rules.portfolio import Portfolio
from ballast_core.trades.usecases.allocation import AllocateSpec, Allocation, AllocationFile, AllocationView
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio

_DAYS_A_YEAR = 365.2425
_VECTORS_A_PART = 20_000
_UNBOUNDED = 10_000


@dataclass(frozen=True, slots=True)
class AllocateContracts:
    """Find the whole contracts that are best under a margin cap."""

    read_portfolio: ReadPortfolio
    computing: Computing

    async def __call__(self, spec: AllocateSpec, tell: Tell = tell_nobody) -> AllocationView:
        """Find them: all vectors are looked at where they are few enough, else only promising ones.

        Raises what reading a selection raises, `UnknownContractError`, `NoAllocationError`,
        `UnavailableError`.
        """
        selection = spec.selection.model_copy(update={"multipliers": {}})
        portfolio = await self.read_portfolio(selection)
        tell(Progress(done=0, total=0, said="listing what the margin allows"))
        ready = await self._one(prepare, _given(spec, portfolio))
        if ready.vectors is None:
            tell(Progress(done=0, total=0, said="too many to look at all of them: climbing"))
            start = Share(ready.lot, ready.lot.least[None, :], spec.best)
            finding = await self._one(climb, start)
        else:
            finding = await self._search(ready.lot, ready.vectors, spec.best, tell)
        if not len(finding.best):
            raise await self._nothing(portfolio.capital, ready)
        return _view(spec, portfolio, ready, finding)

    async def _search(self, lot: Lot, vectors: Ints, best: int, tell: Tell) -> Finding:
        begins = range(0, max(len(vectors), 1), _VECTORS_A_PART)
        parts = [Share(lot, vectors[begin : begin + _VECTORS_A_PART], best) for begin in begins]
        found: dict[int, Finding] = {}
        async with aclosing(self.computing.run(search, parts)) as findings:
            async for at, finding in findings:
                found[at] = finding
                seen = sum(one.looked_at for one in found.values())
                said = f"{seen:,} of {len(vectors):,} vectors"
                tell(Progress(done=len(found), total=len(parts), said=said))
        merged = joined([found[at].best for at in sorted(found)])
        feasible = sum(one.feasible for one in found.values())
        return Finding(ranked(lot, merged, best), feasible, len(vectors))

    async def _one[P, R](self, work: Callable[[P], R], part: P) -> R:
        async with aclosing(self.computing.run(work, [part])) as results:
            _, result = await anext(results)
            return result

    async def _nothing(self, equity: float, ready: Ready) -> NoAllocationError:
        lot = ready.lot
        wanted = bool(lot.least.any())
        cheapest = float(ready.own[ready.own > 0].min(initial=np.inf))
        need = float(margin_of(lot, lot.least[None, :])[0]) if wanted else cheapest
        if need > lot.cap:
            what = "the contracts that must be need" if wanted else "one contract of the cheapest file needs"
            return NoAllocationError(
                f"the margin cap is ${lot.cap:,.0f}, and {what} ${need:,.0f}",
                f"raise the cap to {_upward(need / equity)} of the equity at least",
            )
        vectors = lot.least[None, :] if ready.vectors is None else ready.vectors
        least = await self._one(least_drawdown, Share(lot, vectors, 1))
        return NoAllocationError(
            f"the drawdown budget is ${lot.budget:,.0f}, and the calmest contracts were down ${least:,.0f}",
            f"raise the budget to {_upward(least / equity)} of the equity at least",
        )


def _upward(fraction: float) -> str:
    return f"{np.ceil(fraction * 1e4 - 1e-6) / 1e4:g}"


def _given(spec: AllocateSpec, portfolio: Portfolio) -> Given:
    files, equity, side = portfolio.files, portfolio.capital, portfolio.chosen
    known = {file.id for file in files}
    if strangers := (set(spec.least) | set(spec.most)) - known:
        raise BadSelectionError(f"there are limits on files not selected: {', '.join(sorted(strangers))}")
    margins = {symbol: margin for symbol, margin in portfolio.margins.items() if margin is not None}
    if unknown := sorted({file.symbol for file in files} - margins.keys()):
        raise UnknownContractError(unknown, "initial margin")
    symbols = sorted(margins)
    most_each = spec.most_each or _UNBOUNDED
    least = np.array([spec.least.get(file.id, 0) for file in files], np.int64)
    most = np.array([spec.most.get(file.id, most_each) for file in files], np.int64)
    if (least > most).any():
        name = files[int(np.argmax(least > most))].name
        raise BadSelectionError(f"{name} must have more contracts than it may have")
    days = int((portfolio.days[-1] - portfolio.days[0]).astype(int))
    cap = spec.margin_cap * equity
    return Given(
        profit=side.profit,
        positions=side.positions,
        margin=np.array([margins[file.symbol] for file in files]),
        symbols=np.array([symbols.index(file.symbol) for file in files], np.int64),
        least=least,
        most=most,
        years=max(days, 1) / _DAYS_A_YEAR,
        cap=cap,
        budget=spec.drawdown_budget * equity,
        enough=spec.least_use * cap,
        objective=spec.objective,
    )


def _view(spec: AllocateSpec, portfolio: Portfolio, ready: Ready, finding: Finding) -> AllocationView:
    lot, best, equity = ready.lot, finding.best, portfolio.capital
    budgeted = spec.objective is AllocationObjective.DRAWDOWN_BUDGET
    return AllocationView(
        objective=spec.objective,
        files=_files(portfolio, lot),
        allocations=tuple(
            Allocation(
                contracts=tuple(int(one) for one in best.contracts[at]),
                score=float(best.score[at]) if isfinite(best.score[at]) else None,
                total_profit=float(best.profit[at]),
                annual_profit=float(best.profit[at] / lot.years),
                max_drawdown=float(best.drawdown[at]),
                margin=float(best.margin[at]),
                margin_share=float(best.margin[at] / equity),
            )
            for at in range(len(best))
        ),
        account_equity=equity,
        margin_cap=lot.cap,
        drawdown_budget=lot.budget if budgeted else None,
        start=to_date(portfolio.days[0]),
        end=to_date(portfolio.days[-1]),
        years=lot.years,
        feasible=finding.feasible,
        looked_at=finding.looked_at,
        exact=ready.vectors is not None,
        key=portfolio.key,
        data_version=portfolio.data_version,
        notes=tuple(_notes(spec, portfolio, ready, finding)),
    )


def _files(portfolio: Portfolio, lot: Lot) -> tuple[AllocationFile, ...]:
    peaks = np.maximum(np.maximum.accumulate(lot.curves, axis=0), 0.0)
    depths = (peaks - lot.curves).max(axis=0)
    return tuple(
        AllocationFile(
            id=file.id,
            name=file.name,
            symbol=file.symbol,
            strategy=file.strategy,
            margin=float(lot.margin[at]),
            profit=float(lot.curves[-1, at]),
            max_drawdown=float(depths[at]),
        )
        for at, file in enumerate(portfolio.files)
    )


def _notes(spec: AllocateSpec, portfolio: Portfolio, ready: Ready, finding: Finding) -> Iterator[str]:
    yield from portfolio.notes
    lot, best = ready.lot, finding.best
    if ready.vectors is None:
        yield (
            f"More than {MOST_VECTORS:,} vectors are within the margin: {finding.looked_at:,} promising ones "
            "were looked at, step by step, so there may be a better one."
        )
    if ready.bound:
        yield "Margins are added up as if all files were in the market at once: what is needed may be less."
    if spec.selection.multipliers:
        yield "Multipliers do not count here: contracts are what is looked for."
    if best.profit[0] <= 0:
        yield "No contracts earned anything: the best ones lost least."
    if spec.objective is AllocationObjective.USE_OF_MARGIN and best.margin[0] < lot.enough * (1 - 1e-9):
        yield f"Nothing uses {spec.least_use:.0%} of the cap; what comes nearest is first."
    days = portfolio.days.size
    short = [
        file.name
        for file, (begin, end) in zip(portfolio.files, portfolio.spans, strict=True)
        if end - begin < 0.9 * days
    ]
    if short:
        yield f"These cover only a part of the days, and count as flat on the others: {', '.join(short)}."
