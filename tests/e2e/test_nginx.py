"""nginx with the configuration of deploy/nginx before Ballast: what gets through, and what does not."""

import json
import shutil
import socket
import subprocess
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.e2e.conftest import BALLAST
from tests.e2e.nginx import (
    NAME,
    PROGRAM,
    ROOT,
    Proxy,
    free_port,
    make_certificate,
    render,
    running,
    wait_until,
    write_configuration,
)
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

TOKEN = "0123456789abcdef" * 2
BEARER = {"Authorization": f"Bearer {TOKEN}"}

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(PROGRAM is None, reason="nginx is not installed (Debian: apt install nginx)"),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
]


@dataclass(frozen=True)
class Site:
    """A Ballast that knows of its proxy, and what it logged."""

    address: str
    log: Path

    def events(self, name: str) -> list[dict[str, object]]:
        lines = [line for line in self.log.read_text("utf-8").splitlines() if line.startswith("{")]
        return [event for event in map(json.loads, lines) if event["event"] == name]


@pytest.fixture(scope="module")
def site(
    environment: dict[str, str], ingested: None, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Site]:
    """Have Ballast serve behind a proxy on this machine."""
    assert ingested is None
    port = free_port()
    log = tmp_path_factory.mktemp("site") / "log"
    settings = {
        "BALLAST_API__PORT": str(port),
        "BALLAST_API__HOSTS": NAME,
        "BALLAST_API__PROXIES": "127.0.0.1",
        "BALLAST_API_TOKEN": TOKEN,
        "BALLAST_LOG__FORM": "json",
    }
    with (
        log.open("w") as file,
        subprocess.Popen([BALLAST, "serve"], env=environment | settings, stderr=file) as process,
    ):
        try:
            wait_until(lambda: _is_ready(port))
            yield Site(f"127.0.0.1:{port}", log)
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def proxy(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Generator[Proxy]:
    """Have an nginx with no more than a name before it."""
    with running(tmp_path_factory.mktemp("nginx"), site.address) as started:
        yield started


def _is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/ready").status_code == 200
    except httpx.HTTPError:
        return False


def test_https_leads_to_ballast(proxy: Proxy) -> None:
    with proxy.client(headers=BEARER) as client:
        answer = client.get("/api/v1/models")
    assert answer.status_code == 200
    assert len(answer.json()["models"]) > 4
    assert answer.headers["strict-transport-security"]


def test_a_live_channel_comes_through_by_a_page_of_its_name_alone(proxy: Proxy) -> None:
    address, trust = f"wss://{NAME}:{proxy.https}/ws/price-ticks", proxy.trust()

    def opened(origin: str) -> ClientConnection:
        line = socket.create_connection(("127.0.0.1", proxy.https))
        asked = BEARER | {"Origin": origin}
        return connect(address, sock=line, ssl=trust, server_hostname=NAME, additional_headers=asked)

    with opened(f"https://{NAME}:{proxy.https}") as line:
        line.send('{"subscribe": ["AAPL"]}')
        assert line.recv(timeout=10) == '{"symbols":["AAPL"]}'
    with pytest.raises(InvalidStatus, match="403"), opened("https://evil.example"):
        pass


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    answer = httpx.get(f"http://127.0.0.1:{proxy.http}/compare?models=a,b", headers={"Host": NAME})
    assert (answer.status_code, answer.headers["location"]) == (308, f"https://{NAME}/compare?models=a,b")


def test_certbot_answers_over_plain_http(proxy: Proxy) -> None:
    folder = proxy.folder / "acme/.well-known/acme-challenge"
    folder.mkdir(parents=True)
    (folder / "token").write_text("it is me")
    address = f"http://127.0.0.1:{proxy.http}/.well-known/acme-challenge/token"
    assert httpx.get(address, headers={"Host": NAME}).text == "it is me"


def test_who_knows_only_the_address_learns_nothing(proxy: Proxy) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"http://127.0.0.1:{proxy.http}/")
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"https://127.0.0.1:{proxy.https}/")


def test_ballast_knows_who_asks_and_believes_nobody_who_says_it_themselves(proxy: Proxy, site: Site) -> None:
    lies = {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9", "X-Real-IP": "203.0.113.9"}
    with proxy.client(source="127.0.0.5", headers={"Authorization": "Bearer wrong", **lies}) as client:
        assert client.get("/api/v1/models").status_code == 401
    assert [event["client"] for event in site.events("sign_in_failed")][-1] == "127.0.0.5"


def test_fail2ban_finds_who_failed_and_nobody_else(proxy: Proxy, site: Site) -> None:
    program = shutil.which("fail2ban-regex")
    if program is None:
        pytest.skip("fail2ban is not installed (Debian: apt install fail2ban)")
    with proxy.client(source="127.0.0.6", headers={"Authorization": "Bearer wrong"}) as client:
        client.get('/api/v1/models/"event": "sign_in_failed", "client": "192.0.2.1"')
    with proxy.client(source="127.0.0.7", headers=BEARER) as client:
        client.get('/api/v1/models/"event": "sign_in_failed", "client": "192.0.2.1"')
    filter_file = ROOT / "deploy/fail2ban/filter.d/ballast.conf"
    words = [program, "--out", "ip", str(site.log), str(filter_file)]
    found = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    assert "127.0.0.6" in found
    assert set(found) <= {"127.0.0.5", "127.0.0.6"}


def test_fail2ban_reads_the_lines_of_a_journal_too(tmp_path: Path) -> None:
    program = shutil.which("fail2ban-regex")
    if program is None:
        pytest.skip("fail2ban is not installed (Debian: apt install fail2ban)")
    said = '{"at": "2026-11-20T10:00:00.5Z", "event": "sign_in_failed", "client": "%s", "by": "token"}'
    other = '{"at": "2026-11-20T10:00:00.5Z", "event": "request", "client": "192.0.2.3", "status": 401}'
    log = tmp_path / "journal"
    log.write_text(
        f"pi ballast[812]: {said % '192.0.2.1'}\npi ballast[812]: {said % '2001:db8::2'}\npi x[1]: {other}\n"
    )
    filter_file = ROOT / "deploy/fail2ban/filter.d/ballast.conf"
    words = [program, "--out", "ip", str(log), str(filter_file)]
    found = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    assert found == ["192.0.2.1", "2001:db8::2"]


def test_the_metrics_stay_inside(proxy: Proxy, site: Site) -> None:
    with proxy.client(headers=BEARER) as client:
        assert client.get("/metrics").status_code == 404
    assert httpx.get(f"http://{site.address}/metrics").status_code == 401
    assert httpx.get(f"http://{site.address}/metrics", headers=BEARER).status_code == 200


def test_a_form_of_our_own_gets_through_and_one_of_another_site_does_not(proxy: Proxy) -> None:
    with proxy.client() as client:
        ours = client.post("/setup", data={"code": "x"}, headers={"Origin": f"https://{NAME}:{proxy.https}"})
        theirs = client.post("/setup", data={"code": "x"}, headers={"Origin": "https://evil.example"})
    assert (theirs.status_code, "web site" in theirs.text) == (403, True)
    assert "web site" not in ours.text


def test_no_log_of_nginx_keeps_a_secret(site: Site, tmp_path: Path) -> None:
    with running(tmp_path, site.address) as proxy, proxy.client() as client:
        client.get("/shared/whoever-has-this-may-look/models/x?token=another-secret")
    written = "".join(path.read_text("utf-8") for path in tmp_path.glob("*.log"))
    assert "GET /shared/***/models/x" in written
    assert "may-look" not in written
    assert "another-secret" not in written


def test_under_a_prefix_pages_and_api_are_found_and_nothing_else(site: Site, tmp_path: Path) -> None:
    with running(tmp_path, site.address, prefix="/ballast") as proxy, proxy.client(headers=BEARER) as client:
        assert client.get("/ballast/api/v1/models").status_code == 200
        assert client.get("/ballast").headers["location"].endswith("/ballast/")
        assert client.get("/api/v1/models").status_code == 404
        html = {"Accept": "text/html", "Authorization": ""}
        page = client.get("/ballast/sign-in", headers=html, follow_redirects=True)
        sheet = next(word for word in page.text.split('"') if word.startswith("/ballast/static/"))
        assert client.get(sheet).status_code == 200


def test_under_a_prefix_a_stranger_is_led_to_the_sign_in_below_it(site: Site, tmp_path: Path) -> None:
    with running(tmp_path, site.address, prefix="/ballast") as proxy, proxy.client() as client:
        answer = client.get("/ballast/", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/ballast/")


def test_the_door_before_the_door_lets_in_who_knows_its_password(site: Site, tmp_path: Path) -> None:
    users = tmp_path / "users"
    hashed = subprocess.run(
        ["openssl", "passwd", "-apr1", "porridge"], capture_output=True, text=True, check=True
    ).stdout.strip()
    users.write_text(f"family:{hashed}\n")
    with running(tmp_path, site.address, basic_auth_file=str(users)) as proxy, proxy.client() as client:
        assert client.get("/sign-in").status_code == 401
        assert client.get("/sign-in", headers={"Authorization": "Bearer x"}).status_code == 401
        assert client.get("/sign-in", auth=("family", "porridge")).status_code in {200, 303}
        assert client.get("/api/v1/models").status_code == 401
        assert client.get("/api/v1/models", headers=BEARER).status_code == 200


@pytest.mark.parametrize(("allowed", "status"), [("192.0.2.0/24", 403), ("192.0.2.0/24, 127.0.0.0/8", 200)])
def test_only_the_addresses_that_are_allowed_come_in(
    site: Site, tmp_path: Path, allowed: str, status: int
) -> None:
    with running(tmp_path, site.address, allow=allowed) as proxy, proxy.client() as client:
        assert client.get("/health").status_code == status


def test_who_asks_too_often_is_told_so(site: Site, tmp_path: Path) -> None:
    with running(tmp_path, site.address, rate="2r/s", burst="10") as proxy, proxy.client() as client:
        statuses = [client.get("/health").status_code for _ in range(40)]
    assert statuses[:10] == [200] * 10
    assert 429 in statuses


@pytest.mark.parametrize(
    "asked",
    [
        {"domain": ""},
        {"domain": "a.test; include /etc/passwd"},
        {"domain": "a.test", "prefix": "/x\n}"},
        {"domain": "a.test", "allow": "all; return 200"},
        {"domain": "a.test", "rate": "fast"},
        {"domain": "a.test", "basic_auth_file": "/nowhere"},
    ],
    ids=["no name", "a name", "a prefix", "an address", "a rate", "a file"],
)
def test_what_would_end_a_line_of_the_configuration_is_refused(asked: dict[str, str]) -> None:
    done = render(**asked)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("render: ")


def test_nginx_accepts_every_option_at_once(tmp_path: Path) -> None:
    make_certificate(tmp_path)
    (tmp_path / "users").write_text("family:x\n")
    main = write_configuration(
        tmp_path,
        prefix="/a/b",
        allow="10.0.0.0/8, 2001:db8::/32",
        basic_auth_file=str(tmp_path / "users"),
        http_port=str(free_port()),
        https_port=str(free_port()),
    )
    words = [str(PROGRAM), "-t", "-p", str(tmp_path), "-c", str(main)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_until_certbot_has_been_there_the_container_makes_its_own_certificate(tmp_path: Path) -> None:
    conf, stand_in, live = tmp_path / "default.conf", tmp_path / "own", tmp_path / "live"
    conf.touch()
    environment = {
        "PATH": "/usr/sbin:/usr/bin:/bin",
        "BALLAST_DOMAIN": NAME,
        "BALLAST_CONF": str(conf),
        "BALLAST_STAND_IN": str(stand_in),
        "BALLAST_LIVE": str(live),
    }
    words = [str(ROOT / "deploy/nginx/start.sh"), "once"]
    subprocess.run(words, env=environment, check=True)
    assert f"ssl_certificate {stand_in}/fullchain.pem;" in conf.read_text()
    live.mkdir()
    make_certificate(live)
    subprocess.run(words, env=environment, check=True)
    assert f"ssl_certificate {live}/fullchain.pem;" in conf.read_text()
