"""The universe of a Ballast elsewhere, asked through its own API without a socket."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date

import pytest
from tests.in_memory import Bench, bench_of, client_of

from ballast_adapters.bootstrap import table_writer
from ballast_adapters.remote.ballast import RemoteBallast, remote_ballast
from ballast_adapters.remote.server import Server
from ballast_core.market import ArticlesAsk, EventsAsk, ImportSpec, Instrument, InstrumentKind, UniverseFile
from ballast_core.shared.errors import InvalidError, NotFoundError

FILES = ImportSpec(
    (
        UniverseFile("stocks.csv", b"symbol,name\nAAA,Aaa\n^IDX,An index\n"),
        UniverseFile("series.csv", b"series_id,frequency\nRATE,daily\n"),
    )
)


@asynccontextmanager
async def remote(bench: Bench) -> AsyncGenerator[RemoteBallast]:
    async with client_of(bench.web()) as client:
        yield remote_ballast(Server(client, "http://127.0.0.1:8000"), table_writer())


async def test_files_come_in_as_they_do_here() -> None:
    here, there = bench_of({}), bench_of({})
    async with remote(there) as ballast:
        assert await ballast.flows.import_universe(FILES) == await here.app.flows.import_universe(FILES)
        listed = await ballast.market.export_universe("indicators")
    assert listed == await here.app.market.export_universe("indicators")


async def test_what_is_wrong_with_a_file_is_told_as_it_is_here() -> None:
    bad = ImportSpec((UniverseFile("bad.csv", b"symbol,kind\nAAA,bond\n"),))
    async with remote(bench_of({})) as ballast:
        with pytest.raises(InvalidError) as refused:
            await ballast.flows.import_universe(bad)
    assert refused.value.code == "market.universe_file"
    assert [problem.where for problem in refused.value.problems] == ["bad.csv line 2, column kind"]


async def test_an_instrument_is_saved_and_removed() -> None:
    index = Instrument(
        symbol="^IDX", kind=InstrumentKind.INDEX, first_listed=date(2020, 1, 2), spellings={"x": "I:DX"}
    )
    bench = bench_of({})
    async with remote(bench) as ballast:
        assert await ballast.market.save_instrument(index) == index
        assert (await bench.app.market.export_universe()).instruments == (index,)
        assert await ballast.market.remove_instrument("^IDX") == index
        with pytest.raises(NotFoundError) as missing:
            await ballast.market.remove_instrument("^IDX")
    assert missing.value.code == "market.symbol_not_found"


async def test_a_question_with_days_and_lists_arrives_as_it_was_asked() -> None:
    bench = bench_of({})
    events = EventsAsk.model_validate(
        {"start": "2026-01-05", "end": "2026-02-01", "kinds": ["release", "market"], "subjects": ["US", "EU"]}
    )
    articles = ArticlesAsk.model_validate({"symbols": ["AAA", "BBB"], "start": "2026-01-05", "limit": 7})
    async with remote(bench) as ballast:
        assert await ballast.market.list_events(events) == await bench.app.market.list_events(events)
        assert await ballast.market.list_articles(articles) == await bench.app.market.list_articles(articles)
        assert await ballast.market.show_sentiment() == await bench.app.market.show_sentiment()
