"""A real nginx before a real Ballast, each in a process of its own."""

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
NAME = "ballast.test"
PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")  # noqa: TID251 - where it may be

_MAIN = """
daemon off;
pid {folder}/nginx.pid;
worker_processes 1;
{user}
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/ballast.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A started nginx and its ports."""

    folder: Path
    http: int
    https: int

    def trust(self) -> ssl.SSLContext:
        """Return what believes this certificate alone."""
        return ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))

    def client(self, *, source: str = "127.0.0.1", **more: object) -> httpx.Client:
        """Return a client that believes this certificate alone, and knocks by the name of the site."""
        transport = httpx.HTTPTransport(verify=self.trust(), local_address=source)
        client = httpx.Client(transport=transport, base_url=f"https://127.0.0.1:{self.https}", **more)  # type: ignore[arg-type]  # as httpx types them
        client.headers["Host"] = f"{NAME}:{self.https}"
        client.event_hooks["request"] = [_by_name]
        return client


def _by_name(request: httpx.Request) -> None:
    request.extensions["sni_hostname"] = NAME


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def make_certificate(folder: Path) -> None:
    """Write a certificate that nobody signed."""
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
            ),
            *("-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )


def render(**asked: str) -> subprocess.CompletedProcess[str]:
    """Run the script that writes the configuration, with nothing in its environment but this."""
    path = os.environ.get("PATH", "")  # noqa: TID251 - handed on
    environment = {
        "PATH": f"{path}:/usr/sbin",
        **{f"BALLAST_{key.upper()}": said for key, said in asked.items()},
    }
    script = ROOT / "deploy/nginx/render"
    return subprocess.run([str(script)], env=environment, capture_output=True, text=True, check=False)


@contextmanager
def running(folder: Path, upstream: str, **asked: str) -> Generator[Proxy]:
    """Have nginx run with what `render` writes, for a `with` block."""
    proxy = Proxy(folder, free_port(), free_port())
    make_certificate(folder)
    main = write_configuration(
        folder, upstream=upstream, http_port=str(proxy.http), https_port=str(proxy.https), **asked
    )
    with subprocess.Popen(
        [str(PROGRAM), "-p", str(folder), "-c", str(main)], stdout=subprocess.DEVNULL
    ) as process:
        try:
            wait_until(lambda: _listens(proxy.https))
            yield proxy
        finally:
            process.terminate()


def write_configuration(folder: Path, **asked: str) -> Path:
    """Write all that nginx reads; return the file to begin with."""
    given = {
        "domain": NAME,
        "certificates": str(folder),
        "acme": str(folder / "acme"),
        "logs": str(folder),
    } | asked
    done = render(**given)
    assert done.returncode == 0, done.stderr
    (folder / "ballast.conf").write_text(done.stdout)
    main = folder / "nginx.conf"
    user = (
        "user root;" if os.geteuid() == 0 else ""
    )  # else another user, who cannot look into a test's folder
    main.write_text(_MAIN.format(folder=folder, user=user))
    return main


def wait_until(well: Callable[[], bool], seconds: float = 40) -> None:
    """Wait until it is well, or fail."""
    end = time.monotonic() + seconds
    while not well():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
