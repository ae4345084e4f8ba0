"""What can be known of the containers without an engine: that their files are valid, closed and complete."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ballast_adapters.settings import load_settings

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_]+)")
DEFAULT = re.compile(r"\$\{[A-Z_]+:-([^}]*)\}")

type Service = dict[str, Any]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Service]:
    found: dict[str, Service] = compose["services"]
    return found


def program(name: str) -> str | None:
    """Return a program of this environment, or one on the path."""
    path = os.environ.get("PATH", "")  # noqa: TID251 - where it may be
    return shutil.which(name, path=f"{Path(sys.executable).parent}:{path}")


def run(*words: str | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False, cwd=ROOT
    )


def test_the_compose_file_fits_the_schema_of_compose_files() -> None:
    done = run(program("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(FILE))
    assert done.returncode == 0, done.stdout


def test_compose_itself_accepts_it() -> None:
    if program("docker") is None or run("docker", "compose", "version").returncode:
        pytest.skip("docker compose is not installed")
    done = run("docker", "compose", "--profile", "*", "config", "--quiet")
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(program("hadolint") is None, reason="there is no hadolint for this platform")
def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    done = run(program("hadolint"), "Dockerfile")
    assert done.returncode == 0, done.stdout


def test_images_are_pinned_by_version(services: dict[str, Service]) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    images = [service["image"] for service in services.values() if "build" not in service]
    images += re.findall(r"^FROM (?:--\S+ )?(\S+)", dockerfile, re.MULTILINE)
    assert [image for image in images if not re.search(r":v?\d+\.\d+(\.\d+)?(-[a-z-]+)?$", image)] == []


def test_the_image_runs_as_nobody_who_has_rights() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    last = dockerfile.rpartition("\nFROM ")[2]
    assert re.search(r"^USER \d+$", last, re.MULTILINE)
    assert "node" not in last


def test_the_database_can_be_reached_from_inside_only(
    compose: dict[str, Any], services: dict[str, Service]
) -> None:
    assert "ports" not in services["db"]
    assert services["db"]["networks"] == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True


def test_only_the_proxy_listens_beyond_this_machine(services: dict[str, Service]) -> None:
    open_ones = {
        name
        for name, service in services.items()
        if any(not port.startswith("127.0.0.1:") for port in service.get("ports", []))
    }
    assert open_ones == {"nginx"}


def test_every_container_is_confined_and_fits_a_small_machine(services: dict[str, Service]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    staying = [service for service in services.values() if service.get("restart") != "no"]
    megabytes = [int(service["mem_limit"].removesuffix("m")) for service in staying]
    assert sum(megabytes) < 3_500


def test_every_container_says_how_it_is_or_has_nothing_to_say(services: dict[str, Service]) -> None:
    built = {name for name, service in services.items() if "build" in service}  # the image brings a check
    assert {name for name, service in services.items() if "healthcheck" not in service} - built == {"certbot"}


def test_the_profiles_are_those_of_the_guide(services: dict[str, Service]) -> None:
    profiles = {name: service.get("profiles", []) for name, service in services.items()}
    assert {name for name, given in profiles.items() if given == []} == {
        *("db", "migrate", "web", "worker", "ingest")
    }
    assert {name for name, given in profiles.items() if given == ["proxy"]} == {"nginx", "certbot"}
    assert {name for name, given in profiles.items() if given == ["metrics"]} == {"prometheus", "grafana"}


def test_every_file_that_is_mounted_is_here(services: dict[str, Service]) -> None:
    mounted = {
        part.split(":")[0]
        for service in services.values()
        for part in service.get("volumes", [])
        if part[0] == "."
    }
    made = {"./secrets/nginx"}  # by scripts/secrets
    assert [path for path in mounted - made if not (ROOT / path).exists()] == []


def test_every_secret_is_made_and_only_once(compose: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    script = shutil.copy(ROOT / "scripts/secrets", tmp_path / "scripts/secrets")
    assert run(script).returncode == 0
    wanted = {tmp_path / secret["file"] for secret in compose["secrets"].values()}
    made = {path: path.read_bytes() for path in (tmp_path / "secrets").iterdir() if path.is_file()}
    assert made.keys() == wanted
    assert run(script).returncode == 0
    assert made == {path: path.read_bytes() for path in wanted}
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert len(made[tmp_path / "secrets/secret_key"]) >= 32


def test_what_ballast_is_told_are_settings_of_ballast(services: dict[str, Service], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("postgresql://ballast:x@db:5432/ballast")
    environment = {
        name: str(tmp_path / "secret") if name.endswith("_FILE") else DEFAULT.sub(r"\1", str(value))
        for name, value in services["web"]["environment"].items()
        if name.startswith("BALLAST_")
    }
    settings = load_settings(env=environment)
    assert settings.needs_sign_in
    assert settings.api.proxies == ("172.30.7.2/32",)


def test_the_proxy_has_the_address_that_ballast_believes(services: dict[str, Service]) -> None:
    address = services["nginx"]["networks"]["outside"]["ipv4_address"]
    assert services["web"]["environment"]["BALLAST_API__PROXIES"] == address


def test_the_example_names_every_variable_and_no_other() -> None:
    example = (ROOT / "deploy/env.example").read_text("utf-8")
    named = re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)
    assert set(named) == set(VARIABLE.findall(FILE.read_text("utf-8")))


def test_the_wishes_of_nginx_are_all_passed_on(services: dict[str, Service]) -> None:
    script = (ROOT / "deploy/nginx/render").read_text("utf-8")
    known = set(re.findall(r"\$\{(BALLAST_[A-Z_]+):-", script))
    own = {"BALLAST_CERTIFICATES", "BALLAST_ACME", "BALLAST_LOGS", "BALLAST_HTTP_PORT", "BALLAST_HTTPS_PORT"}
    assert services["nginx"]["environment"].keys() == known - own
