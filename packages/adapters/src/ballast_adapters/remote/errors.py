"""What can go wrong on the way to a Ballast elsewhere."""

from ballast_core.shared.errors import DeniedError, InvalidError, UnavailableError, UnsupportedError

_HOW = "with BALLAST_API_TOKEN, BALLAST_API_TOKEN_FILE or --token"


class BadAddressError(InvalidError):
    """The address is not one of a Ballast server."""

    code = "remote.bad_address"

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{url!r} {why}; write it as https://ballast.example.org")


class OpenTokenError(DeniedError):
    """A token would travel where others can read it."""

    code = "remote.open_token"

    def __init__(self, url: str) -> None:
        super().__init__(
            f"over {url} anybody on the way could read the token: use https://, "
            "or BALLAST_SESSION__PLAIN_HTTP=true in a network of your own"
        )


class TokenNeededError(DeniedError):
    """The server answers only those who have a token."""

    code = "remote.token_needed"

    def __init__(self, url: str) -> None:
        super().__init__(f"{url} needs a token: make one there (`ballast token`), and give it {_HOW}")


class TokenRefusedError(DeniedError):
    """The server does not know the token."""

    code = "remote.token_refused"

    def __init__(self, url: str) -> None:
        super().__init__(
            f"{url} does not know this token, or no longer: make a new one there (`ballast token`), "
            f"and give it {_HOW}"
        )


class ServerUnreachableError(UnavailableError):
    """Nobody answers there."""

    code = "remote.unreachable"

    def __init__(self, url: str, why: str) -> None:
        super().__init__(
            f"cannot reach {url}: {why}; look whether `ballast serve` runs there, and at the address"
        )


class UntrustedServerError(DeniedError):
    """The server cannot prove to be the one that was asked for."""

    code = "remote.untrusted"

    def __init__(self, url: str, why: str) -> None:
        super().__init__(
            f"{url} cannot be trusted: {why}; "
            "where a certificate authority of your own signed it, name its file with SSL_CERT_FILE"
        )


class ServerFailedError(UnavailableError):
    """The server, or a proxy in front of it, failed."""

    code = "remote.server_failed"

    def __init__(self, url: str, status: int, detail: str) -> None:
        super().__init__(f"{url} failed ({status}): {detail or 'its log tells more'}")


class NotBallastError(InvalidError):
    """Something answers there, and it is not Ballast."""

    code = "remote.not_ballast"

    def __init__(self, url: str, found: str) -> None:
        super().__init__(f"{url} does not answer like Ballast ({found}); look whether the address is right")


class OtherVersionError(UnsupportedError):
    """The server and this program are of versions that do not understand each other."""

    code = "remote.other_version"

    def __init__(self, url: str, what: str) -> None:
        super().__init__(
            f"{url} is a Ballast of another version ({what}): bring it and this program to the same one"
        )
