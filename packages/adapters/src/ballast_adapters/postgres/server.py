"""One PostgreSQL for all processes of a home: the first starts it, the last stops it."""

import asyncio
import secrets
import socket
import sys
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import AbstractContextManager, asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ballast_adapters.postgres.accounts import Account, make_private, require_passage, server_account
from ballast_adapters.postgres.cluster import Plan, make_cluster
from ballast_adapters.postgres.errors import (
    DamagedFolderError,
    FolderFailedError,
    OtherMajorError,
    ServerFailedError,
)
from ballast_adapters.postgres.locks import LockFile, alone
from ballast_adapters.postgres.postmaster import Postmaster, see, settle, start, stop
from ballast_adapters.postgres.programs import Programs, find_programs, within_reach
from ballast_core.shared.errors import BallastError


@dataclass(frozen=True, slots=True)
class ServerState:
    """What stands in the folder: the versions of its databases, and the process that serves one."""

    majors: tuple[int, ...]
    pid: int | None


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """The server of `folder`, which holds one database folder for each major version.

    Every user holds `users.lock` together with the others; whoever gets it alone on leaving was the last one.
    A killed user loses its hold, and the server it leaves behind is taken over by the next. Starting and
    stopping happen under `start.lock`. `tcp` and `durable` describe a database that has yet to be made.
    """

    folder: Path
    choice: str = "auto"
    timeout_s: float = 60.0
    tcp: bool = not hasattr(socket, "AF_UNIX")
    durable: bool = True

    @contextmanager
    def open_sync(self) -> Generator[str]:
        """Have the server for a `with` block; yield the `postgresql://` address of its database ballast.

        Raises the errors of this package: what is wrong, and what to do.
        """
        use = self._enter()
        try:
            yield use.url
        finally:
            self._leave(use)

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[str]:
        """Do as `open_sync` in another thread; when cancelled, leave nothing running."""
        entering = asyncio.ensure_future(asyncio.to_thread(self._enter))
        try:
            use = await asyncio.shield(entering)
        except asyncio.CancelledError:
            with suppress(BallastError):
                await asyncio.to_thread(self._leave, await entering)
            raise
        try:
            yield use.url
        finally:
            await asyncio.to_thread(self._leave, use)

    def look(self) -> ServerState:
        """Return what is there, without starting anything."""
        with self._folder_faults():
            clusters = self._clusters()
            serving = [found.pid for data in clusters.values() if (found := see(data)) and found.answers()]
        return ServerState(tuple(clusters), serving[0] if serving else None)

    def _enter(self) -> "_Use":
        with self._folder_faults():
            account = server_account(self.folder)
            make_private(self.folder, account)
            return self._enter_folder(account)

    def _enter_folder(self, account: Account | None) -> "_Use":
        with self._alone(account):
            users = LockFile(self.folder / "users.lock", account)
            try:
                users.share()
                found = self._running() or self._start(account)
                return _Use(found.url, users, account)
            except BaseException:
                users.close()
                raise

    def _leave(self, use: "_Use") -> None:
        with closing(use.users), self._alone(use.account):
            if use.users.try_alone():
                self._stop()

    @contextmanager
    def _folder_faults(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            raise FolderFailedError(self.folder, error) from error

    def _alone(self, account: Account | None) -> AbstractContextManager[None]:
        return alone(self.folder / "start.lock", account, self.timeout_s)

    def _clusters(self) -> dict[int, Path]:
        found: dict[int, Path] = {}
        for data in self.folder.glob("[0-9]*"):
            if not data.name.isdigit() or not any(data.iterdir()):
                continue
            try:
                found[int((data / "PG_VERSION").read_text("utf-8"))] = data
            except FileNotFoundError as error:
                raise DamagedFolderError(data) from error
        return dict(sorted(found.items(), reverse=True))

    def _running(self) -> Postmaster | None:
        for data in self._clusters().values():
            found = see(data)
            if found is not None and not found.answers():
                found = settle(found, self.timeout_s)
            if found is not None:
                return found
        return None

    def _start(self, account: Account | None) -> Postmaster:
        clusters = self._clusters()
        programs = within_reach(self._choose(clusters), account)
        data = clusters.get(programs.major, self.folder / str(programs.major))
        if account is not None:
            require_passage(data, account)
        if programs.major not in clusters:
            password = secrets.token_urlsafe(24) if self.tcp else None
            make_cluster(programs, account, data, Plan(password, self.durable))
        end = time.monotonic() + self.timeout_s
        while True:
            try:
                return start(programs, account, data, self.timeout_s)
            except ServerFailedError as error:
                # Sessions outlive a killed server by a moment.
                if "shared memory block" not in error.said or time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def _choose(self, clusters: dict[int, Path]) -> Programs:
        others: list[Programs] = []
        for programs in find_programs(self.choice):
            if not clusters or programs.major in clusters:
                return programs
            others.append(programs)
        newest = next(iter(clusters))
        raise OtherMajorError(clusters[newest], newest, others[0].major)

    def _stop(self) -> None:
        for data in self._clusters().values():
            found = see(data)
            if found is not None and found.alive():
                tools = next(find_programs(self.choice)) if sys.platform == "win32" else None
                stop(found, tools, self.timeout_s)


@dataclass(frozen=True, slots=True)
class _Use:
    url: str
    users: LockFile
    account: Account | None
