"""Typed text, made plain: one spelling for each letter, one kind of line end, nothing that cannot be seen."""

from __future__ import annotations

import unicodedata

from flask_babel import gettext as _

# Copied from phones, chats and word processors without anyone's wish: direction marks, zero-width spaces, BOM.
UNSEEN = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD]
)
LINE_ENDS = {ord(mark): "\n" for mark in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
ALLOWED = {"\n", "\t"}


def tidy(text: str) -> str:
    """Line ends as ``\\n``, letters composed (NFC), unseen marks and outer spaces away. Refuses control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(LINE_ENDS).translate(UNSEEN)
    text = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in ALLOWED for letter in text):
        raise ValueError(_("Take out the characters that cannot be shown. They may come from copying and pasting."))
    return text.strip()


def tidy_line(text: str) -> str:
    """The same for an answer of one line: every run of white space becomes one space."""
    return " ".join(tidy(text).split())
