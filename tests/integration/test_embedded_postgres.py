"""The embedded PostgreSQL: shared, killed, left behind, blocked, interrupted, of another version."""

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from ballast_adapters.bootstrap import diagnose
from ballast_adapters.postgres import EmbeddedPostgres, client_program, find_programs, temporary_server
from ballast_adapters.postgres.accounts import server_account
from ballast_adapters.postgres.errors import (
    BlockedFolderError,
    DamagedFolderError,
    FolderFailedError,
    ForeignFolderError,
    NoClientError,
    NoProgramsError,
    OtherMajorError,
    ServerBusyError,
    ServerFailedError,
)
from ballast_adapters.postgres.locks import alone
from ballast_adapters.postgres.programs import within_reach
from ballast_adapters.settings import load_settings
from ballast_core.ops import Check

pytestmark = pytest.mark.postgres
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")

USER = """
import sys
from pathlib import Path
from ballast_adapters.postgres import EmbeddedPostgres

with EmbeddedPostgres(Path(sys.argv[1])).open_sync() as url:
    print(url, flush=True)
    sys.stdin.readline()
"""
type Start = Callable[[Path], subprocess.Popen[str]]


@pytest.fixture(scope="module")
def ground() -> Iterator[Path]:
    """Return a folder of ours that every user of this system may pass."""
    folder = Path(tempfile.mkdtemp(prefix="ballast-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def made(ground: Path) -> Path:
    """Return the folder of a server whose database was made once."""
    with EmbeddedPostgres(ground / "made" / "postgres").open_sync():
        pass
    return ground / "made" / "postgres"


@pytest.fixture
def folder(made: Path) -> Iterator[Path]:
    """Return the folder of a server that is not running, to be left so."""
    yield made
    nothing_runs(made)


@pytest.fixture
def empty(ground: Path) -> Iterator[Path]:
    """Return a folder for a server, not there yet."""
    home = Path(tempfile.mkdtemp(prefix="home-", dir=ground))
    home.chmod(0o755)
    yield home / "postgres"
    nothing_runs(home / "postgres")
    shutil.rmtree(home)


@pytest.fixture
def copy(empty: Path, made: Path) -> Path:
    """Return the folder of a server that is not running, to do with it what one likes."""
    subprocess.run(["cp", "-a", made, empty], check=True)
    return empty


@pytest.fixture
def start_user() -> Iterator[Start]:
    """Return what starts another process that uses a server until a line comes in."""
    started: list[subprocess.Popen[str]] = []

    def start(folder: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", USER, folder]
        user = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(user)
        return user

    yield start
    for user in started:
        user.kill()
        user.communicate()


def nothing_runs(folder: Path) -> None:
    left = EmbeddedPostgres(folder).look().pid
    if left is not None:
        os.kill(left, signal.SIGKILL)
    assert left is None


async def ask(url: str, question: str) -> object:
    session = await asyncpg.connect(url)
    try:
        return await session.fetchval(question)
    finally:
        await session.close()


def diagnosed(folder: Path) -> Check:
    settings = load_settings({"home": folder.parent, "data_dir": folder.parent}, env={})
    return asyncio.run(diagnose(settings)).checks[0]


def url_of(user: subprocess.Popen[str]) -> str:
    assert user.stdout is not None
    return user.stdout.readline().strip()


def pid_of(folder: Path) -> int:
    pid = EmbeddedPostgres(folder).look().pid
    assert pid is not None
    return pid


def data_of(folder: Path) -> Path:
    return next(path for path in folder.iterdir() if path.name.isdigit())


async def test_a_new_database_belongs_to_ballast_who_is_no_superuser(folder: Path) -> None:
    async with EmbeddedPostgres(folder).open() as url:
        who = await ask(url, "select current_user || rolsuper from pg_roles where rolname = current_user")
        owner = await ask(url, "select pg_get_userbyid(datdba) from pg_database where datname = 'ballast'")
        safe = await ask(url, "select current_setting('fsync') || current_setting('data_checksums')")
        assert (who, owner, safe) == ("ballastfalse", "ballast", "onon")
        assert await ask(url, "select pg_encoding_to_char(encoding) from pg_database limit 1") == "UTF8"


def test_the_folder_is_for_its_user_alone(folder: Path) -> None:
    with EmbeddedPostgres(folder).open_sync():
        data = data_of(folder)
        assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, data)] == [0o700, 0o700]
        assert (data / ".s.PGSQL.5432").is_socket()


def test_two_processes_share_one_server_and_the_last_one_stops_it(folder: Path, start_user: Start) -> None:
    other = start_user(folder)
    url = url_of(other)
    pid = pid_of(folder)
    with EmbeddedPostgres(folder).open_sync() as mine:
        assert (mine, pid_of(folder)) == (url, pid)
        other.communicate("\n")
        assert asyncio.run(ask(mine, "select 1")) == 1
    assert EmbeddedPostgres(folder).look().pid is None


def test_many_that_come_at_once_start_one_server(folder: Path, start_user: Start) -> None:
    users = [start_user(folder) for _ in range(3)]
    assert len({url_of(user) for user in users}) == 1
    for user in users:
        user.communicate("\n")
    assert [user.returncode for user in users] == [0, 0, 0]


def test_the_server_of_a_killed_user_is_taken_over_and_stopped(folder: Path, start_user: Start) -> None:
    user = start_user(folder)
    url_of(user)
    user.kill()
    assert user.communicate() == ("", None)  # the server holds no end of the pipe
    pid = pid_of(folder)
    with EmbeddedPostgres(folder).open_sync():
        assert pid_of(folder) == pid
    assert EmbeddedPostgres(folder).look().pid is None


def test_the_server_is_out_of_reach_of_our_terminal(folder: Path) -> None:
    with EmbeddedPostgres(folder).open_sync():
        assert os.getsid(pid_of(folder)) != os.getsid(0)


async def test_a_killed_server_recovers_what_was_committed(folder: Path) -> None:
    async with EmbeddedPostgres(folder).open() as url:
        session = await asyncpg.connect(url)
        await session.execute("create table kept as select 42 as answer")
        os.kill(pid_of(folder), signal.SIGKILL)
        async with EmbeddedPostgres(folder).open() as again:  # while a session of the dead one may linger
            assert await ask(again, "select answer from kept") == 42
        session.terminate()


def test_a_stale_pid_file_may_name_a_living_process_of_another_kind(folder: Path) -> None:
    stale = data_of(folder) / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n1\n5432\n{stale.parent}\n\n1 1\nready\n")
    with EmbeddedPostgres(folder).open_sync() as url:
        assert asyncio.run(ask(url, "select 1")) == 1


def test_a_maker_killed_halfway_leaves_no_half_database(empty: Path, start_user: Start) -> None:
    user = start_user(empty)
    while not list(empty.glob("*.part-*/PG_VERSION")):
        time.sleep(0.005)
        assert user.poll() is None
    user.kill()
    user.wait()
    with EmbeddedPostgres(empty).open_sync() as url:
        assert asyncio.run(ask(url, "select 1")) == 1
        assert not list(empty.glob("*.part-*"))


def test_a_long_path_has_its_socket_elsewhere_and_leaves_nothing_there(empty: Path, made: Path) -> None:
    long = empty.parent / ("deep" * 20) / "postgres"
    long.parent.mkdir()
    subprocess.run(["cp", "-a", made, long], check=True)
    with EmbeddedPostgres(long).open_sync() as url:
        assert asyncio.run(ask(url, "select 1")) == 1
        place = Path((data_of(long) / "postmaster.pid").read_text().splitlines()[4])
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert not place.exists()


def test_a_path_may_hold_what_a_shell_or_an_address_would_read(empty: Path, made: Path) -> None:
    odd = empty.parent / 'it\'s $HOME `x` "q" ü%41&b=c?#'
    odd.mkdir()
    subprocess.run(["cp", "-a", made, odd], check=True)
    with EmbeddedPostgres(odd / made.name).open_sync() as url:
        assert asyncio.run(ask(url, "select 1")) == 1


def test_data_of_another_version_are_refused_and_nothing_new_is_made(copy: Path) -> None:
    here = int(data_of(copy).name)
    old = data_of(copy).rename(copy / str(here - 1))
    (old / "PG_VERSION").write_text(f"{here - 1}\n")
    with pytest.raises(OtherMajorError, match=rf"of PostgreSQL {here - 1}.*are of {here}.*db backup"):
        EmbeddedPostgres(copy, "wheel").open_sync().__enter__()
    assert data_of(copy) == old


def test_the_doctor_tells_the_other_version_apart_from_what_to_do(copy: Path) -> None:
    here = int(data_of(copy).name)
    old = data_of(copy).rename(copy / str(here - 1))
    (old / "PG_VERSION").write_text(f"{here - 1}\n")
    check = diagnosed(copy)
    assert check.found.endswith(f"is of PostgreSQL {here - 1}, and the programs here are of {here}")
    assert f"move {old} away, and `ballast db restore`" in check.advice


def test_the_doctor_shows_one_line_of_a_server_that_cannot_start(copy: Path) -> None:
    with (data_of(copy) / "postgresql.conf").open("a") as conf:
        conf.write("no_such_setting = 1\n")
    check = diagnosed(copy)
    assert check.found.startswith(f"PostgreSQL did not start in {data_of(copy)}; its last words: ")
    assert ("\n" in check.found, len(check.found) <= 200) == (False, True)
    assert "contains errors" in check.advice


def test_a_folder_that_is_no_database_is_left_alone(copy: Path) -> None:
    (data_of(copy) / "PG_VERSION").unlink()
    with pytest.raises(DamagedFolderError, match="move it away"):
        EmbeddedPostgres(copy).open_sync().__enter__()
    shutil.rmtree(copy)


def test_a_server_that_cannot_start_says_why(copy: Path) -> None:
    with (data_of(copy) / "postgresql.conf").open("a") as conf:
        conf.write("no_such_setting = 1\n")
    with pytest.raises(ServerFailedError, match="no_such_setting"):
        EmbeddedPostgres(copy).open_sync().__enter__()


def test_a_folder_that_cannot_be_made_is_told(ground: Path) -> None:
    (ground / "file").touch()
    with pytest.raises(FolderFailedError, match=r"Not a directory.*BALLAST_HOME"):
        EmbeddedPostgres(ground / "file" / "postgres").open_sync().__enter__()


def test_waiting_for_another_starter_ends_with_a_word(folder: Path) -> None:
    with (
        alone(folder / "start.lock", None, 1),
        pytest.raises(ServerBusyError, match=r"for more than 0\.1 s"),
    ):
        EmbeddedPostgres(folder, timeout_s=0.1).open_sync().__enter__()


async def test_who_is_cancelled_while_opening_leaves_nothing_running(folder: Path) -> None:
    async def use() -> None:
        async with EmbeddedPostgres(folder).open():
            raise AssertionError

    opening = asyncio.create_task(use())
    await asyncio.sleep(0.01)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    assert EmbeddedPostgres(folder).look().pid is None


@as_root
def test_root_changes_no_mode_and_names_the_folder_in_the_way(ground: Path) -> None:
    closed = Path(tempfile.mkdtemp(dir=ground))
    before = {path: path.stat().st_mode for path in (closed, *closed.parents)}
    with pytest.raises(
        BlockedFolderError, match=rf"{closed} does not let it through.*BALLAST_HOME"
    ) as caught:
        EmbeddedPostgres(closed / "home" / "postgres").open_sync().__enter__()
    assert caught.value.blocker == closed
    assert {path: path.stat().st_mode for path in before} == before


@as_root
def test_root_takes_no_folder_of_its_own_for_the_server(empty: Path) -> None:
    empty.mkdir()
    with pytest.raises(ForeignFolderError, match="belongs to root"):
        EmbeddedPostgres(empty).open_sync().__enter__()
    assert empty.stat().st_uid == 0


@as_root
def test_root_copies_the_programs_of_the_wheel_where_the_server_can_run_them(
    ground: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = next(find_programs("wheel")).folder.parents[1]
    closed = Path(tempfile.mkdtemp(dir=ground))
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        if part.exists():
            shutil.copytree(
                part, closed / part.name, copy_function=os.link if _same_disk(part, closed) else shutil.copy2
            )
    monkeypatch.syspath_prepend(closed)
    programs = next(find_programs("wheel"))
    assert closed in programs.folder.parents
    account = server_account(ground / "none")
    assert account is not None
    copied = within_reach(programs, account, ground / "shelf")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    said = subprocess.run(
        [copied.tool("pg_dump"), "--version"], user=account.uid, cwd="/", check=True, capture_output=True
    ).stdout
    assert programs.version.encode() in said


@as_root
def test_a_full_disk_is_told_as_such(empty: Path) -> None:
    small = empty.parent / "small"
    small.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", small], check=False)
    if mount.returncode != 0:
        pytest.skip("a small disk cannot be mounted here")
    try:
        with pytest.raises(ServerFailedError, match="the disk is full"):
            EmbeddedPostgres(small / "postgres").open_sync().__enter__()
        assert not list((small / "postgres").glob("*.part-*"))
    finally:
        subprocess.run(["umount", small], check=True)


@pytest.mark.parametrize("choice", ["wheel", "system"])
async def test_a_temporary_server_asks_for_its_password(choice: str) -> None:
    try:
        next(find_programs(choice))
    except NoProgramsError as missing:
        pytest.skip(str(missing))
    with temporary_server(choice) as url:
        assert await ask(url, "select 1") == 1
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(url.replace("ballast:", "ballast:not-"), "select 1")


def test_without_programs_the_ways_out_are_named(empty: Path) -> None:
    with pytest.raises(NoProgramsError, match=r"BALLAST_EMBEDDED__POSTGRES_BIN.*BALLAST_DATABASE_URL"):
        EmbeddedPostgres(empty, "/no/such/bin").open_sync().__enter__()


def test_a_client_fits_its_server_or_is_newer() -> None:
    newest = max(programs.major for programs in find_programs())
    said = subprocess.run(
        [client_program("pg_dump", newest), "--version"], check=True, capture_output=True, text=True
    ).stdout
    assert f" {newest}." in said
    with pytest.raises(NoClientError, match="postgresql-client-99"):
        client_program("pg_dump", 99)


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev
