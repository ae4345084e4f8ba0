"""The table of keys, and what the settings may change in it."""

from itertools import combinations

import pytest
from tests.in_memory import Bench
from tests.unit.tui.conftest import shown

from ballast_core.shared.errors import InvalidError
from ballast_tui.keys import KEYS, TOGETHER, keymap, keys_of
from ballast_tui.look import Look
from ballast_tui.screens.help import Help
from ballast_tui.screens.model import ModelPage


def test_each_name_stands_once_in_the_table() -> None:
    names = [key.name for key in KEYS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("scopes", TOGETHER, ids=lambda scopes: "-".join(sorted(scopes)))
def test_no_page_has_two_meanings_for_one_key(scopes: frozenset[str]) -> None:
    active = [set(keys_of(key, {})) for key in KEYS if key.scope in scopes]
    assert [one & other for one, other in combinations(active, 2) if one & other] == []


def test_the_keys_of_the_table_can_be_chosen_as_they_are() -> None:
    chosen = {key.name: key.keys for key in KEYS}
    assert keymap(chosen) == chosen


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"reloads": "f5"}, "did you mean reload?"),
        ({"reload": "f55"}, "names no key: 'f55'; did you mean f5?"),
        ({"reload": "strg+r"}, "names no key: 'strg+r'"),
        ({"reload": "q"}, "tui.keys.reload takes 'q', which is quit already"),
        ({"start": "/"}, "tui.keys.start takes '/', which is filter already"),
    ],
    ids=["a name", "a key", "a modifier", "a key given twice", "a key under another name"],
)
def test_a_wrong_choice_is_refused_with_what_is_right(chosen: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidError) as caught:
        keymap(chosen)
    assert said in str(caught.value)


async def test_another_key_does_what_the_settings_say_and_the_old_one_nothing(bench: Bench) -> None:
    async with shown(bench.open, Look(keys={"help": "f1"})) as terminal:
        await terminal.press("question_mark")
        before = terminal.tui.screen
        await terminal.press("f1")
        assert (isinstance(before, Help), isinstance(terminal.tui.screen, Help)) == (False, True)


async def test_the_footer_names_the_key_that_was_chosen(bench: Bench) -> None:
    async with shown(bench.open, Look(keys={"reload": "f5"})) as terminal:
        assert "F5 Reload" in terminal.text()


async def test_the_footer_names_only_what_does_something_here(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("enter")
        assert isinstance(terminal.tui.screen, ModelPage)
        chart = terminal.text()
        await terminal.press("l")
        holdings = terminal.text()
    assert ("Older" in chart, "Older" in holdings) == (False, True)
