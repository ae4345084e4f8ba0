"""Looks at disk, folders, port and clock; each look is one check with its advice, and none of them raises."""

import errno
import os
import shutil
import socket
import subprocess
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from ballast_core.ops import Check, CheckState

_MEGABYTE = 1_000_000
_LITTLE_DISK = 500 * _MEGABYTE
_MADE = datetime(2026, 11, 1, tzinfo=UTC)  # no clock is right that shows a time before this was written
_MOST_OFFSET_S = 30.0
_PATIENCE_S = 2.0


def check_free_disk(folder: Path, *, least: int = _LITTLE_DISK) -> Check:
    """Tell whether `least` bytes are free where `folder` is, or will be made."""
    there = next(path for path in (folder, *folder.parents) if os.access(path, os.F_OK))
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        return _failed("disk", f"{there}: {error.strerror}", f"make {there} readable")
    found = f"{free / _MEGABYTE:,.0f} MB free in {there}"
    if free >= least:
        return _ok("disk", found)
    return _warning(
        "disk", found, f"free some space: below {least / _MEGABYTE:,.0f} MB an import may not end"
    )


def check_folder(name: str, folder: Path, *, setting: str) -> Check:
    """Tell whether `folder`, which `setting` names, can be read; what is stored is answered without it."""
    elsewhere = f"or name another with {setting}"
    if not os.access(folder, os.F_OK) or not folder.is_dir():
        return _warning(name, f"there is no folder {folder}", f"make it, {elsewhere}")
    if not os.access(folder, os.R_OK | os.X_OK):
        return _warning(name, f"{folder} may not be read", f"let this user read it, {elsewhere}")
    return _ok(name, str(folder))


def check_port(host: str, port: int) -> Check:
    """Tell whether the API can listen here, or does already."""
    place = f"{host}:{port}"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family):
            return _ok("port", f"{place} is free")
    except OSError as error:
        if error.errno == errno.EADDRINUSE and _is_ballast(host, port):
            return _ok("port", f"Ballast answers on {place}")
        return _failed("port", f"{place}: {error.strerror}", _port_advice(error.errno))


def check_clock(now: datetime, database_now: datetime | None = None) -> Check:
    """Tell whether the clock can be right, by itself and beside that of the database."""
    found = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if now < _MADE:
        return _failed("clock", found, "set the clock: Ballast itself is younger than this")
    if database_now is None:
        return _ok("clock", found)
    offset = (database_now - now).total_seconds()
    found += f", that of the database {abs(offset):.1f} s {'ahead' if offset > 0 else 'behind'}"
    if abs(offset) <= _MOST_OFFSET_S:
        return _ok("clock", found)
    return _warning("clock", found, "have both machines keep time by NTP")


def check_time_sync() -> Check:
    """Tell whether the system keeps its clock by NTP, where systemd can say."""
    program = shutil.which("timedatectl")
    if program is None:
        return _ok("time sync", "not known: there is no timedatectl")
    asked = [program, "show", "--property=NTPSynchronized", "--value"]
    try:
        answer = subprocess.run(  # noqa: S603 -- a system program by its full path
            asked, capture_output=True, text=True, timeout=_PATIENCE_S, check=True
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return _ok("time sync", "not known: timedatectl does not answer")
    if answer == "no":
        return _warning("time sync", "not synchronized", "turn it on with `timedatectl set-ntp true`")
    return _ok("time sync", "synchronized" if answer == "yes" else "not known")


def _is_ballast(host: str, port: int) -> bool:
    # Not `/health`: that may be the one who asks.
    loopback = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared with, not bound
    line = HTTPConnection(loopback, port, timeout=_PATIENCE_S)
    try:
        line.request("GET", "/api/v1/-")
        return b"urn:ballast:" in line.getresponse().read(10_000)
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


def _port_advice(number: int | None) -> str:
    match number:
        case errno.EADDRINUSE:
            return "end the program that listens there, or choose another with BALLAST_API__PORT"
        case errno.EACCES:
            return "choose a port above 1023 with BALLAST_API__PORT"
        case _:
            return "name an address of this machine with BALLAST_API__HOST"


def _ok(name: str, found: str) -> Check:
    return Check(name=name, state=CheckState.OK, found=found)


def _warning(name: str, found: str, advice: str) -> Check:
    return Check(name=name, state=CheckState.WARNING, found=found, advice=advice)


def _failed(name: str, found: str, advice: str) -> Check:
    return Check(name=name, state=CheckState.FAILED, found=found, advice=advice)
