"""A universe comes in, and the first one is fetched every day."""

from tests.in_memory import Bench, bench_of

from ballast_core.flows import DAILY
from ballast_core.market import ImportSpec, UniverseFile

STOCKS = ImportSpec((UniverseFile("stocks.csv", b"symbol\nAAA\nBBB\n"),))
SERIES = ImportSpec((UniverseFile("series.csv", b"series_id,frequency\nRATE,daily\n"),))


async def names(bench: Bench) -> list[str]:
    return [one.schedule.name for one in (await bench.app.ops.list_schedules()).schedules]


async def test_the_first_universe_brings_the_daily_schedule_along() -> None:
    bench = bench_of({})
    report = await bench.app.flows.import_universe(STOCKS)
    assert (report.inserted, report.schedule) == (2, "market-daily")
    (made,) = (await bench.app.ops.list_schedules()).schedules
    assert (made.schedule.cron, made.schedule.zone) == ("0 5 * * *", "America/New_York")
    assert made.schedule.work == "market.update_market"
    assert made.schedule.misfire == "latest"


async def test_a_schedule_that_was_removed_does_not_come_back() -> None:
    bench = bench_of({})
    await bench.app.flows.import_universe(STOCKS)
    await bench.app.ops.drop_schedule("market-daily")
    assert (await bench.app.flows.import_universe(SERIES)).schedule == ""
    assert await names(bench) == []


async def test_a_schedule_of_that_name_stays_as_it_is() -> None:
    bench = bench_of({})
    await bench.app.ops.save_schedule(DAILY.model_copy(update={"cron": "30 6 * * *"}))
    assert (await bench.app.flows.import_universe(STOCKS)).schedule == ""
    (kept,) = (await bench.app.ops.list_schedules()).schedules
    assert kept.schedule.cron == "30 6 * * *"
