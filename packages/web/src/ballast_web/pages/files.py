"""Tables of pages as files, where the API has no address for them."""

import re
from typing import Annotated, Literal

from fastapi import Query, Response

from ballast_core.app import App
from ballast_core.shared.table import Table
from ballast_web.negotiation import MEDIA_TYPES

type FileForm = Annotated[Literal["csv", "parquet"], Query(alias="format")]


def file_of(app: App, table: Table, form: FileForm) -> Response:
    """Return a table as a file that has its title for a name."""
    name = "-".join(re.findall(r"[\w.]+", table.title, re.ASCII)).lower() or "table"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(app.tables.write(table, form), headers=headers, media_type=MEDIA_TYPES[form])
