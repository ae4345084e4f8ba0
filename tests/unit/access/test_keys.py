"""Tokens of programs and links for guests: made, used, expired, revoked."""

import re
from datetime import timedelta

import pytest
from pydantic import ValidationError
from tests.unit.access.conftest import House

from ballast_core.access import (
    AccessNotFoundError,
    KeyState,
    Scope,
    ShareGoneError,
    ShareSpec,
    TokenSpec,
    UnknownTokenError,
)

CRON = TokenSpec(name="cron", scopes=(Scope.INGEST, Scope.READ, Scope.READ))
WEEK = TokenSpec(name="week", expires_days=7)
GUEST = ShareSpec(label="my brother", models=("naz100_pine",), expires_days=7)


async def test_a_token_says_what_it_is_and_opens_what_it_names(house: House) -> None:
    made = await house.access.create_token(CRON)
    assert re.fullmatch(r"ballast_[a-z0-9]{10}_[a-z0-9]{52}", made.secret)
    token = await house.access.check_token(made.secret)
    assert (token.id, token.name, token.scopes) == (made.token.id, "cron", (Scope.READ, Scope.INGEST))
    assert [token.allows(scope) for scope in Scope] == [True, True, False]


async def test_an_admin_may_do_everything(house: House) -> None:
    made = await house.access.create_token(TokenSpec(name="me", scopes=(Scope.ADMIN,)))
    token = await house.access.check_token(made.secret)
    assert all(token.allows(scope) for scope in Scope)


async def test_no_secret_shows_in_a_log_a_list_or_the_store(house: House) -> None:
    token, share = await house.access.create_token(CRON), await house.access.create_share(GUEST)
    stored = [one.model_dump_json() for one in (*await house.store.tokens(), *await house.store.shares())]
    lists = [(await house.access.list_tokens()), (await house.access.list_shares())]
    seen = "".join([*map(repr, (token, share)), *stored, *(one.model_dump_json() for one in lists)])
    assert not [one.secret for one in (token, share) if one.secret.rpartition("_")[2] in seen]
    assert "hash" not in "".join(one.model_dump_json() for one in lists)


@pytest.mark.parametrize(
    "change", ["{}x", "{short}", " {}", "{upper}", "ballast_{id}_", "", "ballast_a_b", "\0"]
)
async def test_another_text_is_no_token(house: House, change: str) -> None:
    made = await house.access.create_token(CRON)
    secret = made.secret
    text = change.format(secret, upper=secret.upper(), short=secret[:-1], id=made.token.id)
    with pytest.raises(UnknownTokenError):
        await house.access.check_token(text)


async def test_the_secret_of_one_token_does_not_open_another(house: House) -> None:
    one, two = await house.access.create_token(CRON), await house.access.create_token(WEEK)
    with pytest.raises(UnknownTokenError):
        await house.access.check_token(one.secret.replace(one.token.id, two.token.id))


async def test_a_token_expires_on_the_moment(house: House) -> None:
    made = await house.access.create_token(WEEK)
    house.wait(days=7, microseconds=-1)
    await house.access.check_token(made.secret)
    house.wait(microseconds=1)
    with pytest.raises(UnknownTokenError):
        await house.access.check_token(made.secret)
    assert (await house.access.list_tokens()).tokens[0].state is KeyState.EXPIRED


async def test_a_token_without_an_end_has_none(house: House) -> None:
    made = await house.access.create_token(CRON)
    house.wait(days=20_000)
    await house.access.check_token(made.secret)


async def test_a_revoked_token_opens_nothing_and_stays_in_the_list(house: House) -> None:
    made = await house.access.create_token(CRON)
    await house.access.revoke_token(made.token.id)
    await house.access.revoke_token(made.token.id)
    with pytest.raises(UnknownTokenError):
        await house.access.check_token(made.secret)
    assert (await house.access.list_tokens()).tokens[0].state is KeyState.REVOKED


async def test_a_use_is_noted_once_a_minute(house: House) -> None:
    token, share = await house.access.create_token(CRON), await house.access.create_share(GUEST)
    begun, used = house.clock.now(), []
    for _ in range(4):
        await house.access.check_token(token.secret)
        await house.access.open_share(share.secret)
        kept = await house.store.tokens(), await house.store.shares()
        used.append([one.used_at - begun for [one] in kept if one.used_at])
        house.wait(seconds=30)
    noted = [timedelta(), timedelta(), timedelta(minutes=1), timedelta(minutes=1)]
    assert used == [[at, at] for at in noted]


async def test_what_is_not_there_cannot_be_revoked(house: House) -> None:
    with pytest.raises(AccessNotFoundError, match="no token 'x'"):
        await house.access.revoke_token("x")
    with pytest.raises(AccessNotFoundError, match="no share link 'x'"):
        await house.access.revoke_share("x")


WRONG_SPECS = {
    "no name": {"name": "  "},
    "a long name": {"name": "x" * 81},
    "a name that steers a terminal": {"name": "\x1b[2J"},
    "no scope": {"scopes": ()},
    "an unknown scope": {"scopes": ("write",)},
    "no day": {"expires_days": 0},
    "in an address, with more than reading": {"in_address": True, "scopes": ("read", "ingest")},
    "in an address, as admin": {"in_address": True, "scopes": ("admin",)},
}


@pytest.mark.parametrize("case", WRONG_SPECS)
def test_a_token_cannot_be_made_with(case: str) -> None:
    with pytest.raises(ValidationError):
        TokenSpec.model_validate({"name": "cron"} | WRONG_SPECS[case])


def test_a_token_that_only_reads_may_stand_in_an_address() -> None:
    assert TokenSpec(name="calendar", in_address=True, scopes=(Scope.READ, Scope.READ)).in_address


async def test_a_link_shows_the_models_it_names(house: House) -> None:
    made = await house.access.create_share(GUEST)
    share = await house.access.open_share(made.secret)
    assert (share.label, share.models) == ("my brother", ("naz100_pine",))


@pytest.mark.parametrize("text", ["", "x", "{id}_", "{}x", "\0", "../{}", "{upper}"])
async def test_another_link_shows_nothing(house: House, text: str) -> None:
    made = await house.access.create_share(GUEST)
    with pytest.raises(ShareGoneError):
        await house.access.open_share(text.format(made.secret, id=made.share.id, upper=made.secret.upper()))


async def test_a_link_expires_on_the_moment(house: House) -> None:
    made = await house.access.create_share(GUEST)
    house.wait(days=7, microseconds=-1)
    await house.access.open_share(made.secret)
    house.wait(microseconds=1)
    with pytest.raises(ShareGoneError):
        await house.access.open_share(made.secret)


async def test_a_revoked_link_shows_nothing_and_stays_in_the_list(house: House) -> None:
    made = await house.access.create_share(GUEST)
    await house.access.revoke_share(made.share.id)
    with pytest.raises(ShareGoneError):
        await house.access.open_share(made.secret)
    assert (await house.access.list_shares()).shares[0].state is KeyState.REVOKED


async def test_a_token_is_no_link_and_a_link_no_token(house: House) -> None:
    token, share = await house.access.create_token(CRON), await house.access.create_share(GUEST)
    with pytest.raises(ShareGoneError):
        await house.access.open_share(token.secret.removeprefix("ballast_"))
    with pytest.raises(UnknownTokenError):
        await house.access.check_token(f"ballast_{share.secret}")
