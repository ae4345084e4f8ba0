"""What the use cases answer over the sample in memory, where a reader could be misled."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.in_memory import Bench, bench_of

from ballast_adapters.sample import sample_files
from ballast_core.tracking import (
    CASH,
    BadQueryError,
    CompareQuery,
    FindingsQuery,
    ModelNotFoundError,
    NoDataError,
    SeriesName,
    SeriesQuery,
    Tracking,
    model_id,
)

PINE, META = "naz100_pine", "naz100_sp500_abacus"


@pytest.fixture(scope="module")
async def bench() -> Bench:
    filled = bench_of(sample_files(days=400))
    await filled.app.tracking.ingest_models()
    return filled


@pytest.fixture(scope="module")
def tracking(bench: Bench) -> Tracking:
    return bench.app.tracking


async def test_a_model_goes_by_its_name_or_its_id(tracking: Tracking) -> None:
    assert await tracking.show_holdings(str(model_id(PINE))) == await tracking.show_holdings(PINE)


async def test_an_unknown_model_names_the_known_ones(tracking: Tracking) -> None:
    with pytest.raises(ModelNotFoundError, match=PINE):
        await tracking.show_model("pine")


async def test_old_values_are_said_to_be_stale(bench: Bench) -> None:
    fresh = (await bench.app.tracking.list_models()).models[0]
    assert (fresh.stale, fresh.age_days) == (False, 7)
    bench.clock.tick(timedelta(days=30))
    view = await bench.app.tracking.list_models()
    bench.clock.tick(timedelta(days=-30))
    assert view.models[0].stale
    assert any("37 days old" in note for note in view.table().notes)


async def test_only_a_meta_model_has_a_sub_model(tracking: Tracking) -> None:
    held = {model.name: model.sub_model for model in (await tracking.list_models()).models}
    assert {name for name, sub_model in held.items() if sub_model} == {META}


@pytest.mark.parametrize("series", [SeriesName.TRADED, SeriesName.TRADED_ONLY, SeriesName.OVERLAY])
async def test_a_hindsight_series_says_so_and_has_the_lagged_one_beside_it(
    tracking: Tracking, series: SeriesName
) -> None:
    view = await tracking.show_performance(SeriesQuery(model=PINE, series=series))
    lagged = await tracking.show_performance(SeriesQuery(model=PINE, series=SeriesName.OVERLAY_LAGGED))
    assert "hindsight" in view.about.caution
    beside = dict(zip(lagged.days, lagged.values, strict=True))
    assert view.overlay_lagged == [beside[day] for day in view.days]


async def test_the_portfolio_needs_no_caution(tracking: Tracking) -> None:
    view = await tracking.show_performance(PINE)
    assert (view.about.series, view.about.caution, view.overlay_lagged) == (SeriesName.BASE, "", [])


async def test_thinned_points_keep_the_extremes_and_their_own_returns(tracking: Tracking) -> None:
    whole = await tracking.show_performance(SeriesQuery(model=PINE, points=0))
    thin = await tracking.show_performance(SeriesQuery(model=PINE, points=20))
    assert (thin.sent_points, thin.raw_points) == (len(thin.days), len(whole.days))
    assert thin.sent_points <= 20
    assert {min(whole.values), max(whole.values)} <= set(thin.values)
    returns = dict(zip(whole.days, whole.returns, strict=True))
    assert thin.returns == [returns[day] for day in thin.days]


async def test_positions_weigh_one_together_and_cash_stands_last(tracking: Tracking) -> None:
    view = await tracking.show_holdings(PINE)
    assert sum(row.weight for row in view.holdings) == pytest.approx(1)
    assert view.holdings[-1].ticker == CASH
    assert sum((row.cost for row in view.holdings), Decimal(0)) == view.total_at_cost


async def test_holdings_of_the_past_have_no_ranks_of_today(tracking: Tracking) -> None:
    now, first = await tracking.show_holdings(PINE), (await tracking.list_snapshots(PINE, 1000)).snapshots[-1]
    past = await tracking.show_holdings(PINE, first.day)
    assert any(row.rank for row in now.holdings)
    assert not any(row.rank for row in past.holdings)
    assert past.value_day is None or past.value_day <= first.day


async def test_before_the_first_snapshot_nothing_was_held(tracking: Tracking) -> None:
    first = (await tracking.list_snapshots(PINE, 1000)).snapshots[-1]
    with pytest.raises(NoDataError, match="snapshot on or before"):
        await tracking.show_holdings(PINE, first.day - timedelta(days=1))


async def test_of_two_blocks_of_one_day_only_the_later_counts(tracking: Tracking) -> None:
    for model in (await tracking.list_models()).models:
        rows = (await tracking.list_snapshots(model.name, 1000)).snapshots
        days = [row.day for row in rows if row.effective]
        assert len(days) == len(set(days))
        assert all(row.turnover is None for row in rows if not row.effective)


async def test_ranks_are_best_first_with_their_age(tracking: Tracking) -> None:
    view = await tracking.show_ranks(PINE, 10)
    assert [row.rank for row in view.ranks] == sorted(row.rank for row in view.ranks)
    assert view.age_days == (date(2026, 11, 20) - view.day).days == 14
    assert "14 days old" in view.table().notes[0]


async def test_a_base_model_does_not_switch(tracking: Tracking) -> None:
    with pytest.raises(BadQueryError, match="not a meta-model"):
        await tracking.show_switches(PINE)


async def test_stays_of_the_meta_model_compound_to_its_backtest(tracking: Tracking) -> None:
    view = await tracking.show_switches(META, "backtest")
    grown = 1.0
    for stay in view.switches:
        grown *= 1 + (stay.earned or 0)
    whole = await tracking.show_performance(SeriesQuery(model=META, series=SeriesName.BACKTEST))
    assert grown - 1 == pytest.approx(whole.total_return)


async def test_tags_say_nothing_before_the_first_one(tracking: Tracking) -> None:
    tagged = await tracking.show_switches(META, "tags")
    first = (await tracking.show_performance(META)).days[0]
    assert tagged.switches[0].from_day > first


async def test_months_of_a_year_compound_to_its_total(tracking: Tracking) -> None:
    for row in (await tracking.show_months(PINE)).years:
        grown = 1.0
        for month in row.months:
            grown *= 1 + (month or 0)
        assert grown - 1 == pytest.approx(row.total)


async def test_without_cash_ins_the_time_weighted_return_is_the_total_return(tracking: Tracking) -> None:
    view = await tracking.show_measures(PINE)
    assert view.time_weighted_return == pytest.approx(view.total_return)


async def test_daily_values_are_the_last_record_of_each_date(tracking: Tracking) -> None:
    records = (await tracking.list_records(PINE, 100_000)).records[::-1]
    values = (await tracking.list_values(PINE, 100_000)).values[::-1]
    assert {value.day: value.base for value in values} == {row.at.date(): row.base for row in records}
    assert values[1].daily_return == pytest.approx(values[1].base / values[0].base - 1)


async def test_the_signal_effect_is_the_difference_to_the_portfolio(tracking: Tracking) -> None:
    view = await tracking.show_signal(PINE)
    assert view.added == pytest.approx([a - b for a, b in zip(view.overlay, view.base, strict=True)])
    assert view.added_lagged == pytest.approx(
        [a - b for a, b in zip(view.overlay_lagged, view.base, strict=True)]
    )


async def test_sentinels_of_the_backtest_are_missing(tracking: Tracking) -> None:
    view = await tracking.show_backtest(SeriesQuery(model=PINE, points=0))
    assert None in view.new_lows
    assert all(low is None or low >= 0 for low in view.new_lows)
    assert view.latest.strategy == view.strategy[-1]


async def test_no_secret_of_a_configuration_is_in_any_answer(bench: Bench) -> None:
    tracking = bench.app.tracking
    for model in (await tracking.list_models()).models:
        shown = (await tracking.show_model(model.name)).model_dump_json()
        assert "PLACEHOLDER" not in shown
    assert "PLACEHOLDER" not in (await tracking.list_findings()).model_dump_json()
    assert "PLACEHOLDER" not in repr(vars(bench.store))


@pytest.mark.parametrize("series", [SeriesName.TRADED, SeriesName.OVERLAY])
async def test_every_figure_of_a_hindsight_series_has_the_lagged_one_beside_it(
    tracking: Tracking, series: SeriesName
) -> None:
    query = SeriesQuery(model=PINE, series=series, period="1y")
    views = (
        await tracking.show_measures(query),
        await tracking.show_drawdowns(query),
        await tracking.show_months(query),
        (await tracking.compare_models(CompareQuery(models=(PINE, META), series=series))).measures[0],
    )
    for view in views:
        assert view.overlay_lagged is not None
        assert view.overlay_lagged.about.series is SeriesName.OVERLAY_LAGGED
        assert view.overlay_lagged.about.first_day == view.about.first_day
        names = next(column.values for column in view.table().columns if column.name == "series")
        assert set(names) == {series.value, "overlay_lagged"}


async def test_titles_and_columns_name_the_series(tracking: Tracking) -> None:
    traded = SeriesQuery(model=PINE, series=SeriesName.TRADED)
    assert "hindsight" in (await tracking.show_months(traded)).table().title
    assert (await tracking.show_performance(traded)).table().columns[1].name == "traded"
    assert (await tracking.show_performance(PINE)).table().columns[1].name == "base"


async def test_ranks_of_holdings_have_a_day_and_an_age(tracking: Tracking) -> None:
    view = await tracking.show_holdings(PINE)
    assert view.ranks_age_days == 14
    assert any("14 days old" in note for note in view.table().notes)


async def test_findings_tell_their_rules_whatever_the_page(tracking: Tracking) -> None:
    view = await tracking.list_findings(FindingsQuery(limit=1))
    assert sum(rule.count for rule in view.rules) == view.total > len(view.findings)
    assert all(rule.meaning for rule in view.rules)
    order = ["error", "warning", "info"]
    assert [rule.severity for rule in view.rules] == sorted(
        (rule.severity for rule in view.rules), key=lambda severity: order.index(severity.value)
    )


async def test_turnover_a_year_is_that_of_all_snapshots_whatever_the_page(tracking: Tracking) -> None:
    every, page = await tracking.list_snapshots(PINE, 10_000), await tracking.list_snapshots(PINE, 1)
    moved = sum(snapshot.turnover or 0 for snapshot in every.snapshots)
    days = (every.snapshots[0].day - every.snapshots[-1].day).days
    assert every.turnover_per_year == page.turnover_per_year == pytest.approx(moved / days * 365.25)


async def test_ranks_go_stale_after_a_month(bench: Bench) -> None:
    assert not (await bench.app.tracking.show_ranks(PINE)).stale
    bench.clock.tick(timedelta(days=30))
    assert (await bench.app.tracking.show_ranks(PINE)).stale
