"""What every `FindingStore` must do."""

from datetime import date

import pytest
from tests.builders import a_change, a_finding, a_model, status_of
from tests.contract.conftest import TrackingStore

from ballast_core.tracking import FileKind, Finding, FindingQuery, ModelUpdate, Severity

PINE, HMA = a_model("naz100_pine"), a_model("naz100_hma")
ALL = FindingQuery()
WHOLE_FILE = a_finding(None, rule="status.no_header", severity=Severity.WARNING)
LINE_2, LINE_10 = a_finding(2), a_finding(10, rule="status.bad_time")
RANKS = a_finding(None, file="Ranks.params", rule="ranks.no_block", severity=Severity.WARNING)


async def store(store: TrackingStore, *findings: Finding, **change: object) -> None:
    await store.apply(
        ModelUpdate(PINE, status=a_change(FileKind.STATUS, status_of(), *findings, **change)),
    )


async def test_a_new_store_has_no_findings(tracking_store: TrackingStore) -> None:
    """FS-01"""
    assert list(await tracking_store.findings(ALL)) == []


async def test_findings_come_by_model_file_line_and_rule(tracking_store: TrackingStore) -> None:
    """FS-02"""
    other = a_finding(2, rule="status.bad_fields")
    await tracking_store.apply(ModelUpdate(PINE, ranks=a_change(FileKind.RANKS, None, RANKS)))
    await store(tracking_store, LINE_10, LINE_2, other, WHOLE_FILE)
    await tracking_store.apply(ModelUpdate(HMA, ranks=a_change(FileKind.RANKS, None, RANKS)))
    assert list(await tracking_store.findings(ALL)) == [
        ("naz100_hma", RANKS),
        *(("naz100_pine", finding) for finding in (WHOLE_FILE, other, LINE_2, LINE_10, RANKS)),
    ]


QUERIES = {
    "model": (FindingQuery(model=HMA.id), []),
    "severity": (FindingQuery(severity=Severity.ERROR), [LINE_2, LINE_10]),
    "rule": (FindingQuery(rule="status.bad_time"), [LINE_10]),
    "file": (FindingQuery(file="Ranks.params"), [RANKS]),
    "all together": (
        FindingQuery(PINE.id, Severity.WARNING, "status.no_header", "PyTAAA_status.params"),
        [WHOLE_FILE],
    ),
}


@pytest.mark.parametrize("asked", QUERIES)
async def test_a_query_picks_by(tracking_store: TrackingStore, asked: str) -> None:
    """FS-03"""
    query, expected = QUERIES[asked]
    await store(tracking_store, WHOLE_FILE, LINE_2, LINE_10)
    await tracking_store.apply(ModelUpdate(PINE, ranks=a_change(FileKind.RANKS, None, RANKS)))
    assert [finding for _, finding in await tracking_store.findings(query)] == expected


async def test_new_findings_of_a_file_replace_its_old_ones_only(tracking_store: TrackingStore) -> None:
    """FS-04"""
    await tracking_store.apply(ModelUpdate(PINE, ranks=a_change(FileKind.RANKS, None, RANKS)))
    await store(tracking_store, LINE_2, LINE_10)
    await store(tracking_store, WHOLE_FILE)
    assert [finding for _, finding in await tracking_store.findings(ALL)] == [WHOLE_FILE, RANKS]


async def test_an_append_adds_its_findings_once(tracking_store: TrackingStore) -> None:
    """FS-05"""
    await store(tracking_store, LINE_2)
    for _ in range(2):
        await store(tracking_store, LINE_10, append=True)
    assert [finding for _, finding in await tracking_store.findings(ALL)] == [LINE_2, LINE_10]


async def test_a_partial_change_replaces_findings(tracking_store: TrackingStore) -> None:
    """FS-06"""
    await store(tracking_store, LINE_2)
    await store(tracking_store, LINE_10, append=True, since=date(2026, 1, 1))
    assert [finding for _, finding in await tracking_store.findings(ALL)] == [LINE_10]


async def test_two_equal_findings_both_stay(tracking_store: TrackingStore) -> None:
    """FS-07"""
    await store(tracking_store, LINE_2, LINE_2)
    assert len(await tracking_store.findings(ALL)) == 2


async def test_a_finding_of_strange_signs_can_be_stored(tracking_store: TrackingStore) -> None:
    """FS-08"""
    await store(tracking_store, a_finding(file="\udcff.params", read="\0 Ω", done="%s"))
    assert len(await tracking_store.findings(ALL)) == 1
