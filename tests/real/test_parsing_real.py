"""The parsers meet every figure that was counted independently in the public files."""

import json
from bisect import bisect_right
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from ballast_core.tracking.entities import (
    CASH,
    BacktestColumns,
    HoldingsContent,
    MarketIndex,
    ModelConfig,
    Parsed,
    Ranking,
    Snapshot,
    StatusColumns,
    model_id,
)
from ballast_core.tracking.parsing import (
    parse_backtest,
    parse_config,
    parse_holdings,
    parse_ranks,
    parse_status,
)

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "pytaaa"
FOUND = sorted(path.parent.name for path in FOLDER.glob("*/expected.json"))
OTHER = FOLDER / "other"

pytestmark = pytest.mark.skipif(not FOUND, reason=f"the public files are not at {FOLDER}")
every_model = pytest.mark.parametrize("name", FOUND or ["none"])


@cache
def expected(name: str, section: str) -> dict[str, Any]:
    """Return what was counted in the files of a model."""
    counted: dict[str, dict[str, Any]] = json.loads((FOLDER / name / "expected.json").read_text("utf-8"))
    if section not in counted:
        pytest.skip(f"nothing was counted in the {section} of {name}")
    return counted[section]


def content(name: str, file: str) -> bytes:
    """Return a file of a model, whatever the case of its name."""
    folder = FOLDER / name / "data_store"
    (path,) = [path for path in folder.iterdir() if path.name.lower() == file.lower()]
    return path.read_bytes()


@cache
def status(name: str) -> Parsed[StatusColumns]:
    return parse_status(content(name, "PyTAAA_status.params"))


@cache
def holdings(name: str) -> Parsed[HoldingsContent]:
    return parse_holdings(content(name, "PyTAAA_holdings.params"), model=model_id(name))


@cache
def backtest(name: str) -> Parsed[BacktestColumns]:
    return parse_backtest(content(name, "pyTAAAweb_backtestPortfolioValue.params"))


def ranking(name: str) -> Ranking:
    read = parse_ranks(content(name, "PyTAAA_ranks.params")).content
    assert read is not None
    return read


def config(name: str) -> Parsed[ModelConfig | None]:
    (path,) = (FOLDER / name).glob("pytaaa_*.json")
    return parse_config(path.read_bytes(), file=path.name, folder=name)


def last_of_each_date(records: StatusColumns) -> list[int]:
    """Return the rows that count for the day."""
    days = records.at.astype("datetime64[D]").tolist()
    return sorted({day: row for row, day in enumerate(days)}.values())


def counts(signals: np.ndarray) -> dict[str, int]:
    return {
        str(int(signal)): count for signal, count in Counter(signals[~np.isnan(signals)].tolist()).items()
    }


@every_model
def test_every_status_record_is_read(name: str) -> None:
    want, got = expected(name, "status"), status(name)
    one_value = int(np.isnan(got.content.traded).sum())
    assert got.lines == want["physical_lines"]
    assert len(got.content) == want["records"]
    assert one_value == want["records_with_one_value"]
    assert len(got.content) - one_value == want["records_with_three_values"]
    assert got.rejected == want["other_lines"] - 1
    assert got.rejected or got.findings == ()


@every_model
def test_status_times_and_dates_are_those_of_the_file(name: str) -> None:
    want, at = expected(name, "status"), status(name).content.at
    days = Counter(at.astype("datetime64[D]").tolist())
    assert at[0] == np.datetime64(want["first_timestamp"])
    assert at[-1] == np.datetime64(want["last_timestamp"])
    assert len(days) == want["distinct_dates"]
    assert max(days.values()) == want["most_records_on_one_date"]
    assert sum(count > 1 for count in days.values()) == want["dates_with_more_than_one_record"]
    assert sum(day.weekday() >= 5 for day in days) == want["weekend_dates"]


@every_model
def test_status_values_are_those_of_the_file(name: str) -> None:
    want, got = expected(name, "status"), status(name).content
    latest = want["latest"]
    assert got.base.sum() == pytest.approx(want["sum_base_all_records"], rel=1e-12)
    assert got.base[-1] == latest["base_value"]
    assert got.traded[-1] == latest["traded_value"]
    assert got.signal[-1] == latest["signal"]
    assert counts(got.signal) == want["signal_counts_all_records"]


@every_model
def test_the_last_record_of_each_date_is_the_daily_point(name: str) -> None:
    want, got = expected(name, "status"), status(name).content
    rows = last_of_each_date(got)
    base, signal, traded = got.base[rows], got.signal[rows], got.traded[rows]
    first = got.at[rows][~np.isnan(signal)][0].astype("datetime64[D]")
    assert len(rows) == want["daily_points_last_record_per_date"]
    assert base.sum() == pytest.approx(want["sum_base_daily"], rel=1e-12)
    assert np.where(np.isnan(traded), base, traded).sum() == pytest.approx(want["sum_traded_or_base_daily"])
    assert int(np.isnan(signal).sum()) == want["daily_points_without_signal"]
    assert str(first) == want["first_date_with_signal"]
    assert counts(signal) == want["signal_counts_daily"]


@every_model
def test_every_block_is_a_snapshot(name: str) -> None:
    want, got = expected(name, "holdings"), holdings(name)
    days = [snapshot.day for snapshot in got.content.snapshots]
    uneven = [finding for finding in got.findings if finding.rule.startswith("holdings.length")]
    assert len(days) + got.rejected == want["snapshots"]
    assert len(days) - len(uneven) == want["snapshots_with_consistent_lengths"]
    assert len(set(days)) == want["distinct_dates"]
    assert {str(day): count for day, count in Counter(days).items() if count > 1} == want["repeated_dates"]
    assert (str(days[0]), str(days[-1])) == (want["first_date"], want["latest_date"])
    assert (days == sorted(days)) == want["dates_ascending"]


@every_model
def test_tags_cash_ins_log_lines_and_unknown_lines_are_those_of_the_file(name: str) -> None:
    want, got = expected(name, "holdings"), holdings(name)
    snapshots = got.content.snapshots
    cash_ins = [float(one.cash_in_total) for one in snapshots if one.cash_in_total is not None]
    tags = [(str(one.day), one.active_sub_model) for one in snapshots if one.active_sub_model]
    unknown = [finding for finding in got.findings if finding.rule == "holdings.unknown_line"]
    assert cash_ins == [stated["value"] for stated in want["cumulativecashin"]]
    assert tags == [(tag["trade_date"], tag["model"]) for tag in want["trading_model_tags"]]
    assert len(got.content.trade_log) == want["info_lines"]
    assert len(unknown) == len(want["unknown_lines"])


@every_model
def test_every_snapshot_has_its_rows_cash_and_cost(name: str) -> None:
    got = {snapshot.sequence: snapshot for snapshot in holdings(name).content.snapshots}
    for want in expected(name, "holdings")["all_snapshots"]:
        snapshot = got[want["index"]]
        cash = [lot.shares for lot in snapshot.lots if lot.ticker == CASH]
        assert (snapshot.line, str(snapshot.day)) == (want["line"], want["date"])
        assert len(snapshot.lots) == want["rows"]
        assert snapshot.active_sub_model == want.get("trading_model")
        if "length_mismatch" in want:  # then nothing more was counted
            continue
        assert len({lot.ticker for lot in snapshot.lots} - {CASH}) == want["distinct_tickers_without_cash"]
        assert float(sum(cash)) == want["cash"]
        assert float(snapshot.total_value) == pytest.approx(want["total_at_cost"], rel=1e-12)


@every_model
def test_every_log_line_stands_in_its_block(name: str) -> None:
    content_read = holdings(name).content
    heads = [snapshot.line for snapshot in content_read.snapshots]
    logged = Counter(bisect_right(heads, entry.line) - 1 for entry in content_read.trade_log)
    all_snapshots = expected(name, "holdings")["all_snapshots"]
    assert [logged[row] for row in range(len(heads))] == [want["info_lines"] for want in all_snapshots]


@every_model
def test_repairs_are_said_where_the_file_needs_them(name: str) -> None:
    got = holdings(name)
    for want in expected(name, "holdings")["all_snapshots"]:
        said = {finding.rule for finding in got.findings if finding.line == want["line"]}
        assert ("holdings.length_repaired" in said) == ("length_mismatch" in want)
    repeated = [finding for finding in got.findings if finding.rule == "holdings.repeated_line"]
    known = sum(
        len(want.get("keys_repeated_inside_block", []))
        for want in expected(name, "holdings")["all_snapshots"]
    )
    assert len(repeated) <= known


@every_model
def test_almost_all_log_lines_are_read_as_trades(name: str) -> None:
    log = holdings(name).content.trade_log
    read = [entry for entry in log if entry.action in {"buy", "sell"}]
    assert len(read) > 0.98 * len(log)
    assert all(entry.ticker and entry.shares is not None and entry.price is not None for entry in read)


@every_model
def test_the_lots_of_the_latest_snapshot_cost_what_they_should(name: str) -> None:
    want, latest = expected(name, "holdings")["latest"], holdings(name).content.snapshots[-1]
    assert len(latest.lots) == want["rows"]
    assert float(latest.total_value) == pytest.approx(want["total_at_cost"], rel=1e-12)
    assert {lot.ticker for lot in latest.lots} == {position["ticker"] for position in want["positions"]}
    for position in want["positions"]:
        lots = [lot for lot in latest.lots if lot.ticker == position["ticker"]]
        assert len(lots) == position["lots"]
        assert float(sum(lot.shares for lot in lots)) == position["shares"]
        cost = float(sum(lot.shares * lot.purchase_price for lot in lots))
        assert cost == pytest.approx(position["cost"], rel=1e-12)


@every_model
def test_tickers_in_several_lots_are_counted(name: str) -> None:
    def has_several(snapshot: Snapshot) -> bool:
        return max(Counter(lot.ticker for lot in snapshot.lots).values()) > 1

    several = sum(has_several(snapshot) for snapshot in holdings(name).content.snapshots)
    assert several == expected(name, "holdings")["snapshots_with_a_ticker_in_several_lots"]


@every_model
def test_every_backtest_row_is_read(name: str) -> None:
    want, got = expected(name, "backtest"), backtest(name)
    rows = got.content
    assert len(rows) == want["rows"]
    assert bool(rows.sub_models) == (6 in want["columns"])
    assert (str(rows.days[0]), str(rows.days[-1])) == (want["first_date"], want["last_date"])
    last = want["last_row"]
    assert [rows.buy_and_hold[-1], rows.strategy[-1]] == [float(field) for field in last[1:3]]
    assert [rows.new_highs[-1], rows.new_lows[-1]] == [float(field) for field in last[3:5]]
    assert (got.findings, got.rejected) == ((), 0)


@every_model
def test_sentinels_of_a_backtest_are_missing(name: str) -> None:
    want, rows = expected(name, "backtest"), backtest(name).content
    highs, lows = np.isfinite(rows.new_highs), np.isfinite(rows.new_lows)
    assert int((~highs).sum()) == want["rows_negative_new_highs"]
    assert int((~lows).sum()) >= want["rows_new_lows_sentinel"]
    assert str(rows.days[highs][0]) == want["first_date_new_highs_not_negative"]
    assert str(rows.days[highs & lows][0]) == want["first_date_both_not_negative"]


@every_model
def test_the_sixth_column_names_the_sub_models(name: str) -> None:
    want, rows = expected(name, "backtest"), backtest(name).content
    if "selected_model_counts" not in want:
        assert rows.sub_models == ()
        return
    pairs = zip(rows.sub_models, rows.sub_models[1:], rows.days[1:], strict=False)
    changes = [{"date": str(day), "model": after} for before, after, day in pairs if before != after]
    assert Counter(rows.sub_models) == want["selected_model_counts"]
    assert len(changes) == want["selected_model_changes"]
    assert changes[-len(want["last_changes"]) :] == want["last_changes"]


@every_model
def test_the_latest_ranking_is_read(name: str) -> None:
    want, got = expected(name, "ranks"), ranking(name)
    worst = max(rank.rank for rank in got.ranks)
    by_rank = sorted(got.ranks, key=lambda rank: rank.rank)
    ranks = {rank.symbol: rank.rank for rank in got.ranks}
    assert str(got.day) == want["dates"][-1]
    assert len(got.ranks) == want["symbols_in_latest"]
    assert worst == want["worst_rank"]
    assert sum(rank.rank == worst for rank in got.ranks) == want["symbols_sharing_worst_rank"]
    assert [[rank.symbol, rank.rank] for rank in by_rank[:10]] == want["top_10_latest"]
    assert {symbol: ranks[symbol] for symbol in want["ranks_of_latest_holdings"]} == want[
        "ranks_of_latest_holdings"
    ]


@every_model
def test_the_configuration_gives_name_index_and_kind(name: str) -> None:
    read = config(name).content
    assert read is not None
    assert read.name == name
    assert read.is_meta == name.endswith("abacus")
    assert bool(read.sub_models) == read.is_meta
    prefix = name.partition("_")[0]
    market = {"naz100": MarketIndex.NASDAQ_100, "sp500": MarketIndex.SP_500}[prefix]
    assert read.market_index == (None if read.is_meta else market)
    assert read.data_folder == "data_store"


@every_model
def test_no_address_or_password_comes_out_of_the_configuration(name: str) -> None:
    shown = repr(config(name))
    for secret in ("PLACEHOLDER", "invalid", "192.0.2", "symbols/", "0000000000"):
        assert secret not in shown


needs_other = pytest.mark.skipif(not OTHER.is_dir(), reason=f"the odd files are not at {OTHER}")


@needs_other
def test_the_files_of_a_new_model_are_read() -> None:
    store = OTHER / "fresh_model" / "data_store"
    records = parse_status((store / "PyTAAA_status.params").read_bytes()).content
    read = parse_holdings((store / "PyTAAA_holdings.params").read_bytes(), model=UUID(int=0)).content
    ranks = parse_ranks((store / "PyTAAA_ranks.params").read_bytes()).content
    assert (records.base.tolist(), records.signal.tolist()) == ([10000.0], [1.0])
    assert [snapshot.day for snapshot in read.snapshots] == [date(2000, 1, 1)]
    assert ranks is not None
    assert [rank.symbol for rank in ranks.ranks] == [CASH]


@needs_other
def test_the_files_of_a_fresh_meta_model_are_empty_and_said() -> None:
    store = OTHER / "fresh_abacus" / "data_store"
    records = parse_status((store / "PyTAAA_status.params").read_bytes())
    read = parse_holdings((store / "PyTAAA_holdings.params").read_bytes(), model=UUID(int=0))
    ranks = parse_ranks((store / "PyTAAA_ranks.params").read_bytes())
    assert len(records.content) == 0
    assert read.content == HoldingsContent((), ())
    assert ranks.content is None
    assert all(parsed.findings for parsed in (records, read, ranks))


@needs_other
def test_a_backtest_of_three_columns_is_read() -> None:
    (path,) = (OTHER / "backtest_3col").iterdir()
    parsed = parse_backtest(path.read_bytes())
    assert (len(parsed.content), parsed.findings) == (parsed.lines, ())
    assert np.isnan(parsed.content.new_highs).all()


@needs_other
def test_a_manifest_is_read() -> None:
    path = OTHER / "pytaaa_manifest_dialect.json"
    read = parse_config(path.read_bytes(), file=path.name, folder="other").content
    assert read is not None
    assert (read.name, read.title, read.data_folder) == ("sp500_pine", "S&P 500 Pine model", "data_store")
