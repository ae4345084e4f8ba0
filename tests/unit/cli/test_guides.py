"""The guides name only commands and options that there are."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from ballast_adapters.cli.main import app

ROOT = Path(__file__).parents[3]
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs/howto").glob("*.md"))]
CALL = re.compile(r"(?:^|[\s(/\"`])ballast\"? +((?:--)?[a-z][^`|&>#)\n]*)")


def calls(guide: Path) -> Iterator[list[str]]:
    """Yield the words after each `ballast` in code."""
    text = guide.read_text("utf-8").replace("\\\n", " ")
    blocks = re.findall(r"```(?:sh|cron)\n(.*?)```", text, re.DOTALL)
    spans = re.findall(r"`((?:sudo )?ballast [^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    for code in (*blocks, *spans):
        for line in code.splitlines():
            if "<Tab>" not in line and not line.startswith(("git clone", "cd ")):
                yield from (shlex.split(words.replace("'", "")) for words in CALL.findall(line))


def wrong(words: list[str]) -> str:
    """Return what there is not, if anything."""
    command: TyperCommand | TyperGroup = get_command(app)
    takes_value = False
    for word in words:
        options = {name: param for param in command.params for name in (*param.opts, *param.secondary_opts)}
        if takes_value:
            takes_value = False
        elif word.startswith("--"):
            option = options.get(word.partition("=")[0])
            if option is None:
                return word
            takes_value = "=" not in word and not getattr(option, "is_flag", False)
        elif isinstance(command, TyperGroup):
            below = command.commands.get(word)
            if below is None:
                return word
            command = below
    return ""


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_command_of_a_guide_exists(guide: Path) -> None:
    found = [(words, missing) for words in calls(guide) if (missing := wrong(words))]
    assert found == []


def test_the_guides_are_read_at_all() -> None:
    assert sum(len(list(calls(guide))) for guide in GUIDES) > 40
