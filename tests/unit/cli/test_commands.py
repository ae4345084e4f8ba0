"""The commands on the sample models: what they write where, and how they end."""

import json
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.servers import database

type Ballast = Callable[..., tuple[int, str, str]]
type Golden = Callable[[str, str], None]

PINE, META = "naz100_pine", "naz100_sp500_abacus"


@pytest.mark.parametrize(
    "command",
    [
        "models",
        f"holdings {META}",
        f"snapshots {META} --limit 5",
        f"performance {PINE}",
        f"performance {PINE} --series traded --points 5",
        f"measures {PINE}",
        f"measure {PINE} sortino_252",
        f"drawdowns {PINE} --top 3",
        f"months {PINE}",
        f"rolling {PINE}",
        f"backtest {META} --period 1y",
        f"compare {PINE} naz100_hma",
        f"switches {META} --source tags",
        f"ranks {PINE} --top 5",
        f"trade-log {PINE} --limit 5",
        f"findings {PINE} --severity warning --limit 5",
    ],
)
def test_an_answer_looks_as_it_did(command: str, ask: Ballast, sample: Path, golden: Golden) -> None:
    code, out, _ = ask(*command.split())
    name = command.replace(" --", " ").replace(" ", "-")
    assert code == 0
    golden(f"tests/golden/cli/answers/{name}.txt", out.replace(str(sample), "DIR"))


@pytest.fixture
def changed(sample: Path, tmp_path: Path) -> Path:
    """Return a copy of the sample in which one record of one model changed and one came."""
    folder = tmp_path / "changed"
    shutil.copytree(sample, folder)
    [status] = (path for path in folder.glob(f"{PINE}/**/*") if path.name.lower() == "pytaaa_status.params")
    *lines, last = status.read_text("utf-8").splitlines(keepends=True)
    status.write_text("".join([*lines, "# not a record\n", last.replace("96587.37", "96587.38")]), "utf-8")
    return folder


def test_a_dry_run_tells_row_by_row(changed: Path, ask: Ballast, golden: Golden) -> None:
    code, out, _ = ask("ingest", PINE, "--dry-run", "--data-dir", changed)
    assert code == 0
    golden("tests/golden/cli/answers/ingest-dry-run.txt", out.replace(str(changed), "DIR"))


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("show pine", 3, "no model named 'pine'; known models: naz100_hma"),
        ("runs 0", 3, "no ingest run '0'"),
        (f"charts {PINE} --save ../x.png", 3, "no chart named"),
        (f"switches {PINE}", 2, "is not a meta-model"),
        (
            f"performance {PINE} --from 2024-02-01 --to 2024-01-01",
            2,
            "start 2024-02-01 is after end 2024-01-01",
        ),
        (f"performance {PINE} --points 3", 2, "must be 0 (all) or at least 4"),
        (f"compare {PINE} {PINE}", 2, "a model is named twice"),
        ("ingest nosuch", 3, "no model named 'nosuch'"),
        ("ingest --data-dir /nowhere", 3, "cannot read the data folder /nowhere"),
        (f"--data-dir /nowhere charts {PINE}", 3, "cannot read the data folder /nowhere"),
    ],
)
def test_a_failure_ends_with_its_code_and_says_why(command: str, code: int, said: str, ask: Ballast) -> None:
    ended = ask(*command.split())
    assert (ended[0], ended[1]) == (code, "")
    assert said in ended[2]


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("performance x --from 2024-13-01", 2, "is not a day"),
        ("performance x --period 2y", 2, "'2y' is not one of"),
        ("models --formatt csv", 2, "--format"),
        ("--config nowhere.toml models", 2, "nowhere.toml: "),
        ("--database-url postgresql://127.0.0.1:1/x models", 7, "not available"),
    ],
)
def test_what_is_wrong_before_a_database_is_asked_ends_too(
    command: str, code: int, said: str, ballast: Ballast
) -> None:
    ended = ballast(*command.split())
    assert (ended[0], ended[1]) == (code, "")
    assert said in " ".join(ended[2].split())


def test_a_misspelt_variable_names_the_right_one(ballast: Ballast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BALLAST_DATA_DIRR", "/data")
    code, _, err = ballast("models")
    assert (code, "did you mean BALLAST_DATA_DIR?" in err) == (2, True)


def test_a_busy_port_is_a_conflict(ballast: Ballast) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        code, out, err = ballast("serve", "--port", other.getsockname()[1])
    assert (code, out) == (4, "")
    assert "another program listens" in err


def test_settings_are_shown_with_their_origin_and_without_their_secrets(
    ballast: Ballast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALLAST_API_TOKEN", "open wide, sesame")
    _, out, _ = ballast("--data-dir", "/data", "config", "show", "--format", "json")
    shown = {one["key"]: one for one in json.loads(out)["settings"]}
    assert shown["data_dir"] == {"key": "data_dir", "value": "/data", "origin": "flag"}
    assert shown["api_token"]["origin"] == "environment BALLAST_API_TOKEN"
    assert "sesame" not in out


def test_the_settings_file_that_is_read_is_named(ballast: Ballast, tmp_path: Path) -> None:
    (tmp_path / "ballast.toml").write_text('data_dir = "here"\n')
    assert ballast("config", "path")[1] == f"{tmp_path / 'ballast.toml'}\n"


def test_the_version_is_told(ballast: Ballast) -> None:
    assert ballast("version")[1].startswith("ballast 0.")


def test_an_ingest_without_a_terminal_shows_no_progress(ask: Ballast) -> None:
    _, out, err = ask("ingest", PINE)
    assert "\r" not in out + err
    assert "unchanged" in out


def test_an_ingest_reports_as_json(ask: Ballast) -> None:
    code, out, err = ask("ingest", PINE, "--format", "json")
    assert (code, err, json.loads(out)["models"][0]["model"]) == (0, "", PINE)


def test_a_plot_is_saved_as_it_is(ask: Ballast, sample: Path, tmp_path: Path) -> None:
    name = json.loads(ask("charts", PINE, "--format", "json")[1])["charts"][0]["name"]
    assert ask("charts", PINE, "--save", name, "--to", tmp_path / "plot.png")[0] == 0
    [plot] = sample.glob(f"**/{PINE}/**/{name}")
    assert (tmp_path / "plot.png").read_bytes() == plot.read_bytes()


def test_a_run_can_be_shown_alone(ask: Ballast) -> None:
    run = json.loads(ask("runs", "--format", "json")[1])["runs"][0]
    alone = json.loads(ask("runs", run["id"], "--format", "json")[1])["runs"][0]
    assert {file["model"] for file in alone["files"]} == {"naz100_pine"}
    assert alone | {"files": []} == run


def test_an_empty_database_says_what_to_do(ballast: Ballast, embedded_server: str) -> None:
    with database(embedded_server) as url:
        assert ballast("--database-url", url, "db", "upgrade")[0] == 0
        code, out, err = ballast("--database-url", url, "models")
    assert (code, out) == (0, "Models  none\n")
    assert "ballast ingest --data-dir DIR" in err


def test_tables_go_down_and_up_again(ballast: Ballast, embedded_server: str) -> None:
    with database(embedded_server) as url:
        ended = [
            ballast("--database-url", url, "db", *words) for words in (["upgrade"], ["downgrade", "base"])
        ]
        assert [code for code, _, _ in ended] == [0, 0]
        assert ballast("--database-url", url, "models")[0] == 7


def test_the_address_of_the_database_is_printed(ask: Ballast, stored: str) -> None:
    assert ask("db", "url")[1] == f"{stored}\n"
