"""Asking solvers where they run, for one answer or for a frontier."""

from collections.abc import Callable, Sequence
from contextlib import aclosing

from ballast_core.research import WeightProblem, Weights, for_ends, for_return, targets
from ballast_core.shared.ports import Computing
from ballast_core.shared.progress import Progress, Tell

type Solve = Callable[[WeightProblem], Weights]


async def ask(computing: Computing, solve: Solve, problem: WeightProblem) -> Weights:
    """Return one answer."""
    async with aclosing(computing.run(solve, [problem])) as answers:
        _, answer = await anext(answers)
        return answer


async def ask_frontier(
    computing: Computing, solve: Solve, problem: WeightProblem, points: int, tell: Tell
) -> Sequence[Weights]:
    """Return the answers from the least risk to the highest return, `points` of them at most.

    Where nothing can be gained by risk, one answer is the whole frontier.
    """
    tell(Progress(done=0, total=points, said="looking for the ends"))
    low, high = await _all(computing, solve, for_ends(problem))
    if high.expected_return <= low.expected_return or points == 1:
        return (low,)
    between = [
        for_return(problem, target) for target in targets(low.expected_return, high.expected_return, points)
    ]
    found: dict[int, Weights] = {}
    async with aclosing(computing.run(solve, between)) as answers:
        async for at, answer in answers:
            found[at] = answer
            tell(Progress(done=len(found) + 2, total=points, said=f"{len(found) + 2} of {points} points"))
    return (low, *(found[at] for at in sorted(found)), high)


async def _all(computing: Computing, solve: Solve, problems: Sequence[WeightProblem]) -> Sequence[Weights]:
    async with aclosing(computing.run(solve, problems)) as answers:
        found = {at: answer async for at, answer in answers}
    return [found[at] for at in sorted(found)]
