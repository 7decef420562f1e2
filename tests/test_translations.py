"""Every sentence that people see can be translated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted(path for top in ("platform/concord", "tenants", "admin") for path in (ROOT / top).rglob("*.html"))
MARKED = (
    r"\{#.*?#\}", r"\{% block width %\}[\w-]*\{% endblock %\}",
    r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", r"\{\{.*?\}\}", r"\{%.*?%\}", r"<!--.*?-->", r"<[^>]*>",
    r"&[a-z]+;|&#\d+;",
)
# Attributes that are read out or shown.
SPOKEN = re.compile(r'\b(?:alt|title|aria-label|placeholder)="([^"{]*[A-Za-z][^"{]*)"')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_no_words_of_its_own(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    left = source
    for part in MARKED:
        left = re.sub(part, " ", left, flags=re.DOTALL)
    words = [line.strip() for line in left.splitlines() if re.search(r"[A-Za-z]{2}", line)]
    assert words == []
    assert SPOKEN.findall(source) == []


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 30
