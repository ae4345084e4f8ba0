"""Where the log says that a new owner finds the site."""

import pytest

from ballast_adapters.settings import Settings
from ballast_web.first_run import address_of_site


@pytest.mark.parametrize(
    ("api", "listening_on", "address"),
    [
        ({}, "", "http://127.0.0.1:8000"),
        ({"port": 0}, "http://127.0.0.1:4711", "http://127.0.0.1:4711"),
        ({"host": "0.0.0.0"}, "http://0.0.0.0:4711", "http://127.0.0.1:4711"),  # noqa: S104 - told, not bound
        ({"host": "::"}, "http://[::]:4711", "http://127.0.0.1:4711"),
        ({"host": "192.168.1.7", "root_path": "/ballast"}, "", "http://192.168.1.7:8000/ballast"),
        (
            {"hosts": ("pi.example", "pi.lan"), "root_path": "/b/"},
            "http://127.0.0.1:1",
            "https://pi.example/b",
        ),
    ],
)
def test_the_site_is_named_as_a_browser_finds_it(
    api: dict[str, object], listening_on: str, address: str
) -> None:
    assert address_of_site(Settings.model_validate({"api": api}), listening_on) == address
