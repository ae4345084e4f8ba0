"""Works that take files into the database."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.board import Board, in_turn, timed
from tests.benchmarks.conftest import Shell
from tests.benchmarks.tables import Tables, own_tables

from ballast_adapters.blocking import open_app_sync
from ballast_adapters.sample.folder import SAMPLE_END
from ballast_adapters.settings import load_settings

READ = ("*_status.params", "*_holdings.params", "*_ranks.params", "pyTAAAweb_backtestPortfolioValue.params")


@pytest.fixture
def tables(server: str) -> Iterator[Tables]:
    """Empty tables on the running server."""
    with own_tables(server) as made:
        yield made


@pytest.fixture
def passing_days(home: Path, tables: Tables, long_models: Path) -> Iterator[Shell]:
    """A shell over six models of 5,000 days, ingested, in a folder that may be written to."""
    folder = home.with_name("passing_days")
    shutil.copytree(long_models, folder)
    shell = Shell(home, folder, {"database_url": tables.url})
    shell.ballast("ingest")
    yield shell
    shutil.rmtree(folder)


def test_a_full_import_takes_three_bare_copies(
    benchmark: BenchmarkFixture, board: Board, tables: Tables, shared_models: Path
) -> None:
    files = sorted(file for kind in READ for file in shared_models.glob(f"*/data_store/{kind}"))
    with open_app_sync(load_settings({"data_dir": shared_models, "database_url": tables.url})) as app:
        app.tracking.ingest_models()
        rows = tables.rows()

        def read_and_copy() -> None:
            for file in files:
                file.read_bytes()
            tables.copy(rows)

        def import_all() -> None:
            app.tracking.ingest_models()
            assert app.tracking.list_models().models

        imported_s, copied_s = in_turn(benchmark, import_all, read_and_copy, rounds=10, before=tables.empty)
    work = f"full import of the shared models ({sum(map(len, rows.values())):,} rows), to answers"
    assert board.within(work, imported_s, copied_s, times=3)


def test_ingesting_unchanged_files_takes_30_ms_a_model(
    benchmark: BenchmarkFixture, board: Board, home: Path, tables: Tables, shared_models: Path
) -> None:
    shell = Shell(home, shared_models, {"database_url": tables.url})
    shell.ballast("ingest")
    models = len(list(shared_models.glob("*/data_store/PyTAAA_status.params")))
    again_s, start_s = in_turn(benchmark, lambda: shell.ballast("ingest"), shell.open_and_close, rounds=15)
    board.note("process start: the app opened and closed", start_s)
    work = "ingest again, nothing changed, each model beyond process start"
    assert board.within(work, (again_s - start_s) / models, 0.030)


def test_six_models_of_5000_days_import_in_3_s(
    benchmark: BenchmarkFixture, board: Board, home: Path, tables: Tables, long_models: Path
) -> None:
    shell = Shell(home, long_models, {"database_url": tables.url})
    imported_s = timed(benchmark, lambda: shell.ballast("ingest"), rounds=6, before=tables.empty)
    assert board.within("import of six models of 5,000 days, process start included", imported_s, 3.0)


def test_a_daily_update_of_six_models_takes_300_ms(
    benchmark: BenchmarkFixture, board: Board, passing_days: Shell
) -> None:
    days = (SAMPLE_END + timedelta(days=n) for n in count(1))
    updated_s, start_s = in_turn(
        benchmark,
        lambda: passing_days.ballast("ingest"),
        passing_days.open_and_close,
        rounds=15,
        before=lambda: add_day(passing_days.data_dir, next(days)),
    )
    work = "daily update of six models of 5,000 days, beyond process start"
    assert board.within(work, updated_s - start_s, 0.3)


def add_day(folder: Path, day: date) -> None:
    """Let a day pass as the master project does: one more status record, and the whole backtest anew."""
    for status in folder.glob("*/data_store/PyTAAA_status.params"):
        with status.open("a", encoding="ascii") as file:
            file.write(f"cumu_value: {day} 17:33:05.401936 123456.78 1 1234567.89\n")
    for backtest in folder.glob("*/data_store/pyTAAAweb_backtestPortfolioValue.params"):
        lines = backtest.read_text("ascii").splitlines()
        _, last = lines[-1].split(" ", 1)
        backtest.write_text("\n".join([*lines, f"{day} {last}", ""]), "ascii")
