"""What others see of a model: everything but amounts."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from tests.builders import NOON

from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.files import MemoryCharts, MemoryModelFiles
from ballast_adapters.memory.tracking import MemoryTrackingStore
from ballast_core.shared.table import View
from ballast_core.tracking import (
    FileKind,
    ModelNotFoundError,
    NoDataError,
    SharedModelView,
    SharedView,
    Tracking,
    TrackingPorts,
    wire_tracking,
)

PINE, OAK = "naz100_pine", "sp500_oak"
VALUES = (43219.87, 45678.91, 41234.56, 47891.23)
DAYS = (date(2025, 12, 31), date(2026, 1, 30), date(2026, 2, 27), date(2026, 3, 2))
LINES = [f"cumu_value: {day} 16:00:00 {value}\n" for day, value in zip(DAYS, VALUES, strict=True)]
HOLDINGS = (
    b"TradeDate: 2026-2-27\ncumulativecashin: 7654\n"
    b"stocks:   AAA    BBB   CASH\nshares:   131.3  77.1  9876.54\nbuyprice: 150.25 88.88 1.0\n"
)


@pytest.fixture
async def tracking() -> Tracking:
    store, clock = MemoryTrackingStore(), FrozenClock(NOON)
    files = MemoryModelFiles(
        {
            PINE: {FileKind.STATUS: "".join(LINES).encode(), FileKind.HOLDINGS: HOLDINGS},
            OAK: {FileKind.STATUS: "".join(LINES[1:]).encode()},
            "young": {FileKind.STATUS: b""},
        }
    )
    ports = TrackingPorts(
        models=store,
        values=store,
        snapshots=store,
        findings=store,
        ingests=store,
        files=files,
        charts=MemoryCharts({}),
        clock=clock,
    )
    tracking = wire_tracking(ports)
    await tracking.ingest_models()
    return tracking


async def test_curves_begin_at_a_hundred_on_the_first_day_that_all_have(tracking: Tracking) -> None:
    pine, oak, young = (await tracking.show_shared()).models
    assert pine.days == oak.days == DAYS[1:]
    assert pine.curve == oak.curve == (100.0, 90.27, 104.84)
    assert (young.days, young.curve, young.last_day) == ((), (), None)


async def test_a_link_shows_its_models_and_no_other(tracking: Tracking) -> None:
    assert [model.name for model in (await tracking.show_shared((OAK, "gone"))).models] == [OAK]
    with pytest.raises(ModelNotFoundError, match=f"known models: {OAK}$"):
        await tracking.show_shared_model(PINE, (OAK,))


async def test_a_model_that_is_not_shared_is_as_unknown_as_one_that_is_not_there(tracking: Tracking) -> None:
    said = []
    for name in (PINE, "nothing"):
        with pytest.raises(ModelNotFoundError) as refused:
            await tracking.show_shared_model(name, (OAK,))
        said.append(str(refused.value).replace(name, "it"))
    assert said[0] == said[1]


async def test_a_model_is_shown_with_its_months_drawdowns_and_weights(tracking: Tracking) -> None:
    view = await tracking.show_shared_model(PINE)
    assert view.curve == [100.0, 105.69, 95.406, 110.81]
    assert view.drawdowns == [0.0, 0.0, -0.0973, 0.0]
    assert (view.total_return, view.max_drawdown) == (0.1081, -0.0973)
    assert view.months.years[-1].months[:3] == [0.0569, -0.0973, 0.1614]
    assert [one.depth for one in view.episodes.episodes] == [-0.0973]
    assert {one.ticker: one.weight for one in view.weights} == {"AAA": 0.5411, "BBB": 0.188, "CASH": 0.2709}
    assert view.weights_table().rows()[0] == ("AAA", view.weights[0].weight)


async def test_a_period_cuts_what_is_shown(tracking: Tracking) -> None:
    assert (await tracking.show_shared((), "1m")).models[0].days == DAYS[1:]
    assert (await tracking.show_shared_model(PINE, (), "1m")).days == list(DAYS[1:])


async def test_a_model_without_a_record_has_nothing_to_show(tracking: Tracking) -> None:
    with pytest.raises(NoDataError):
        await tracking.show_shared_model("young")


async def test_no_amount_is_in_what_is_shown(tracking: Tracking) -> None:
    views = (await tracking.show_shared(), await tracking.show_shared_model(PINE))
    told = " ".join(view.model_dump_json() for view in views)
    for amount in ("43219", "45678", "41234", "47891", "131.3", "77.1", "9876", "150.25", "88.88", "7654"):
        assert amount not in told


async def test_no_ratio_is_exact_enough_to_give_an_amount_away(tracking: Tracking) -> None:
    curve = (await tracking.show_shared_model(PINE)).curve
    cents = [round(100 * value) for value in VALUES]
    for (before, after), (was, is_) in zip(pairwise(curve), pairwise(cents), strict=True):
        found = Fraction(after / before).limit_denominator(10_000_000)
        assert found != Fraction(is_, was)


def test_no_field_of_the_views_could_hold_an_amount() -> None:
    amounts = {"value", "values", "shares", "cost", "price", "cash", "cash_in", "profit", "total_at_cost"}
    assert set(fields_of(SharedView)) & amounts == set()
    assert set(fields_of(SharedModelView)) & amounts == set()


def fields_of(view: type[View]) -> Iterator[str]:
    """Yield the names of all fields of a view and of what it is made of."""
    schema = view.model_json_schema()
    for part in (schema, *schema["$defs"].values()):
        yield from part.get("properties", {})
