"""The odds of drawdowns are the same wherever they are computed."""

import pytest
from tests.trade_paths import course
from tests.trade_portfolios import asked, reader

from ballast_adapters.compute.processes import ProcessComputing
from ballast_adapters.memory.computing import InlineComputing
from ballast_core.trades import SimulateDrawdowns, SimulationSpec, SimulationView
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio

SPEC = SimulationSpec(paths=1_100, horizon_days=30, block_days=5, seed=11)


async def drawn(read: ReadPortfolio, processes: int, heard: list[int]) -> SimulationView:
    computing = ProcessComputing(processes)
    try:
        return await SimulateDrawdowns(read, computing)(SPEC, lambda progress: heard.append(progress.done))
    finally:
        await computing.close()


@pytest.mark.parametrize("processes", [1, 2])
def test_the_same_seed_gives_the_same_odds_however_many_processes_draw(processes: int) -> None:
    read, heard = reader(a=course(5).book, q=course(6).book), list[int]()
    here = asked(SimulateDrawdowns(read, InlineComputing())(SPEC))
    there = asked(drawn(read, processes, heard))
    apart = {"about"}  # what was reused
    assert there.model_dump(exclude=apart) == here.model_dump(exclude=apart)
    assert heard == [0, 1, 2, 3, 4, 5]
