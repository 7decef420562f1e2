"""Reads of how far a service has come with Welsh."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from concord.database import db
from tenants.content import queries as content
from tenants.content.models import TextName
from tenants.registry.queries import current_profile
from tenants.welsh.models import WelshReview
from tenants.welsh.texts import fingerprint


@dataclass(frozen=True)
class State:
    """Whether visitors can choose Welsh, and who read the national Welsh texts last."""

    is_on: bool
    review: WelshReview | None

    @property
    def is_outdated(self) -> bool:
        """The national Welsh texts changed after they were read."""
        return self.review is not None and self.review.fingerprint != fingerprint()


@dataclass(frozen=True)
class OwnText:
    """A text of the service's own, by its title."""

    name: TextName
    title: str


@dataclass(frozen=True)
class OwnTexts:
    """What visitors who chose Welsh read in English, and what says something else in Welsh than in English."""

    only_english: list[OwnText]
    behind: list[OwnText]


def own_texts() -> OwnTexts:
    """What of the service's own texts still wants work in Welsh."""
    titles = content.own_titles()

    def titled(names: list[TextName]) -> list[OwnText]:
        return [OwnText(name._replace(language="cy"), titles.get(name[:2]) or name.key) for name in names]

    return OwnTexts(titled(content.unreviewed_welsh()), titled(content.welsh_behind()))


def newest_review() -> WelshReview | None:
    """Who read the national Welsh texts last, and when."""
    statement = select(WelshReview).order_by(WelshReview.recorded_at.desc(), WelshReview.id.desc()).limit(1)
    return db.session.execute(statement).scalar_one_or_none()


def state() -> State:
    """How far the bound service is with Welsh."""
    return State("cy" in current_profile().languages, newest_review())
