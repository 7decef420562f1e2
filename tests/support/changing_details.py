"""What tests of a service's details share: the pages, what is stored, and two small pictures."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from sqlalchemy import text
from werkzeug.test import TestResponse

from concord.database import db
from harness import Service, Visitor, World, find_form, form_values, soup
from tenants.registry.queries import current_profile

DETAILS = "/team/setup/details"
CONTACT, MAIL, INFORMATION = f"{DETAILS}/contact", f"{DETAILS}/mail", f"{DETAILS}/information"
WORDING, POLICY, BRAND = f"{DETAILS}/wording", f"{DETAILS}/policy", f"{DETAILS}/brand"
LOGO, HISTORY = f"{DETAILS}/logo", f"{DETAILS}/history"
PAGES = (CONTACT, MAIL, INFORMATION, WORDING, POLICY, BRAND, LOGO, HISTORY)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4" /></svg>'


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*, width: int = 3, rows: int = 2, extra: bytes = b"", header: bytes = b"", end: bytes = b"") -> bytes:
    """A picture of two rows; with something wrong about it on request."""
    head = header or struct.pack(">IIBBBBB", width, 2, 8, 6, 0, 0, 0)
    pixels = png_chunk(b"IDAT", zlib.compress((b"\0" + b"\1\2\3\4" * width) * rows))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + extra + pixels + png_chunk(b"IEND", b"") + end


def as_opened(visitor: Visitor, page: str) -> dict[str, Any]:
    """What a browser would send from the page, every ticked box of several among it."""
    form = find_form(soup(visitor.get(page)))
    ticked: dict[str, list[str]] = {}
    for box in form.select("[type=checkbox][checked]"):
        ticked.setdefault(str(box["name"]), []).append(str(box["value"]))
    return form_values(form) | ticked


def versions(world: World, service: Service) -> int:
    """How many versions of its profile a service has."""
    with world.inside(service):
        count: int = db.session.execute(text("SELECT count(*) FROM service_profiles")).scalar_one()
    return count


def document(world: World, service: Service) -> dict[str, Any]:
    """What its profile says now."""
    with world.inside(service):
        return current_profile().model_dump(mode="json", by_alias=True)


def faults(answer: TestResponse) -> list[str]:
    """What stands beside the boxes."""
    return [" ".join(message.get_text().split()) for message in soup(answer).select("main form .govuk-error-message")]
