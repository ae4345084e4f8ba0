"""What every `SnapshotStore` must do."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from tests.builders import a_change, a_lot, a_model, a_snapshot, a_trade
from tests.contract.conftest import TrackingStore

from ballast_core.tracking import (
    FileKind,
    HoldingsContent,
    ModelUpdate,
    Rank,
    Ranking,
    Snapshot,
    TradeAction,
    TradeLogEntry,
)

PINE = a_model()
JANUARY, FEBRUARY = date(2026, 1, 30), date(2026, 2, 27)
CASH = a_lot("CASH", "-130.25", "1.00")
FIRST = a_snapshot(PINE.id, JANUARY, a_lot("KLAC", "5.0", "1427.94"), CASH, a_lot("KLAC", "1", "1500"))
SECOND = a_snapshot(
    PINE.id, FEBRUARY, CASH, sequence=1, active_sub_model="cash", cash_in_total=Decimal("10000.00")
)
BOUGHT = a_trade(
    JANUARY,
    line=12,
    action=TradeAction.BUY,
    ticker="KLAC",
    shares=Decimal(5),
    price=Decimal("1427.94"),
    text="Buy  2026-01-31 KLAC 5 1427.94",
)
RANKING = Ranking(
    day=date(2026, 2, 19),
    ranks=(Rank(symbol="STX", rank=2, position=1), Rank(symbol="ASML", rank=2, position=2)),
)


async def store_holdings(
    store: TrackingStore,
    snapshots: tuple[Snapshot, ...],
    trades: tuple[TradeLogEntry, ...] = (),
    **change: object,
) -> None:
    content = HoldingsContent(snapshots, trades)
    await store.apply(ModelUpdate(PINE, holdings=a_change(FileKind.HOLDINGS, content, **change)))


async def store_ranks(store: TrackingStore, ranking: Ranking | None, **change: object) -> None:
    await store.apply(ModelUpdate(PINE, ranks=a_change(FileKind.RANKS, ranking, **change)))


async def test_what_was_never_stored_is_empty(tracking_store: TrackingStore) -> None:
    """SS-01"""
    unknown = uuid4()
    assert list(await tracking_store.snapshots(unknown)) == []
    assert list(await tracking_store.trade_log(unknown)) == []
    assert await tracking_store.ranking(unknown) is None


async def test_snapshots_come_back_with_lots_in_their_order(tracking_store: TrackingStore) -> None:
    """SS-02"""
    await store_holdings(tracking_store, (FIRST, SECOND))
    assert list(await tracking_store.snapshots(PINE.id)) == [FIRST, SECOND]


async def test_money_keeps_every_digit(tracking_store: TrackingStore) -> None:
    """SS-03"""
    long = a_snapshot(PINE.id, JANUARY, a_lot("KLAC", "123456789012345.123456789012345", "0.000000000000001"))
    await store_holdings(tracking_store, (long,))
    (lot,) = (await tracking_store.snapshots(PINE.id))[0].lots
    assert (str(lot.shares), lot.purchase_price) == ("123456789012345.123456789012345", Decimal("1e-15"))


async def test_a_snapshot_without_lots_stays(tracking_store: TrackingStore) -> None:
    """SS-04"""
    empty = a_snapshot(PINE.id, JANUARY)
    await store_holdings(tracking_store, (empty, SECOND))
    assert list(await tracking_store.snapshots(PINE.id)) == [empty, SECOND]


async def test_two_snapshots_of_one_day_both_stay(tracking_store: TrackingStore) -> None:
    """SS-05"""
    again = a_snapshot(PINE.id, JANUARY, CASH, sequence=1)
    await store_holdings(tracking_store, (FIRST, again))
    assert list(await tracking_store.snapshots(PINE.id)) == [FIRST, again]


async def test_a_block_that_the_file_lost_is_lost(tracking_store: TrackingStore) -> None:
    """SS-06"""
    await store_holdings(tracking_store, (FIRST, SECOND))
    moved = a_snapshot(PINE.id, FEBRUARY, CASH, sequence=0)
    await store_holdings(tracking_store, (moved,))
    assert list(await tracking_store.snapshots(PINE.id)) == [moved]


async def test_a_price_edited_in_the_past_is_stored(tracking_store: TrackingStore) -> None:
    """SS-07"""
    await store_holdings(tracking_store, (FIRST, SECOND))
    edited = a_snapshot(PINE.id, JANUARY, a_lot("KLAC", "5.0", "1427.95"), CASH)
    await store_holdings(tracking_store, (edited, SECOND))
    assert list(await tracking_store.snapshots(PINE.id)) == [edited, SECOND]


async def test_since_keeps_older_snapshots_and_trades(tracking_store: TrackingStore) -> None:
    """SS-08"""
    await store_holdings(tracking_store, (FIRST, SECOND), (BOUGHT, a_trade(FEBRUARY, 20)))
    later = a_snapshot(PINE.id, FEBRUARY, a_lot("ADI", "1", "2"), sequence=0)
    sold = a_trade(FEBRUARY, 5)
    await store_holdings(
        tracking_store,
        (a_snapshot(PINE.id, JANUARY, CASH), later),
        (a_trade(JANUARY, 1), sold),
        since=FEBRUARY,
    )
    assert list(await tracking_store.snapshots(PINE.id)) == [FIRST, later]
    assert list(await tracking_store.trade_log(PINE.id)) == [BOUGHT, sold]


async def test_an_append_adds_blocks_and_trades_once(tracking_store: TrackingStore) -> None:
    """SS-09"""
    await store_holdings(tracking_store, (FIRST,), (BOUGHT,))
    for _ in range(2):
        await store_holdings(tracking_store, (SECOND,), (a_trade(FEBRUARY, 20),), append=True)
    assert list(await tracking_store.snapshots(PINE.id)) == [FIRST, SECOND]
    assert list(await tracking_store.trade_log(PINE.id)) == [BOUGHT, a_trade(FEBRUARY, 20)]


async def test_snapshots_can_be_had_without_their_lots(tracking_store: TrackingStore) -> None:
    """SS-10"""
    await store_holdings(tracking_store, (FIRST, SECOND))
    bare = [one.model_copy(update={"lots": ()}) for one in (FIRST, SECOND)]
    assert list(await tracking_store.snapshots(PINE.id, lots=False)) == bare


async def test_the_trade_log_comes_in_the_order_of_the_file(tracking_store: TrackingStore) -> None:
    """SS-20"""
    trades = (a_trade(FEBRUARY, 3), BOUGHT, a_trade(JANUARY, 13, action=TradeAction.SPLIT))
    await store_holdings(tracking_store, (), trades)
    assert list(await tracking_store.trade_log(PINE.id)) == list(trades)


async def test_a_trade_of_strange_signs_can_be_stored(tracking_store: TrackingStore) -> None:
    """SS-21"""
    await store_holdings(tracking_store, (), (a_trade(JANUARY, text="J\0J \ud800 Ω %s $1 \\N \t"),))
    assert (await tracking_store.trade_log(PINE.id))[0].text.endswith("Ω %s $1 \\N \t")


async def test_a_ranking_comes_back_in_its_order(tracking_store: TrackingStore) -> None:
    """SS-30"""
    await store_ranks(tracking_store, RANKING)
    assert await tracking_store.ranking(PINE.id) == RANKING


async def test_the_latest_ranking_takes_the_place_of_all_others(tracking_store: TrackingStore) -> None:
    """SS-31"""
    newer = Ranking(day=date(2026, 3, 2), ranks=(Rank(symbol="LRCX", rank=1, position=1),))
    for change in ({}, {"append": True}, {"since": date(2026, 3, 1)}):
        await store_ranks(tracking_store, RANKING)
        await store_ranks(tracking_store, newer, **change)
        assert await tracking_store.ranking(PINE.id) == newer


async def test_a_file_without_a_ranking_leaves_none(tracking_store: TrackingStore) -> None:
    """SS-32"""
    for empty in (None, Ranking(day=date(2026, 3, 2), ranks=())):
        await store_ranks(tracking_store, RANKING)
        await store_ranks(tracking_store, empty)
        assert await tracking_store.ranking(PINE.id) is None
