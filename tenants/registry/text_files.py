"""Texts as files: pages as Markdown, and questions, films, stories and statistics as lists in a TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _

from tenants.registry.faults import ProfileError
from tenants.registry.files import noting, parse_toml, read_text
from tenants.registry.texts import (
    DOCUMENTS,
    LISTS,
    PageNames,
    PageText,
    Text,
    TextKey,
    TextKind,
    check_key,
    read_document,
)

DEFAULTS = Path(__file__).parent / "defaults"
TEXTS_IN_FILE = frozenset({"pages", *LISTS})


def texts_of(data: Mapping[str, Any]) -> dict[TextKey, Text]:
    """The questions, films, stories and statistics of a file; `ProfileError` with every fault."""
    faults: list[str] = []
    texts = _listed_texts(data, faults)
    if faults:
        raise ProfileError(faults)
    return texts


@cache
def default_texts(language: str = "en") -> Mapping[TextKey, Text]:
    """The national wording of every page and question, which a service shows until it has its own."""
    folder = DEFAULTS if language == "en" else DEFAULTS / language
    texts: dict[TextKey, Text] = {
        (TextKind.PAGE, path.stem): read_page(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(folder.glob("*.md"))
    }
    for path in folder.glob("*.toml"):
        texts |= texts_of(parse_toml(path.read_text(encoding="utf-8")))
    return MappingProxyType(texts)


def read_page(text: str, name: str) -> PageText:
    """Read a page: ``# Title`` on the first line, then Markdown. ``name`` is what a fault is reported under."""
    first, _newline, rest = text.lstrip("\ufeff").partition("\n")
    if not first.startswith("# "):
        raise ProfileError([_("%(page)s: must start with a line such as “# Title”", page=name)])
    return read_document(PageText, {"title": first.removeprefix("# "), "body": rest}, name)


def read_texts(folder: Path, data: Mapping[str, Any], faults: list[str]) -> dict[TextKey, Text]:
    """All texts of a pack, the pages from ``pages/*.md`` in its folder; what is wrong is added to ``faults``."""
    texts = _listed_texts(data, faults)
    for name in _page_names(data, faults):
        page_file = f"pages/{name}.md"
        with noting(faults):
            texts[TextKind.PAGE, name] = read_page(read_text(folder / page_file, page_file), page_file)
    return texts


def _listed_texts(data: Mapping[str, Any], faults: list[str]) -> dict[TextKey, Text]:
    texts: dict[TextKey, Text] = {}
    for name, kind in LISTS.items():
        entries = data.get(name, [])
        for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
            where = f"{name}.{number}"
            with noting(faults):
                key = check_key(entry.get("key") if isinstance(entry, dict) else None, where)
                if (kind, key) in texts:
                    raise ProfileError([f"{where}.key: {_('names the same thing twice')}"])
                document = {"position": number * 10} | {part: value for part, value in entry.items() if part != "key"}
                texts[kind, key] = read_document(DOCUMENTS[kind], document, where)
    return texts


def _page_names(data: Mapping[str, Any], faults: list[str]) -> tuple[str, ...]:
    """The pages a file names, as far as they can be file names."""
    try:
        return read_document(PageNames, {"pages": data.get("pages", [])}).pages
    except ProfileError as error:
        faults.extend(error.messages)
        return ()
