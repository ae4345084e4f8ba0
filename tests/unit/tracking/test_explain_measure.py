"""Every figure is explained, and the line with the numbers put in gives the very figure."""

import re
from datetime import date
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.in_memory import bench_of

from ballast_adapters.sample import sample_files
from ballast_core.shared.series import Series
from ballast_core.tracking import (
    EXPLANATIONS,
    MeasureNotFoundError,
    MeasuresView,
    SeriesName,
    SeriesQuery,
    Tracking,
)
from ballast_core.tracking.rules import Points, spelled
from ballast_core.tracking.usecases.explain_measure import explained, value_of
from ballast_core.tracking.usecases.series import about
from ballast_core.tracking.usecases.show_measures import measures_of, without_payments

PINE = "naz100_pine"
COMPUTED = sorted(EXPLANATIONS.keys() - {"first_value", "last_value", "best_day", "worst_day"})


def computed(worked: str) -> float:
    """Compute the left side of a worked line, as a reader with a calculator would."""
    line = worked.split(" = ", maxsplit=1)[0].replace(",", "")
    for written, meant in {"−": "-", "×": "*", "^": "**"}.items():
        line = line.replace(written, meant)
    line = re.sub(r"√([\d.]+)", r"√(\1)", line).replace("√", "root")
    assert re.fullmatch(r"[\d.()+*/ -]*", line.replace("root", ""))
    return float(eval(line, {"root": sqrt}))  # noqa: S307 - digits and signs alone


@pytest.fixture(scope="module")
async def tracking() -> Tracking:
    bench = bench_of(sample_files(days=400))
    await bench.app.tracking.ingest_models()
    return bench.app.tracking


def test_every_figure_of_the_measures_is_explained() -> None:
    assert MeasuresView.model_fields.keys() - {"about", "overlay_lagged"} == EXPLANATIONS.keys()


@pytest.mark.parametrize("measure", EXPLANATIONS)
@pytest.mark.parametrize("series", [SeriesName.BASE, SeriesName.TRADED, SeriesName.BACKTEST])
async def test_an_explanation_ends_with_the_figure_of_the_measures(
    tracking: Tracking, measure: str, series: SeriesName
) -> None:
    query = SeriesQuery(model=PINE, series=series, period="1y")
    view = await tracking.explain_measure(measure, query)
    assert view.value == value_of(await tracking.show_measures(query), measure)
    assert bool(view.worked) == (view.value is not None) == (not view.missing)


@pytest.mark.parametrize("measure", COMPUTED)
async def test_the_arithmetic_gives_the_figure(tracking: Tracking, measure: str) -> None:
    view = await tracking.explain_measure(measure, PINE)
    assert computed(view.worked) == pytest.approx(view.value, rel=1e-6, abs=1e-9)


@given(
    st.lists(st.floats(-0.2, 0.2, allow_nan=False), min_size=4, max_size=60).filter(
        lambda steps: len({round(step, 4) for step in steps}) > 3 and min(steps) < -0.001
    ),
    st.lists(st.integers(1, 90), min_size=60, max_size=60),
)
def test_the_arithmetic_gives_the_figure_of_any_points(steps: list[float], gaps: list[int]) -> None:
    days = np.datetime64("2019-01-02") + np.cumsum([0, *gaps[: len(steps)]]).astype("timedelta64[D]")
    series = Series(days, 10_000 * np.cumprod(np.array([1.0, *(1 + np.array(steps))], np.float64)))
    paid = np.zeros(len(series))
    paid[len(series) // 2] = 250.0
    figures = measures_of(series, about(series, PINE, SeriesQuery(model=PINE)))
    points = Points(series, paid)
    for measure in COMPUTED:
        view = explained(measure, without_payments(figures, series, paid), points)
        assert computed(view.worked) == pytest.approx(view.value, rel=1e-5, abs=1e-8), view.worked


def test_what_the_points_cannot_give_says_what_it_needs() -> None:
    series = Series(np.array(["2026-01-02"], "datetime64[D]"), np.array([100.0]))
    figures = measures_of(series, about(series, PINE, SeriesQuery(model=PINE)))
    view = explained("sharpe_252", figures, Points(series))
    assert (view.value, view.worked, view.inputs) == (None, "", ())
    assert "two returns that are not alike" in view.missing


@pytest.mark.parametrize("measure", EXPLANATIONS)
@pytest.mark.parametrize(
    "values", [[0.0, 100.0, 90.0], [-5.0, -6.0, 0.0], [100.0, 0.0, 50.0], [100.0, 100.0, 100.0]]
)
def test_values_that_no_portfolio_has_are_explained_as_far_as_they_go(
    measure: str, values: list[float]
) -> None:
    days = np.array(["2026-01-02", "2026-01-05", "2026-01-06"], "datetime64[D]")
    series = Series(days, np.array(values))
    figures = measures_of(series, about(series, PINE, SeriesQuery(model=PINE)))
    view = explained(measure, figures, Points(series))
    assert (view.value is None) == bool(view.missing)


def test_payments_on_the_way_are_named() -> None:
    days = np.array(["2026-01-02", "2026-01-05", "2026-01-06"], "datetime64[D]")
    series, paid = Series(days, np.array([100.0, 160.0, 176.0])), np.array([0.0, 50.0, 0.0])
    figures = measures_of(series, about(series, PINE, SeriesQuery(model=PINE)))
    view = explained("time_weighted_return", without_payments(figures, series, paid), Points(series, paid))
    assert view.value == pytest.approx(1.1 * 1.1 - 1)
    assert ("paid in up to 2026-01-05", 50.0) in [(one.name, one.value) for one in view.inputs]


async def test_a_hindsight_figure_has_the_one_without_beside_it(tracking: Tracking) -> None:
    query = SeriesQuery(model=PINE, series=SeriesName.OVERLAY, period="1y")
    view = await tracking.explain_measure("cagr", query)
    assert view.overlay_lagged
    assert view.overlay_lagged.about.series is SeriesName.OVERLAY_LAGGED
    assert [column.name for column in view.table().columns] == ["fact", "overlay", "overlay_lagged"]


async def test_the_inputs_of_a_drawdown_have_their_days(tracking: Tracking) -> None:
    view = await tracking.explain_measure("max_drawdown", PINE)
    fall = (await tracking.show_measures(PINE)).max_drawdown
    days = [one.value for one in view.inputs if one.unit == "day"]
    assert days == [fall.peak_day, fall.trough_day, fall.recovery_day]


async def test_an_unknown_figure_names_the_known_ones(tracking: Tracking) -> None:
    with pytest.raises(MeasureNotFoundError, match="max_drawdown"):
        await tracking.explain_measure("beauty", PINE)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12345.678901234, "12,345.6789"),
        (0.00012345678901, "0.000123456789"),
        (-0.5, "(−0.5)"),
        (0.0, "0"),
        (2.0, "2"),
        (float("inf"), "∞"),
    ],
)
def test_numbers_are_spelled_with_the_digits_that_count(value: float, text: str) -> None:
    assert spelled(value) == text


def test_a_day_is_read_not_computed() -> None:
    days = np.array(["2026-01-02", "2026-01-05"], "datetime64[D]")
    series = Series(days, np.array([100.0, 110.0]))
    figures = measures_of(series, about(series, PINE, SeriesQuery(model=PINE)))
    view = explained("best_day", figures, Points(series))
    assert (view.value, view.worked) == (date(2026, 1, 5), "Read from the points: 2026-01-05")
