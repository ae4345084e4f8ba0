"""The house as data: its root and its parsed modules."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

type Modules = dict[str, ast.Module]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def packages() -> Modules:
    """Return every module that ships, by its path from the root."""
    return _parse("packages/*/src/**/*.py")


@pytest.fixture(scope="session")
def core(packages: Modules) -> Modules:
    """Return the modules of core."""
    return {path: tree for path, tree in packages.items() if path.startswith("packages/core/")}


@pytest.fixture(scope="session")
def modules(packages: Modules) -> Modules:
    """Return every module, the tests' own included."""
    return packages | _parse("tests/**/*.py")


def _parse(pattern: str) -> Modules:
    paths = sorted(ROOT.glob(pattern))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}
