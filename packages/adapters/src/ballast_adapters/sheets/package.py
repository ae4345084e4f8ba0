"""Looks into the package of a workbook before anybody reads it: type, macros, and what it unpacks to."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from xml.parsers.expat import ExpatError

from ballast_adapters.sheets.extent import all_near, extent
from ballast_adapters.sheets.texts import Shared
from ballast_core.trades import RefusedFileError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_END, _END_SIZE = b"PK\x05\x06", 22
_MOST_PARTS = 2_000
_MOST_RATIO, _RATIO_FROM = 200, 16 << 20
_WORKBOOK = "xl/workbook.xml"
_SHARED = "sharedstrings.xml"
_MACROS = re.compile(r"vbaproject|vbadata|(?:^|/)macrosheets/", re.IGNORECASE)
_MACRO_TYPES = (b"macroEnabled", b"vbaProject", b"vnd.ms-excel.macrosheet", b"intlmacrosheet")
_TWO_BYTES = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How a text in UTF-16 begins: nothing could be found in it."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, ExpatError, EOFError, NotImplementedError, ValueError, OSError)
_SAVE = "open it in Excel and save it as .xlsx"


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """Bytes of the file, bytes of all that is in it and of all texts in its cells, cells of all sheets."""

    most_bytes: int
    most_unpacked: int
    most_cells: int


def inspect(name: str, content: bytes, limits: PackageLimits) -> int:
    """Refuse what is no harmless `.xlsx`; return how many bytes of text no sheet has more of.

    Raises `RefusedFileError`.
    """
    if len(content) > limits.most_bytes:
        most = _size(limits.most_bytes)
        raise RefusedFileError(name, f"it has {_size(len(content))}, and at most {most} are read")
    if content.startswith(_OLE):
        raise RefusedFileError(name, _ole(content))
    if not content.startswith(b"PK\x03\x04"):
        raise RefusedFileError(name, f"it is no Excel workbook; {_SAVE}")
    if content[-_END_SIZE:-18] != _END:
        raise RefusedFileError(name, f"the workbook is cut off, or something follows its end; {_SAVE}")
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _look_at_parts(name, package.infolist(), len(content), limits)
            shared = _shared(name, package, limits)
            return max(
                _look_into(name, part.filename, package.read(part), shared, limits)
                for part in package.infolist()
            )
    except _DAMAGE as error:
        raise RefusedFileError(name, f"the workbook is damaged: {error}") from error


def _look_at_parts(name: str, parts: list[zipfile.ZipInfo], size: int, limits: PackageLimits) -> None:
    """Refuse a package by its table of contents, before a byte of it is unpacked."""
    names = [part.filename for part in parts]
    if any(_MACROS.search(part) for part in names):
        raise RefusedFileError(name, "it carries macros; save it as .xlsx without them")
    if _WORKBOOK not in map(str.casefold, names) or len(names) > _MOST_PARTS:
        raise RefusedFileError(name, f"it is no .xlsx workbook{_other_type(names)}; {_SAVE}")
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedFileError(name, "it is encrypted; save it without a password")
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise RefusedFileError(name, f"it is packed in a way that Excel does not use; {_SAVE}")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.most_unpacked:
        most = _size(limits.most_unpacked)
        raise RefusedFileError(name, f"it would unpack to {_size(unpacked)}, and at most {most} are read")
    packed = sum(part.compress_size for part in parts)
    if packed > size or (unpacked > _RATIO_FROM and unpacked > _MOST_RATIO * max(packed, 1)):
        raise RefusedFileError(name, "it unpacks to so much more than its size that it is no honest workbook")


def refuse_texts(name: str, size: int, limits: PackageLimits) -> None:
    """Refuse cells that have more text than this together."""
    if size > limits.most_unpacked:
        most = _size(limits.most_unpacked)
        raise RefusedFileError(name, f"its cells have {_size(size)} of text, and at most {most} are read")


def refuse_cells(name: str, where: str, cells: int, limits: PackageLimits) -> None:
    """Refuse more cells than this."""
    if cells > limits.most_cells:
        raise RefusedFileError(
            name, f"{where} reaches over {cells:,} cells, and at most {limits.most_cells:,} cells are read"
        )


def _shared(name: str, package: zipfile.ZipFile, limits: PackageLimits) -> Shared:
    """Return the texts that cells share. Of two parts with them nobody knows which one counts."""
    parts = [part for part in package.infolist() if part.filename.casefold().endswith(_SHARED)]
    if len(parts) > 1:
        raise RefusedFileError(name, f"it has two tables of texts; {_SAVE}")
    shared = Shared(package.read(parts[0])) if parts else Shared()
    refuse_cells(name, "its table of texts", shared.count, limits)
    return shared


def _look_into(name: str, part: str, content: bytes, shared: Shared, limits: PackageLimits) -> int:
    """Refuse a part by what is in it: macros by another name, entities, cells too far out or too long.

    Returns how many bytes of text its cells have.
    """
    if part.casefold() == "[content_types].xml" and any(kind in content for kind in _MACRO_TYPES):
        raise RefusedFileError(name, "it carries macros; save it as .xlsx without them")
    if content[:2] in _TWO_BYTES:
        raise RefusedFileError(name, f"{part} is not written in UTF-8; {_SAVE}")
    if b"<!DOCTYPE" in content:
        raise RefusedFileError(name, f"{part} defines a document type, which no workbook needs")
    if b"sheetData" in content and not all_near(content, limits.most_cells):
        rows, columns = extent(content)
        if rows * columns > limits.most_cells:
            said = f"{part} reaches over {rows:,} rows and {columns:,} columns"
            raise RefusedFileError(name, f"{said}, and at most {limits.most_cells:,} cells are read")
    size = shared.copied(content) if b"sheetData" in content else 0
    refuse_texts(name, size, limits)
    return size


def _ole(content: bytes) -> str:
    if _ENCRYPTED in content:
        return "it is encrypted; save it without a password"
    return f"it is a workbook of an old kind (.xls); {_SAVE}"


def _other_type(names: list[str]) -> str:
    if "xl/workbook.bin" in names:
        return " but a binary one (.xlsb)"
    if "mimetype" in names:
        return " but a document of another program (such as .ods)"
    return ""


def _size(size: int) -> str:
    return f"{size / (1 << 20):,.1f} MB"
