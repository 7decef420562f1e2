"""Filling a page's words with a service's own facts. A sentence about what is not set is left out whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tenants.registry.profile import ServiceProfile, today_in_the_uk
from tenants.registry.rules import RULES, own_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
MARK = re.compile(r"\s*(?:(?:[-*+>]|#+|\d+[.)])\s+)?")  # what makes a line a list entry, a quotation or a heading
HEADING = re.compile(r"(#+)\s")
SPECIAL_IN_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&!])")


def _on_one_line(value: str | None) -> str | None:
    return ", ".join(line.strip(" ,") for line in value.splitlines() if line.strip(" ,")) if value else None


def _provider(profile: ServiceProfile) -> str | None:
    provider = profile.provider_on(today_in_the_uk())
    return provider.name if provider else None


def _commissioner(profile: ServiceProfile) -> str | None:
    commissioner = profile.commissioner_on(today_in_the_uk())
    return commissioner.name if commissioner else None


# What a page may ask for by its name in braces; None is not set.
PLACEHOLDERS: Mapping[str, Callable[[ServiceProfile], str | None]] = {
    "service": lambda profile: profile.name,
    "short_name": lambda profile: profile.short_name,
    "phone": lambda profile: profile.contact.phone,
    "phone_link": lambda profile: profile.contact.phone_link,
    "phone_hours": lambda profile: profile.contact.phone_hours,
    "out_of_hours": lambda profile: profile.contact.out_of_hours,
    "email": lambda profile: profile.contact.email,
    "secure_email": lambda profile: profile.contact.secure_email,
    "address": lambda profile: _on_one_line(profile.contact.address),
    "website": lambda profile: profile.contact.website,
    "controller": lambda profile: profile.controller.name,
    "ico_number": lambda profile: profile.controller.ico_number,
    "lawful_basis": lambda profile: profile.controller.lawful_basis,
    "retention": lambda profile: profile.controller.retention,
    "privacy_email": lambda profile: profile.controller.privacy_contact.email,
    "privacy_address": lambda profile: _on_one_line(profile.controller.privacy_contact.address),
    "protection_officer_email": lambda profile: profile.controller.protection_officer.email,
    "provider": _provider,
    "commissioner": _commissioner,
    "harmed": lambda profile: own_words(profile).harmed.one,
    "responsible": lambda profile: own_words(profile).responsible.one,
    "worker": lambda profile: own_words(profile).worker.one,
    "workers": lambda profile: own_words(profile).worker.many,
    "referrer": lambda profile: own_words(profile).referrer.one,
    "meeting": lambda profile: own_words(profile).meeting.one,
    **RULES,
}


def unknown_placeholders(text: str) -> list[str]:
    """Names in braces that mean nothing here, such as a slip of the pen."""
    return sorted(set(PLACEHOLDER.findall(text)) - set(PLACEHOLDERS))


def fill(text: str, profile: ServiceProfile) -> str:
    """Put a service's facts into Markdown.

    What is not set takes its sentence with it, and its list entry, line or heading when nothing else is left there.
    """
    values = {name: PLACEHOLDERS[name](profile) for name in set(PLACEHOLDER.findall(text))}
    blocks = _blocks(text)
    kept = [_whole_sentences(block, values) for block in blocks]
    if kept != blocks:
        left = [block for block, before in zip(kept, blocks, strict=True) if block or not before]
        kept = _without_bare_headings(left)
    filled = PLACEHOLDER.sub(lambda found: _as_markdown(values[found[1]] or ""), "\n".join(kept))
    return re.sub(r"\n{3,}", "\n\n", filled).strip() + "\n"


def _blocks(text: str) -> list[str]:
    """Lines that belong together: a paragraph however it was wrapped, a list entry, a heading; an empty line is one."""
    blocks: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        continues = blocks and blocks[-1] and stripped and not (MARK.match(line) or [""])[0].strip()
        if continues and not HEADING.match(blocks[-1]):
            blocks[-1] += "\n" + line
        else:
            blocks.append(line if stripped else "")
    return blocks


def _whole_sentences(block: str, values: Mapping[str, str | None]) -> str:
    mark = (MARK.match(block) or [""])[0]
    sentences = SENTENCE_END.split(block.removeprefix(mark))
    kept = [sentence for sentence in sentences if all(values[name] for name in PLACEHOLDER.findall(sentence))]
    if len(kept) == len(sentences):
        return block
    return mark + " ".join(kept) if kept else ""


def _without_bare_headings(blocks: list[str]) -> list[str]:
    """Leave out a heading under which nothing is left: what follows is its equal, its better or the end."""
    kept: list[str] = []
    level_below: int | None = 0  # of the heading that comes next; None when words come next, 0 at the end
    for block in reversed(blocks):
        heading = HEADING.match(block)
        level = len(heading[1]) if heading else None
        if level and level_below is not None and level >= level_below:
            continue
        if block:
            level_below = level
        kept.append(block)
    return kept[::-1]


def _as_markdown(value: str) -> str:
    """A value stands for itself: a star in a name makes nothing bold."""
    return SPECIAL_IN_MARKDOWN.sub(r"\\\1", value)
