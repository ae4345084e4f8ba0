"""What every adapter of `Probes` must do: look, tell, and raise nothing."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from tests.in_memory import StillProbes

from ballast_adapters.bootstrap import open_app
from ballast_adapters.settings import load_settings
from ballast_core.ops import CheckState, Probes


@pytest.fixture(params=["still", pytest.param("system", marks=pytest.mark.postgres)])
async def probes(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Probes]:
    if request.param == "still":
        yield StillProbes()
        return
    url = request.getfixturevalue("embedded_server")
    flags = {"home": tmp_path, "data_dir": tmp_path, "database_url": url, "database.migrate_on_start": True}
    async with open_app(load_settings(flags, env={})) as app:
        yield app.ops.check_health.probes


async def test_the_database_comes_first_and_all_is_well(probes: Probes) -> None:
    """PR-01"""
    checks = await probes.checks()
    assert checks[0].name == "database"
    assert {check.state for check in checks} <= {CheckState.OK, CheckState.WARNING}


async def test_it_may_be_repeated(probes: Probes) -> None:
    """PR-02"""
    first, second = await probes.checks(), await probes.checks()
    assert [check.name for check in first] == [check.name for check in second]


async def test_what_is_essential_is_a_part_of_all(probes: Probes) -> None:
    """PR-03"""
    everything = [check.name for check in await probes.checks()]
    essential = [check.name for check in await probes.essentials()]
    assert essential == everything[: len(essential)]
    assert essential[0] == "database"


async def test_connections_are_counted_and_none_is_kept_back(probes: Probes) -> None:
    """PR-04"""
    await probes.checks()
    use = probes.pool()
    assert (use.size, use.in_use) == (5, 0)
