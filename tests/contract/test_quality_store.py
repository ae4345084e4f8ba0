"""What every `QualityStore` must do."""

import asyncio
import itertools
from datetime import timedelta

import pytest
from tests.contract.conftest import AnyMarket
from tests.market_builders import NOON, day

from ballast_core.market import MarketFinding, QualityStore, Rule, Severity
from ballast_core.shared.dates import DateSpan

ALL = DateSpan()
LATER = NOON + timedelta(days=1)


def finding(
    symbol: str = "AAA", on: str = "2024-01-02", rule: Rule = Rule.ZERO_VOLUME, detail: str = "none"
) -> MarketFinding:
    return MarketFinding(
        rule=rule, symbol=symbol, day=day(on), source="first", severity=Severity.FLAG, detail=detail
    )


@pytest.fixture
def store(market: AnyMarket) -> QualityStore:
    return market.quality


async def test_a_new_store_has_no_finding(store: QualityStore) -> None:
    """QS-01"""
    assert list(await store.findings(resolved=True)) == []


async def test_a_finding_comes_back_with_when_it_was_seen(store: QualityStore) -> None:
    """QS-02"""
    given = finding(detail="é\n\\N")
    await store.record([given], ["AAA"], ALL, NOON)
    assert list(await store.findings()) == [given.model_copy(update={"first_seen": NOON, "last_seen": NOON})]


async def test_a_finding_that_comes_again_was_first_seen_before(store: QualityStore) -> None:
    """QS-03"""
    await store.record([finding()], ["AAA"], ALL, NOON)
    await store.record([finding(detail="other")], ["AAA"], ALL, LATER)
    (found,) = await store.findings()
    assert (found.first_seen, found.last_seen, found.detail) == (NOON, LATER, "other")


async def test_findings_come_by_symbol_and_day(store: QualityStore) -> None:
    """QS-04"""
    given = [finding("BBB"), finding(on="2024-01-03"), finding(), finding(rule=Rule.FLAT_CLOSES)]
    await store.record(given, ["AAA", "BBB"], ALL, NOON)
    found = [(one.symbol, str(one.day), one.rule) for one in await store.findings()]
    assert found == [
        ("AAA", "2024-01-02", Rule.FLAT_CLOSES),
        ("AAA", "2024-01-02", Rule.ZERO_VOLUME),
        ("AAA", "2024-01-03", Rule.ZERO_VOLUME),
        ("BBB", "2024-01-02", Rule.ZERO_VOLUME),
    ]


async def test_symbols_and_a_span_narrow(store: QualityStore) -> None:
    """QS-05"""
    given = [finding("BBB"), finding(on="2024-01-03"), finding()]
    await store.record(given, ["AAA", "BBB"], ALL, NOON)
    only = DateSpan(day("2024-01-03"), day("2024-01-03"))
    assert len(await store.findings(["AAA"])) == 2
    assert len(await store.findings(["AAA"], only)) == 1
    assert len(await store.findings((), only)) == 1


async def test_what_is_no_longer_found_is_resolved(store: QualityStore) -> None:
    """QS-06"""
    await store.record([finding(), finding(on="2024-01-03")], ["AAA"], ALL, NOON)
    await store.record([finding()], ["AAA"], ALL, LATER)
    assert [one.day for one in await store.findings()] == [day("2024-01-02")]
    every = await store.findings(resolved=True)
    assert [one.resolved_at for one in every] == [None, LATER]


async def test_only_what_was_looked_at_is_resolved(store: QualityStore) -> None:
    """QS-07"""
    given = [
        finding(),
        finding("BBB"),
        finding(on="2024-02-01"),
        finding(rule=Rule.FLAT_CLOSES),
    ]
    await store.record(given, [], ALL, NOON)
    january = DateSpan(day("2024-01-01"), day("2024-01-31"))
    await store.record([], ["AAA"], january, LATER, [Rule.ZERO_VOLUME])
    assert len(await store.findings()) == 3


async def test_without_symbols_nothing_is_resolved(store: QualityStore) -> None:
    """QS-08"""
    await store.record([finding()], ["AAA"], ALL, NOON)
    await store.record([], [], ALL, LATER)
    assert len(await store.findings()) == 1


async def test_a_resolved_finding_opens_again(store: QualityStore) -> None:
    """QS-09"""
    await store.record([finding()], ["AAA"], ALL, NOON)
    await store.record([], ["AAA"], ALL, LATER)
    await store.record([finding()], ["AAA"], ALL, LATER + timedelta(days=1))
    (found,) = await store.findings()
    assert (found.first_seen, found.resolved_at) == (NOON, None)


async def test_what_was_resolved_stays_resolved_since_then(store: QualityStore) -> None:
    """QS-10"""
    await store.record([finding()], ["AAA"], ALL, NOON)
    for days in (1, 2):
        await store.record([], ["AAA"], ALL, NOON + timedelta(days=days))
    assert [one.resolved_at for one in await store.findings(resolved=True)] == [LATER]


async def test_the_revision_changes_with_findings_and_only_then(market: AnyMarket) -> None:
    """QS-11"""
    seen = [await market.universe.revision()]
    for given in ([finding()], [finding()], [finding(detail="x")], [], []):
        await market.quality.record(given, ["AAA"], ALL, NOON)
        seen.append(await market.universe.revision())
    changed = [one != two for one, two in itertools.pairwise(seen)]
    assert changed == [True, False, True, True, False]


async def test_two_who_record_at_once_both_succeed(market: AnyMarket, other_market: AnyMarket) -> None:
    """QS-12"""
    given = [finding(f"S{number}") for number in range(100)]
    await asyncio.gather(
        market.quality.record(given, [], ALL, NOON), other_market.quality.record(given[::-1], [], ALL, NOON)
    )
    assert len(await market.quality.findings()) == 100
