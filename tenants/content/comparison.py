"""Two wordings side by side: what was taken out and what was put in, word for word."""

from __future__ import annotations

import hashlib
import re
from difflib import SequenceMatcher

from flask_babel import gettext as _
from markupsafe import Markup, escape

from tenants.registry.texts import Text

TAKEN = Markup('<del><span class="govuk-visually-hidden">{spoken} </span>{text}</del>')
PUT = Markup('<ins><span class="govuk-visually-hidden">{spoken} </span>{text}</ins>')
_WORD = re.compile(r"(?:[-*#>]+[ \t]+)?\S+\s*|\s+")  # the mark of a list or heading stays with its first word


def changed_words(before: str, after: str) -> Markup:
    """``after`` with what was taken out and put in marked, also for those who hear it."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    parts: list[Markup] = []
    for what, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        taken, put = "".join(old[start:end]), "".join(new[new_start:new_end])
        if what == "equal":
            parts.append(escape(put))
            continue
        if taken:
            parts.append(_marked(TAKEN, _("taken out:"), taken))
        if put:
            parts.append(_marked(PUT, _("put in:"), put))
    return Markup("").join(parts)


def differences(before: Text | None, after: Text) -> list[tuple[str, Markup]]:
    """The parts of a text that differ, by name, each with its words marked."""
    old, new = _parts(before), _parts(after)
    return [(name, changed_words(old.get(name, ""), value)) for name, value in new.items()
            if old.get(name, "") != value]


def fingerprint(document: Text | None) -> str | None:
    """Tells whether a text still says the same; its place in the order does not matter."""
    if document is None:
        return None
    return hashlib.sha256(document.model_dump_json(exclude={"position"}).encode()).hexdigest()[:16]


def _parts(document: Text | None) -> dict[str, str]:
    if document is None:
        return {}
    values = document.model_dump(mode="json", exclude={"position"})
    return {name: ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
            for name, value in values.items()}


def _marked(mark: Markup, spoken: str, words: str) -> Markup:
    text = words.rstrip()
    return mark.format(spoken=spoken, text=text) + words[len(text):]
