"""What every `TradeStore` must do."""

import asyncio

import numpy as np
import pytest
from tests.contract.conftest import AllTradeStores
from tests.trade_builders import a_book, a_file, same_book

from ballast_core.trades import (
    AmbiguousFileError,
    ChangedMeanwhileError,
    FileFinding,
    Severity,
    Source,
    TradeFile,
    TradeFileNotFoundError,
    TradeStore,
)

ONE, TWO = a_file("1" * 12), a_file("2" * 12)
OLD = a_file("a" * 12, strategy="Trend")
NEW = a_file("b" * 12, strategy="Trend")


@pytest.fixture
def store(trade_store: AllTradeStores) -> TradeStore:
    return trade_store


async def added(store: TradeStore, *files: TradeFile) -> None:
    for file in files:
        assert await store.add(file, a_book(10.0, -4.5))


async def ids(store: TradeStore) -> list[str]:
    return [file.id for file in await store.files()]


async def test_a_new_store_has_no_file(store: TradeStore) -> None:
    """TF-01"""
    assert list(await store.files()) == []


async def test_what_is_known_about_a_file_comes_back_as_it_was(store: TradeStore) -> None:
    """TF-02"""
    finding = FileFinding(
        rule="net.prices", severity=Severity.ERROR, message="é", where="A!1", expected=0.1, found=-1e300
    )
    file = ONE.model_copy(
        update={
            "symbol_text": "@MES",
            "description": "Micro «E-mini»",
            "first_bar": np.datetime64("2015-09-21T18:15", "us").item(),
            "last_bar": np.datetime64("2025-10-06T16:00:00.000001", "us").item(),
            "commission": 0.85,
            "initial_capital": 25_000.0,
            "display_periods": 4_500,
            "findings": (finding, finding.model_copy(update={"expected": None, "found": None})),
        }
    )
    await added(store, file)
    assert await store.file(file.id) == file


async def test_rows_come_back_as_they_were(store: TradeStore) -> None:
    """TF-03"""
    book = a_book(10.0, -4.5, 0.1, float("nan"))
    await store.add(ONE, book)
    assert same_book((await store.books([ONE.id]))[ONE.id], book)


async def test_rows_without_marks_come_back_without(store: TradeStore) -> None:
    """TF-04"""
    book = a_book(10.0, marked=False)
    await store.add(ONE, book)
    assert (await store.books([ONE.id]))[ONE.id].daily is None


async def test_rows_without_a_trade_come_back_empty(store: TradeStore) -> None:
    """TF-05"""
    await store.add(ONE, a_book())
    assert len((await store.books([ONE.id]))[ONE.id].trades) == 0


async def test_files_come_by_symbol_interval_and_name(store: TradeStore) -> None:
    """TF-06"""
    wanted = [
        a_file("3" * 12, symbol="M2K", interval_minutes=60),
        a_file("5" * 12, symbol="MES", interval_minutes=15, name="B.xlsx"),
        a_file("4" * 12, symbol="MES", interval_minutes=15, name="a.xlsx"),
        a_file("1" * 12, symbol="MES", interval_minutes=60),
        a_file("2" * 12, symbol="MES", interval_minutes=None),
    ]
    await added(store, *sorted(wanted, key=lambda file: file.id))
    assert await ids(store) == [file.id for file in wanted]


async def test_a_file_is_found_by_its_name_too(store: TradeStore) -> None:
    """TF-07"""
    await added(store, ONE, TWO)
    assert await store.file(TWO.name) == TWO


async def test_an_id_beats_a_name(store: TradeStore) -> None:
    """TF-08"""
    await added(store, ONE, TWO.model_copy(update={"name": ONE.id}))
    assert await store.file(ONE.id) == ONE


async def test_a_name_of_two_files_tells_their_ids(store: TradeStore) -> None:
    """TF-09"""
    await added(store, ONE, TWO.model_copy(update={"name": ONE.name}))
    with pytest.raises(AmbiguousFileError, match=f"{ONE.id}, {TWO.id}"):
        await store.file(ONE.name)


@pytest.mark.parametrize(
    "ref", ["", "none", "no\0ne", "\ud800"], ids=["empty", "unknown", "nul", "surrogate"]
)
async def test_an_unknown_file_is_refused(store: TradeStore, ref: str) -> None:
    """TF-10"""
    await added(store, ONE)
    for ask in (store.file(ref), store.books([ONE.id, ref]), store.remove(ref)):
        with pytest.raises(TradeFileNotFoundError):
            await ask


async def test_the_same_file_again_is_not_new_and_changes_nothing(store: TradeStore) -> None:
    """TF-11"""
    await added(store, ONE)
    before = await store.revision()
    assert not await store.add(ONE.model_copy(update={"name": "other.xlsx"}), a_book(1.0))
    assert (await store.file(ONE.id), await store.revision()) == (ONE, before)
    assert same_book((await store.books([ONE.id]))[ONE.id], a_book(10.0, -4.5))


async def test_a_file_takes_the_place_of_others(store: TradeStore) -> None:
    """TF-12"""
    await added(store, ONE, OLD)
    assert await store.add(NEW, a_book(1.0), replaces=[OLD.id, "gone"])
    assert await ids(store) == [ONE.id, NEW.id]
    with pytest.raises(TradeFileNotFoundError):
        await store.books([OLD.id])


async def test_a_file_that_is_there_may_still_take_the_place_of_another(store: TradeStore) -> None:
    """TF-13"""
    await added(store, OLD, NEW)
    before = await store.revision()
    assert not await store.add(NEW, a_book(1.0), replaces=[OLD.id, NEW.id])
    assert await ids(store) == [NEW.id]
    assert await store.revision() != before


@pytest.mark.parametrize("seen", [[], ["b" * 12], ["a" * 12, "c" * 12]], ids=["none", "other", "one more"])
async def test_other_files_of_a_strategy_than_were_seen_refuse_a_file(
    store: TradeStore, seen: list[str]
) -> None:
    """TF-14"""
    await added(store, ONE, OLD)
    with pytest.raises(ChangedMeanwhileError):
        await store.add(NEW, a_book(1.0), seen=seen, replaces=[OLD.id])
    assert await ids(store) == [ONE.id, OLD.id]


@pytest.mark.parametrize("field", ["source", "symbol", "interval", "strategy"])
async def test_another_source_symbol_interval_or_name_makes_another(store: TradeStore, field: str) -> None:
    """TF-15"""
    await added(store, OLD)
    other = Source.CSV if field == "source" else "other"
    assert await store.add(NEW.model_copy(update={field: other}), a_book(1.0), seen=[])


async def test_a_file_that_was_removed_is_gone_with_its_rows(store: TradeStore) -> None:
    """TF-16"""
    await added(store, ONE, TWO)
    await store.remove(ONE.id)
    assert await ids(store) == [TWO.id]
    with pytest.raises(TradeFileNotFoundError):
        await store.books([ONE.id])


async def test_a_file_that_comes_back_has_the_rows_that_came_with_it(store: TradeStore) -> None:
    """TF-17"""
    await added(store, ONE)
    await store.books([ONE.id])
    await store.remove(ONE.id)
    await store.add(ONE, a_book(7.0))
    assert same_book((await store.books([ONE.id]))[ONE.id], a_book(7.0))


async def test_the_revision_changes_with_the_files_and_only_then(store: TradeStore) -> None:
    """TF-18"""
    seen = [await store.revision()]
    await added(store, ONE)
    seen.append(await store.revision())
    await store.books([ONE.id])
    await store.files()
    assert await store.revision() == seen[-1]
    await store.remove(ONE.id)
    seen.append(await store.revision())
    assert len(set(seen)) == 3


async def test_books_come_in_the_order_that_was_asked_for(store: TradeStore) -> None:
    """TF-19"""
    await added(store, ONE, TWO)
    assert list(await store.books([TWO.id, ONE.id])) == [TWO.id, ONE.id]
    assert dict(await store.books([])) == {}


async def test_of_two_that_add_the_same_bytes_at_once_one_is_new(
    store: TradeStore, other_trade_store: TradeStore
) -> None:
    """TF-20"""
    both = [one.add(ONE, a_book(1.0), seen=[]) for one in (store, other_trade_store)]
    assert sorted(await asyncio.gather(*both)) == [False, True]
    assert await ids(store) == [ONE.id]


async def test_of_two_exports_added_at_once_the_later_one_learns_of_the_other(
    store: TradeStore, other_trade_store: TradeStore
) -> None:
    """TF-21"""
    both = (store.add(OLD, a_book(1.0), seen=[]), other_trade_store.add(NEW, a_book(2.0), seen=[]))
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["ChangedMeanwhileError", "bool"]


async def test_what_one_stores_the_other_sees(store: TradeStore, other_trade_store: TradeStore) -> None:
    """TF-22"""
    await added(store, ONE)
    assert await other_trade_store.revision() == await store.revision()
    assert same_book((await other_trade_store.books([ONE.id]))[ONE.id], a_book(10.0, -4.5))


async def test_text_that_no_database_can_hold_refuses_no_file(store: TradeStore) -> None:
    """TF-23"""
    finding = FileFinding(rule="x", severity=Severity.NOTE, message="a\0b\ud800")
    await store.add(ONE.model_copy(update={"description": "a\0b", "findings": (finding,)}), a_book(1.0))
    assert await ids(store) == [ONE.id]
