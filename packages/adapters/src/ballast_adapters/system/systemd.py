"""Ballast as units of systemd: a web service, and timers for ingest and backup."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from string import Template

from ballast_core.ops import Unit, UnitsView
from ballast_core.shared.errors import UnavailableError, UnsupportedError

STARTED = ("ballast-web.service", "ballast-ingest.timer", "ballast-backup.timer")
UNITS = (*STARTED, "ballast-ingest.service", "ballast-backup.service")
STATE = Path("/var/lib/ballast")  # what systemd makes for us, with the right owner

_TEMPLATES = files("ballast_adapters.system") / "units"
_ASKED = (
    "Id",
    "LoadState",
    "ActiveState",
    "UnitFileState",
    "Result",
    "LastTriggerUSec",
    "NextElapseUSecRealtime",
)


class NoSystemdError(UnsupportedError):
    """Here something else starts programs."""

    code = "system.no_systemd"

    def __init__(self) -> None:
        super().__init__(
            "this machine has no systemctl; run `ballast serve` and `ballast ingest` by what starts programs "
            "here (cron, launchd, Docker Compose), or look at the units with --dry-run"
        )


class SystemdRefusedError(UnavailableError):
    """Systemd would not do what it was told."""

    code = "system.systemd_refused"

    def __init__(self, command: str, said: str) -> None:
        super().__init__(f"`{command}` failed: {said}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What the units are to say; without a `user` they belong to who installs them."""

    program: Path
    home: Path
    backups: Path
    user: str | None
    ingest_at: time
    backup_at: time
    keep: int
    variables: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Systemd:
    """The systemd of this machine, or that of one user of it."""

    folder: Path
    of_user: bool

    def units(self, plan: Plan) -> dict[Path, str]:
        """Return the files that `install` writes."""
        writable = [plan.backups, *([] if plan.home == STATE else [plan.home])]
        words = {
            "program": _word(plan.program),
            "backups": _word(plan.backups),
            "keep": str(plan.keep),
            "user": plan.user or "",
            "state": "StateDirectory=ballast\nStateDirectoryMode=0750" if plan.home == STATE else "",
            "writable": " ".join(map(_quoted, writable)),
            "ingest_at": f"{plan.ingest_at:%H:%M}",
            "backup_at": f"{plan.backup_at:%H:%M}",
            "target": "default.target" if self.of_user else "multi-user.target",
            "environment": "\n".join(
                f"Environment={_quoted(f'{name}={value}')}" for name, value in plan.variables
            ),
        }
        words["sandbox"] = _filled("sandbox-user" if self.of_user else "sandbox-system", words)
        return {self.folder / name: f"{_filled(name, words)}\n" for name in UNITS}

    def install(self, plan: Plan) -> None:
        """Write the units, and have them started now and with the machine.

        Raises `NoSystemdError`, `SystemdRefusedError`.
        """
        _require()
        self.folder.mkdir(parents=True, exist_ok=True)
        for path, text in self.units(plan).items():
            path.write_text(text, "utf-8")
        for command in self.commands():
            _run(command)

    def commands(self) -> tuple[tuple[str, ...], ...]:
        """Return what `install` runs."""
        return (
            self._systemctl("daemon-reload"),
            self._systemctl("enable", *STARTED),
            self._systemctl(
                "restart", *STARTED
            ),  # not only started: they may run with what stood there before
        )

    def uninstall(self) -> tuple[Path, ...]:
        """Stop the units and remove their files; return those. Raises as `install`."""
        _require()
        there = tuple(path for name in UNITS if (path := self.folder / name).exists())
        if there:
            _run(
                self._systemctl(
                    "disable", "--now", *(name for name in STARTED if self.folder / name in there)
                )
            )
        for path in there:
            path.unlink()
        _run(self._systemctl("daemon-reload"))
        return there

    def status(self) -> UnitsView:
        """Return how the units are. Raises as `install`."""
        _require()
        asked = f"--property={','.join(_ASKED)}"
        said = _run(self._systemctl("show", asked, "--timestamp=unix", *UNITS))
        return UnitsView(units=tuple(_unit(block) for block in said.strip().split("\n\n")))

    def _systemctl(self, *words: str) -> tuple[str, ...]:
        return ("systemctl", *(["--user"] if self.of_user else []), *words)


def _filled(name: str, words: dict[str, str]) -> str:
    lines = (_TEMPLATES / name).read_text("utf-8").splitlines()
    filled = ((line, Template(line).substitute(words)) for line in lines)
    return "\n".join(text for line, text in filled if text or not line)


def _word(path: Path) -> str:
    return _quoted(path).replace("$", "$$")  # a command line knows variables


def _quoted(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{text}"' if any(sign in text for sign in " '\"\\") else text


def _require() -> None:
    if shutil.which("systemctl") is None:
        raise NoSystemdError


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- words of our own
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise SystemdRefusedError(" ".join(command), lines[-1] if lines else f"code {done.returncode}")
    return done.stdout


def _unit(block: str) -> Unit:
    found = dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
    return Unit(
        name=found["Id"],
        installed=found.get("LoadState") == "loaded",
        state=found.get("ActiveState", "unknown"),
        starts_with_machine=found.get("UnitFileState") == "enabled",
        result=found.get("Result", ""),
        last=_moment(found.get("LastTriggerUSec", "")),
        next=_moment(found.get("NextElapseUSecRealtime", "")),
    )


def _moment(said: str) -> datetime | None:
    seconds = said.removeprefix("@")
    return datetime.fromtimestamp(int(seconds), UTC) if seconds.isdecimal() and int(seconds) else None
