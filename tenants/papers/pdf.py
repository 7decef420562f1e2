"""A letter as a tagged PDF (PDF/UA-1), from one side's view and the service's own details."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst
from flask import current_app

from concord.web.colours import Colours
from concord.web.translations import uk_date
from tenants.leaflet.markup import read_markdown
from tenants.papers.letters import Letter, Sender, fill
from tenants.papers.side import SideView

PAPER = Path(__file__).with_name("letter.typ").read_bytes()


@dataclass(frozen=True)
class Letterhead:
    """What stands at the top. Where the post may be seen by others it is empty, and so is the envelope."""

    service: str
    colours: Colours


def letter_pdf(  # noqa: PLR0913, PLR0917 - what a letter is made of
    letter: Letter, view: SideView, sender: Sender, head: Letterhead, own_words: str, written_on: date
) -> bytes:
    """The finished letter."""
    words = fill(letter, view, sender, own_words)
    content = {
        "title": letter.title, "service": head.service, "letterhead": head.service, "language": "en",
        "colours": asdict(head.colours), "address": f"{view.name}\n{view.address}", "day": uk_date(written_on),
        "words": read_markdown(words, ""),
    }
    return bytes(typst.compile(
        PAPER, format="pdf", pdf_standards=["ua-1"], sys_inputs={"letter": json.dumps(content)},
        font_paths=current_app.extensions["concord.leaflet_fonts"], ignore_system_fonts=True,
        timestamp=datetime.combine(written_on, time(), UTC),
    ))
