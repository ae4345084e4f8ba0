"""The public files through the whole of Ballast: ingested into PostgreSQL and asked by name."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ballast_adapters.blocking import BlockingApp, open_app_sync
from ballast_adapters.settings import load_settings
from ballast_core.tracking import FileState, FindingsQuery, IngestSpec, SeriesName, SeriesQuery, Severity

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "pytaaa"
EXPECTED: dict[str, dict[str, Any]] = {
    path.parent.name: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*/expected.json"))
}
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not EXPECTED, reason=f"the public files are not at {FOLDER}"),
]
every_model = pytest.mark.parametrize("name", EXPECTED or ["none"])

SERIES = {
    "traded_or_base": SeriesName.TRADED,
    "base": SeriesName.BASE,
    "traded_only": SeriesName.TRADED_ONLY,
    "overlay_recomputed_same_day_signal": SeriesName.OVERLAY,
    "overlay_recomputed_signal_lagged_one_point": SeriesName.OVERLAY_LAGGED,
}
FIGURES = {
    "first_value": "first_value",
    "last_value": "last_value",
    "years_365_25": "years",
    "total_return": "total_return",
    "cagr": "cagr",
    "volatility_252": "volatility_252",
    "sharpe_252_rf0": "sharpe_252",
    "observed_points_per_year": "points_per_year",
    "volatility_observed_frequency": "volatility_observed",
    "sharpe_observed_frequency_rf0": "sharpe_observed",
}


@pytest.fixture(scope="module")
def app() -> Iterator[BlockingApp]:
    """Return Ballast after it ingested the public files into an empty database."""
    home = Path(tempfile.mkdtemp(prefix="ballast-real-"))
    home.chmod(0o755)
    settings = load_settings({"home": home, "data_dir": FOLDER}, env={})
    with open_app_sync(settings) as opened:
        opened.tracking.ingest_models(IngestSpec(models=tuple(EXPECTED)))
        yield opened
    shutil.rmtree(home)


def same_figures(app: BlockingApp, name: str, series: SeriesName, expected: dict[str, Any]) -> None:
    view = app.tracking.show_measures(SeriesQuery(model=name, series=series))
    assert view.about.points == expected["points"]
    assert [str(view.about.first_day), str(view.about.last_day)] == [
        expected["first_date"],
        expected["last_date"],
    ]
    for theirs, ours in FIGURES.items():
        assert getattr(view, ours) == pytest.approx(expected[theirs], rel=1e-9), theirs
    assert view.max_drawdown.depth == pytest.approx(expected["max_drawdown"], rel=1e-9)
    assert str(view.max_drawdown.peak_day) == expected["max_drawdown_peak_date"]
    assert str(view.max_drawdown.trough_day) == expected["max_drawdown_trough_date"]


@every_model
@pytest.mark.parametrize("series", SERIES)
def test_every_series_has_its_figures(app: BlockingApp, name: str, series: str) -> None:
    same_figures(app, name, SERIES[series], EXPECTED[name]["series"][series])


@every_model
def test_the_backtest_has_its_figures(app: BlockingApp, name: str) -> None:
    same_figures(app, name, SeriesName.BACKTEST, EXPECTED[name]["backtest"]["traded"])
    same_figures(app, name, SeriesName.BUY_AND_HOLD, EXPECTED[name]["backtest"]["buy_hold"])


@every_model
def test_every_record_and_every_snapshot_is_stored(app: BlockingApp, name: str) -> None:
    content = app.tracking.show_model(name).content
    expected = EXPECTED[name]
    assert content.records == expected["status"]["records"]
    assert content.record_days == expected["status"]["distinct_dates"]
    assert content.snapshots == expected["holdings"]["snapshots"]
    assert content.backtest_rows == expected["backtest"]["rows"]
    assert content.ranked_symbols == expected["ranks"]["symbols_in_latest"]
    assert content.trade_log_lines == expected["holdings"]["info_lines"]


@every_model
def test_the_portfolio_is_worth_the_last_record(app: BlockingApp, name: str) -> None:
    summary = app.tracking.show_model(name).summary
    latest = EXPECTED[name]["status"]["latest"]
    assert (str(summary.last_day), summary.value) == (latest["timestamp"][:10], latest["base_value"])


@every_model
def test_the_latest_holdings_are_positions_of_all_lots(app: BlockingApp, name: str) -> None:
    view, latest = app.tracking.show_holdings(name), EXPECTED[name]["holdings"]["latest"]
    assert float(view.total_at_cost) == pytest.approx(latest["total_at_cost"])
    assert float(view.cash) == latest["cash"]
    found = {row.ticker: row for row in view.holdings}
    for position in latest["positions"]:
        row = found.pop(position["ticker"])
        assert float(row.shares) == position["shares"]
        assert row.lots == position["lots"]
        assert row.weight == pytest.approx(position["weight_at_cost"], rel=1e-9)
    assert found.keys() <= {"CASH"}


@every_model
def test_the_holdings_of_every_past_day_are_those_of_the_file(app: BlockingApp, name: str) -> None:
    listed = app.tracking.list_snapshots(name, limit=1000).snapshots[::-1]
    expected = EXPECTED[name]["holdings"]["all_snapshots"]
    assert [str(row.day) for row in listed] == [row["date"] for row in expected]
    whole = [(ours, theirs) for ours, theirs in zip(listed, expected, strict=True) if "cash" in theirs]
    assert [float(ours.cash) for ours, _ in whole] == [theirs["cash"] for _, theirs in whole]
    costs = [theirs["total_at_cost"] for _, theirs in whole]
    assert [float(ours.total_at_cost) for ours, _ in whole] == pytest.approx(costs, rel=1e-9)


@every_model
def test_a_block_with_lists_of_unequal_length_is_repaired_and_said(app: BlockingApp, name: str) -> None:
    broken = [row for row in EXPECTED[name]["holdings"]["all_snapshots"] if "cash" not in row]
    said = app.tracking.list_findings(FindingsQuery(model=name, rule="holdings.length_repaired"))
    assert said.total == len(broken)
    for row in broken:
        held = app.tracking.show_holdings(name, date.fromisoformat(row["date"])).holdings
        assert [one.purchase_price for one in held if one.ticker == "CASH"] == [1]


@every_model
def test_the_ranks_of_what_is_held_are_those_of_the_last_block(app: BlockingApp, name: str) -> None:
    expected = EXPECTED[name]["ranks"]
    ranks = {row.symbol: row.rank for row in app.tracking.show_ranks(name).ranks}
    held = expected["ranks_of_latest_holdings"]
    assert {symbol: ranks[symbol] for symbol in held} == held
    assert str(app.tracking.show_ranks(name).day) == expected["dates"][-1]


@every_model
def test_a_meta_model_tells_its_switches(app: BlockingApp, name: str) -> None:
    changes = EXPECTED[name]["backtest"].get("selected_model_changes")
    if changes is None:
        pytest.skip("the backtest of this model has no sixth column")
    switches = app.tracking.show_switches(name, "backtest").switches
    assert len(switches) == changes + 1
    last = EXPECTED[name]["backtest"]["last_changes"]
    assert [(str(row.from_day), row.sub_model) for row in switches[-len(last) :]] == [
        (row["date"], row["model"]) for row in last
    ]


def test_nothing_is_lost_and_a_second_ingest_changes_nothing(app: BlockingApp) -> None:
    before = app.tracking.show_revision()
    report = app.tracking.ingest_models(IngestSpec(models=tuple(EXPECTED)))
    assert {file.state for model in report.models for file in model.files} == {FileState.UNCHANGED}
    assert app.tracking.show_revision() == before


def test_no_line_of_the_public_files_is_an_error(app: BlockingApp) -> None:
    assert app.tracking.list_findings(FindingsQuery(severity=Severity.ERROR)).findings == ()
