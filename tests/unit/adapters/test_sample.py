"""The sample data: the same on every machine, in the true layouts, with their oddities."""

import hashlib
import json
import re
import struct
import zlib
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from ballast_adapters.sample import SampleFolderTakenError, sample_files, write_sample
from ballast_adapters.sample.portfolios import closing_values
from ballast_adapters.sample.story import Story, tell
from ballast_core.shared.errors import InvalidError
from ballast_core.tracking import (
    HoldingsContent,
    Parsed,
    StatusColumns,
    TradeAction,
    model_id,
    parse_backtest,
    parse_config,
    parse_holdings,
    parse_ranks,
    parse_status,
    reproduction,
)

BASE = ("naz100_hma", "naz100_pi", "naz100_pine", "sp500_hma", "sp500_pine")
META = "naz100_sp500_abacus"
MODELS = (*BASE, META)
BACKTEST = "pyTAAAweb_backtestPortfolioValue.params"
SMALL = "4e904458a374603a5e3f27198285ac14c20998cfa2032490962bd7c2964b3359"
FULL = "e3987731d79f96996b0a5e31c76b9f5b1be088ae25534e5ff23e48c57ae8e990"

type Files = dict[str, bytes]


@pytest.fixture(scope="module")
def small() -> Files:
    return sample_files(days=400)


@pytest.fixture(scope="module")
def full() -> Files:
    return sample_files()


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(7, 400, date(2026, 11, 13))


def digest(files: Files) -> str:
    lines = (f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in sorted(files.items()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def status(files: Files, model: str) -> StatusColumns:
    return parse_status(files[f"{model}/data_store/PyTAAA_status.params"], file="s").content


def holdings(files: Files, model: str) -> Parsed[HoldingsContent]:
    content = files[f"{model}/data_store/PyTAAA_holdings.params"]
    return parse_holdings(content, file="h", model=model_id(model))


def raw(files: Files, model: str, kind: str) -> bytes:
    return files[f"{model}/data_store/PyTAAA_{kind}.params"]


class TestBytes:
    def test_the_small_sample_is_the_same_everywhere(self, small: Files) -> None:
        assert digest(small) == SMALL

    def test_the_full_sample_is_the_same_everywhere(self, full: Files) -> None:
        assert digest(full) == FULL

    def test_another_seed_gives_other_files(self, small: Files) -> None:
        other = sample_files(seed=8, days=400)
        assert other.keys() == small.keys()
        assert all(other[name] != small[name] for name in small if name.endswith(".params"))

    def test_fewer_days_than_a_history_needs_are_refused(self) -> None:
        with pytest.raises(InvalidError, match="at least 100 days, not 99"):
            sample_files(days=99)


class TestFolder:
    def test_the_files_stand_in_the_folder_and_nothing_else_does(self, tmp_path: Path, small: Files) -> None:
        write_sample(tmp_path / "new" / "demo", days=400)
        found = {p.relative_to(tmp_path / "new/demo").as_posix() for p in tmp_path.rglob("*") if p.is_file()}
        assert found == {*small, ".ballast-sample"}

    def test_the_summary_says_what_was_written(self, tmp_path: Path, small: Files) -> None:
        summary = write_sample(tmp_path, days=400)
        assert summary.models == tuple(sorted(MODELS))
        assert (summary.files, summary.size) == (len(small), sum(map(len, small.values())))
        assert (summary.first_day, summary.last_day) == (date(2025, 6, 3), date(2026, 11, 13))
        assert summary.records == sum(len(status(small, model)) for model in MODELS)

    def test_our_own_folder_is_written_again(self, tmp_path: Path, small: Files) -> None:
        write_sample(tmp_path, seed=8, days=100)
        write_sample(tmp_path, days=400)
        assert all((tmp_path / name).read_bytes() == content for name, content in small.items())

    def test_a_folder_with_something_else_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.txt").write_text("mine")
        with pytest.raises(SampleFolderTakenError, match=r"thesis\.txt.*name a new or an empty folder"):
            write_sample(tmp_path, days=100)
        assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]

    def test_a_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "demo").write_text("mine")
        with pytest.raises(SampleFolderTakenError, match="a file"):
            write_sample(tmp_path / "demo", days=100)

    def test_a_run_that_was_cut_short_is_completed(self, tmp_path: Path, small: Files) -> None:
        write_sample(tmp_path, days=400)
        for name in sorted(small)[10:]:
            (tmp_path / name).unlink()
        write_sample(tmp_path, days=400)
        assert all((tmp_path / name).read_bytes() == content for name, content in small.items())


class TestStatus:
    @pytest.mark.parametrize("model", MODELS)
    def test_there_are_as_many_dates_as_asked_for(self, small: Files, model: str) -> None:
        days = np.unique(status(small, model).at.astype("datetime64[D]"))
        assert (days.size, str(days[-1])) == (400, "2026-11-13")

    @pytest.mark.parametrize("model", MODELS)
    def test_the_full_history_is_as_long_and_irregular_as_a_real_one(self, full: Files, model: str) -> None:
        days = np.unique(status(full, model).at.astype("datetime64[D]"))
        assert days.size == 2500
        assert 4500 < len(status(full, model)) < 5500
        assert 150 < (~np.is_busday(days)).sum() < 600
        assert (np.diff(days).astype(int) > 7).any()

    @pytest.mark.parametrize("model", MODELS)
    def test_a_history_starts_at_ten_thousand_dollars(self, full: Files, model: str) -> None:
        assert status(full, model).base[0] == 10000.0

    @pytest.mark.parametrize(
        ("model", "end", "in_lf"),
        [
            ("naz100_pine", b"\r\n", 11),
            ("naz100_pi", b"\r\n", 2),
            ("naz100_hma", b"\r", 3),
            ("sp500_hma", b"\r", 1),
            ("sp500_pine", b"\r", 2),
        ],
    )
    def test_the_last_lines_end_in_another_way(self, full: Files, model: str, end: bytes, in_lf: int) -> None:
        ends = re.findall(rb"\r\n|\r|\n", raw(full, model, "status"))
        assert set(ends[:-in_lf]) == {end}
        assert ends[-in_lf:] == [b"\n"] * in_lf

    def test_times_have_three_forms(self, full: Files) -> None:
        text = raw(full, "naz100_pine", "status").decode()
        seconds_twice = re.findall(r" \d\d:\d\d\.(\d\d)\.(\d\d) ", text)
        assert len(seconds_twice) > 200
        assert all(first == second for first, second in seconds_twice)
        assert len(re.findall(r" \d\d:\d\d:\d\d ", text)) == 3
        assert len(re.findall(r" \d\d:\d\d:\d\d\.\d{6} ", text)) > 4000

    def test_one_value_comes_first_and_three_from_then_on(self, full: Files) -> None:
        single = np.isnan(status(full, "naz100_pi").traded)
        assert 0.15 < single.mean() < 0.35
        assert single[: single.sum()].all()

    @pytest.mark.parametrize("model", MODELS)
    def test_the_overlay_follows_from_the_base_but_for_a_few_records(self, full: Files, model: str) -> None:
        found = reproduction(status(full, model))
        assert 0.99 < found.traded < 1.0
        assert 0.99 < found.signal < 1.0

    def test_one_traded_value_is_nonsense_for_a_while(self, full: Files) -> None:
        assert (status(full, "sp500_hma").traded == 16653.54).sum() == 6

    @pytest.mark.parametrize("model", MODELS)
    def test_every_record_can_be_read(self, full: Files, model: str) -> None:
        parsed = parse_status(raw(full, model, "status"), file="s")
        assert (parsed.findings, parsed.rejected) == ((), 0)

    def test_the_last_value_is_shares_times_last_prices(self, story: Story) -> None:
        for model in MODELS:
            worth = closing_values(story.market, story.books[model].blocks)[-1]
            assert story.records[model].cents[-1] == worth


class TestForks:
    @pytest.mark.parametrize(
        ("parent", "child", "share"),
        [("naz100_pi", "naz100_hma", 0.58), ("sp500_pine", "sp500_hma", 0.70), ("naz100_pine", META, 0.45)],
    )
    def test_two_models_are_the_same_up_to_their_fork(
        self, full: Files, parent: str, child: str, share: float
    ) -> None:
        first, second = status(full, parent), status(full, child)
        same = int((first.at[:4000] == second.at[:4000]).argmin())
        assert np.array_equal(first.base[:same], second.base[:same])
        assert np.array_equal(first.traded[:same], second.traded[:same], equal_nan=True)
        passed = (first.at[same] - first.at[0]) / (first.at[-1] - first.at[0])
        assert passed == pytest.approx(share, abs=0.01)


class TestHoldings:
    @pytest.mark.parametrize("model", MODELS)
    def test_no_portfolio_is_lost(self, full: Files, model: str) -> None:
        parsed = holdings(full, model)
        assert parsed.rejected == 0
        assert 130 < len(parsed.content.snapshots) < 170

    @pytest.mark.parametrize("model", MODELS)
    def test_lines_end_in_crlf(self, small: Files, model: str) -> None:
        text = raw(small, model, "holdings")
        assert text.count(b"\r\n") == text.count(b"\n") == text.count(b"\r")

    @pytest.mark.parametrize("model", MODELS)
    def test_the_first_portfolio_cost_ten_thousand_dollars(self, full: Files, model: str) -> None:
        first = holdings(full, model).content.snapshots[0]
        assert 9900 < first.total_value <= 10000  # less the fees
        assert first.cash_in_total == 10000

    @pytest.mark.parametrize(
        ("model", "rules"),
        [
            ("naz100_hma", {"holdings.year_last", "holdings.repeated_line", "holdings.repeated_date"}),
            ("naz100_pi", {"holdings.year_last", "holdings.repeated_line", "holdings.repeated_date"}),
            ("naz100_pine", {"holdings.repeated_line"}),
            ("sp500_hma", {"holdings.length_repaired", "holdings.repeated_date"}),
            ("sp500_pine", {"holdings.length_repaired", "holdings.repeated_date"}),
            (META, set[str]()),
        ],
    )
    def test_a_model_has_its_own_oddities(self, full: Files, model: str, rules: set[str]) -> None:
        assert {finding.rule for finding in holdings(full, model).findings} == rules

    @pytest.mark.parametrize("model", MODELS)
    def test_cash_is_negative_once(self, full: Files, model: str) -> None:
        lots = [lot for snapshot in holdings(full, model).content.snapshots for lot in snapshot.lots]
        assert sum(lot.ticker == "CASH" and lot.shares < 0 for lot in lots) == 1

    @pytest.mark.parametrize("model", MODELS)
    def test_many_portfolios_hold_a_ticker_in_several_lots(self, full: Files, model: str) -> None:
        snapshots = holdings(full, model).content.snapshots
        several = [len(s.lots) > len({lot.ticker for lot in s.lots}) for s in snapshots]
        assert sum(several) > 40

    def test_some_portfolios_are_dated_on_a_weekend(self, full: Files) -> None:
        assert any(s.day.weekday() > 4 for s in holdings(full, "sp500_pine").content.snapshots)

    def test_base_models_of_the_sp_500_carry_tags_of_others(self, full: Files) -> None:
        tags = [snapshot.active_sub_model for snapshot in holdings(full, "sp500_hma").content.snapshots]
        assert [tag for tag in tags if tag] == ["naz100_hma", "naz100_pine"]

    def test_the_meta_model_is_tagged_from_the_middle_on(self, full: Files) -> None:
        snapshots = holdings(full, META).content.snapshots
        tagged = [at for at, s in enumerate(snapshots) if s.active_sub_model]
        assert 0.45 * len(snapshots) < tagged[0] < 0.55 * len(snapshots)
        assert {snapshots[at].active_sub_model for at in tagged} == {*BASE, "cash"}

    def test_a_takeover_stands_as_two_portfolios_in_one_block(self, full: Files) -> None:
        log = holdings(full, "naz100_pine").content.trade_log
        assert [entry.action for entry in log].count(TradeAction.ACQUIRED) == 1

    @pytest.mark.parametrize(
        "spelling",
        [
            r"ifno:  buy +\d+ [A-Z]+  at \$",
            r"info:  Sell [A-Z]+ -\d+\.0 at \d",
            r"info:  Sell [A-Z]+ -\d+\. at \d",
            r"info:  Sell [a-z]+ -\d",
            r"info:  Sell \"[A-Z]+ -\d",
            r"info:  Sell [A-Z]+ +\d+",
            r"info:  Sell [A-Z]+ +- \d+",
            r"info:  Sell [A-Z]+ +-\d+ +\d,\d{3}\.\d\d",
            r"info:  Sell .*\(10668\.56\)# bought",
            r"info:  Sell \d{4}-\d\d-\d\d [A-Z]+ +-\d+",
            r"info:  Buy  \d{4}-\d\d-\d\d [A-Z]+ +\d+",
            r"commissons: ",
            r"#TradeDate: ",
        ],
    )
    def test_the_owner_wrote_in_many_ways(self, full: Files, spelling: str) -> None:
        text = "".join(raw(full, model, "holdings").decode() for model in MODELS)
        assert re.search(spelling, text)


class TestRanks:
    @pytest.mark.parametrize(
        ("model", "name", "symbols"),
        [("naz100_pine", "PyTAAA", 101), ("sp500_hma", "pyTAAA", 501), (META, "pyTAAA", 501)],
    )
    def test_a_whole_universe_is_ranked(self, small: Files, model: str, name: str, symbols: int) -> None:
        parsed = parse_ranks(small[f"{model}/data_store/{name}_ranks.params"], file="r")
        assert parsed.findings == ()
        assert parsed.content is not None
        assert len(parsed.content.ranks) == symbols

    def test_the_worst_share_a_rank(self, small: Files) -> None:
        parsed = parse_ranks(small["sp500_hma/data_store/pyTAAA_ranks.params"], file="r")
        assert parsed.content is not None
        ranks = [entry.rank for entry in parsed.content.ranks]
        assert ranks.count(max(ranks)) > 50

    def test_percentages_run_together(self, full: Files) -> None:
        texts = [content for name, content in full.items() if "_ranks" in name]
        assert all(text.count(b"lastdate") == 2 for text in texts)
        assert any(b"-100.0%-100.0%" in text for text in texts)


class TestBacktests:
    def test_twenty_years_in_five_columns(self, full: Files) -> None:
        rows = [line.split() for line in full[f"naz100_pine/data_store/{BACKTEST}"].decode().splitlines()]
        assert {len(row) for row in rows} == {5}
        assert int(rows[-1][0][:4]) - int(rows[0][0][:4]) == 20
        assert sum(row[4] == "-100000.0" for row in rows) == 500
        assert sum(row[3] == "-1155.1" for row in rows) == 73

    def test_the_meta_model_earns_what_its_model_of_the_day_earns(self, small: Files) -> None:
        def read(model: str) -> dict[str, list[str]]:
            lines = small[f"{model}/data_store/{BACKTEST}"].decode().splitlines()
            return {line.split()[0]: line.split() for line in lines}

        followed = read(META)
        subs = {model: read(model) for model in BASE}
        days = sorted(followed)
        for before, day in pairwise(days[300:]):
            sub = followed[day][5]
            expected = 1.0 if sub == "CASH" else float(subs[sub][day][2]) / float(subs[sub][before][2])
            assert float(followed[day][2]) / float(followed[before][2]) == pytest.approx(expected, abs=3e-6)

    def test_the_meta_model_switches_between_months(self, full: Files) -> None:
        parsed = parse_backtest(full[f"{META}/data_store/{BACKTEST}"], file="b")
        subs = np.array(parsed.content.sub_models)
        months = parsed.content.days.astype("datetime64[M]")
        switched = subs[1:] != subs[:-1]
        assert switched.sum() > 50
        assert (months[1:] != months[:-1])[switched].all()

    def test_rows_before_the_sp_500_are_padded(self, small: Files) -> None:
        first = small[f"{META}/data_store/{BACKTEST}"].decode().splitlines()[0]
        assert first.endswith(" 10000.0 10000.00 -1000 -100000.0 CASH")

    def test_the_monte_carlo_twin_is_another_series(self, small: Files) -> None:
        twin = small["naz100_pine/data_store/pyTAAAweb_backtestPortfolioValue.mc.params"]
        assert twin != small[f"naz100_pine/data_store/{BACKTEST}"]


class TestConfigs:
    def test_both_dialects_are_there(self, small: Files) -> None:
        manifest = json.loads(small["sp500_pine/manifest.json"])
        assert {"id", "data_store"} <= manifest.keys()
        assert "Valuation" in json.loads(small["sp500_hma/pytaaa_sp500_hma.json"])

    def test_one_folder_is_that_of_another_machine(self, small: Files) -> None:
        valuation = json.loads(small["naz100_hma/pytaaa_naz100_hma.json"])["Valuation"]
        assert valuation["performance_store"] == "/Volumes/example/PyTAAA_data/naz100_hma/data_store"

    @pytest.mark.parametrize("model", [model for model in MODELS if model != "sp500_pine"])
    def test_what_looks_secret_is_a_placeholder_and_is_not_read(self, small: Files, model: str) -> None:
        content = small[f"{model}/pytaaa_{model}.json"]
        assert content.count(b"PLACEHOLDER") > 5
        assert "PLACEHOLDER" not in repr(parse_config(content, file=f"pytaaa_{model}.json", folder=model))


class TestPlots:
    def test_a_plot_is_a_proper_png(self, small: Files) -> None:
        plots = {name: content for name, content in small.items() if name.endswith(".png")}
        assert len(plots) == 13
        for content in plots.values():
            size, pixels = decoded(content)
            assert size == (640, 360)
            assert len(pixels) == 360 * 321
            assert len(set(pixels)) > 8


def decoded(content: bytes) -> tuple[tuple[int, int], bytes]:
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    at, chunks = 8, dict[bytes, bytes]()
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", content, at + 8 + length)[0] == zlib.crc32(kind + body)
        chunks[kind] = body
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    return struct.unpack_from(">II", chunks[b"IHDR"]), zlib.decompress(chunks[b"IDAT"])
