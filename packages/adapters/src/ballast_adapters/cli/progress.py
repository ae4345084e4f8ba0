"""How far heavy work is, shown on stderr where a person looks on."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `--help` must not wait for pydantic
    from ballast_core.shared.progress import Progress, Tell


@contextmanager
def shown_progress(beginning: str) -> "Generator[Tell]":
    """Yield what must be told how far a work is; it draws a bar on a terminal, and nothing elsewhere."""
    from ballast_core.shared.progress import tell_nobody

    if not sys.stderr.isatty():
        yield tell_nobody
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(beginning, total=None)

        def tell(seen: "Progress") -> None:
            bar.update(task, completed=seen.done, total=seen.total or None, description=escape(seen.said))

        yield tell
