"""Files of trades, added while the program is killed, or twice at once: each is whole or not there."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from ballast_adapters.bootstrap import open_database, upgrade
from ballast_adapters.sample.workbooks import WorkbookSpec, make_workbook
from ballast_adapters.settings import Settings

pytestmark = pytest.mark.postgres
ADD = (str(Path(sys.executable).with_name("ballast")), "trades", "add")
FILES = 12
HALF = "select count(*) from trades.files f full join trades.books b on b.file_id = f.id where {}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of workbooks of as many strategies."""
    made = tmp_path_factory.mktemp("lists")
    for number in range(FILES):
        spec = WorkbookSpec(strategy=f"S{number:02}", trades=60, days=300, seed=number)
        (made / spec.name).write_bytes(make_workbook(spec))
    return made


@pytest.fixture
def empty(settings: Settings) -> Settings:
    """Settings of a database without a file of trades."""
    asyncio.run(upgrade(settings))
    wipe(settings)
    return settings


def start(environment: dict[str, str], *words: object) -> subprocess.Popen[str]:
    pipe, command = subprocess.PIPE, [*ADD, *map(str, words)]
    return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)


def ended(*started: subprocess.Popen[str]) -> list[str]:
    """Return what they said, once all have ended well."""
    said = [process.communicate(timeout=90)[1] for process in started]
    assert [process.returncode for process in started] == [0] * len(started), said
    return said


def ask(settings: Settings, question: str) -> list[str]:
    async def asked() -> list[str]:
        async with open_database(settings) as engine, engine.begin() as db:
            found = await db.execute(text(question))
            return [str(row[0]) for row in found] if found.returns_rows else []

    return asyncio.run(asked())


def wipe(settings: Settings) -> None:
    ask(settings, "delete from trades.files")


def stored(settings: Settings) -> list[str]:
    """Return every file with its rows, but for the moment at which it was added."""
    return ask(
        settings,
        """
        select (to_jsonb(f) - 'added_at')::text || md5(b.trades) || md5(b.daily)
        from trades.files f join trades.books b on b.file_id = f.id order by 1
        """,
    )


def test_whenever_it_is_killed_each_file_is_whole_or_not_there(
    empty: Settings, environment: dict[str, str], folder: Path
) -> None:
    ended(start(environment, folder))
    undisturbed = stored(empty)
    assert len(undisturbed) == FILES
    for count in (1, FILES // 2):
        wipe(empty)
        victim = start(environment, folder)
        while len(ask(empty, "select id from trades.files")) < count and victim.poll() is None:
            time.sleep(0.005)
        victim.kill()
        victim.communicate()
        left = stored(empty)
        assert set(left) < set(undisturbed), f"killed at file {count}"
        assert ask(empty, HALF.format("f.id is null or b.file_id is null")) == ["0"]
        ended(start(environment, folder))
        assert stored(empty) == undisturbed, f"killed at file {count}"


def test_two_programs_that_add_the_same_files_store_each_once(
    empty: Settings, environment: dict[str, str], folder: Path
) -> None:
    ended(start(environment, folder), start(environment, folder))
    assert len(stored(empty)) == FILES


def test_two_programs_that_add_different_files_store_all(
    empty: Settings, environment: dict[str, str], folder: Path
) -> None:
    files = sorted(folder.iterdir())
    halves = files[: FILES // 2], files[FILES // 2 :]
    ended(*(start(environment, *half) for half in halves))
    assert len(stored(empty)) == FILES


def test_of_two_programs_that_add_exports_of_one_strategy_one_is_refused(
    empty: Settings, environment: dict[str, str], tmp_path: Path
) -> None:
    names = []
    for place, seed in (("one", 1), ("two", 2)):
        spec = WorkbookSpec(seed=seed)
        names.append(tmp_path / place / spec.name)
        names[-1].parent.mkdir()
        names[-1].write_bytes(make_workbook(spec))
    both = [start(environment, name) for name in names]
    said = [process.communicate(timeout=90)[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 2]
    assert any("same strategy" in one or "--on-same" in one for one in said)
    assert len(stored(empty)) == 1
