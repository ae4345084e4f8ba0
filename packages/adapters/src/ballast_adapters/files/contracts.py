"""The table of contracts: what is shipped, and what the user's `contracts.toml` says instead."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from ballast_core.shared.errors import InvalidError, Problem
from ballast_core.trades import ContractSpec, ContractTable

_SHIPPED = "contracts.toml"


class BadContractsError(InvalidError):
    """A file of contracts cannot be read; it says where and why."""

    code = "contracts.bad_file"
    advice = "correct the file; the settings name it as `contracts`, or it is contracts.toml in the home"

    def __init__(self, *problems: Problem) -> None:
        first, more = problems[0], len(problems) - 1
        tail = f" (and {more} more)" if more else ""
        super().__init__(f"{first.where}: {first.what}{tail}; {self.advice}", *problems)


def default_contracts() -> ContractTable:
    """Return the table that is shipped."""
    return _specs(_shipped(), _SHIPPED)


def read_contracts(home: Path, given: Path | None = None) -> ContractTable:
    """Return the shipped table with what the user's file adds or says otherwise.

    That file is the given one, or else `contracts.toml` in the home where there is one.
    Raises `BadContractsError` with every problem at once.
    """
    file = given or home / _SHIPPED
    if given is None and not file.is_file():
        return default_contracts()
    own = _own(file)
    shipped = _shipped()
    merged = shipped | {symbol: _over(shipped.get(symbol), said) for symbol, said in own.items()}
    return _specs(merged, str(file))


def _shipped() -> dict[str, object]:
    return tomllib.loads((files(__package__) / _SHIPPED).read_text("utf-8"))


def _own(file: Path) -> dict[str, object]:
    try:
        return {symbol.lstrip("@"): said for symbol, said in tomllib.loads(file.read_text("utf-8")).items()}
    except OSError as error:
        raise BadContractsError(Problem(str(file), f"cannot be read: {error.strerror or error}")) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadContractsError(Problem(str(file), f"is no TOML: {error}")) from error


def _over(shipped: object, said: object) -> object:
    """Return what both say, the user's word first; a margin of one's own is no placeholder any more."""
    match shipped, said:
        case dict(), dict():
            return _merged(cast("dict[str, object]", shipped), cast("dict[str, object]", said))
        case _:
            return said


def _merged(known: dict[str, object], own: dict[str, object]) -> dict[str, object]:
    if "initial_margin" in own:
        known = {name: value for name, value in known.items() if name not in {"as_of", "source"}}
    return known | own


def _specs(table: Mapping[str, object], where: str) -> ContractTable:
    specs: dict[str, ContractSpec] = {}
    problems: list[Problem] = []
    for symbol, said in table.items():
        if not isinstance(said, dict):
            problems.append(Problem(f"{where}: {symbol}", f"write a table [{symbol}] with point_value"))
            continue
        fields = cast("dict[str, Any]", said)
        try:
            specs[symbol] = ContractSpec.model_validate({"symbol": symbol, **fields})
        except ValidationError as error:
            problems.extend(_problems(error, f"{where}: [{symbol}]"))
    if problems:
        raise BadContractsError(*problems)
    return specs


def _problems(error: ValidationError, where: str) -> Iterator[Problem]:
    for fault in error.errors():
        place = ".".join(map(str, fault["loc"]))
        yield Problem(f"{where} {place}", f"{fault['msg']} (found {fault['input']!r})")
