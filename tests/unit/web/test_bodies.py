"""A body is read whole, in time, and no larger than it may be."""

import asyncio

import pytest
from starlette.exceptions import HTTPException
from starlette.types import Message

from ballast_web.bodies import counted, read_body, replayed


async def test_a_body_in_pieces_is_whole_and_is_handed_out_again() -> None:
    pieces: list[Message] = [{"body": b"a", "more_body": True}, {"body": b"b"}, {"type": "http.disconnect"}]

    async def receive() -> Message:
        return pieces.pop(0)

    body = await read_body(receive)
    replay = replayed(body, receive)
    assert (body, (await replay())["body"]) == (b"ab", b"ab")
    assert (await replay())["type"] == "http.disconnect"


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def receive() -> Message:
        await asyncio.sleep(0.03)
        return {"body": b"a", "more_body": True}

    with pytest.raises(HTTPException) as refused:
        await read_body(receive, within_s=0.1)
    assert (refused.value.status_code, refused.value.headers) == (408, {"Connection": "close"})


async def test_a_body_is_not_read_on_when_it_is_too_large() -> None:
    asked = 0

    async def receive() -> Message:
        nonlocal asked
        asked += 1
        return {"body": b"a" * 10, "more_body": True}

    with pytest.raises(HTTPException) as refused:
        await read_body(receive, limit=25)
    assert (refused.value.status_code, asked) == (413, 3)


async def test_a_body_of_files_is_handed_on_piece_by_piece() -> None:
    pieces: list[Message] = [{"body": b"a", "more_body": True}, {"body": b"b"}]

    async def receive() -> Message:
        return pieces.pop(0)

    next_piece = counted(receive, limit=2)
    assert [(await next_piece())["body"], (await next_piece())["body"]] == [b"a", b"b"]


async def test_a_body_of_files_has_a_limit_and_an_end() -> None:
    async def receive() -> Message:
        await asyncio.sleep(0.02)
        return {"body": b"a" * 10, "more_body": True}

    async def take_all(limit: int, within_s: float) -> None:
        next_piece = counted(receive, limit, within_s)
        while True:
            await next_piece()

    for limit, within_s, status in ((15, 5.0, 413), (1_000, 0.05, 408)):
        with pytest.raises(HTTPException) as refused:
            await take_all(limit, within_s)
        assert (refused.value.status_code, refused.value.headers) == (status, {"Connection": "close"})
