"""The rules meet every figure that was computed independently from the public files."""

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ballast_core.shared.measures import Measures, measure
from ballast_core.shared.series import Series
from ballast_core.tracking.entities import BacktestColumns, Holding, Snapshot, StatusColumns, model_id
from ballast_core.tracking.parsing import parse_backtest, parse_holdings, parse_status
from ballast_core.tracking.rules import (
    AnomalyKind,
    anomalies,
    common_prefix,
    current,
    daily,
    ledger,
    overlay,
    overlay_at_records,
    positions,
    reproduction,
    series_of,
    signals,
)

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "pytaaa"
FOUND = sorted(path.parent.name for path in FOLDER.glob("*/expected.json"))
ABACUS = "naz100_sp500_abacus"

pytestmark = pytest.mark.skipif(not FOUND, reason=f"the public files are not at {FOLDER}")
every_model = pytest.mark.parametrize("name", FOUND or ["none"])


@dataclass(frozen=True)
class Model:
    """What the files of a model say, and what they were found to say."""

    expected: dict[str, Any]
    status: StatusColumns
    snapshots: tuple[Snapshot, ...]
    backtest: BacktestColumns

    @property
    def base(self) -> Series:
        """Return the portfolio."""
        return series_of(daily(self.status), "base")


@cache
def read(name: str) -> Model:
    """Read the files of a model, whatever the case of their names; skip where it is not there."""
    if not (FOLDER / name).is_dir():
        pytest.skip(f"{name} is not at {FOLDER}")
    files = {path.name.lower(): path.read_bytes() for path in (FOLDER / name / "data_store").glob("*.params")}
    return Model(
        json.loads((FOLDER / name / "expected.json").read_text("utf-8")),
        parse_status(files["pytaaa_status.params"]).content,
        parse_holdings(files["pytaaa_holdings.params"], model=model_id(name)).content.snapshots,
        parse_backtest(files.get("pytaaaweb_backtestportfoliovalue.params", b"")).content,
    )


def near(expected: dict[str, Any]) -> dict[str, Any]:
    """Return figures that are met to nine digits; texts and counts are met exactly."""
    return {
        name: pytest.approx(figure, rel=1e-9) if isinstance(figure, float) else figure
        for name, figure in expected.items()
    }


def flat(figures: Measures) -> dict[str, object]:
    """Return the figures under the names that the expected ones have."""
    deepest = figures.max_drawdown
    return {
        "points": figures.points,
        "first_date": figures.first_day.isoformat(),
        "first_value": figures.first_value,
        "last_date": figures.last_day.isoformat(),
        "last_value": figures.last_value,
        "years_365_25": figures.years,
        "total_return": figures.total_return,
        "cagr": figures.cagr,
        "volatility_252": figures.volatility_252,
        "sharpe_252_rf0": figures.sharpe_252,
        "max_drawdown": deepest.depth,
        "max_drawdown_peak_date": deepest.peak_day.isoformat(),
        "max_drawdown_trough_date": deepest.trough_day.isoformat(),
        "observed_points_per_year": figures.points_per_year,
        "volatility_observed_frequency": figures.volatility_observed,
        "sharpe_observed_frequency_rf0": figures.sharpe_observed,
    }


def all_series(model: Model) -> dict[str, Series]:
    """Return every series under the name that the expected ones have."""
    points, base = daily(model.status), model.base
    signal = signals(base.values)
    return {
        "base": base,
        "traded_or_base": series_of(points, "traded"),
        "traded_only": series_of(points, "traded_only"),
        "overlay_recomputed_same_day_signal": Series(base.days, overlay(base.values, signal)),
        "overlay_recomputed_signal_lagged_one_point": Series(base.days, overlay(base.values, signal, lag=1)),
    }


@every_model
def test_every_figure_of_every_series_is_met(name: str) -> None:
    model = read(name)
    series = all_series(model)
    assert model.expected["series"].keys() == series.keys()
    for which, expected in model.expected["series"].items():
        assert flat(measure(series[which])) == near(expected), which


@every_model
@pytest.mark.parametrize(("column", "which"), [("strategy", "traded"), ("buy_and_hold", "buy_hold")])
def test_every_figure_of_the_backtest_is_met(name: str, column: str, which: str) -> None:
    model = read(name)
    if which not in model.expected.get("backtest", {}):
        pytest.skip(f"{name} has no backtest")
    series = Series(model.backtest.days, getattr(model.backtest, column))
    assert flat(measure(series)) == near(model.expected["backtest"][which])


@every_model
def test_the_last_record_follows_from_those_before_it(name: str) -> None:
    model = read(name)
    signal, traded = overlay_at_records(model.status)
    check = model.expected["status"]["overlay_check"]
    assert signal[-1] == check["signal_recomputed_from_earlier_records"]
    assert traded[-1] == pytest.approx(check["traded_recomputed_from_earlier_records"], rel=1e-9)


@every_model
def test_the_next_record_follows_from_all(name: str) -> None:
    model = read(name)
    signal = signals(model.base.values)
    check = model.expected["status"]["overlay_check"]
    assert signal[-1] == check["next_signal_recomputed_from_all_records"]
    traded = overlay(model.base.values, signal)[-1]
    assert traded == pytest.approx(check["next_traded_recomputed_from_all_records"], rel=1e-9)


@every_model
def test_nearly_all_that_is_stored_of_the_overlay_is_reproduced(name: str) -> None:
    model = read(name)
    found = reproduction(model.status)
    assert found.records == model.expected["status"]["records_with_three_values"]
    assert found.traded > 0.94
    assert found.signal > 0.97


@pytest.mark.parametrize(
    ("name", "signal", "traded"),
    [
        ("naz100_pine", 3337 / 3350, 3299 / 3350),
        ("naz100_hma", 3565 / 3642, 3429 / 3642),
        ("sp500_hma", 2642 / 2660, 2588 / 2660),
        (ABACUS, 2643 / 2661, 2588 / 2661),
    ],
)
def test_the_share_of_the_overlay_that_is_reproduced(name: str, signal: float, traded: float) -> None:
    found = reproduction(read(name).status)
    assert (found.signal, found.traded) == pytest.approx((signal, traded))


def latest(name: str, prices: dict[str, Decimal] | None = None) -> tuple[Holding, ...]:
    """Return the positions of the latest snapshot."""
    snapshot = current(read(name).snapshots)
    assert snapshot is not None
    return positions(snapshot.lots, prices=prices)


@every_model
def test_the_latest_positions_and_their_weights_at_cost_are_met(name: str) -> None:
    expected = read(name).expected["holdings"]["latest"]
    found = {
        holding.ticker: {
            "ticker": holding.ticker,
            "lots": holding.lots,
            "shares": float(holding.shares),
            "cost": float(holding.cost),
            "average_price": float(holding.purchase_price),
            "weight_at_cost": holding.weight,
        }
        for holding in latest(name)
    }
    assert found == {position["ticker"]: near(position) for position in expected["positions"]}
    assert float(sum(holding.cost for holding in latest(name))) == pytest.approx(expected["total_at_cost"])


@every_model
def test_the_weights_at_last_price_are_met(name: str) -> None:
    expected = read(name).expected["holdings"].get("latest_at_last_price")
    tables = sorted((FOLDER / name / "extracted").glob("holdings_table_*.csv"))
    if not expected or not tables:
        pytest.skip(f"no last prices of {name} are public")
    found = {holding.ticker: holding for holding in latest(name, _prices(tables[-1]))}
    assert {ticker: holding.weight_at_price for ticker, holding in found.items()} == pytest.approx(
        {position["ticker"]: position["weight"] for position in expected["positions"]}, rel=1e-9
    )


def _prices(table: Path) -> dict[str, Decimal]:
    """Value over shares: the page rounds the price of cash to cents, but not its value."""
    shares: dict[str, Decimal] = defaultdict(Decimal)
    values: dict[str, Decimal] = defaultdict(Decimal)
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            shares[row["symbol"]] += Decimal(row["shares"])
            values[row["symbol"]] += Decimal(row["value"])
    return {ticker: values[ticker] / shares[ticker] for ticker in shares}


@pytest.mark.parametrize(
    ("one", "other", "day", "points"),
    [
        ("naz100_pine", "naz100_hma", "2013-10-02", 87),
        ("naz100_pine", "sp500_hma", "2016-06-08", 728),
        ("sp500_hma", ABACUS, "2025-12-05", 2_039),
    ],
)
def test_models_that_share_their_history_part_on_a_day(one: str, other: str, day: str, points: int) -> None:
    fork = common_prefix([read(one).base, read(other).base])
    assert fork is not None
    assert (fork.day.isoformat(), fork.points, fork.parted) == (day, points, True)


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("naz100_pine", "2022-09-02", 1_520_930.15),
        ("naz100_pine", "2016-09-01", 57_925.49),
        ("naz100_pine", "2016-09-02", 30_962.35),
        ("naz100_pine", "2024-02-04", 32_003.84),
        ("naz100_pine", "2020-09-04", 43_456.76),
        ("naz100_pine", "2020-09-10", 58_557.49),
        ("naz100_pine", "2026-03-02", 112_523.53),
        ("naz100_hma", "2016-09-02", 24_652.56),
        ("naz100_hma", "2023-02-19", 177_930.69),
        ("sp500_hma", "2025-05-01", 548_933.49),
        (ABACUS, "2026-01-02", 632_867.34),
    ],
)
def test_a_known_outlier_is_flagged(name: str, day: str, value: float) -> None:
    status = read(name).status
    flagged = {(str(status.at[odd.row])[:10], round(odd.value, 2)) for odd in anomalies(status)}
    assert (day, value) in flagged


@every_model
@pytest.mark.parametrize("frozen", [16_653.54203213371, 29_423.0285548])
def test_a_frozen_traded_value_is_flagged_wherever_it_stands(name: str, frozen: float) -> None:
    status = read(name).status
    rows = set(np.flatnonzero(status.traded == frozen).tolist())
    disagree = {odd.row for odd in anomalies(status) if odd.kind is AnomalyKind.TRADED_DISAGREES}
    assert rows <= disagree


def backtests() -> dict[str, Series]:
    """Return the backtest of each sub-model that is there."""
    columns = {name: read(name).backtest for name in FOUND if name != ABACUS}
    return {name: Series(one.days, one.strategy) for name, one in columns.items()}


def test_the_ledger_has_every_switch_of_the_six_column_backtest() -> None:
    model = read(ABACUS)
    expected = model.expected["backtest"]
    entries = ledger(Series(model.backtest.days, model.backtest.strategy), model.backtest.sub_models, {})
    assert len(entries) == expected["selected_model_changes"] + 1
    points: dict[str, int] = defaultdict(int)
    for entry in entries:
        points[entry.sub_model] += entry.points
    assert points == expected["selected_model_counts"]
    last = [{"date": entry.from_day.isoformat(), "model": entry.sub_model} for entry in entries[-5:]]
    assert last == expected["last_changes"]


def test_a_meta_model_earns_what_its_active_sub_model_makes() -> None:
    model = read(ABACUS)
    meta = Series(model.backtest.days, model.backtest.strategy)
    entries = ledger(meta, model.backtest.sub_models, backtests())
    # Column 3 is rounded to cents, which is 5e-7 of the first values.
    for entry in entries:
        if entry.sub_model != "CASH":
            assert entry.meta_return == pytest.approx(entry.alternatives[entry.sub_model], abs=1e-6)
        else:
            assert entry.meta_return == 0


def test_the_entries_of_the_ledger_compound_to_the_whole() -> None:
    model = read(ABACUS)
    meta = Series(model.backtest.days, model.backtest.strategy)
    returns = [entry.meta_return or 0.0 for entry in ledger(meta, model.backtest.sub_models, {})]
    assert np.prod(np.array(returns) + 1) - 1 == pytest.approx(measure(meta).total_return)
