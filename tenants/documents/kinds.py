"""Which files we take. What a file is, its content says; the end of its name must agree.

None of them can carry a macro: a Word document that holds one is refused, whatever it calls itself.
"""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import filetype
from flask_babel import gettext as _

from concord.web.asking import Refusal

LONGEST_NAME = 100
NOT_IN_NAMES = '<>:"/\\|?*'
MEGABYTE = 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what both kinds of document use; other ways can eat the memory
# An archive that was cut, changed or made up: zipfile lets through whatever it stumbles over.
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, OSError, EOFError, ValueError, LookupError,
           OverflowError)


class Unsuitable(Refusal):
    """A file that we do not take; says why, for whoever sent it."""

    field = "file"


@dataclass(frozen=True)
class Kind:
    """One kind of file: the ends of names that it may have, and how its content is told."""

    media_type: str
    suffixes: tuple[str, ...]
    is_this: Callable[[bytes], bool]


def _has_signature(media_type: str, data: bytes) -> bool:
    return bool(filetype.guess_mime(data) == media_type)


def _is_word(data: bytes) -> bool:
    """The main part is a Word document without macros. Only the table of contents is unpacked, and only so far."""
    parts = _parts(data)
    if "[Content_Types].xml" not in parts or any(part.lower().endswith("vbaproject.bin") for part in parts):
        return False
    return f"{WORD}.main+xml".encode() in _unpacked(data, "[Content_Types].xml")


def _is_open_document(data: bytes) -> bool:
    parts = _parts(data)
    with_macros = any(part.startswith(("Basic/", "Scripts/")) for part in parts)
    return "mimetype" in parts and not with_macros and _unpacked(data, "mimetype").strip() == ODT.encode()


def _is_text(data: bytes) -> bool:
    """UTF-8, or what older programs of Windows write; nothing that only a machine reads."""
    if filetype.guess(data) is not None:
        return False
    for encoding in ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\f\r" for sign in text)
    return False


def _parts(data: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return set(archive.namelist())
    except DAMAGED:
        return set()


def _unpacked(data: bytes, part: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(part).compress_type not in PACKED:
                return b""
            with archive.open(part) as file:
                return file.read(MEGABYTE)
    except DAMAGED:
        return b""


def _signed(media_type: str, *suffixes: str) -> Kind:
    return Kind(media_type, suffixes, partial(_has_signature, media_type))


KINDS = (
    _signed("application/pdf", "pdf"),
    _signed("image/png", "png"),
    _signed("image/jpeg", "jpg", "jpeg"),
    _signed("image/heic", "heic", "heif"),
    Kind(WORD, ("docx",), _is_word),
    Kind(ODT, ("odt",), _is_open_document),
    Kind("text/plain", ("txt",), _is_text),
)
SUFFIXES = tuple(suffix for kind in KINDS for suffix in kind.suffixes)


def checked_kind(name: str, data: bytes) -> Kind:
    """The kind of a file whose name and content agree; `Unsuitable` for every other."""
    suffix = name.rpartition(".")[2].lower()
    named = next((kind for kind in KINDS if suffix in kind.suffixes), None)
    if named is None:
        raise Unsuitable(_("Choose a PDF, a picture (PNG, JPEG or HEIC), or a document (Word .docx, .odt or .txt)"))
    if not named.is_this(data):
        raise Unsuitable(_("This file is not what its name says, has a macro or a password, or is damaged. "
                           "Save it as a PDF and choose that"))
    return named


def cleaned_name(given: str) -> str:
    """A name without a folder, and signs that cannot be seen, turn text round or mean something to a computer."""
    last = given.replace("\\", "/").rpartition("/")[2]
    plain = unicodedata.normalize("NFC", last)
    seen = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "C" and sign not in NOT_IN_NAMES)
    stem, _dot, suffix = " ".join(seen.split()).rpartition(".")
    return f"{stem.strip('. ')[:LONGEST_NAME] or 'document'}.{suffix.strip().lower()}"
