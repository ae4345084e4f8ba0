"""Holdings at the last closes: what they are worth, and what is said where nobody knows."""

import pytest
from tests.in_memory import Bench, bench_of
from tests.market_builders import NOON, bars, day

from ballast_core.flows import MarketValueView, ValuedHolding
from ballast_core.market import Instrument, Split
from ballast_core.tracking import FileKind, NoDataError

CONFIG = b'{"Valuation": {"stockList": "ALL"}}'
HELD = """
TradeDate: 2024-01-02
stocks:  CASH   AAA    BBB    BRK-B
shares:  500.0  10     20     4
buyprice: 1.0   100.0  50.0   300.0
cumulativecashin: 3700.0
"""


async def bench(holdings: str = HELD) -> Bench:
    """Return a Ballast with one model that bought on 2024-01-02."""
    made = bench_of({"one/pytaaa.json": CONFIG, "one/PyTAAA_holdings.params": holdings.encode().lstrip()})
    await made.app.tracking.ingest_models()
    return made


async def priced(made: Bench, **closes: float) -> None:
    for symbol, close in closes.items():
        await made.market.bars.add_bars(bars([close], symbol, start="2024-03-01"), {}, NOON)


def row(view: MarketValueView, ticker: str) -> ValuedHolding:
    return next(one for one in view.holdings if one.ticker == ticker)


async def test_without_a_price_only_the_cost_is_told() -> None:
    view = await (await bench()).app.flows.value_holdings("one")
    assert (view.market_value, view.total_at_market, view.unrealized_profit) == (None, None, None)
    assert view.unpriced == ("BRK-B", "AAA", "BBB")
    assert "no position has a price" in view.table().notes[-1]


async def test_positions_are_worth_their_shares_at_the_last_close() -> None:
    made = await bench()
    await priced(made, AAA=150, BBB=40)
    view = await made.app.flows.value_holdings("one")
    assert (row(view, "AAA").market_value, row(view, "BBB").market_value) == (1_500, 800)
    assert (row(view, "AAA").unrealized_profit, row(view, "BBB").unrealized_profit) == (500, -200)
    assert (row(view, "AAA").unrealized_return, row(view, "BBB").unrealized_return) == (0.5, -0.2)


async def test_each_close_tells_its_day_and_who_told_it() -> None:
    made = await bench()
    await priced(made, AAA=150)
    await made.market.bars.add_bars(bars([40, 41], "BBB", "second", "2024-02-01"), {}, NOON)
    view = await made.app.flows.value_holdings("one")
    told = {one.ticker: (one.close_day, one.source) for one in view.holdings if one.close}
    assert told == {"AAA": (day("2024-03-01"), "first"), "BBB": (day("2024-02-02"), "second")}
    assert (view.first_day, view.last_day) == (day("2024-02-02"), day("2024-03-01"))


async def test_totals_are_of_what_has_a_price_and_name_what_has_none() -> None:
    made = await bench()
    await priced(made, AAA=150, BBB=40)
    view = await made.app.flows.value_holdings("one")
    assert (view.market_value, view.total_at_market) == (2_300, 2_800)
    assert (view.unrealized_profit, view.unrealized_return) == (300, 0.15)
    assert (float(view.cost), float(view.total_at_cost)) == (3_200, 3_700)
    assert view.unpriced == ("BRK-B",)
    assert "no price of BRK-B" in " ".join(view.notes)


async def test_weights_at_market_add_up_with_cash() -> None:
    made = await bench()
    await priced(made, AAA=150, BBB=40)
    view = await made.app.flows.value_holdings("one")
    weights = {one.ticker: one.weight_at_market for one in view.holdings}
    assert weights == {"BRK-B": None, "AAA": 1_500 / 2_800, "BBB": 800 / 2_800, "CASH": 500 / 2_800}


async def test_a_ticker_is_known_as_any_provider_spells_it() -> None:
    made = await bench()
    known = Instrument(symbol="BRK.B", spellings={"yfinance": "BRK-B"})
    await made.market.universe.save([known])
    await priced(made, **{"BRK.B": 400})
    assert row(await made.app.flows.value_holdings("one"), "BRK-B").market_value == 1_600


@pytest.mark.parametrize(
    ("split_on", "value"),
    [("2024-01-02", 1_500), ("2024-01-03", 6_000), ("2024-03-01", 6_000), ("2024-03-02", 1_500)],
)
async def test_shares_are_split_that_were_held_before_a_split(split_on: str, value: float) -> None:
    made = await bench()
    await priced(made, AAA=150)
    await made.market.shares.add_actions([Split(symbol="AAA", day=day(split_on), ratio=4, source="x")], [])
    assert row(await made.app.flows.value_holdings("one"), "AAA").market_value == value


async def test_a_model_without_a_snapshot_says_so() -> None:
    made = await bench("")
    with pytest.raises(NoDataError):
        await made.app.flows.value_holdings("one")


async def test_the_table_tells_cost_and_market_side_by_side() -> None:
    made = await bench()
    await priced(made, AAA=150, BBB=40)
    table = (await made.app.flows.value_holdings("one")).table()
    assert {"cost", "weight_at_cost", "market_value", "weight_at_market", "close_day"} <= {
        column.name for column in table.columns
    }
    assert table.notes[0] == "3,700.00 at cost; 2,800.00 at market, unrealized +300.00"


async def test_events_are_expected_of_what_models_hold_however_it_is_spelled() -> None:
    made = await bench()
    held = Instrument(symbol="BRK.B", spellings={"yfinance": "BRK-B"})
    await made.market.universe.save([held, Instrument(symbol="AAA"), Instrument(symbol="OTHER")])
    card = (await made.app.market.show_coverage()).topics[-1]
    assert (card.topic, card.stale) == ("events", 2)
    assert "2 of 2 held symbols" in card.said


async def test_nothing_is_expected_of_events_where_nothing_is_held() -> None:
    made = bench_of({})
    await made.market.universe.save([Instrument(symbol="AAA")])
    card = (await made.app.market.show_coverage()).topics[-1]
    assert (card.grade, card.complete, card.stale) == (None, None, 0)


async def test_what_is_held_is_that_of_the_last_snapshots_without_cash() -> None:
    assert await (await bench()).app.tracking.read_held() == {"AAA", "BBB", "BRK-B"}


async def test_what_is_held_is_read_again_when_it_changed() -> None:
    made = await bench()
    await made.app.tracking.read_held()
    made.files.files["one"][FileKind.HOLDINGS] = HELD.replace("BBB ", "NEW ").encode().lstrip()
    await made.app.tracking.ingest_models()
    assert await made.app.tracking.read_held() == {"AAA", "NEW", "BRK-B"}
