"""Which passwords are guessed too soon: short ones, and the commonest; no rule asks for odd signs."""

import unicodedata

MIN_PASSWORD_LENGTH = 12
MAX_PASSWORD_LENGTH = 1_000

_COMMONEST = frozenset(
    (
        "000011112222",
        "012345678910",
        "123123123123",
        "123456123456",
        "123456789000",
        "123456789012",
        "1234567890123",
        "123456789abc",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "987654321098",
        "abc123abc123",
        "abcdefghijkl",
        "adminadminadmin",
        "administrator",
        "asdfasdfasdf",
        "asdfghjkl123",
        "ballastballast",
        "changemechangeme",
        "correcthorsebatterystaple",
        "iloveyou1234",
        "letmeinletmein",
        "passw0rd1234",
        "password1234",
        "password12345",
        "password123456",
        "passwordpassword",
        "qazwsxedcrfv",
        "qwerty123456",
        "qwertyqwerty",
        "qwertyuiop123",
        "qwertyuiop[]",
        "raspberryraspberry",
        "welcome12345",
        "zaq12wsxcde3",
    )
)


def canonical(password: str) -> str:
    """Return the password in the one form in which it is hashed: two keyboards may type an é differently."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str) -> str:
    """Return why the password, in its canonical form, is guessed too soon; empty when it is not."""
    if len(password) < MIN_PASSWORD_LENGTH:
        return f"it must have {MIN_PASSWORD_LENGTH} characters at least; a few words in a row are good"
    if len(password) > MAX_PASSWORD_LENGTH:
        return f"it must have {MAX_PASSWORD_LENGTH:,} characters at most"
    if len(set(password.casefold())) == 1:
        return "it is one character, repeated"
    if "".join(password.casefold().split()) in _COMMONEST:
        return "it is one of those that are tried first"
    return ""
