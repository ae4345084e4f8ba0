"""What a client accepts, and what it gets."""

import pytest
from starlette.exceptions import HTTPException

from ballast_web.negotiation import FORMS, accepted_encoding, accepted_form

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        (BROWSER, "json"),
        ("application/*", "json"),
        ("text/*", "csv"),
        ("text/csv", "csv"),
        ("TEXT/CSV; charset=utf-8", "csv"),
        ("application/json;q=0.5, text/csv;q=0.9", "csv"),
        ("application/json;q=0, */*", "csv"),
        ("application/vnd.apache.arrow.stream", "arrow"),
        ("application/vnd.apache.parquet, text/csv;q=0.9", "parquet"),
        ("text/csv;q=much", "csv"),
    ],
)
def test_the_best_liked_form_leaves_and_json_when_nothing_is_better(accept: str, form: str) -> None:
    assert accepted_form(accept, FORMS) == form


@pytest.mark.parametrize("accept", ["text/html", "image/png", "application/json;q=0", "*/*;q=0"])
def test_a_client_that_takes_no_form_is_told_which_there_are(accept: str) -> None:
    with pytest.raises(HTTPException, match=r"406: there is no answer in .*text/csv"):
        accepted_form(accept, FORMS)


@pytest.mark.parametrize(
    ("accept_encoding", "encoding"),
    [
        ("", "identity"),
        ("br", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, zstd;q=0", "gzip"),
        ("*", "zstd"),
        ("*;q=0, gzip", "gzip"),
        ("identity", "identity"),
    ],
)
def test_the_best_allowed_compression_is_used(accept_encoding: str, encoding: str) -> None:
    assert accepted_encoding(accept_encoding) == encoding
