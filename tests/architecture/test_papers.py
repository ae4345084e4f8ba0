"""The lock, the decisions and every other tracked file say what they should, and name no machine."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

MACHINE = re.compile(r"(?<![\w.:-])/(root|home|work|Users)/\w|:/{2}\S+/simple\b|\bfile:/{3}")
STATUS = re.compile(r"^(Accepted|Superseded by \d{4})$")


def tracked(root: Path) -> list[Path]:
    """Return the files that git keeps."""
    if not (root / ".git").exists():
        pytest.skip("not a git work tree")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    return [root / name for name in listing.stdout.split("\0") if (root / name).is_file()]


def headings(text: str) -> list[str]:
    """Return the second-level headings."""
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


def test_the_lock_has_versions_and_hashes_and_no_addresses(root: Path) -> None:
    lock = (root / "requirements.lock").read_text("utf-8")
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert [entry for entry in entries if not re.match(r"[\w.-]+==\S+.*\n    --hash=sha256:", entry)] == []
    assert "://" not in lock


def test_the_lock_holds_all_that_the_packages_ask_for(root: Path) -> None:
    lock = (root / "requirements.lock").read_text("utf-8")
    locked = {name.lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    asked: set[str] = set()
    for path in [root / "pyproject.toml", *root.glob("packages/*/pyproject.toml")]:
        told = tomllib.loads(path.read_text("utf-8"))
        for line in [*told["project"]["dependencies"], *told.get("dependency-groups", {}).get("dev", [])]:
            asked.add(re.match(r"[\w.-]+", line)[0].lower())
    assert {name for name in asked if not name.startswith("ballast-")} - locked == set()


def test_no_tracked_file_names_a_machine_or_an_index(root: Path) -> None:
    found = []
    for path in tracked(root):
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(root)}:{n}: {line}" for n, line in enumerate(lines, 1) if MACHINE.search(line)
        ]
    assert found == []


def test_decisions_are_numbered_without_gaps(root: Path) -> None:
    numbers = [int(path.name[:4]) for path in sorted(root.glob("docs/adr/[0-9]*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_decision_follows_the_template(root: Path) -> None:
    template = headings((root / "docs/adr/template.md").read_text("utf-8"))
    wrong = []
    for path in sorted(root.glob("docs/adr/[0-9]*.md")):
        text = path.read_text("utf-8")
        status = text.split("## Status\n", 1)[-1].strip().splitlines()[0]
        title = re.match(rf"# {int(path.name[:4])}\. \S", text)
        if not title or headings(text) != template or not STATUS.match(status):
            wrong.append(path.name)
    assert wrong == []
