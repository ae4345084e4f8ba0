"""The import contracts hold, and each of them bites."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CORE = "packages/core/src/ballast_core"
ADAPTERS = "packages/adapters/src/ballast_adapters"
WEB = "packages/web/src/ballast_web"
LEFT_OUT = shutil.ignore_patterns("__pycache__", "node_modules", "static")

# (contract, module in which a violation is planted, the violation)
PLANTS = [
    ("packages", f"{CORE}/shared/dates.py", "import ballast_adapters"),
    ("packages", f"{WEB}/__init__.py", "import ballast_tui"),
    ("core", f"{CORE}/shared/dates.py", "import ballast_core.tracking"),
    ("core", f"{CORE}/ops/entities.py", "import ballast_core.tracking"),
    ("core", f"{CORE}/helpers.py", ""),
    ("context", f"{CORE}/tracking/entities.py", "import ballast_core.tracking.ports"),
    ("context", f"{CORE}/tracking/rules/planted.py", "import ballast_core.tracking.ports"),
    ("context", f"{CORE}/tracking/helpers.py", ""),
    ("adapters", f"{ADAPTERS}/sql/planted.py", "import ballast_adapters.memory"),
    ("adapters", f"{ADAPTERS}/files/planted.py", "import ballast_adapters.bootstrap"),
    ("adapters", f"{ADAPTERS}/helpers.py", ""),
    ("adapters", f"{ADAPTERS}/crypto/planted.py", "import ballast_adapters.sql"),
    ("wiring", f"{ADAPTERS}/cli/planted.py", "import ballast_adapters.sql"),
    ("wiring", f"{WEB}/planted.py", "import ballast_adapters.crypto"),
    ("front-door", f"{WEB}/planted.py", "import ballast_core.tracking.entities"),
    ("pure-core", f"{CORE}/access/rules/planted.py", "import secrets"),
    ("pure-core", f"{CORE}/tracking/rules/planted.py", "def late():\n    import pathlib"),
    (
        "pure-core",
        f"{CORE}/shared/dates.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sqlalchemy",
    ),
    ("surfaces", f"{ADAPTERS}/cli/planted.py", "import sqlalchemy"),
    ("acyclic", f"{CORE}/shared/arrays.py", "import ballast_core.shared.series"),
]


def broken(house: Path) -> set[str]:
    """Return the ids of the contracts that do not hold in this copy or original of the house."""
    lint = Path(sys.executable).with_name("lint-imports")
    command = [lint, "--config", "importlinter.ini", "--no-cache"]
    done = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)
    verdicts = dict(re.findall(r"^(.+?) (KEPT|BROKEN)", done.stdout, re.MULTILINE))
    names = contract_names(house)
    assert set(verdicts) == set(names.values()), done.stdout
    return {key for key, name in names.items() if verdicts[name] == "BROKEN"}


def contract_names(house: Path) -> dict[str, str]:
    """Return the contracts' names by id."""
    config = configparser.ConfigParser()
    config.read(house / "importlinter.ini")
    return {
        key.split(":")[2]: config[key]["name"] for key in config if key.startswith("importlinter:contract:")
    }


@pytest.fixture
def copy(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the house that is imported instead of the original."""
    shutil.copytree(root / "packages", tmp_path / "packages", ignore=LEFT_OUT)
    shutil.copy(root / "importlinter.ini", tmp_path)
    sources = sorted(tmp_path.glob("packages/*/src"))
    monkeypatch.setenv("PYTHONPATH", ":".join(map(str, sources)))
    return tmp_path


def test_the_contracts_hold(root: Path) -> None:
    assert broken(root) == set()


def test_every_contract_has_a_planted_violation(root: Path) -> None:
    assert {contract for contract, _, _ in PLANTS} == set(contract_names(root))


@pytest.mark.parametrize(("contract", "module", "violation"), PLANTS)
def test_a_planted_violation_is_caught(copy: Path, contract: str, module: str, violation: str) -> None:
    target = copy / module
    target.parent.mkdir(exist_ok=True)
    (target.parent / "__init__.py").touch()
    with target.open("a", encoding="utf-8") as file:
        file.write(f"\n{violation}\n")
    assert contract in broken(copy)
