"""Trade lists and jobs of a Ballast elsewhere, asked through its own API without a socket."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from tests.in_memory import Bench, bench_of, client_of
from tests.workbooks import small

from ballast_adapters.bootstrap import table_writer
from ballast_adapters.remote.ballast import RemoteBallast, remote_ballast
from ballast_adapters.remote.server import Server
from ballast_core.shared.errors import NotFoundError
from ballast_core.shared.progress import Progress
from ballast_core.trades import AddSpec, ColumnMapping, Incoming, OnSame

NAME = "tradeslist_MES_15_Trend.xlsx"


@asynccontextmanager
async def remote(bench: Bench) -> AsyncGenerator[RemoteBallast]:
    async with client_of(bench.web()) as client:
        yield remote_ballast(Server(client, "http://127.0.0.1:8000"), table_writer())


async def test_files_are_sent_a_few_at_a_time_and_become_what_they_become_here() -> None:
    here, there = bench_of({}), bench_of({})
    files = tuple(Incoming(f"tradeslist_MES_15_Trend{at}.xlsx", small(copy=at)) for at in range(9))
    spec = AddSpec((*files, Incoming("notes.xlsx", b"no workbook")), OnSame.BESIDE)
    told: list[Progress] = []
    async with remote(there) as ballast:
        assert await ballast.trades.add_files(spec, told.append) == await here.app.trades.add_files(spec)
        assert await ballast.trades.list_files() == await here.app.trades.list_files()
    assert [(one.done, one.total) for one in told] == [(4, 10), (8, 10), (10, 10)]


@pytest.mark.parametrize(
    "incoming", [Incoming("notes.xlsx", b"no workbook"), Incoming("a.pdf", b"%PDF"), Incoming(NAME, small(1))]
)
async def test_the_only_file_is_refused_as_it_is_here(incoming: Incoming) -> None:
    benches = bench_of({}), bench_of({})
    for bench in benches:
        await bench.app.trades.add_files(AddSpec((Incoming(NAME, small(2)),)))
    async with remote(benches[0]) as ballast:
        there = await ballast.trades.add_files(AddSpec((incoming,)))
    assert there == await benches[1].app.trades.add_files(AddSpec((incoming,)))
    assert there.refused


async def test_one_file_is_shown_by_its_name_and_removed() -> None:
    bench = bench_of({})
    async with remote(bench) as ballast:
        report = await ballast.trades.add_files(AddSpec((Incoming(NAME, small()),)))
        shown = await ballast.trades.show_file(NAME)
        assert shown == await bench.app.trades.show_file(NAME)
        assert await ballast.trades.remove_file(NAME) == report.outcomes[0].file
        with pytest.raises(NotFoundError) as missing:
            await ballast.trades.show_file(NAME)
    assert missing.value.code == "trades.file_not_found"


async def test_column_mappings_are_kept_and_dropped_there() -> None:
    mapping = ColumnMapping(
        name="mine & ours",
        columns={
            "side": "Side",
            "entry_at": "In",
            "exit_at": "Out",
            "entry_price": "Bought",
            "exit_price": "Sold",
            "contracts": "Lots",
            "net": "Profit",
            "symbol": "Symbol",
            "strategy": "System",
        },
    )
    async with remote(bench_of({})) as ballast:
        assert await ballast.trades.save_mapping(mapping) == mapping
        assert (await ballast.trades.list_mappings()).mappings == (mapping,)
        await ballast.trades.drop_mapping(mapping.name)
        assert (await ballast.trades.list_mappings()).mappings == ()
