"""Finished answers: tagged, compressed once, and kept while what they were made from stands."""

import asyncio
import gzip
import hashlib
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from types import MappingProxyType
from weakref import WeakValueDictionary

import zstandard
from starlette.requests import Request
from starlette.responses import Response

from ballast_core.shared.ports import Clock
from ballast_web.negotiation import Encoding, accepted_encoding

KEPT_BYTES = 64 * 2**20
LARGE_BYTES = 256 * 2**10  # compressing more than this takes longer than others may wait
SMALL_BYTES = 500  # compressing less than this saves no packet

type Look = Callable[[], Awaitable[str]]
type Make = Callable[[Request], Awaitable[Response]]

_POLICY = {"Cache-Control": "private, no-cache", "Vary": "Accept, Accept-Encoding, Authorization, Cookie"}
_ANY = "*"  # whatever there is; that something is there shows only when it was made
_DENSE = ("image/", "application/vnd.apache.parquet")
_RELEASE = version("ballast-web")
_KEPT, _MADE = {"Cache-Status": "ballast; hit"}, {"Cache-Status": "ballast; fwd=miss"}  # RFC 9211


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer rests on: the revision of what is stored, by a name and a look at it, and `also`.

    `question` is the one spelling of all queries that mean the same; without it each is its own.
    """

    name: str
    look: Look
    also: str = ""
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of an answer as they leave, and their headers."""

    body: bytes
    headers: Mapping[str, str]


class Answers:
    """Keeps answers by their tag; the ones not asked for the longest go when there are too many bytes.

    `given` counts how answers of a revision came about.
    """

    def __init__(self, clock: Clock, kept_bytes: int = KEPT_BYTES) -> None:
        self._clock = clock
        self._room = self._most = kept_bytes
        self.given = dict.fromkeys(("kept", "unchanged", "made"), 0)
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._sights: defaultdict[str, _Sight] = defaultdict(_Sight)

    @property
    def kept_bytes(self) -> int:
        """How many bytes are kept."""
        return self._most - self._room

    async def of_revision(self, request: Request, basis: Basis, make: Make) -> Response:
        """Answer what the basis, the day and the question decide; `make` runs once for all."""
        revision = await self._sights[basis.name].see(basis.look)
        encoding = _encoding(request)
        today = self._clock.now().date().isoformat()  # answers tell ages
        path, query = request.scope["path"], request.scope["query_string"]
        asked = query if basis.question is None else basis.question
        accept = request.headers.get("accept", "")
        tag = _tag(revision + basis.also, today, path, asked, accept, encoding)
        if _has(request, tag):
            self.given["unchanged"] += 1
            return _not_modified(tag, _KEPT)
        lock = self._locks.setdefault(tag, asyncio.Lock())
        async with lock:
            answer = self._find(tag)
            self.given["made" if answer is None else "kept"] += 1
            how = _MADE if answer is None else _KEPT
            if answer is None:
                made = await make(request)
                if made.status_code != 200:
                    return made
                answer = await _finished_aside(made, tag, _worthwhile(encoding, made))
                self._keep(tag, answer)
            return _not_modified(tag, how) if _has(request, _ANY) else _sent(answer, how)

    async def of_content(self, request: Request, make: Make) -> Response:
        """Answer a question whose answer may change at any time: made anew, tagged by its content."""
        made = await make(request)
        if made.status_code != 200:
            return made
        encoding = _worthwhile(_encoding(request), made)
        tag = _tag(bytes(made.body), encoding)
        return _not_modified(tag) if _has(request, tag, _ANY) else _sent(_finished(made, tag, encoding))

    def _find(self, tag: str) -> Answer | None:
        if tag in self._kept:
            self._kept.move_to_end(tag)
        return self._kept.get(tag)

    def _keep(self, tag: str, answer: Answer) -> None:
        self._kept[tag] = answer
        self._room -= len(answer.body)
        while self._room < 0:
            _, oldest = self._kept.popitem(last=False)
            self._room += len(oldest.body)


class _Sight:
    """The revision of one thing: a look for all who wait, and nobody gets what was seen before they asked."""

    def __init__(self) -> None:
        self._looking = asyncio.Lock()
        self._asked = self._seen_for = 0
        self._seen = ""

    async def see(self, look: Look) -> str:
        """Return the revision as it is now, or was seen since this was called."""
        self._asked += 1
        mine = self._asked
        async with self._looking:
            if self._seen_for < mine:
                seen_for = self._asked
                self._seen = await look()
                self._seen_for = seen_for
            return self._seen


def _encoding(request: Request) -> Encoding:
    return accepted_encoding(request.headers.get("accept-encoding", ""))


def _tag(*parts: str | bytes) -> str:
    digest = hashlib.blake2b(_RELEASE.encode(), digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8) + data)
    return f'"{digest.hexdigest()}"'


def _has(request: Request, *tags: str) -> bool:
    given = request.headers.get("if-none-match", "").split(",")
    return any(one.strip().removeprefix("W/") in tags for one in given)


def _not_modified(tag: str, how: Mapping[str, str] = MappingProxyType({})) -> Response:
    return Response(status_code=304, headers={"ETag": tag, **_POLICY, **how})


def _worthwhile(encoding: Encoding, made: Response) -> Encoding:
    dense = made.headers["content-type"].startswith(_DENSE)
    return Encoding.IDENTITY if dense or len(made.body) < SMALL_BYTES else encoding


def _finished(made: Response, tag: str, encoding: Encoding) -> Answer:
    body = bytes(made.body)
    headers = {name: value for name, value in made.headers.items() if name != "content-length"}
    headers |= {"ETag": tag, **_POLICY}
    match encoding:
        case Encoding.ZSTD:
            return Answer(zstandard.compress(body), headers | {"Content-Encoding": "zstd"})
        case Encoding.GZIP:
            return Answer(gzip.compress(body, 6, mtime=0), headers | {"Content-Encoding": "gzip"})
        case Encoding.IDENTITY:
            return Answer(body, headers)


async def _finished_aside(made: Response, tag: str, encoding: Encoding) -> Answer:
    """Do as `_finished`; a large answer holds up nobody else."""
    if len(made.body) < LARGE_BYTES:
        return _finished(made, tag, encoding)
    return await asyncio.to_thread(_finished, made, tag, encoding)


def _sent(answer: Answer, how: Mapping[str, str] = MappingProxyType({})) -> Response:
    return Response(answer.body, headers={**answer.headers, **how})
