"""Pure rules of access."""

from ballast_core.access.rules.passwords import MIN_PASSWORD_LENGTH, canonical, weakness
from ballast_core.access.rules.texts import Label, code_shown, code_typed, plain, split_share, split_token

__all__ = [
    "MIN_PASSWORD_LENGTH",
    "Label",
    "canonical",
    "code_shown",
    "code_typed",
    "plain",
    "split_share",
    "split_token",
    "weakness",
]
