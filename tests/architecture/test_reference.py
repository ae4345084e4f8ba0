"""The reference names every setting and every rule of a finding that the code has."""

import re
from collections.abc import Iterator
from pathlib import Path

from ballast_adapters.settings import explain
from ballast_core.market import MEANINGS, SEVERITIES
from ballast_core.tracking import meaning_of
from ballast_core.trades import FILE_RULES

RULE = re.compile(r'"((?:status|holdings|ranks|backtest|config)\.[a-z_]+)"')


def rules(root: Path) -> Iterator[str]:
    for module in root.glob("packages/*/src/**/*.py"):
        yield from RULE.findall(module.read_text("utf-8"))


def test_every_setting_stands_in_the_reference(root: Path) -> None:
    told = re.findall(
        r"^\| `([a-z_.]+)` \|", (root / "docs/reference/settings.md").read_text("utf-8"), re.MULTILINE
    )
    assert set(told) == {setting.key for setting in explain(env={})}


def test_every_rule_of_a_finding_stands_in_the_reference(root: Path) -> None:
    told = re.findall(
        r"^\| `([a-z_.]+)` \|", (root / "docs/reference/findings.md").read_text("utf-8"), re.MULTILINE
    )
    assert sorted(told) == sorted(set(rules(root)))


def test_every_rule_means_what_the_reference_says(root: Path) -> None:
    told = re.findall(
        r"^\| `([a-z_.]+)` \| [a-z]+ \| (.+) \|$",
        (root / "docs/reference/findings.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert {rule: meaning_of(rule) for rule, _ in told} == dict(told)


def test_every_rule_of_the_check_of_trades_stands_in_the_reference_as_it_is_meant(root: Path) -> None:
    told = re.findall(
        r"^\| `([a-z_.]+)` \| ([a-z]+) \| (.+) \|$",
        (root / "docs/reference/trade-findings.md").read_text("utf-8"),
        re.MULTILINE,
    )
    meant = {(name, rule.severity.value, rule.meaning) for name, rule in FILE_RULES.items()}
    assert sorted(told) == sorted(meant)


def test_every_rule_of_market_data_stands_in_the_reference_as_it_is_meant(root: Path) -> None:
    told = re.findall(
        r"^\| `([a-z_]+)` \| (reject|flag) \| (.+) \|$",
        (root / "docs/reference/market-quality.md").read_text("utf-8"),
        re.MULTILINE,
    )
    meant = [(rule.value, SEVERITIES[rule].value, meaning) for rule, meaning in MEANINGS.items()]
    assert sorted(told) == sorted(meant)
