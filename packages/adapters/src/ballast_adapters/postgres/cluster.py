"""Makes a database folder: whole or not at all."""

import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ballast_adapters.postgres.accounts import Account, give, run
from ballast_adapters.postgres.errors import ServerFailedError
from ballast_adapters.postgres.programs import Programs

PASSWORD_FILE = "ballast.password"  # noqa: S105 -- the name of the file that holds it
_PART = ".part-"
_CLEARINGS = 100
_SOCKET_ACCESS = "local all all trust\n"  # whoever gets into the folder of the socket may enter
_TCP_ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n"

# For one user on a small machine; whoever edits postgresql.conf in the folder is heard.
_SETTINGS = """
shared_buffers = 64MB
max_connections = 40
max_wal_size = 256MB
min_wal_size = 32MB
wal_level = minimal
max_wal_senders = 0
max_worker_processes = 4
max_parallel_workers = 2
max_parallel_maintenance_workers = 1
autovacuum_max_workers = 2
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
"""
_SETTINGS_FROM_18 = "io_method = sync\n"  # spares three processes that help only large machines
_SETTINGS_TO_BE_LOST = "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new database is to be like: with a password it is reached over TCP, else by its socket."""

    password: str | None = None
    durable: bool = True


def make_cluster(programs: Programs, account: Account | None, data: Path, plan: Plan) -> None:
    """Make the database folder `data`, with a role and a database named ballast. Raises `ServerFailedError`.

    It is made beside its place and moved there when whole; what a killed maker left is removed.
    """
    for left in data.parent.glob(f"{data.name}{_PART}*"):
        _clear(left)
    part = Path(tempfile.mkdtemp(prefix=data.name + _PART, dir=data.parent))
    give(part, account)
    try:
        _fill(programs, account, part, plan)
        part.rename(data)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    if sys.platform != "win32":
        _keep_name(data.parent)


def _fill(programs: Programs, account: Account | None, part: Path, plan: Plan) -> None:
    # Sorting by code point is the same on every platform and in every release of its C library.
    locale = ["--no-locale"]
    if programs.major >= 17:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    initdb: list[str | Path] = [
        programs.tool("initdb"),
        "--pgdata=.",
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
    ]
    sync = [] if plan.durable else ["--no-sync"]
    _run([*initdb, "--data-checksums", *locale, *sync], account, part)

    settings = _SETTINGS + (_SETTINGS_FROM_18 if programs.major >= 18 else "")
    with (part / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(settings if plan.durable else settings + _SETTINGS_TO_BE_LOST)
    (part / "pg_hba.conf").write_text(_TCP_ACCESS if plan.password else _SOCKET_ACCESS, "utf-8")
    if plan.password is not None:
        _write_secret(part / PASSWORD_FILE, plan.password, account)

    login = f"PASSWORD '{plan.password}'" if plan.password is not None else ""
    statements = f"CREATE ROLE ballast LOGIN CREATEDB {login};\nCREATE DATABASE ballast OWNER ballast;\n"
    _run([programs.tool("postgres"), "--single", "-D", ".", "postgres"], account, part, statements)


def _run(command: list[str | Path], account: Account | None, folder: Path, said: str = "") -> None:
    status, words = run(command, account, folder, said)
    if status != 0 or "ERROR:" in words:
        raise ServerFailedError("the database could not be made", "\n".join(words.splitlines()[-8:]))


def _write_secret(path: Path, secret: str, account: Account | None) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as writer:
        writer.write(secret)
    give(path, account)


def _clear(left: Path) -> None:
    # A killed maker may have left a program at work there, which ends by itself in a moment.
    for _ in range(_CLEARINGS):
        shutil.rmtree(left, ignore_errors=True)
        if not left.exists():
            break
        time.sleep(0.05)


def _keep_name(folder: Path) -> None:
    """Have the new name survive a power cut, as all that is inside does."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
