"""What is exported can be added again, and holds the same trades."""

from dataclasses import fields

import numpy as np
import pytest
from tests.in_memory import Bench, bench_of

from ballast_adapters.sample.workbooks import Market, WorkbookSpec, make_workbook
from ballast_core.trades import AddSpec, Incoming, Selection, TradeBook, TradeFile

SPECS = (
    WorkbookSpec(style="both", at_once=2, contracts=3),
    WorkbookSpec(
        market=Market(symbol="MNQ"), minutes=60, strategy="Turn_2, new", style="reversal", is_open=True
    ),
    WorkbookSpec(market=Market(symbol="M2K"), strategy="-Short", style="short", daily="missing"),
)


@pytest.fixture
async def bench() -> Bench:
    made = bench_of({})
    files = tuple(Incoming(spec.name, make_workbook(spec)) for spec in SPECS)
    report = await made.app.trades.add_files(AddSpec(files))
    assert not report.refused
    return made


async def exported(bench: Bench) -> Incoming:
    table = await bench.app.trades.export_trades(Selection())
    return Incoming("all.csv", bench.app.tables.write(table, "csv"))


async def books(bench: Bench) -> list[tuple[TradeFile, TradeBook]]:
    files = await bench.trade_store.files()
    found = await bench.trade_store.books([file.id for file in files])
    return [(file, found[file.id]) for file in files]


async def test_an_export_of_many_files_gives_them_all_back(bench: Bench) -> None:
    other = bench_of({})
    report = await other.app.trades.add_files(AddSpec((await exported(bench),)))
    assert [one.outcome for one in report.outcomes] == ["added"] * 3
    for (file, book), (again, rows) in zip(await books(bench), await books(other), strict=True):
        assert (again.symbol, again.interval, again.interval_minutes) == (
            file.symbol,
            file.interval,
            file.interval_minutes,
        )
        assert again.strategy == file.strategy
        assert differing(book, rows) == []


async def test_an_export_of_what_was_added_from_an_export_is_the_same(bench: Bench) -> None:
    first, other = await exported(bench), bench_of({})
    await other.app.trades.add_files(AddSpec((first,)))
    second = await exported(other)
    assert lines(first) == lines(second)


async def test_an_export_that_was_added_is_known_again(bench: Bench) -> None:
    other = bench_of({})
    spec = AddSpec((await exported(bench),))
    await other.app.trades.add_files(spec)
    report = await other.app.trades.add_files(spec)
    assert [one.outcome for one in report.outcomes] == ["same"] * 3


def lines(export: Incoming) -> list[str]:
    """Return the rows without the ids of their files: those are made from other bytes."""
    return [line.partition(",")[2] for line in export.content.decode().splitlines()]


def differing(one: TradeBook, other: TradeBook) -> list[str]:
    """Return the columns of trades that are not the same."""
    names = [field.name for field in fields(one.trades) if not field.name.endswith(("signal", "signals"))]
    pairs = ((name, getattr(one.trades, name), getattr(other.trades, name)) for name in names)
    differ = [name for name, mine, its in pairs if not np.array_equal(mine, its, equal_nan=True)]
    return differ + [name for name in ("entry", "exit") if signals(one, name) != signals(other, name)]


def signals(book: TradeBook, name: str) -> list[str]:
    return [book.trades.signals[code] for code in getattr(book.trades, f"{name}_signal")]
