"""The commands that let others in: what they print where, and what goes on record."""

import asyncio
import io
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.servers import database
from tests.unit.cli.conftest import Ballast

from ballast_adapters.bootstrap import open_app, upgrade
from ballast_adapters.settings import load_settings
from ballast_adapters.sql.engine import open_engine
from ballast_core.access import Scope, ShareGoneError, UnknownTokenError
from ballast_core.app import App

type Within = Callable[[Callable[[App], Awaitable[object]]], object]
type Pipe = Callable[[str], None]

PASSWORD = "four words in a row"
NEW_PASSWORD = "five words in a row"


@pytest.fixture(scope="module")
def server_url(embedded_server: str) -> Iterator[str]:
    with database(embedded_server) as made:
        asyncio.run(upgrade(load_settings({"database_url": made}, env={})))
        yield made


@pytest.fixture
def url(server_url: str) -> str:
    """A database that nobody has come in through yet, but whose tables are there."""

    async def clear() -> None:
        async with open_engine(server_url) as engine, engine.begin() as db:
            kept = ["owner", "setup_code", "sessions", "tokens", "shares", "actions"]
            await db.execute(text(f"truncate {', '.join(f'access.{name}' for name in kept)}"))

    asyncio.run(clear())
    return server_url


@pytest.fixture
def ask(ballast: Ballast, url: str) -> Ballast:
    """Run a command on that database."""
    return lambda *args: ballast("--database-url", url, *args)


@pytest.fixture
def within(url: str, tmp_path: Path) -> Within:
    """Ask an app on the database and in the home of the commands."""

    settings = load_settings({"database_url": url, "home": tmp_path / "home"}, env={})

    def run(work: Callable[[App], Awaitable[object]]) -> object:
        async def opened() -> object:
            async with open_app(settings) as app:
                return await work(app)

        return asyncio.run(opened())

    return run


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Pipe:
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def rows(ask: Ballast, *words: str) -> list[dict[str, object]]:
    """Return what a command lists."""
    lists = json.loads(ask(*words, "--format", "json").out)
    return next(value for value in lists.values() if isinstance(value, list))


def test_the_setup_code_alone_is_on_stdout(ask: Ballast, within: Within) -> None:
    code, out, err = ask("owner", "code")
    assert (code, out.count("\n"), "/setup" in err) == (0, 1, True)
    within(lambda app: app.access.create_owner(out.strip(), PASSWORD))
    assert ask("owner", "code")[:2] == (4, "")


def test_a_piped_password_makes_the_owner_and_later_changes_it(
    ask: Ballast, within: Within, pipe: Pipe
) -> None:
    for password, told in ((PASSWORD, "is set"), (NEW_PASSWORD, "is changed")):
        pipe(f"{password}\nand more")
        code, out, err = ask("owner", "password", "--stdin")
        assert (code, out, told in err, password in err) == (0, "", True, False)
        within(lambda app, now=password: app.access.sign_in(now))


@pytest.mark.parametrize(("piped", "why"), [("short\n", "12 characters"), ("", "nothing"), ("\n", "nothing")])
def test_what_is_no_password_is_said_and_changes_nothing(
    ask: Ballast, pipe: Pipe, piped: str, why: str
) -> None:
    pipe(piped)
    code, out, err = ask("owner", "password", "--stdin")
    assert (code, out, why in err) == (2, "", True)
    assert ask("owner", "code").code == 0


def test_where_there_is_no_terminal_nobody_is_asked(ask: Ballast, pipe: Pipe) -> None:
    pipe(PASSWORD)
    code, _, err = ask("owner", "password")
    assert (code, "--stdin" in err) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_on_a_terminal_the_password_is_asked_for_twice_and_not_shown(url: str, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    command = [Path(sys.executable).with_name("ballast"), "--database-url", url, "--home", tmp_path]
    with subprocess.Popen(
        [*command, "owner", "password"], stdin=theirs, stderr=subprocess.PIPE, start_new_session=True
    ) as asking:
        assert asking.stderr
        said = b""
        for question in (b"New password: ", b"The same again: "):
            while not said.endswith(question):
                part = os.read(asking.stderr.fileno(), 1)
                assert part, said
                said += part
            os.write(ours, PASSWORD.encode() + b"\n")
        said += asking.stderr.read()
    os.close(ours)
    os.close(theirs)
    assert (asking.returncode, b"is set" in said, PASSWORD.encode() in said) == (0, True, False)


def test_a_new_token_alone_is_on_stdout_and_opens_what_it_says(ask: Ballast, within: Within) -> None:
    code, out, err = ask("token", "create", "cron", "--scope", "read", "--scope", "ingest")
    assert (code, "shown only now" in err) == (0, True)
    token = within(lambda app: app.access.check_token(out.strip()))
    assert (token.name, token.scopes) == ("cron", (Scope.READ, Scope.INGEST))


def test_a_token_reads_unless_told_otherwise_and_can_be_had_as_json(ask: Ballast) -> None:
    new = json.loads(ask("token", "create", "x", "--expires-days", 7, "--in-address", "-f", "json").out)
    assert new["secret"].startswith(f"ballast_{new['token']['id']}_")
    assert (new["token"]["scopes"], new["token"]["in_address"]) == (["read"], True)


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("token create x --in-address --scope admin", 2, "scope read alone"),
        ("token create x --scope write", 2, "'write' is not one of"),
        ("token create x --expires-days 0", 2, "--expires-days"),
        ("token revoke nosuch", 3, "no token 'nosuch'"),
        ("share create --label x nosuch", 3, "no model named 'nosuch'"),
        ("share create", 2, "--label"),
        ("share revoke nosuch", 3, "no share link 'nosuch'"),
        ("sessions end nosuch", 3, "no session 'nosuch'"),
        ("sessions end", 2, "or say --all"),
        ("sessions end x --all", 2, "or say --all"),
    ],
)
def test_what_cannot_be_done_says_why(ask: Ballast, command: str, code: int, said: str) -> None:
    ended = ask(*command.split())
    assert (ended.code, ended.out) == (code, "")
    assert said in " ".join(ended.err.split())


def test_a_revoked_token_opens_nothing(ask: Ballast, within: Within) -> None:
    secret = ask("token", "create", "cron").out.strip()
    [token] = rows(ask, "token", "list")
    assert ask("token", "revoke", token["id"]).code == 0
    with pytest.raises(UnknownTokenError):
        within(lambda app: app.access.check_token(secret))
    assert [one["state"] for one in rows(ask, "token", "list")] == ["revoked"]


def test_a_link_is_printed_as_the_path_behind_the_address(
    ask: Ballast, within: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALLAST_API__ROOT_PATH", "/models")
    code, out, err = ask("share", "create", "--label", "my brother")
    assert (code, "all models" in err) == (0, True)
    secret = out.strip().removeprefix("/models/shared/")
    assert within(lambda app: app.access.open_share(secret)).label == "my brother"
    [share] = rows(ask, "share", "list")
    assert ask("share", "revoke", share["id"]).code == 0
    with pytest.raises(ShareGoneError):
        within(lambda app: app.access.open_share(secret))


def test_a_link_names_its_models_by_their_names(ask: Ballast, sample: Path) -> None:
    assert ask("--data-dir", sample, "ingest", "naz100_pine").code == 0
    model = json.loads(ask("show", "naz100_pine", "-f", "json").out)["summary"]["id"]
    new = json.loads(ask("share", "create", model, "--label", "x", "-f", "json").out)
    assert new["share"]["models"] == ["naz100_pine"]


def test_browsers_are_signed_out_one_by_one_and_all_together(
    ask: Ballast, within: Within, pipe: Pipe
) -> None:
    pipe(PASSWORD)
    ask("owner", "password", "--stdin")

    async def three(app: App) -> None:
        for agent in ("Firefox", "Safari", "Chrome"):
            await app.access.sign_in(PASSWORD, agent, "192.0.2.1")

    within(three)
    latest = rows(ask, "sessions", "list")[0]
    assert latest["agent"] == "Chrome"
    assert "One browser" in ask("sessions", "end", latest["id"]).err
    assert "2 browsers" in ask("sessions", "end", "--all").err
    assert "Nobody" in ask("sessions", "end", "--all").err


def test_every_change_is_on_record_and_no_secret(ask: Ballast, sample: Path, pipe: Pipe) -> None:
    pipe(PASSWORD)
    printed = ask("owner", "code").out
    ask("owner", "password", "--stdin")
    printed += ask("token", "create", "cron").out + ask("share", "create", "--label", "x").out
    ask("token", "revoke", "nosuch")
    ask("--data-dir", sample, "ingest", "naz100_hma", "--dry-run")
    ask("--data-dir", sample, "ingest", "naz100_hma")
    done = rows(ask, "audit")
    assert [(one["action"], one["subject"], one["outcome"]) for one in done] == [
        ("tracking.ingest_models", "naz100_hma", "done"),
        ("access.revoke_token", "nosuch", "refused"),
        ("access.create_share", "x", "done"),
        ("access.create_token", "cron", "done"),
        ("access.set_password", "", "done"),
        ("access.begin_setup", "", "done"),
    ]
    assert len({one["actor"] for one in done}) == 1
    assert str(done[0]["actor"]).startswith("cli:")
    lists = "".join(ask(*words).out for words in (["audit"], ["token", "list"], ["share", "list"]))
    assert not [secret for secret in (PASSWORD, *printed.split()) if secret in lists]


def test_an_ingest_that_fails_is_on_record_too(ask: Ballast) -> None:
    assert ask("--data-dir", "/nowhere", "ingest").code == 3
    [done] = rows(ask, "audit")
    assert (done["subject"], done["outcome"]) == ("all models", "refused")
    assert done["detail"] == "tracking.data_folder_not_found"
