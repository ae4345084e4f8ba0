"""Fetching market data on the command line: what is shown, and how it ends."""

import asyncio
import json
from collections.abc import Iterator
from typing import get_args

import pytest
from tests.servers import database
from tests.unit.cli.conftest import Ballast, Ended

from ballast_adapters.bootstrap import open_app, upgrade
from ballast_adapters.cli.market.run_tables import faults, run_tables, whole_run
from ballast_adapters.cli.market.runs import FAILED, PARTIAL, ModeChoice, StepChoice
from ballast_adapters.cli.run import EXIT_CODES
from ballast_adapters.settings import load_settings
from ballast_core.market import Instrument, Mode, RunView, Step, StepFault, StepReport, StepState, UpdateSpec

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def universe(embedded_server: str) -> Iterator[str]:
    """Return the address of a database that knows two instruments, one of them of an unknown calendar."""

    async def fill() -> None:
        await upgrade(settings)
        async with open_app(settings) as app:
            await app.market.update_market.universe.save(
                [Instrument(symbol="AAA"), Instrument(symbol="ODD", calendar="NOWHERE")]
            )

    with database(embedded_server) as url:
        settings = load_settings({"database_url": url}, env={})
        asyncio.run(fill())
        yield url


@pytest.fixture
def market(ballast: Ballast, universe: str) -> Ballast:
    """Run one command about this universe."""
    return lambda *args: ballast("--database-url", universe, "market", *args)


def run_of(ended: Ended) -> RunView:
    return RunView.model_validate_json(ended.out)


def test_the_choices_are_those_of_the_core() -> None:
    assert get_args(ModeChoice) == tuple(Mode)
    assert get_args(StepChoice) == tuple(Step)


def test_the_codes_of_a_run_are_told_from_those_of_failures() -> None:
    assert {FAILED, PARTIAL} & set(EXIT_CODES.values()) == set()


def test_a_run_that_fetched_all_ends_well_and_is_listed(market: Ballast) -> None:
    ended = market("update", "--symbols", "AAA", "--format", "json")
    assert (ended.code, run_of(ended).state) == (0, StepState.DONE)
    listed = market("runs", "--limit", 1)
    assert run_of(ended).id in listed.out


def test_a_run_that_fetched_some_has_a_code_of_its_own_and_names_what_runs_the_rest(market: Ballast) -> None:
    ended = market("update", "--format", "json")
    run = run_of(ended)
    assert (ended.code, run.state) == (8, StepState.PARTIAL)
    assert f"ballast market update --resume {run.id}" in ended.err
    shown = market("run", run.id)
    assert shown.code == 0
    assert "no calendar 'NOWHERE'" in shown.out


def test_a_run_that_fetched_nothing_has_failed(market: Ballast) -> None:
    ended = market("update", "--symbols", "ODD", "--skip-steps", "news_sentiment,event_data")
    assert ended.code == 1
    assert "error: all failed" in ended.err


def test_days_and_dates_mean_a_back_fill(market: Ballast) -> None:
    by_days = run_of(market("update", "--symbols", "AAA", "--days", 5, "--dry-run", "--format", "json"))
    by_dates = run_of(
        market(
            *("backfill", "AAA", "--start-date", "2026-01-02", "--end-date", "2026-01-09"),
            *("--dry-run", "--format", "json"),
        )
    )
    assert by_days.spec.mode is by_dates.spec.mode is Mode.BACKFILL
    assert (str(by_dates.first), str(by_dates.last)) == ("2026-01-02", "2026-01-09")


def test_a_dry_run_says_that_nothing_was_stored(market: Ballast) -> None:
    before = market("runs").out
    ended = market("backfill", "AAA", "--from", "2026-01-02", "--to", "2026-01-09", "--dry-run")
    assert (ended.code, ended.out.splitlines()[0]) == (
        0,
        "Dry run: nothing was stored, 2026-01-02 to 2026-01-09",
    )
    assert market("runs").out == before


def test_what_cannot_be_asked_names_the_option(market: Ballast) -> None:
    ended = market("update", "--mode", "daily", "--days", 5)
    assert (ended.code, ended.out) == (2, "")
    assert "a daily run reads the last two sessions" in ended.err


def test_an_unknown_symbol_ends_with_the_code_of_what_is_not_there(market: Ballast) -> None:
    ended = market("backfill", "AAB", "--days", 5)
    assert ended.code == 3
    assert "did you mean AAA" in ended.err


def test_a_run_can_be_queued_as_a_job(market: Ballast) -> None:
    ended = market("update", "--job", "--format", "json")
    assert ended.code == 0
    assert json.loads(ended.out)["name"] == "market.update_market"


def test_faults_of_one_reason_share_a_row() -> None:
    why = {"code": "market.vendor_failed", "message": "small: is down"}
    step = StepReport(
        step=Step.MARKET_DATA,
        state=StepState.FAILED,
        parts=9,
        faults=tuple(StepFault(part=f"S{at}", **why) for at in range(9)),
    )
    view = RunView.model_validate(
        {
            "id": "1",
            "spec": UpdateSpec(),
            "first": None,
            "last": None,
            "state": StepState.FAILED,
            "started_at": "2026-11-21T10:00:00Z",
            "ended_at": None,
            "steps": (step,),
            "log": ("10:00:00 market_data: 9 to ask",),
        }
    )
    table = faults(view)
    assert table.rows() == [
        ("market_data", "S0, S1, S2, S3, S4, S5 and 3 more", "small: is down", "market.vendor_failed")
    ]
    assert [len(tables) for tables in (run_tables(view), whole_run(view))] == [2, 3]
