"""A worker whose only work is to count, slowly: as a program it works until it is stopped or killed."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ballast_adapters.bootstrap.worker import work_until_signaled
from ballast_adapters.settings import load_settings
from ballast_core.app import App
from ballast_core.ops import JobKind
from ballast_core.shared.entity import Entity
from ballast_core.shared.progress import Progress, Tell
from ballast_core.shared.table import Table, View

STEP_S = 0.05


class Count(Entity):
    """How far to count, whether to die at the end, and the file in which to leave a line when done."""

    to: int
    die: bool = False
    book: str = ""


class Counted(View):
    """How far it was counted, and by which process."""

    to: int
    by: int

    def table(self) -> Table:
        """Return nothing; nobody looks."""
        return Table("Counted", ())


async def count_up(_: App, spec: Count, tell: Tell) -> Counted:
    """Count, and tell each number."""
    for done in range(spec.to):
        tell(Progress(done=done, total=spec.to, said=f"counted {done}"))
        await asyncio.sleep(STEP_S)
    if spec.die:
        os._exit(1)
    if spec.book:
        await asyncio.to_thread(_note, Path(spec.book))
    return Counted(to=spec.to, by=os.getpid())


def _note(book: Path) -> None:
    with book.open("a", encoding="utf-8") as lines:
        lines.write("counted\n")


KINDS: Mapping[str, JobKind[App, Any]] = {"test.count": JobKind(Count, count_up, 60.0, attempts=3)}


if __name__ == "__main__":
    given = {name: value for name, value in os.environ.items() if name.startswith("BALLAST_")}  # noqa: TID251 - its settings
    work_until_signaled(load_settings(env=given), lambda name: print(name, flush=True), KINDS)  # noqa: T201 - for the test
