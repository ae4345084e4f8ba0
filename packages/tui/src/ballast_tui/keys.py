"""Every key that the screens obey, in one table, and what the settings change in it."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations

from textual.binding import Binding, BindingType
from textual.keys import Keys

from ballast_core.shared.errors import InvalidError, Problem


@dataclass(frozen=True, slots=True)
class Key:
    """A key; the settings know it by its name. `scope` says where it counts, `shown` if the footer has it."""

    name: str
    keys: str
    action: str
    label: str
    scope: str
    shown: bool = True


EVERYWHERE, PAGE = "everywhere", "tables"

KEYS: tuple[Key, ...] = (
    Key("models", "1", "visit('models')", "Models", EVERYWHERE, shown=False),
    Key("compare", "2", "visit('compare')", "Compare", EVERYWHERE, shown=False),
    Key("ingest", "3", "visit('ingest')", "Ingest", EVERYWHERE, shown=False),
    Key("findings", "4", "visit('findings')", "Findings", EVERYWHERE, shown=False),
    Key("runs", "5", "visit('runs')", "Runs", EVERYWHERE, shown=False),
    Key("trades", "6", "visit('trades')", "Trades", EVERYWHERE, shown=False),
    Key("jobs", "7", "visit('jobs')", "Jobs", EVERYWHERE, shown=False),
    Key("market", "8", "visit('market')", "Market", EVERYWHERE, shown=False),
    Key("down", "j,down", "move(1)", "Next row", PAGE, shown=False),
    Key("up", "k,up", "move(-1)", "Row before", PAGE, shown=False),
    Key("first", "g,home", "first", "First row", PAGE, shown=False),
    Key("last", "G,end", "last", "Last row", PAGE, shown=False),
    Key("left", "left", "aside(-1)", "Columns before", PAGE, shown=False),
    Key("right", "right", "aside(1)", "More columns", PAGE, shown=False),
    Key("open", "enter", "open", "Open", PAGE),
    Key("back", "escape", "back", "Back", PAGE),
    Key("previous_tab", "h,left_parenthesis", "tab(-1)", "Tab before", "tabs", shown=False),
    Key("next_tab", "l,right_parenthesis", "tab(1)", "Next tab", "tabs"),
    Key("older", "left_square_bracket", "snapshot(1)", "Older", "model"),
    Key("newer", "right_square_bracket", "snapshot(-1)", "Newer", "model"),
    Key("start", "s", "start", "Start", "ingest"),
    Key("dry_run", "d", "dry_run", "Dry run", "ingest"),
    Key("full", "f", "full", "All files", "ingest"),
    Key("severity", "v", "severity", "Severity", "findings"),
    Key("choose", "space", "choose", "Choose", "compare"),
    Key("fork", "f", "fork", "Fork", "compare"),
    Key("take", "space", "take", "Choose", "trades"),
    Key("take_all", "a", "take_all", "All", "trades"),
    Key("side", "d", "side", "Side", "trades"),
    Key("whose", "w", "whose", "Whose", "trades"),
    Key("cancel", "x", "cancel", "Cancel", "jobs"),
    Key("update", "u", "update", "Fetch", "market"),
    Key("backfill", "b", "backfill", "Fill holes", "market"),
    Key("adjust", "a", "adjust", "Adjust", "market"),
    Key("series", "s", "series", "Series", "chart"),
    Key("period", "t", "period", "Time", "times"),
    Key("logarithmic", "L", "logarithmic", "Log", "chart"),
    Key("filter", "slash", "filter", "Filter", PAGE),
    Key("reload", "r", "reload", "Reload", PAGE),
    Key("export", "e", "export", "Export", PAGE),
    Key("copy", "y", "copy", "Copy", PAGE),
    Key("copy_table", "Y", "copy_table", "Copy the table", PAGE, shown=False),
    Key("pause", "p", "pause", "Pause", EVERYWHERE),
    Key("palette", "ctrl+p", "command_palette", "Commands", EVERYWHERE, shown=False),
    Key("help", "question_mark", "help", "Help", EVERYWHERE),
    Key("quit", "q", "quit", "Quit", EVERYWHERE),
)

# A screen obeys its own keys and those of all: no two of them may be the same.
TOGETHER: tuple[frozenset[str], ...] = tuple(
    frozenset({EVERYWHERE, PAGE, *own})
    for own in (
        ("model", "tabs", "chart", "times"),
        ("compare", "chart", "times"),
        ("ingest",),
        ("findings",),
        ("trades", "tabs", "chart", "times"),
        ("jobs",),
        ("market", "tabs", "times"),
    )
)

_SPELLED = {
    "enter": "Enter",
    "escape": "Esc",
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "ctrl+p": "^p",
}
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "meta", "super", "hyper"})
_NAMED = frozenset(key.value.rpartition("+")[2] for key in Keys if len(key.value) > 1)


def bindings(*scopes: str) -> list[BindingType]:
    """Return the bindings of these scopes, in the order of the table."""
    return [
        Binding(key.keys, key.action, key.label, show=key.shown, id=key.name)
        for key in KEYS
        if key.scope in scopes
    ]


def keymap(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the keys that the settings choose, by name.

    Raises `InvalidError` for a name that there is not, a key that there is not, and a key given twice.
    """
    problems = [*_unknown(chosen), *_twice(chosen)]
    if problems:
        raise InvalidError("; ".join(f"{problem.where} {problem.what}" for problem in problems), *problems)
    return dict(chosen)


def keys_of(key: Key, chosen: Mapping[str, str]) -> list[str]:
    """Return the keys that do it: the chosen ones, or its own."""
    return [one.strip() for one in chosen.get(key.name, key.keys).split(",")]


def spelled(key: str) -> str:
    """Return a key as a person reads it."""
    return _SPELLED.get(key, key.capitalize() if len(key) > 1 and "+" not in key else key)


def _unknown(chosen: Mapping[str, str]) -> Iterator[Problem]:
    names = [key.name for key in KEYS]
    for name, keys in chosen.items():
        if name not in names:
            nearest = get_close_matches(name, names, n=1, cutoff=0.0)[0]
            yield Problem(f"tui.keys.{name}", f"is nothing that a key does; did you mean {nearest}?")
        for key in keys.split(","):
            if not _is_key(key.strip()):
                nearest = get_close_matches(key, sorted(_NAMED), n=1, cutoff=0.0)[0]
                yield Problem(f"tui.keys.{name}", f"names no key: {key!r}; did you mean {nearest}?")


def _twice(chosen: Mapping[str, str]) -> Iterator[Problem]:
    told: set[frozenset[str]] = set()
    for scopes in TOGETHER:
        active = [key for key in KEYS if key.scope in scopes]
        for one, other in combinations(active, 2):
            both = {*map(_plain, keys_of(one, chosen))} & {*map(_plain, keys_of(other, chosen))}
            pair = frozenset({one.name, other.name})
            if both and pair not in told:
                told.add(pair)
                changed, kept = (one, other) if one.name in chosen else (other, one)
                yield Problem(
                    f"tui.keys.{changed.name}", f"takes {min(both)!r}, which is {kept.name} already"
                )


def _is_key(key: str) -> bool:
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    return set(modifiers) <= _MODIFIERS and (len(name) == 1 or name in _NAMED or _character(name) != name)


def _plain(key: str) -> str:
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    return "+".join((*modifiers, _character(name)))


def _character(name: str) -> str:
    words = {"slash": "solidus", "minus": "hyphen_minus", "underscore": "low_line"}.get(name, name)
    try:
        return unicodedata.lookup(words.replace("_", " ").upper())
    except KeyError:
        return name
