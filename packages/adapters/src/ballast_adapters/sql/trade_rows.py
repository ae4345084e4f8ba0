"""What the tables of trade lists hold as rows; no text in them is one that PostgreSQL cannot hold."""

from collections.abc import Mapping
from typing import Any, cast

from ballast_adapters.sql.tracking_rows import storable
from ballast_core.trades import ColumnMapping, TradeFile, Upload

STRATEGY = ("source", "symbol", "interval", "strategy")
"""What two exports of one strategy have in common."""


def file_row(file: TradeFile) -> dict[str, Any]:
    """Return what is known about a file as a row."""
    findings = [_clean(finding.model_dump(mode="json")) for finding in file.findings]
    return _clean(file.model_dump(exclude={"findings"})) | {"findings": findings}


def upload_row(upload: Upload) -> dict[str, Any]:
    """Return an upload as a row, without its bytes."""
    return _clean(upload.model_dump())


def mapping_row(mapping: ColumnMapping) -> dict[str, Any]:
    """Return a mapping as a row."""
    return _clean(mapping.model_dump())


def _clean(row: Mapping[str, Any]) -> dict[str, Any]:
    return {storable(name): _cleaned(value) for name, value in row.items()}


def _cleaned(value: Any) -> Any:  # noqa: ANN401 - as many types as there are columns
    match value:
        case str():
            return storable(value)
        case dict():
            return _clean(cast("dict[str, Any]", value))
        case _:
            return value
