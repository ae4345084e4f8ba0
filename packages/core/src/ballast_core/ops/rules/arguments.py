"""What a heavy use case takes: its name and its argument are checked before anything is queued."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue, ValidationError

from ballast_core.ops.entities import JobKind
from ballast_core.ops.errors import BadArgumentError, UnknownWorkError
from ballast_core.shared.errors import Problem

type Kinds = Mapping[str, JobKind[Any, Any]]


def kind_of(name: str, kinds: Kinds) -> JobKind[Any, Any]:
    """Return how a use case runs as a job. Raises `UnknownWorkError`."""
    if name not in kinds:
        raise UnknownWorkError(name, sorted(kinds))
    return kinds[name]


def whole_argument(name: str, argument: JsonValue, kind: JobKind[Any, Any]) -> JsonValue:
    """Return the whole argument, as it can be kept and read again. Raises `BadArgumentError`."""
    try:
        given = kind.spec.model_validate({} if argument is None else argument)
        kept: JsonValue = json.loads(given.model_dump_json())
        kind.spec.model_validate(kept)  # JSON has no number that is none
    except ValidationError as error:
        raise BadArgumentError(name, _problems(error)) from error
    except ValueError as error:  # it cannot be written as JSON
        problem = Problem("argument", "holds a text with half a character, which nobody could read again")
        raise BadArgumentError(name, [problem]) from error
    return kept


def _problems(error: ValidationError) -> list[Problem]:
    return [
        Problem(".".join(map(str, fault["loc"])) or "argument", fault["msg"].removeprefix("Value error, "))
        for fault in error.errors()
    ]
