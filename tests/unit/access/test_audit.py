"""The record of what was done, and how access looks as tables."""

import pytest
from tests.unit.access.conftest import House

from ballast_core.access import ActionSpec, Outcome, ShareSpec, TokenSpec


async def test_what_was_done_is_told_newest_first(house: House) -> None:
    for action in ("first", "second"):
        await house.access.record_action(ActionSpec(actor="owner", action=action, subject="x"))
        house.wait(minutes=1)
    view = await house.access.list_actions(1)
    assert (view.total, [one.action for one in view.actions]) == (2, ["second"])


async def test_a_record_holds_no_sign_that_steers_a_terminal(house: House) -> None:
    await house.access.record_action(
        ActionSpec(actor="x\x1b[2J", action="a\nb", detail="y" * 400, outcome=Outcome.REFUSED)
    )
    [action] = (await house.access.list_actions()).actions
    assert (action.actor, action.action) == ("x�[2J", "a�b")
    assert action.detail == "y" * 299 + "…"


@pytest.mark.parametrize("name", ["list_tokens", "list_shares", "list_sessions", "list_actions"])
async def test_a_list_has_a_row_for_each(house: House, name: str) -> None:
    await house.sign_in()
    await house.access.create_token(TokenSpec(name="cron"))
    await house.access.create_share(ShareSpec(label="my brother"))
    await house.access.record_action(ActionSpec(actor="owner", action="x"))
    assert len((await getattr(house.access, name)()).table()) == 1
