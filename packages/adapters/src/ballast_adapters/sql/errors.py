"""What can go wrong with the database, and the one place where foreign exceptions become ours."""

from collections.abc import Generator
from contextlib import contextmanager

import asyncpg
from sqlalchemy.exc import DBAPIError

from ballast_core.shared.errors import (
    ConflictError,
    InvalidError,
    Problem,
    UnavailableError,
    UnsupportedError,
)

_WHY = {
    "08": "it does not answer or dropped the connection; start it, and check BALLAST_DATABASE_URL",
    "0A000": "its tables were changed meanwhile; try again",
    "25006": "it is read-only; name its primary server in BALLAST_DATABASE_URL",
    "28": "it refused our user; check user and password in BALLAST_DATABASE_URL",
    "3D000": "the server has no such database; create it, or correct BALLAST_DATABASE_URL",
    "40": "another transaction got in the way; try again",
    "42501": "our user may not do this; grant it the rights on the database",
    "53100": "its disk is full; make room there",
    "53200": "it ran out of memory; try again later",
    "53300": "it takes no more connections; close some, or raise max_connections",
    "55P03": "another transaction holds the rows for too long; try again",
    "57014": "it gave up on a statement that took too long; try again, or raise statement_timeout",
    "57P": "it is starting up or shutting down; try again",
    "58030": "it could not read or write its disk; look into its log",
}
"""What is wrong; what to do about it, by SQLSTATE or its beginning."""

_MISSING_TABLES = ("42P01", "42703", "3F000")


class DatabaseUnavailableError(UnavailableError):
    """The database cannot serve us now; the message says why and what to do."""

    code = "database.unavailable"

    def __init__(self, why: str, detail: str) -> None:
        super().__init__(f"the database is not available: {why} ({detail})")
        self.advice = why.partition("; ")[2]


class DatabaseOutdatedError(UnavailableError):
    """The tables are not those that this program expects."""

    code = "database.outdated"

    def __init__(self, detail: str) -> None:
        self.advice = "run `ballast db upgrade`"
        super().__init__(f"the database has not the tables of this version: {self.advice} ({detail})")


class DatabaseNewerError(UnsupportedError):
    """The tables belong to a later version of this program."""

    code = "database.newer"

    def __init__(self, version: str, known: str) -> None:
        self.advice = "use the newer program"
        super().__init__(
            f"the database has tables of version {version}, and this program knows them up to {known}: "
            f"{self.advice}"
        )


class UnknownVersionError(InvalidError):
    """The tables have no such version."""

    code = "database.unknown_version"

    def __init__(self, version: str, known: tuple[str, ...]) -> None:
        what = f"no version {version!r} of the tables; there are {', '.join(known)}"
        super().__init__(what, Problem("version", what))


class DatabaseUrlError(InvalidError):
    """The address of the database cannot be understood."""

    code = "database.bad_url"
    advice = "correct BALLAST_DATABASE_URL"

    def __init__(self, what: str) -> None:
        super().__init__(f"the database URL {what}", Problem("BALLAST_DATABASE_URL", what))


class DatabaseNotEmptyError(ConflictError):
    """A restore would overwrite what is stored."""

    code = "database.not_empty"

    def __init__(self) -> None:
        super().__init__("the database holds data already; restore into an empty one, or ask to replace them")


class BackupFileError(InvalidError):
    """The file is no backup that can be restored."""

    code = "database.bad_backup"

    def __init__(self, file: str, what: str) -> None:
        super().__init__(f"cannot use the backup {file}: {what}", Problem(file, what))


class HypertableError(UnsupportedError):
    """A backup of our schemas would leave out what TimescaleDB keeps elsewhere."""

    code = "database.hypertable"
    advice = "back up the whole database with pg_dump as TimescaleDB describes"

    def __init__(self) -> None:
        super().__init__(f"TimescaleDB keeps the bars outside our schemas: {self.advice}")


_OF_THE_CLIENT = (asyncpg.InterfaceError, asyncpg.InternalClientError)


@contextmanager
def translated() -> Generator[None]:
    """Turn failures of the database into ours; a mistake of our own passes as it is."""
    try:
        yield
    except (DBAPIError, asyncpg.PostgresError, *_OF_THE_CLIENT, OSError) as error:
        ours = _ours(error)
        if ours is None:
            raise
        raise ours from error


def _ours(error: Exception) -> UnavailableError | InvalidError | None:
    cause = (error.orig and error.orig.__cause__) if isinstance(error, DBAPIError) else error
    detail = str(cause).strip().partition("\n")[0] or type(cause).__name__
    state = _sqlstate(cause)
    if state in _MISSING_TABLES:
        return DatabaseOutdatedError(detail)
    if isinstance(cause, asyncpg.ClientConfigurationError):
        return DatabaseUrlError(f"is wrong: {detail}")
    for beginning, why in _WHY.items():
        if state.startswith(beginning):
            return DatabaseUnavailableError(why, detail)
    return None


def _sqlstate(cause: BaseException | None) -> str:
    if isinstance(cause, asyncpg.PostgresError):
        return cause.sqlstate or ""
    # asyncpg's InterfaceError means a lost connection, except where it is a ValueError too: a wrong argument.
    # InternalClientError comes of a connection that was lost amid a question, when that is to be taken back.
    lost = isinstance(cause, (OSError, *_OF_THE_CLIENT)) and not isinstance(cause, ValueError)
    return "08006" if lost else ""
