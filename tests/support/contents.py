"""What services say in public, as tests put it there. Call these inside a service's scope."""

from __future__ import annotations

from tenants.content.models import TextName
from tenants.content.service import publish, save
from tenants.registry.texts import PageText, TextKind


def publish_page(slug: str, title: str, body: str, language: str = "en") -> None:
    name = TextName(TextKind.PAGE, slug, language)
    publish(name, save(name, PageText(title=title, body=body)))
