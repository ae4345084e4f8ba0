"""The owner: first by a code of the log, later by the machine itself."""

import asyncio
import re

import pytest
from tests.unit.access.conftest import PASSWORD, House

from ballast_core.access import OwnerExistsError, WeakPasswordError, WrongSetupCodeError


async def code_of(house: House) -> str:
    code = await house.access.begin_setup()
    assert code is not None
    return code


async def test_a_code_is_easy_to_read_and_hard_to_guess(house: House) -> None:
    assert re.fullmatch(r"[a-z2-7]{4}(-[a-z2-7]{4}){3}", await code_of(house))


async def test_of_a_code_only_a_hash_is_kept(house: House) -> None:
    code = await code_of(house)
    assert code.replace("-", "") not in repr((await house.store.setup_code()).__dict__)


async def test_whoever_has_the_code_becomes_the_owner(house: House) -> None:
    await house.access.create_owner(await code_of(house), PASSWORD)
    assert await house.access.has_owner()
    assert await house.access.begin_setup() is None


@pytest.mark.parametrize("typed", ["{}", " {} ", "{upper}", "{bare}"])
async def test_a_code_may_be_typed_as_people_type(house: House, typed: str) -> None:
    code = await code_of(house)
    given = typed.format(code, upper=code.upper(), bare=code.replace("-", " "))
    await house.access.create_owner(given, PASSWORD)
    assert await house.access.has_owner()


@pytest.mark.parametrize("wrong", ["", "aaaa-aaaa-aaaa-aaaa", "{}a", "\ud800", "é"])
async def test_another_code_makes_nobody_the_owner(house: House, wrong: str) -> None:
    code = await code_of(house)
    with pytest.raises(WrongSetupCodeError):
        await house.access.create_owner(wrong.format(code), PASSWORD)
    assert not await house.access.has_owner()


async def test_without_a_code_having_been_made_none_is_right(house: House) -> None:
    with pytest.raises(WrongSetupCodeError):
        await house.access.create_owner("", PASSWORD)


async def test_a_new_code_ends_the_one_before(house: House) -> None:
    first, second = await code_of(house), await code_of(house)
    with pytest.raises(WrongSetupCodeError):
        await house.access.create_owner(first, PASSWORD)
    await house.access.create_owner(second, PASSWORD)


async def test_a_code_is_good_until_just_before_its_day_is_over(house: House) -> None:
    code = await code_of(house)
    house.wait(hours=24, microseconds=-1)
    await house.access.create_owner(code, PASSWORD)


async def test_a_code_is_void_when_its_day_is_over(house: House) -> None:
    code = await code_of(house)
    house.wait(hours=24)
    with pytest.raises(WrongSetupCodeError):
        await house.access.create_owner(code, PASSWORD)


async def test_a_code_is_good_once(house: House) -> None:
    code = await code_of(house)
    await house.access.create_owner(code, PASSWORD)
    with pytest.raises(OwnerExistsError):
        await house.access.create_owner(code, "another four words")


async def test_of_two_with_the_code_at_once_one_becomes_the_owner(house: House) -> None:
    code = await code_of(house)
    tried = await asyncio.gather(
        house.access.create_owner(code, PASSWORD),
        house.access.create_owner(code, "another four words"),
        return_exceptions=True,
    )
    assert sorted(type(ended) for ended in tried if ended) == [OwnerExistsError]


WEAK = {
    "short": ("eleven char", "12 characters"),
    "long": ("four words " * 100, "1,000 characters at most"),
    "one character": ("aaaaaaaaaaaaa", "one character"),
    "one character in two cases": ("aAaAaAaAaAaA", "one character"),
    "common": ("password1234", "tried first"),
    "common in capitals": ("PassWord1234", "tried first"),
    "common with blanks": ("correct horse battery staple", "tried first"),
}


@pytest.mark.parametrize("case", WEAK)
async def test_a_password_that_is_guessed_soon_is_refused(house: House, case: str) -> None:
    password, why = WEAK[case]
    code = await code_of(house)
    with pytest.raises(WeakPasswordError, match=why):
        await house.access.create_owner(code, password)
    assert not await house.access.has_owner()


@pytest.mark.parametrize("typed", ["{}", "{bare}", "{upper}"])
async def test_the_setup_code_is_no_password(house: House, typed: str) -> None:
    code = await code_of(house)
    password = typed.format(code, bare=code.replace("-", ""), upper=code.upper())
    with pytest.raises(WeakPasswordError, match="setup code"):
        await house.access.create_owner(code, password)
    with pytest.raises(WeakPasswordError, match="setup code"):
        await house.access.set_password(password)


@pytest.mark.parametrize("password", ["twelve chars", "1234567890ab", "пароль из слов", "            x"])
async def test_length_is_all_that_is_asked_for(house: House, password: str) -> None:
    await house.access.create_owner(await code_of(house), password)
    assert (await house.access.sign_in(password)).secret


async def test_two_keyboards_may_type_an_accent_differently(house: House) -> None:
    await house.access.set_password("un th\N{LATIN SMALL LETTER E WITH ACUTE} au lait")
    assert await house.access.sign_in("un the\N{COMBINING ACUTE ACCENT} au lait")
