"""How large a request may be: its address, its headers, and what it says of its body."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

from ballast_web.bodies import LARGEST_BODY, too_large

LONGEST_PATH = 2_048
LONGEST_QUERY = 8_192
MOST_HEADERS = 100
LARGEST_HEADERS = 32 * 2**10


def check_size(request: Request, largest_body: int = LARGEST_BODY) -> None:
    """Refuse what is larger than any honest request."""
    query: bytes = request.scope["query_string"]
    if len(query) > LONGEST_QUERY:
        raise HTTPException(414, f"a query may have {LONGEST_QUERY:,} characters at most")
    if len(request.scope["path"]) > LONGEST_PATH:
        raise HTTPException(414, f"a path may have {LONGEST_PATH:,} characters at most")
    if "\0" in request.scope["path"] or b"%00" in query:
        raise HTTPException(400, "an address cannot have a NUL in it")
    headers: list[tuple[bytes, bytes]] = request.scope["headers"]
    if (
        len(headers) > MOST_HEADERS
        or sum(len(name) + len(value) for name, value in headers) > LARGEST_HEADERS
    ):
        raise HTTPException(
            431, f"a request may have {MOST_HEADERS} headers and {LARGEST_HEADERS:,} bytes of them at most"
        )
    if "transfer-encoding" in request.headers and "content-length" in request.headers:
        raise HTTPException(  # a proxy before us may believe the other one, and see another request begin
            400, "a body has a length or comes in chunks, not both", {"Connection": "close"}
        )
    _check_length(request.headers.get("content-length", "0"), largest_body)


def _check_length(told: str, largest: int) -> None:
    if not told.isascii() or not told.isdigit():
        raise HTTPException(400, "Content-Length must be a number")
    if len(told) > 10 or int(told) > largest:  # one without a length is counted as it comes
        raise too_large(largest)
