"""What can go wrong where people and programs come in."""

from ballast_core.shared.errors import (
    ConflictError,
    DeniedError,
    InvalidError,
    NotFoundError,
    UnavailableError,
)


class OwnerExistsError(ConflictError):
    """The owner was created already; there is one."""

    code = "access.owner_exists"

    def __init__(self) -> None:
        super().__init__("the owner exists already: sign in (a forgotten password: `ballast owner password`)")


class WrongSetupCodeError(DeniedError):
    """This is not the code that the log printed last, or it is too old."""

    code = "access.wrong_setup_code"

    def __init__(self) -> None:
        super().__init__(
            "this is not the setup code, or it is too old: the log prints a new one at each start"
        )


class WeakPasswordError(InvalidError):
    """A password that is guessed too soon."""

    code = "access.weak_password"

    def __init__(self, why: str) -> None:
        super().__init__(f"choose another password: {why}")


class WrongPasswordError(DeniedError):
    """The password is not the owner's; also said when there is no owner."""

    code = "access.wrong_password"

    def __init__(self) -> None:
        super().__init__("the password is wrong")


class SignInNeededError(DeniedError):
    """The session is unknown, ended or too old."""

    code = "access.sign_in_needed"

    def __init__(self) -> None:
        super().__init__("sign in again: the session is over")


class UnknownTokenError(DeniedError):
    """The token is malformed, unknown, expired or revoked; which one is for the owner to see."""

    code = "access.unknown_token"

    def __init__(self) -> None:
        super().__init__("this token is not known here, or no longer: make one with `ballast token create`")


class ScopeLackingError(DeniedError):
    """The token is good, and not for this."""

    code = "access.scope_lacking"

    def __init__(self, needed: str, held: tuple[str, ...]) -> None:
        super().__init__(f"this needs the scope {needed!r}; the token has {', '.join(held) or 'none'}")
        self.needed = needed


class AccessNotFoundError(NotFoundError):
    """No token, session or share link has this id."""

    code = "access.not_found"

    def __init__(self, kind: str, ref: str) -> None:
        super().__init__(f"there is no {kind} {ref!r}")


class ShareGoneError(NotFoundError):
    """The share link is unknown, expired or revoked; who holds it is not told which."""

    code = "access.share_gone"

    def __init__(self) -> None:
        super().__init__("this link shows nothing, or no longer; ask whoever sent it for a new one")


class TooManyAttemptsError(UnavailableError):
    """Too many failures from one place, or in all."""

    code = "access.too_many_attempts"

    def __init__(self, retry_after_s: float) -> None:
        super().__init__(f"too many attempts; try again in {retry_after_s:.0f} seconds")
        self.retry_after_s = retry_after_s
