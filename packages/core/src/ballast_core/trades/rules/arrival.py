"""What can be told of a file that arrives before it is read."""

from hashlib import sha256

from ballast_core.trades.entities import TradeLimits
from ballast_core.trades.errors import RefusedFileError

_ID_DIGITS = 12
_WITH_MACROS = (".xlsm", ".xltm", ".xlsb", ".xlam")
_OLD = (".xls", ".xlt")
_TEXTS = (".csv", ".txt", ".tsv")
_BOOKS = (".xlsx",)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def file_id(content: bytes) -> str:
    """Return the id of the file with these bytes."""
    return full_hash(content)[:_ID_DIGITS]


def full_hash(content: bytes) -> str:
    """Return the SHA-256 of these bytes in hexadecimal digits."""
    return sha256(content).hexdigest()


def refuse_early(name: str, content: bytes, limits: TradeLimits) -> None:
    """Raise `RefusedFileError` for a file that need not be opened to see that it is none of ours."""
    ending = _ending(name)
    if ending in _WITH_MACROS:
        raise RefusedFileError(name, "it can carry macros; save it as .xlsx")
    if ending in _OLD:
        raise RefusedFileError(name, "it is a workbook of the old format; save it as .xlsx")
    if ending not in (*_BOOKS, *_TEXTS):
        known = ", ".join((*_BOOKS, *_TEXTS))
        raise RefusedFileError(name, f"it is no list of trades; give one that ends in {known}")
    if not content:
        raise RefusedFileError(name, "it is empty")
    if len(content) > limits.max_file_bytes:
        most = limits.max_file_bytes / 1_000_000
        raise RefusedFileError(
            name, f"it has {len(content) / 1_000_000:.1f} MB, more than {most:g} MB (setting uploads.max_mb)"
        )
    if ending in _BOOKS and not content.startswith(_ZIP):
        raise RefusedFileError(name, _instead(content))


def _instead(content: bytes) -> str:
    """Return what a file is that ends in `.xlsx` and is no package."""
    if content.startswith(_OLE) and _ENCRYPTED in content:
        return "it is protected by a password; save it without one"
    if content.startswith(_OLE):
        return "it ends in .xlsx and is a workbook of the old format inside; save it as .xlsx"
    return "it ends in .xlsx and is no such workbook inside"


def _ending(name: str) -> str:
    _, dot, ending = name.rpartition(".")
    return f"{dot}{ending}".lower()
