"""Trades and metrics of a selection under `/api/v1/export`: whole, as a file."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Response

from ballast_core.shared.table import Table
from ballast_web.deps import AppDep
from ballast_web.negotiation import FILE_FORMS, MEDIA_TYPES, FileForm, accepted_form
from ballast_web.selecting import SelectionDep, TradesRoute

_TEXT, _BYTES = {"type": "string"}, {"type": "string", "format": "binary"}
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file; CSV unless another form is asked for.",
        "content": {MEDIA_TYPES[form]: {"schema": _TEXT if form == "csv" else _BYTES} for form in FILE_FORMS},
    }
}

router = APIRouter(prefix="/api/v1", tags=["trades"], route_class=TradesRoute)


class File(Response):
    """A file."""

    media_type: str | None = None


class Saved:
    """Lays a table out as the file that is asked for."""

    def __init__(
        self,
        app: AppDep,
        form: Annotated[FileForm | None, Query(alias="format", description="Wins over `Accept`.")] = None,
        accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
    ) -> None:
        self._tables = app.tables
        self._form: FileForm = form or accepted_form(accept, FILE_FORMS)

    async def __call__(self, name: str, table: Table) -> File:
        """Return the whole table; meanwhile others are answered."""
        body = await asyncio.to_thread(self._tables.write, table, self._form)
        headers = {"Content-Disposition": f'attachment; filename="{name}.{self._form}"'}
        return File(body, headers=headers, media_type=MEDIA_TYPES[self._form])


type SavedDep = Annotated[Saved, Depends()]


@router.get("/export/trades", operation_id="trades.export_trades", response_class=File, responses=_FILES)
async def export_trades(app: AppDep, selection: SelectionDep, saved: SavedDep) -> File:
    """Return all trades of a selection; the CSV can be added again and gives the same trades."""
    return await saved("trades", await app.trades.export_trades(selection))


@router.get("/export/metrics", operation_id="trades.export_metrics", response_class=File, responses=_FILES)
async def export_metrics(app: AppDep, selection: SelectionDep, saved: SavedDep) -> File:
    """Return all figures of the portfolio and each file, a row a side."""
    return await saved("metrics", (await app.trades.show_metrics(selection)).table())
