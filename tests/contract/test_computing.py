"""What every `Computing` must do."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from distributed import LocalCluster
from tests import computed

from ballast_adapters.compute.dask import DaskComputing
from ballast_adapters.compute.processes import ProcessComputing
from ballast_adapters.memory.computing import InlineComputing
from ballast_core.research import InfeasibleError
from ballast_core.shared.ports import Computing


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a scheduler with one worker in this process, on loopback."""
    with LocalCluster(
        n_workers=1,
        threads_per_worker=2,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as started:
        yield started.scheduler_address


@pytest.fixture(scope="module", params=["inline", "processes", "dask"])
async def computing(request: pytest.FixtureRequest) -> AsyncGenerator[Computing]:
    if request.param == "inline":
        yield InlineComputing()
    elif request.param == "dask":
        yield DaskComputing(request.getfixturevalue("cluster"))
    else:
        local = ProcessComputing(2)
        with pytest.MonkeyPatch.context() as patch:
            patch.syspath_prepend(Path(__file__).parents[2])
            yield local
        await local.close()


async def results[P, R](computing: Computing, work: Callable[[P], R], parts: Sequence[P]) -> list[R]:
    async with aclosing(computing.run(work, parts)) as ended:
        found = {at: result async for at, result in ended}
    return [found[at] for at in sorted(found)]


async def test_each_part_comes_back_with_its_position(computing: Computing) -> None:
    """CM-01"""
    assert await results(computing, computed.doubled, [3, 1, 2]) == [6, 2, 4]


async def test_no_parts_are_no_results(computing: Computing) -> None:
    """CM-02"""
    assert await results(computing, computed.doubled, []) == []


async def test_arrays_travel_both_ways(computing: Computing) -> None:
    """CM-03"""
    matrix = np.arange(6.0).reshape(3, 2)
    (sums,) = await results(computing, computed.squared_columns, [matrix])
    np.testing.assert_array_equal(sums, computed.squared_columns(matrix))


async def test_the_same_seeds_give_the_same_numbers_everywhere(computing: Computing) -> None:
    """CM-04"""
    seeds = list(range(8))
    assert await results(computing, computed.simulated, seeds) == [computed.simulated(s) for s in seeds]


async def test_a_failure_of_ours_arrives_as_it_was_raised(computing: Computing) -> None:
    """CM-05"""
    with pytest.raises(InfeasibleError, match="no weights keep every limit") as caught:
        await results(computing, computed.refused, [0, 1, 2])
    assert caught.value.relaxation == "raise it to 45 % at least"
    assert caught.value.problems[0].where == "MNQ at most 30 %"


async def test_any_other_failure_arrives_with_its_type(computing: Computing) -> None:
    """CM-06"""
    with pytest.raises(ValueError, match="part 7 is wrong"):
        await results(computing, computed.mistaken, [7])


async def test_after_a_failure_it_computes_again(computing: Computing) -> None:
    """CM-07"""
    with pytest.raises(ValueError, match="part 7"):
        await results(computing, computed.mistaken, [7])
    assert await results(computing, computed.doubled, [4]) == [8]


async def test_two_questions_at_once_are_both_answered(computing: Computing) -> None:
    """CM-08"""
    both = await asyncio.gather(
        results(computing, computed.doubled, [1, 2, 3]), results(computing, computed.doubled, [4, 5])
    )
    assert both == [[2, 4, 6], [8, 10]]


async def test_who_closes_early_need_not_wait_for_the_rest(computing: Computing) -> None:
    """CM-09"""
    begun = perf_counter()
    async with aclosing(computing.run(computed.slow, [0.0, 3.0, 3.0, 3.0])) as ended:
        async for _ in ended:
            break
    assert perf_counter() - begun < 2.5
