"""What is answered about instruments, their bars and what is missing, over stores in memory."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from tests.in_memory import Bench, bench_of
from tests.market_rows import rows_of, weekdays

from ballast_core.market import (
    Article,
    Bars,
    CoverageAsk,
    Dividend,
    FindingsAsk,
    Frequency,
    GapsAsk,
    Grade,
    HistoryAsk,
    Indicator,
    Instrument,
    InstrumentKind,
    InstrumentsAsk,
    Market,
    MarketFinding,
    Observations,
    Rule,
    SchemaNotFoundError,
    Severity,
    Split,
    SymbolNotFoundError,
)
from ballast_core.shared.arrays import to_date
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.entity import Entity

SYMBOL, COIN = "AAA", "COIN"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
THURSDAY = date(2026, 11, 19)
"""The last complete session at that time."""
FIRST = date(2025, 9, 1)
DAYS = weekdays(FIRST, 319)
HOLE = DAYS[[100, 101]]
SPLIT = Split(symbol=SYMBOL, day=to_date(DAYS[200]), ratio=4, source="vendor")
PAID = Dividend(symbol=SYMBOL, day=to_date(DAYS[-2]), amount=1.1, source="vendor")


@dataclass(frozen=True)
class Filled:
    """A bench with a stock that lacks two sessions, and a coin without any bar."""

    bench: Bench
    market: Market


@pytest.fixture
async def filled() -> Filled:
    bench = bench_of({})
    store = bench.market
    stock = Instrument(symbol=SYMBOL, name="First Company", sector="Energy", first_listed=FIRST)
    coin = Instrument(symbol=COIN, kind=InstrumentKind.CRYPTO, calendar="24/7", first_listed=THURSDAY)
    await store.universe.save([stock, coin])
    days = DAYS[~np.isin(DAYS, HOLE)]
    await store.bars.add_bars(rows_of(days), {}, NOW)
    await store.shares.add_actions([SPLIT], [PAID])
    finding = MarketFinding(
        rule=Rule.FLAT_CLOSES,
        symbol=SYMBOL,
        day=to_date(DAYS[-3]),
        source="vendor",
        severity=Severity.FLAG,
        detail="flat",
    )
    await store.quality.record([finding], [SYMBOL], DateSpan(FIRST, THURSDAY), NOW)
    return Filled(bench, bench.app.market)


async def test_the_days_of_the_fixture_end_with_the_last_complete_session(filled: Filled) -> None:
    assert to_date(DAYS[-1]) == THURSDAY
    assert (await filled.market.show_instrument(SYMBOL)).last_session == THURSDAY


async def test_history_is_a_year_adjusted_for_splits_unless_asked_otherwise(filled: Filled) -> None:
    view = await filled.market.show_history("aaa")
    assert (view.days[0], view.days[-1]) == (date(2025, 11, 19), THURSDAY)
    assert (view.close[0], view.close[-1]) == (2.75, 11.0)
    assert (view.raw_points, view.sent_points) == (260, 260)


async def test_raw_history_is_as_it_was_quoted(filled: Filled) -> None:
    view = await filled.market.show_history(HistoryAsk(symbol=SYMBOL, adjust="none", period="max"))
    assert set(view.close) == {11.0}
    assert view.start == FIRST


async def test_a_dividend_after_the_days_asked_for_counts_towards_the_total_return(filled: Filled) -> None:
    ask = HistoryAsk(symbol=SYMBOL, start=FIRST, end=date(2025, 9, 2), adjust="total_return")
    view = await filled.market.show_history(ask)
    assert view.close == pytest.approx([11 / 4 * 0.9] * 2)
    assert view.dividends == ()


async def test_a_dividend_in_another_currency_is_left_out_of_the_total_return_and_named(
    filled: Filled,
) -> None:
    other = Dividend(symbol=SYMBOL, day=to_date(DAYS[-1]), amount=2.2, currency="CAD", source="vendor")
    await filled.bench.market.shares.add_actions([], [other])
    view = await filled.market.show_history(HistoryAsk(symbol=SYMBOL, adjust="total_return", period="max"))
    assert view.close[0] == pytest.approx(11 / 4 * 0.9)
    assert view.notes[-1] == "1 dividends in CAD are left out; prices are in USD."


async def test_a_split_that_is_still_to_come_changes_nothing(filled: Filled) -> None:
    coming = SPLIT.model_copy(update={"day": date(2026, 12, 1)})
    await filled.bench.market.shares.add_actions([coming], [])
    assert (await filled.market.show_history(SYMBOL)).close[-1] == 11.0


async def test_history_tells_what_is_missing_and_what_was_found(filled: Filled) -> None:
    view = await filled.market.show_history(SYMBOL)
    assert [(gap.place, gap.sessions) for gap in view.gaps] == [("inner", 2)]
    assert (view.expected, len(view.findings), view.splits, view.dividends) == (262, 1, (SPLIT,), (PAID,))


async def test_history_is_put_together_into_as_many_rows_as_asked_for(filled: Filled) -> None:
    view = await filled.market.show_history(HistoryAsk(symbol=SYMBOL, points=50))
    assert (view.sent_points, len(view.days), view.sessions_per_row) == (44, 44, 6)
    assert "6 sessions together" in view.notes[0]


async def test_history_without_bars_says_how_to_get_them(filled: Filled) -> None:
    view = await filled.market.show_history(HistoryAsk(symbol=COIN, start=THURSDAY))
    assert (view.days, [gap.place for gap in view.gaps]) == ([], ["tail"])
    assert f"ballast market backfill {COIN}" in view.notes[0]


async def test_history_before_anything_was_listed_is_empty_and_lacks_nothing(filled: Filled) -> None:
    view = await filled.market.show_history(HistoryAsk(symbol=SYMBOL, end=date(2020, 1, 3)))
    assert (view.days, view.gaps, view.expected) == ([], (), 0)


async def test_history_of_what_was_delisted_runs_back_from_there(filled: Filled) -> None:
    gone = Instrument(symbol=SYMBOL, delisted=date(2026, 6, 30), successor="BBB")
    await filled.bench.market.universe.save([gone])
    view = await filled.market.show_history(HistoryAsk(symbol=SYMBOL, period="1m"))
    assert view.start == date(2026, 5, 30)
    assert view.notes[-1] == "AAA was delisted on 2026-06-30; its successor is BBB."


async def test_a_price_that_is_not_there_stays_empty(filled: Filled) -> None:
    await filled.bench.market.bars.add_bars(rows_of(DAYS[-1:], open=[np.nan]), {}, NOW)
    view = await filled.market.show_history(SYMBOL)
    assert (view.open[-1], view.close[-1]) == (None, 11.0)


async def test_volumes_are_whole_units_unless_a_split_leaves_parts(filled: Filled) -> None:
    units = [(await filled.market.show_history(SYMBOL)).table().columns[5].unit]
    odd = SPLIT.model_copy(update={"ratio": 1.5})
    await filled.bench.market.shares.add_actions([odd], [])
    units.append((await filled.market.show_history(SYMBOL)).table().columns[5].unit)
    assert units == ["count", "number"]


async def test_a_chart_of_history_has_the_close_in_front(filled: Filled) -> None:
    table = (await filled.market.show_history(SYMBOL)).chart()
    assert [column.name for column in table.columns][:2] == ["day", "close"]


async def test_a_symbol_that_is_not_there_is_told_with_its_likes(filled: Filled) -> None:
    with pytest.raises(SymbolNotFoundError, match="did you mean AAA"):
        await filled.market.show_history("AAB")
    with pytest.raises(SymbolNotFoundError, match="did you mean AAA"):
        await filled.market.show_coverage(CoverageAsk(symbols=("AAB",)))


async def test_coverage_counts_what_is_there_by_symbol_and_month(filled: Filled) -> None:
    view = await filled.market.show_coverage()
    stock, coin = view.symbols
    assert (stock.expected, stock.present, stock.gaps, stock.missing_between) == (319, 317, 1, 2)
    assert (stock.grade, coin.grade, coin.stale_sessions) == (Grade.GOOD, Grade.POOR, 1)
    row = view.months.rows[0]
    assert (sum(row.expected), sum(row.present)) == (319, 317)
    assert len(view.months.months) == len(row.grades) == 121


async def test_the_card_of_bars_has_the_grade_of_its_worst_tenth(filled: Filled) -> None:
    card = (await filled.market.show_coverage()).topics[0]
    assert (card.topic, card.grade, card.stale, card.wrong) == ("market_data", Grade.POOR, 1, 1)
    assert card.complete == pytest.approx(317 / 320)


async def test_cards_are_of_everything_whatever_symbols_are_asked_for(filled: Filled) -> None:
    whole = await filled.market.show_coverage()
    part = await filled.market.show_coverage(CoverageAsk(symbols=(SYMBOL,)))
    assert (part.topics, [row.symbol for row in part.symbols]) == (whole.topics, [SYMBOL])


async def test_coverage_of_another_source_counts_none_of_these_bars(filled: Filled) -> None:
    view = await filled.market.show_coverage(CoverageAsk(symbols=(SYMBOL,), source="other"))
    assert (view.symbols[0].present, view.symbols[0].sources) == (0, ())
    same = await filled.market.show_coverage(CoverageAsk(symbols=(SYMBOL,), source="vendor"))
    assert (same.symbols[0].present, same.symbols[0].sources) == (317, ("vendor",))


async def test_coverage_of_days_before_they_are_over_expects_nothing(filled: Filled) -> None:
    view = await filled.market.show_coverage(CoverageAsk(start=date(2026, 12, 1)))
    assert {row.grade for row in view.symbols} == {None}
    assert view.months.months == []


async def test_news_that_stopped_months_ago_are_poor_and_not_unknown(filled: Filled) -> None:
    old = Article(
        id="1", source="s", url="https://example.org", published_at=NOW - timedelta(days=90), title="t"
    )
    await filled.bench.market.news.add_articles([old])
    card = (await filled.market.show_coverage()).topics[2]
    assert (card.topic, card.grade, card.complete, card.stale) == ("news", Grade.POOR, 0, 89)


async def test_cards_of_other_topics_tell_what_is_stored_of_them(filled: Filled) -> None:
    store = filled.bench.market
    await store.universe.save([], [Indicator(id="RATE", frequency=Frequency.DAILY)])
    days = DAYS[-3:]
    await store.economy.add_observations([Observations("RATE", "vendor", days, days, np.ones(3))])
    article = Article(id="1", source="s", url="https://example.org", published_at=NOW, title="t")
    await store.news.add_articles([article])
    _, economy, news, _ = (await filled.market.show_coverage()).topics
    assert (economy.grade, economy.said) == (Grade.EXCELLENT, "1 of 1 series are complete, 0 stale")
    assert news.topic == "news"


async def test_the_card_of_news_tells_what_is_usual(filled: Filled) -> None:
    for number, age in enumerate((1, 2, 2)):
        article = Article(
            id=str(number), source="s", url="https://example.org", published_at=NOW - timedelta(age), title=""
        )
        await filled.bench.market.news.add_articles([article])
    card = (await filled.market.show_coverage()).topics[2]
    assert card.last_at == datetime(2026, 11, 19, tzinfo=UTC)
    assert "articles a day are usual" in card.said


async def test_without_a_universe_there_is_nothing_to_grade() -> None:
    view = await bench_of({}).app.market.show_coverage()
    assert [card.grade for card in view.topics] == [None] * 4
    assert "universe import" in view.topics[0].said


async def test_gaps_are_listed_with_how_many_sessions_they_have(filled: Filled) -> None:
    view = await filled.market.list_gaps()
    assert [(gap.symbol, gap.place, gap.sessions) for gap in view.gaps] == [
        (SYMBOL, "inner", 2),
        (COIN, "tail", 1),
    ]
    assert view.sessions == 3
    later = await filled.market.list_gaps(GapsAsk(symbols=(SYMBOL,), start=date(2026, 9, 1)))
    assert later.gaps == ()


async def test_findings_are_chosen_by_symbol_day_rule_and_severity(filled: Filled) -> None:
    asks = (
        FindingsAsk(),
        FindingsAsk(symbols=(COIN,)),
        FindingsAsk(start=THURSDAY),
        FindingsAsk(rule=Rule.OLD_DATA),
        FindingsAsk(severity=Severity.REJECT),
        FindingsAsk(offset=1),
    )
    views = [await filled.market.list_market_findings(ask) for ask in asks]
    assert [(view.total, len(view.findings)) for view in views] == [
        (1, 1),
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 0),
        (1, 0),
    ]
    assert views[0].rules == {Rule.FLAT_CLOSES: 1}


@pytest.mark.parametrize(
    ("ask", "symbols"),
    [
        (InstrumentsAsk(), [SYMBOL, COIN]),
        (InstrumentsAsk(sector="energy"), [SYMBOL]),
        (InstrumentsAsk(kind=InstrumentKind.CRYPTO), [COIN]),
        (InstrumentsAsk(category="none"), []),
        (InstrumentsAsk(search="first comp"), [SYMBOL]),
        (InstrumentsAsk(search="oi"), [COIN]),
    ],
)
async def test_instruments_are_chosen_by_what_they_are(
    filled: Filled, ask: InstrumentsAsk, symbols: list[str]
) -> None:
    view = await filled.market.list_instruments(ask)
    assert ([row.instrument.symbol for row in view.instruments], view.universe) == (symbols, 2)


async def test_an_instrument_is_listed_with_its_last_close(filled: Filled) -> None:
    stock, coin = (await filled.market.list_instruments()).instruments
    assert (stock.last_day, stock.last_close, stock.source) == (THURSDAY, 11.0, "vendor")
    assert (coin.last_day, coin.last_close) == (None, None)


async def test_an_instrument_tells_what_happened_to_its_shares(filled: Filled) -> None:
    view = await filled.market.show_instrument(SYMBOL)
    assert (view.splits, view.dividends, view.coverage.findings) == ((SPLIT,), (PAID,), 1)
    assert (view.last_close, view.day_return, view.revisions) == (11.0, 0.0, 0)
    facts = dict(view.table().rows())
    assert (facts["grade"], facts["sessions present"]) == ("good", "317")


async def test_an_instrument_without_bars_has_no_close(filled: Filled) -> None:
    view = await filled.market.show_instrument(COIN)
    assert (view.last_close, view.day_return, view.coverage.first) == (None, None, None)


async def test_sectors_have_their_symbols(filled: Filled) -> None:
    rows = (await filled.market.list_sectors()).sectors
    assert [(row.sector, row.symbols) for row in rows] == [("", (COIN,)), ("Energy", (SYMBOL,))]


async def test_a_final_bar_that_was_replaced_is_listed(filled: Filled) -> None:
    changed: Bars = rows_of(DAYS[-1:], close=[11.5])
    await filled.bench.market.bars.add_bars(changed, {}, NOW)
    view = await filled.market.list_revisions(SYMBOL)
    assert [(row.day, row.close) for row in view.revisions] == [(THURSDAY, 11.0)]
    assert len(view.table()) == 1


async def test_the_revision_changes_with_the_data_and_when_a_session_is_over(filled: Filled) -> None:
    seen = [await filled.market.show_market_revision() for _ in range(2)]
    filled.bench.clock.tick(timedelta(hours=9, minutes=20))
    seen.append(await filled.market.show_market_revision())
    await filled.bench.market.universe.remove(COIN)
    seen.append(await filled.market.show_market_revision())
    assert [one == seen[0] for one in seen] == [True, True, False, False]
    assert seen[2] != seen[3]


async def test_schemas_are_added_up_from_their_tables(filled: Filled) -> None:
    schemas = {row.name: row for row in (await filled.market.show_schemas()).schemas}
    stats = await filled.market.show_schema_stats("market_data")
    assert schemas["market_data"].rows == sum(row.rows for row in stats.tables) == 319
    assert (schemas["market_data"].first, schemas["market_data"].last) == (FIRST, THURSDAY)


async def test_the_symbols_of_a_schema_are_those_with_rows(filled: Filled) -> None:
    view = await filled.market.list_schema_symbols("market_data")
    assert [(row.symbol, row.rows) for row in view.symbols] == [(SYMBOL, 317)]


async def test_a_schema_that_is_not_there_is_told_with_those_that_are(filled: Filled) -> None:
    for ask in (filled.market.show_schema_stats, filled.market.list_schema_symbols):
        with pytest.raises(SchemaNotFoundError, match="market_data"):
            await ask("tracking")


async def test_every_view_can_be_laid_flat(filled: Filled) -> None:
    market = filled.market
    views = [
        await market.list_instruments(),
        await market.list_sectors(),
        await market.show_coverage(),
        await market.list_gaps(),
        await market.list_market_findings(),
        await market.show_schemas(),
        await market.show_schema_stats("news"),
        await market.list_schema_symbols("market_data"),
    ]
    for view in views:
        table = view.table()
        assert {len(column.values) for column in table.columns} == {len(table)}


@pytest.mark.parametrize("ask", [HistoryAsk, CoverageAsk, GapsAsk, FindingsAsk])
def test_days_that_end_before_they_start_are_refused(ask: type[Entity]) -> None:
    asked = {"start": "2026-01-02", "end": "2026-01-01"} | ({"symbol": "A"} if ask is HistoryAsk else {})
    with pytest.raises(ValueError, match="cannot end"):
        ask.model_validate(asked)
