"""Snapshots without ceremony."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from ballast_core.tracking.entities import Lot, Snapshot, model_id, snapshot_id

type MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def make_snapshot() -> MakeSnapshot:
    """Return a maker of snapshots of a day from `TICKER shares price` texts."""
    model: UUID = model_id("pine")

    def make(
        day: str, *lots: str, sequence: int = 0, tag: str | None = None, cash_in: int | None = None
    ) -> Snapshot:
        return Snapshot(
            id=snapshot_id(model, date.fromisoformat(day), sequence),
            day=date.fromisoformat(day),
            sequence=sequence,
            line=sequence * 10 + 1,
            lots=tuple(_lot(text) for text in lots),
            active_sub_model=tag,
            cash_in_total=None if cash_in is None else Decimal(cash_in),
        )

    return make


def _lot(text: str) -> Lot:
    ticker, shares, price = text.split()
    return Lot(ticker=ticker, shares=Decimal(shares), purchase_price=Decimal(price))
