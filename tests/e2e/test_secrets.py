"""A story whose secrets are easy to find: none is in a log, a page, an answer, a record or an error."""

import json
import re
import signal
import subprocess
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from tests.e2e.conftest import BALLAST, Run
from tests.servers import database

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

PASSWORD = "marmalade-on-the-quiet-tide"
SETTING = "setting-token-of-the-story"
KEY = "key-of-all-hashes-in-the-story-0123456789"
DATABASE = "database-word-of-the-story"
PAGE = {"Accept": "text/html"}


@dataclass
class Story:
    """What was heard, and what must not be heard."""

    client: httpx.Client
    log: Path
    secrets: dict[str, str] = field(default_factory=dict[str, str])
    heard: list[str] = field(default_factory=list[str])

    def ask(self, method: str, path: str, **how: object) -> httpx.Response:
        """Ask, and remember all that comes back but cookies."""
        answer = self.client.request(method, path, **how)  # type: ignore[arg-type]  # as httpx types them
        headers = [f"{name}: {value}" for name, value in answer.headers.items() if name != "set-cookie"]
        text = re.sub(r'name="csrf" value="\w+"', "", answer.text)  # the one place for it
        self.heard.append("\n".join([*headers, text]))
        return answer

    def csrf(self) -> str:
        """Return the token of the forms."""
        found = re.search(r'name="csrf" value="(\w+)"', self.client.get("/account", headers=PAGE).text)
        assert found is not None
        return found[1]

    def found(self) -> set[str]:
        """Return the names of the secrets that were heard."""
        heard = "\n".join(self.heard)
        return {name for name, secret in self.secrets.items() if secret in heard}


@pytest.fixture
def url(ballast: Run) -> Generator[str]:
    """Return the address of a database of its own, with a password in it."""
    server = ballast("db", "url").stdout.strip()
    with database(server) as url:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        user = parts.username or "postgres"
        yield parts._replace(netloc=f"{user}:{DATABASE}@{host}").geturl()


@pytest.fixture
def story(url: str, environment: dict[str, str], tmp_path: Path) -> Generator[Story]:
    """Serve, with a secret wherever one can be."""
    log = tmp_path / "log"
    mine = {
        "BALLAST_DATABASE_URL": url,
        "BALLAST_DATABASE__MIGRATE_ON_START": "true",
        "BALLAST_API_TOKEN": SETTING,
        "BALLAST_SECRET_KEY": KEY,
        "BALLAST_API__PORT": "0",
        "BALLAST_LOG__FORM": "json",
        "BALLAST_LOG__LEVEL": "debug",
    }
    with (
        log.open("w") as out,
        subprocess.Popen([BALLAST, "serve"], env=environment | mine, stderr=out) as server,
    ):
        try:
            address = _address(log, server)
            with httpx.Client(base_url=address, timeout=30) as client:
                secrets = {"password": PASSWORD, "setting": SETTING, "key": KEY, "database": DATABASE}
                yield Story(client, log, secrets)
        finally:
            server.terminate()
            assert server.wait(20) in {0, -signal.SIGTERM}


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        found = re.search(r"serves on (\S+);", log.read_text())
        if found:
            return found[1]
        time.sleep(0.1)
    raise TimeoutError(log.read_text())


def test_no_secret_is_heard_where_it_should_not_be(story: Story, ballast: Run, url: str) -> None:
    _set_up(story)
    token, share = _make(story)
    _go_around(story, token, share)
    _go_wrong(story, token, share)
    assert story.found() == set()
    story.heard = [story.log.read_text()]
    assert story.found() == set()
    lines = story.log.read_text().splitlines()
    assert (
        len([line for line in lines if line.startswith("{") and json.loads(line)["event"] == "request"]) > 30
    )
    told = ballast(
        "config", "show", BALLAST_DATABASE_URL=url, BALLAST_API_TOKEN=SETTING, BALLAST_SECRET_KEY=KEY
    )
    story.heard = [told.stdout + told.stderr]
    assert story.found() == set()


def _set_up(story: Story) -> None:
    found = re.search(r"enter the code ([\w-]+)", story.log.read_text())
    assert found is not None
    form = {"password": PASSWORD, "again": PASSWORD}
    assert story.ask("POST", "/setup", data={**form, "code": "wrong-code"}, headers=PAGE).status_code == 403
    assert story.ask("POST", "/setup", data={**form, "code": found[1]}, headers=PAGE).status_code == 303
    cookie = story.client.cookies["__Host-ballast"]
    story.client.headers["Cookie"] = f"__Host-ballast={cookie}"  # httpx knows no exception for this machine
    story.secrets |= {"cookie": cookie, "csrf": story.csrf()}


def _make(story: Story) -> tuple[str, str]:
    headers = {"X-CSRF-Token": story.secrets["csrf"]}
    token = story.client.post(
        "/api/v1/tokens", json={"name": "reader", "in_address": True}, headers=headers
    ).json()
    share = story.client.post("/api/v1/shares", json={"label": "adviser"}, headers=headers).json()
    story.secrets |= {
        "token": token["secret"].rpartition("_")[2],
        "share": share["secret"].rpartition("_")[2],
    }
    return token["secret"], share["secret"]


def _go_around(story: Story, token: str, share: str) -> None:
    story.client.headers["X-Request-ID"] = "story"
    for path in (
        *("/", "/ingest", "/findings", "/sign-in", "/setup", "/metrics", "/health", "/ready", "/nowhere"),
        *("/account", "/account/tokens", "/account/shares", "/account/audit", "/compare", "/palette.json"),
        *("/api/v1/openapi.json", "/api/v1/models", "/api/v1/health", "/api/v1/tokens", "/api/v1/shares"),
        *("/api/v1/sessions", "/api/v1/actions", "/api/v1/tokens?format=csv", "/api/v1/sessions?format=csv"),
    ):
        for accept in ("text/html", "*/*"):
            story.ask("GET", path, headers={"Accept": accept})
    del story.client.headers["Cookie"]
    story.ask("GET", f"/api/v1/models?token={token}&format=csv").raise_for_status()
    story.ask("GET", f"/api/v1/models?%74oken={token}").raise_for_status()
    story.ask("GET", "/api/v1/models", headers={"Authorization": f"Bearer {SETTING}"}).raise_for_status()
    shown = story.client.get(
        f"/shared/{share}", headers=PAGE
    )  # its links may have the secret that it came by
    assert shown.headers["referrer-policy"] == "no-referrer"


def _go_wrong(story: Story, token: str, share: str) -> None:
    cookie = {"Cookie": f"__Host-ballast={story.secrets['cookie']}"}
    bad = {"Content-Type": "application/json"}
    for method, path, how in (
        ("POST", "/sign-in", {"data": {"password": PASSWORD + "x", "next": f"/x?token={token}"}}),
        ("GET", f"/models?token={token}", {"headers": PAGE}),
        ("GET", f"/account?token={token}", {"headers": PAGE}),
        ("POST", f"/api/v1/ingest?token={token}", {"json": {}}),
        ("POST", "/api/v1/ingest", {"content": b'{"models": "', "headers": cookie | bad}),
        ("GET", "/api/v1/models", {"headers": {"Authorization": f"Bearer {token}x"}}),
        ("GET", "/api/v1/models", {"headers": {"Authorization": f"Bearer {SETTING}x"}}),
        ("GET", "/api/v1/models", {"headers": {"X-Request-ID": f"{SETTING} x"}}),
        ("DELETE", "/api/v1/tokens/nothere1", {"headers": {"Authorization": f"Bearer {SETTING}"}}),
    ):
        story.ask(method, path, **how)
    for path in (f"/shared/{share}x", f"/shared/{share}/models/nobody", f"/shared/{share}/nowhere"):
        for headers in (PAGE, {}):
            story.heard.append(story.client.get(path, headers=headers).text)
