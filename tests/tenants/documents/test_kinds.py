"""Which files are taken, and under which names."""

from __future__ import annotations

import files
import pytest
from flask import Flask

from tenants.documents.kinds import Unsuitable, checked_kind, cleaned_name


@pytest.mark.parametrize(("name", "data", "media_type"), [
    ("letter.pdf", files.PDF, "application/pdf"), ("photo.PNG", files.PNG, "image/png"),
    ("photo.jpg", files.JPEG, "image/jpeg"), ("photo.jpeg", files.JPEG, "image/jpeg"),
    ("photo.heic", files.HEIC, "image/heic"),
    ("report.docx", files.DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("report.odt", files.ODT, "application/vnd.oasis.opendocument.text"),
    ("notes.txt", "Siân, tŷ bach\r\n".encode(), "text/plain"), ("notes.txt", b"caf\xe9", "text/plain"),
])
def test_a_file_is_taken_when_its_name_says_what_it_is(name: str, data: bytes, media_type: str) -> None:
    assert checked_kind(name, data).media_type == media_type


@pytest.mark.parametrize(("name", "data"), [
    ("letter.pdf", files.PNG), ("letter.pdf", files.PAGE), ("photo.png", files.JPEG), ("report.docx", files.ODT),
    ("report.odt", files.DOCX), ("report.docx", files.PDF), ("notes.txt", files.PDF), ("notes.txt", files.PROGRAM),
    ("letter.pdf", files.PROGRAM), ("report.docx", b"PK\x03\x04 broken"), ("notes.txt", b"a\0b"),
    ("report.docx", files.DOCM), ("report.docx", files.DOCX_WITH_MACRO), ("report.odt", files.ODT_WITH_MACRO),
    ("report.docm", files.DOCM), ("report.doc", files.DOCX), ("page.html", files.PAGE), ("run.exe", files.PROGRAM),
    ("picture.svg", b"<svg/>"), ("archive.zip", files.ODT), ("letter.pdf.exe", files.PDF),
    ("report.docx", files.DAMAGED_DOCX), ("report.docx", files.DOCX_IN_A_RARE_PACKING),
    ("report.docx", files.DOCX.replace(b"PK\1\2", b"PK\1\3")),
])
def test_a_file_that_is_not_what_it_says_or_could_act_is_refused(app: Flask, name: str, data: bytes) -> None:
    with app.test_request_context(), pytest.raises(Unsuitable, match="PDF"):
        checked_kind(name, data)


@pytest.mark.parametrize(("given", "kept"), [
    ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\Users\\Me\\letter.PDF", "letter.pdf"), ("a\r\nb\0.pdf", "ab.pdf"),
    ("let\u202efdp.pdf", "letfdp.pdf"), ("\u2066x\u2069.txt", "x.txt"), ('<b>"x"</b>.pdf', "b.pdf"),
    ("  two   words .pdf", "two words.pdf"), (".pdf", "document.pdf"), ("Llythyr Siân.pdf", "Llythyr Siân.pdf"),
    ("x" * 300 + ".pdf", "x" * 100 + ".pdf"), ("/", "document."),
])
def test_a_name_loses_what_could_lead_astray(given: str, kept: str) -> None:
    assert cleaned_name(given) == kept
