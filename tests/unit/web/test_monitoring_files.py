"""The dashboard and the alerts speak of what is exported, and promtool accepts them."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.in_memory import Bench, client_of

DEPLOY = Path(__file__).parents[3] / "deploy"
OURS = re.compile(r"\b(?:ballast|process)_[a-z_]+\b")


def dashboard() -> dict[str, object]:
    loaded: dict[str, object] = json.loads((DEPLOY / "grafana/dashboards/ballast.json").read_text("utf-8"))
    return loaded


def texts(found: object, key: str) -> Iterator[str]:
    if isinstance(found, dict):
        for name, value in found.items():
            if name == key and isinstance(value, str):
                yield value
            else:
                yield from texts(value, key)
    elif isinstance(found, list):
        for value in found:
            yield from texts(value, key)


def named() -> set[str]:
    alerts = (DEPLOY / "prometheus/alerts.yml").read_text("utf-8")
    asked = [*re.findall(r"^ +expr: (.+)$", alerts, re.MULTILINE), *texts(dashboard(), "expr")]
    return {name for text in asked for name in OURS.findall(text)}


async def exported(bench: Bench) -> set[str]:
    async with client_of(bench.web()) as client:
        await client.get("/api/v1/models")
        told = (await client.get("/metrics")).text
    return {line.split("{")[0].split(" ")[0] for line in told.splitlines() if not line.startswith("#")}


async def test_every_metric_that_is_named_is_exported(bench: Bench) -> None:
    assert named() - await exported(bench) == set()


async def test_every_metric_of_ours_is_of_use_somewhere(bench: Bench) -> None:
    unused = {name for name in await exported(bench) if name.startswith("ballast_")} - named()
    assert {name for name in unused if not name.endswith(("_created", "_sum", "_count"))} == set()


def test_panels_do_not_overlap_and_have_numbers_of_their_own() -> None:
    panels = dashboard()["panels"]
    assert isinstance(panels, list)
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len(set(taken))
    assert len({panel["id"] for panel in panels}) == len(panels)


@pytest.mark.skipif(shutil.which("promtool") is None, reason="no promtool (Debian: apt install prometheus)")
@pytest.mark.parametrize(
    "words",
    [
        ("check", "config", "--syntax-only", "prometheus.yml"),
        ("check", "rules", "alerts.yml"),
        ("test", "rules", "alerts_test.yml"),
    ],
    ids=["configuration", "rules", "what the rules say"],
)
def test_promtool_accepts(words: tuple[str, ...]) -> None:
    done = subprocess.run(
        ["promtool", *words], cwd=DEPLOY / "prometheus", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
