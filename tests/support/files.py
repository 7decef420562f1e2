"""Small files of every kind that people send, and some that are not what they say."""

from __future__ import annotations

import io
import zipfile

WORD_TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
MACRO_TYPES = WORD_TYPES.replace("vnd.openxmlformats-officedocument.wordprocessingml.document", "vnd.ms-word.document"
                                 ".macroEnabled")


def zipped(packing: int = zipfile.ZIP_STORED, /, **parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(30)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(30) + b"\xff\xd9"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(30)
DOCX = zipped(**{"[Content_Types].xml": WORD_TYPES, "word/document.xml": "<w/>"})
DOCM = zipped(**{"[Content_Types].xml": MACRO_TYPES, "word/document.xml": "<w/>", "word/vbaProject.bin": "x"})
DOCX_WITH_MACRO = zipped(**{"[Content_Types].xml": WORD_TYPES, "word/vbaProject.bin": "x"})
_PACKED_DOCX = zipped(zipfile.ZIP_DEFLATED, **{"[Content_Types].xml": WORD_TYPES})
_FIRST_PART = 30 + len("[Content_Types].xml")  # what is packed follows the part's head and name
DAMAGED_DOCX = _PACKED_DOCX[:_FIRST_PART] + b"\xff" + _PACKED_DOCX[_FIRST_PART + 1:]
DOCX_IN_A_RARE_PACKING = zipped(zipfile.ZIP_LZMA, **{"[Content_Types].xml": WORD_TYPES})
ODT = zipped(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<o/>"})
ODT_WITH_MACRO = zipped(mimetype="application/vnd.oasis.opendocument.text", **{"Basic/script-lc.xml": "<o/>"})
PROGRAM = b"MZ\x90\0" + bytes(100)
PAGE = b"<!doctype html><script>alert(1)</script>"
