"""Tables in files: read whatever people save from a spreadsheet, and write what a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice

import filetype
from flask_babel import gettext as _

from tenants.documents.kinds import MEGABYTE, Unsuitable

LARGEST_MEGABYTES, MOST_ROWS, MOST_COLUMNS = 5, 5_000, 40
UNPACKED_MEGABYTES, MOST_PARTS = 60, 200  # of a spreadsheet, which is an archive
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
CSV, XLSX = "csv", "xlsx"
MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What is cut, changed or made up: the libraries let through whatever they stumble over.
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, OSError, EOFError, RuntimeError, ValueError,
           TypeError, AttributeError, LookupError, NotImplementedError)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # by which a spreadsheet takes a text for something to work out
Line = tuple[int, list[str]]


def read_sheet(name: str, data: bytes) -> list[Line]:
    """The lines of a file that hold something, each with its number. `Unsuitable` says why a file is not taken."""
    if not data:
        raise Unsuitable(_("This file is empty"))
    if len(data) > LARGEST_MEGABYTES * MEGABYTE:
        raise Unsuitable(_("Choose a file of %(size)s MB or less", size=LARGEST_MEGABYTES))
    suffix, packed = name.rpartition(".")[2].lower(), data.startswith(b"PK\x03\x04")
    if suffix not in {CSV, XLSX}:
        raise Unsuitable(_("Choose a CSV file or an Excel workbook (.xlsx)"))
    if packed != (suffix == XLSX):
        raise Unsuitable(_("This file is not what its name says. Save it again as CSV or as an Excel workbook (.xlsx)"))
    lines = _workbook(data) if packed else _csv(data)
    if len(lines) > MOST_ROWS + 1:
        raise Unsuitable(_("Send %(most)s rows or fewer at a time", most=f"{MOST_ROWS:,}"))
    return lines


def write_sheet(kind: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A file of these rows in which no cell is a formula."""
    lines = ([harmless(cell) for cell in row] for row in (head, *rows))
    return _written_csv(lines) if kind == CSV else workbook({"Concord": lines})


def workbook(sheets: dict[str, Iterable[Sequence[str]]]) -> bytes:
    from openpyxl import Workbook  # large, and few processes write one
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book, file = Workbook(write_only=True), io.BytesIO()
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in line])
    book.save(file)
    return file.getvalue()


def harmless(cell: str) -> str:
    """What begins like a formula gets an apostrophe, which `plain` takes off again."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _written_csv(lines: Iterable[Sequence[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(lines)
    return file.getvalue().encode("utf-8-sig")  # by the mark at its beginning Excel knows the letters


def _csv(data: bytes) -> list[Line]:
    text = _decoded(data)
    first = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        return _filled((reader.line_num, [plain(cell) for cell in row[:MOST_COLUMNS]]) for row in reader)
    except csv.Error:
        raise _damaged() from None


def _decoded(data: bytes) -> str:
    """UTF-8, or what Excel writes on Windows; nothing that only a machine reads."""
    if filetype.guess(data) is not None or b"\0" in data:
        raise _damaged()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _damaged()


def _workbook(data: bytes) -> list[Line]:
    """The first sheet. Formulas stay the text they are, and nothing outside the file is asked for."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _refuse_bomb(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        rows = book.worksheets[0].iter_rows(max_row=2 * MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        return _filled((number, [plain(_text(cell)) for cell in row]) for number, row in enumerate(rows, 1))
    except Unsuitable:
        raise
    except (*DAMAGED, InvalidFileException):
        raise _damaged() from None


def _refuse_bomb(data: bytes) -> None:
    """What the archive says it holds is all that is ever unpacked of it, so its table of contents is enough."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > UNPACKED_MEGABYTES * MEGABYTE:
        raise Unsuitable(_("This workbook holds too much. Copy the rows to a new one, and send that"))
    if any(part.compress_type not in PACKED for part in parts):
        raise _damaged()


def _filled(lines: Iterable[Line]) -> list[Line]:
    """Lines that hold something: no more than shows that there are too many."""
    held = ((number, _trimmed(line)) for number, line in lines if any(cell.strip() for cell in line))
    return list(islice(held, MOST_ROWS + 2))


def _trimmed(line: list[str]) -> list[str]:
    """Without the empty cells at its end."""
    while not line[-1].strip():
        line.pop()
    return line


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(getattr(cell, "text", cell))  # a formula for several cells has its text inside


def _damaged() -> Unsuitable:
    return Unsuitable(_("We cannot read this file. Save it again as CSV or as an Excel workbook (.xlsx)"))
