"""What every `ActionStore` must do."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.contract.conftest import AccessStore

from ballast_core.access import Action, ActionStore, Outcome

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def an_action(n: int, outcome: Outcome = Outcome.DONE, **changed: object) -> Action:
    at = NOON + timedelta(seconds=n)
    action = Action(at=at, actor="owner", action=f"action.{n}", subject="x", outcome=outcome)
    return action.model_copy(update=changed)


@pytest.fixture
def store(access_store: AccessStore) -> ActionStore:
    return access_store


async def test_a_new_store_has_no_actions(store: ActionStore) -> None:
    """AC-01"""
    assert (list(await store.actions(10, 0)), await store.action_total()) == ([], 0)


async def test_actions_come_newest_first_with_all_they_say(store: ActionStore) -> None:
    """AC-02"""
    said = [an_action(n, outcome) for n, outcome in enumerate(Outcome)]
    said.append(an_action(3, address="192.0.2.1", detail="why"))
    for action in said:
        await store.add_action(action)
    assert list(await store.actions(10, 0)) == said[::-1]
    assert await store.action_total() == 4


async def test_pages_follow_each_other(store: ActionStore) -> None:
    """AC-03"""
    said = [an_action(n) for n in range(5)]
    for action in said:
        await store.add_action(action)
    assert list(await store.actions(2, 1)) == [said[3], said[2]]
    assert list(await store.actions(2, 4)) == [said[0]]


async def test_of_one_moment_the_one_added_last_is_the_newest(store: ActionStore) -> None:
    """AC-04"""
    said = [an_action(n, at=NOON) for n in range(3)]
    for action in said:
        await store.add_action(action)
    assert list(await store.actions(10, 0)) == said[::-1]


async def test_an_action_may_hold_strange_signs(store: ActionStore) -> None:
    """AC-05"""
    await store.add_action(an_action(1, subject="\0\udcff Ω"))
    assert await store.action_total() == 1
