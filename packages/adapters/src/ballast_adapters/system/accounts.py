"""The system user that runs the services, and whether it gets where it has to."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

from ballast_core.shared.errors import DeniedError, UnavailableError


class NoUserError(UnavailableError):
    """The user that is to run the services cannot be made."""

    code = "system.no_user"

    def __init__(self, name: str, said: str) -> None:
        super().__init__(f"there is no user {name}, and one cannot be made: {said}")


class OutOfReachError(DeniedError):
    """The user that is to run the services cannot get at the program."""

    code = "system.out_of_reach"

    def __init__(self, name: str, program: Path, blocked: Path) -> None:
        super().__init__(
            f"the user {name} cannot run {program}: {blocked} is closed to others; install Ballast where all "
            "can read it, such as /opt/ballast, or name another user with --run-as"
        )


def make_user(name: str, home: Path) -> None:
    """Make the system user unless it is there. Raises `NoUserError`."""
    if _there(name):
        return
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if program is None:
        raise NoUserError(name, "there is no useradd")
    words = (program, "--system", "--home-dir", str(home), "--shell", "/usr/sbin/nologin", name)
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 -- a full path
    if done.returncode:
        raise NoUserError(name, done.stderr.strip())


def require_reach(name: str, program: Path) -> None:
    """Check that a user may run a program. Raises `OutOfReachError`."""
    account = pwd.getpwnam(name)
    groups = os.getgrouplist(name, account.pw_gid)
    there = program.resolve()
    for path in (*reversed(there.parents), there):
        found = path.stat()
        bit = stat.S_IXOTH
        if found.st_uid == account.pw_uid:
            bit = stat.S_IXUSR
        elif found.st_gid in groups:
            bit = stat.S_IXGRP
        if not found.st_mode & bit:
            raise OutOfReachError(name, program, path)


def give_folder(folder: Path, name: str | None) -> None:
    """Make a folder for a user alone; one that is there stays as it is."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, mode=0o750)
    if name is not None:
        shutil.chown(folder, name, pwd.getpwnam(name).pw_gid)


def _there(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
