"""The running server of a database folder: seen, started, stopped."""

import math
import os
import shlex
import signal
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ballast_adapters.postgres.accounts import Account, give, launch, may_use, run
from ballast_adapters.postgres.cluster import PASSWORD_FILE
from ballast_adapters.postgres.errors import ServerFailedError
from ballast_adapters.postgres.programs import Programs

if sys.platform == "linux":

    def _works_in(pid: int, folder: Path) -> bool:
        try:
            return Path(f"/proc/{pid}/cwd").samefile(folder)
        except OSError:
            return False

else:
    import psutil  # a quarter of a command's start, and Linux tells without it

    def _works_in(pid: int, folder: Path) -> bool:
        try:
            return Path(psutil.Process(pid).cwd()).samefile(folder)
        except (OSError, psutil.Error):
            return False


_LOG = "server.log"
_LOG_LIMIT = 1_000_000
_LAST_WORDS = 12
_LOOK_AGAIN_S = 0.005
_LONGEST_SOCKET_PATH = 100  # 104 bytes on macOS, 108 on Linux, with a zero at the end
_SOCKET_PORT = 5432
_GREETING = struct.pack("!ii", 8, 80877103)  # "shall we use TLS?": yes or no, only PostgreSQL answers so


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What postmaster.pid says."""

    data: Path
    pid: int
    port: int
    socket_folder: str
    status: str

    @property
    def url(self) -> str:
        """The address of its database, good for libpq and asyncpg."""
        if self.socket_folder:
            return f"postgresql://ballast@/ballast?host={quote(self.socket_folder)}&port={self.port}"
        password = (self.data / PASSWORD_FILE).read_text("utf-8")
        return f"postgresql://ballast:{password}@127.0.0.1:{self.port}/ballast"

    def answers(self) -> bool:
        """Whether it is ready and really there; what is written outlives a killed server."""
        if self.status != "ready":
            return False
        place = (
            f"{self.socket_folder}/.s.PGSQL.{self.port}" if self.socket_folder else ("127.0.0.1", self.port)
        )
        family = socket.AF_UNIX if self.socket_folder else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as line:
            line.settimeout(5.0)
            try:
                line.connect(place)
                line.sendall(_GREETING)
                return line.recv(1) in {b"N", b"S"}
            except OSError:
                return False

    def alive(self) -> bool:
        """Whether the process is a server that works in this folder; never true of a namesake or a zombie."""
        return _works_in(self.pid, self.data)


def see(data: Path) -> Postmaster | None:
    """Return what is written about the server of `data`, which may be dead; nothing when nothing is."""
    try:
        lines = [line.strip() for line in (data / "postmaster.pid").read_text("utf-8").splitlines()]
    except FileNotFoundError:
        return None
    lines += [""] * (8 - len(lines))  # a server that starts writes it bit by bit
    pid, port = (int(lines[n]) if lines[n].lstrip("-").isdigit() else 0 for n in (0, 3))
    return Postmaster(data, abs(pid), port, socket_folder=lines[4], status=lines[7])


def start(programs: Programs, account: Account | None, data: Path, timeout_s: float) -> Postmaster:
    """Start the server of `data` and return when it answers. Raises `ServerFailedError`."""
    log = data / _LOG
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(data / f"{_LOG}.1")
    seen = log.stat().st_size if log.exists() else 0
    # The lock of the socket, too, outlives a killed server, whose number may be another process by now;
    # the lock of the folder is the one that counts.
    (data / f".s.PGSQL.{_SOCKET_PORT}.lock").unlink(missing_ok=True)
    # pg_ctl hands paths to a shell: it gets only names of its own folder, and quoted options.
    where: list[str] = ["-D", data.name, "-l", f"{data.name}/{_LOG}", "-o", _options(data, account)]
    command: list[str | Path] = [
        programs.tool("pg_ctl"),
        "start",
        "-w",
        "-t",
        str(math.ceil(timeout_s)),
        *where,
    ]
    words = b""
    with launch(command, account, data.parent) as starter:
        try:
            for _ in _until(timeout_s):
                found = see(data)
                if found is not None and found.answers():
                    return found
                if starter.poll():
                    words, _ = starter.communicate()
                    break
        finally:
            starter.kill()  # it only looks ten times a second whether the server is up, and we are quicker
    said = _last_words(log, seen) or words.decode(errors="replace")
    raise ServerFailedError(f"PostgreSQL did not start in {data}", said)


def stop(found: Postmaster, programs: Programs | None, timeout_s: float) -> None:
    """Stop a server and return when it is gone. Raises `ServerFailedError`."""
    if sys.platform == "win32":
        if programs is not None:
            run([programs.tool("pg_ctl"), "kill", "INT", str(found.pid)], None, found.data)
    else:
        with suppress(ProcessLookupError):
            os.kill(found.pid, signal.SIGINT)  # a fast shutdown: sessions are ended, data are written
    for _ in _until(timeout_s):
        if not found.alive():
            break
    else:
        raise ServerFailedError(f"PostgreSQL in {found.data} did not stop in {timeout_s:g} s", "")
    if found.socket_folder and Path(found.socket_folder) != found.data:
        with suppress(OSError):
            Path(found.socket_folder).rmdir()


def settle(found: Postmaster, timeout_s: float) -> Postmaster | None:
    """Return the server once it answers, or nothing once it is gone; else raise `ServerFailedError`."""
    data = found.data
    for _ in _until(timeout_s):
        now = see(data)
        if now is not None and now.answers():
            return now
        if now is None or not now.alive():
            # Its number may belong to another process by now, and PostgreSQL would take that for itself.
            # A server whose last sessions are still at work is refused by their shared memory, not by this.
            (data / "postmaster.pid").unlink(missing_ok=True)
            return None
    raise ServerFailedError(f"PostgreSQL in {data} is {found.status or 'starting'} for too long", "")


def _until(timeout_s: float) -> Iterator[None]:
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        yield
        time.sleep(_LOOK_AGAIN_S)


def _options(data: Path, account: Account | None) -> str:
    if (data / PASSWORD_FILE).exists():
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        return f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {port}"
    folder = shlex.quote(str(_socket_folder(data, account)))
    return f"-c listen_addresses= -k {folder} -p {_SOCKET_PORT} -c unix_socket_permissions=0700"


def _socket_folder(data: Path, account: Account | None) -> Path:
    """Return `data`, or a fresh private folder where its path is too long for a socket."""
    if _fits(data):
        return data
    runtime = Path("/run") if account else Path(f"/run/user/{os.geteuid()}")
    for base in (runtime, Path(tempfile.gettempdir())):
        open_to_us = base.is_dir() and os.access(base, os.W_OK)
        if open_to_us and _fits(base / "ballast-12345678") and (not account or may_use(base, account, 0o1)):
            folder = Path(tempfile.mkdtemp(prefix="ballast-", dir=base))
            give(folder, account)
            return folder
    raise ServerFailedError(f"the path {data} is too long for a socket", "set BALLAST_HOME to a shorter one")


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / f".s.PGSQL.{_SOCKET_PORT}")) <= _LONGEST_SOCKET_PATH


def _last_words(log: Path, since: int) -> str:
    try:
        with log.open("rb") as file:
            file.seek(since)
            return "\n".join(file.read().decode(errors="replace").splitlines()[-_LAST_WORDS:])
    except FileNotFoundError:
        return ""
