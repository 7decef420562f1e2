"""The verbs of content: save a wording, publish it, go back to the national one. The only writers of its tables."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from concord.audit.service import own_actor_id, record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from tenants.content import policy
from tenants.content.comparison import fingerprint
from tenants.content.models import TextName, TextPublication, TextVersion
from tenants.content.standing import Translation, standing
from tenants.registry.packs import Pack
from tenants.registry.profile import ProfileError
from tenants.registry.queries import current_profile
from tenants.registry.text_files import default_texts
from tenants.registry.texts import DOCUMENTS, Text, TextKind

ENGLISH = Translation()


class ChangedMeanwhile(Exception):
    """Somebody else saved a newer version than the one this change was made from."""


class NotFit(ProfileError):
    """A text breaks a rule for what may stand in public. ``messages`` says how to mend it."""


def store_pack(pack: Pack) -> None:
    """Publish every text that a new organisation brings; a story without its teller's consent stays a draft."""
    for (kind, key), document in pack.texts.items():
        name = TextName(kind, key)
        try:
            number = save(name, document)
        except NotFit as refused:
            raise ProfileError([f"{kind}.{key}: {message}" for message in refused.messages]) from None
        if not policy.missing_to_publish(document):
            publish(name, number)


def one_at_a_time() -> None:
    """Whoever writes a text of the bound service waits until another who does so is done: numbers are given once."""
    name = f"{scope.current_tenant_id()} texts"
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def save(
    name: TextName, document: Text, *, based_on: int | None = None, translation: Translation = ENGLISH,
    sees_national: bool = False,
) -> int:
    """A new version, not shown yet; returns its number. ``based_on`` is the version it was written over.

    ``sees_national``: the writer has the national text of today in mind; else a change of it stays to be looked at.
    """
    _check(name, document)
    one_at_a_time()
    before = _newest(name)
    newest = before.number if before else 0
    if based_on is not None and based_on != newest:
        raise ChangedMeanwhile
    national = fingerprint(default_texts(name.language).get((name.kind, name.key)))
    version = TextVersion(
        id=uuid7(), **name._asdict(), number=newest + 1, document=document.model_dump(mode="json"),
        default_seen=before.default_seen if before and not sees_national else national,
        english_number=translation.english_number, reviewed_by=translation.reviewed_by,
        reviewed_on=translation.reviewed_on, created_by=own_actor_id(), created_at=func.clock_timestamp(),
    )
    db.session.add(version)
    db.session.flush()
    record_act("change", "text", version.id, **_named(name), number=version.number)
    return version.number


def keep(
    name: TextName, document: Text, *, based_on: int, translation: Translation = ENGLISH, show: bool = False
) -> None:
    """What an editor does: keep the words as a draft or show them at once. What did not change is not kept again."""
    before = standing(name)
    if not before.is_own and document == before.default:
        if show and before.hidden:
            publish(name, None)
        return
    same = (document, translation) == (before.document, before.translation)
    if based_on == before.newest and before.is_own and same:
        number = before.newest
    else:
        number = save(name, document, based_on=based_on, translation=translation, sees_national=not before.is_own)
    if show:
        publish(name, number)


def keep_own(name: TextName) -> None:
    """The national text moved on, was read, and the service stays with its own words."""
    before = standing(name)
    if before.document is None:
        raise LookupError(name)
    number = save(name, before.document, translation=before.translation, sees_national=True)
    if not before.is_waiting:
        publish(name, number)


def restore(name: TextName, number: int) -> int:
    """An old version again, as a new draft."""
    old = _version(name, number)
    translation = Translation(old.english_number, old.reviewed_by, old.reviewed_on)
    return save(name, DOCUMENTS[name.kind].model_validate(old.document), translation=translation)


def publish(name: TextName, number: int | None) -> None:
    """Show a version from now on; without a number, the national text again, or nothing where there is none."""
    if number is not None:
        version = _version(name, number)
        missing = policy.missing_to_publish(DOCUMENTS[name.kind].model_validate(version.document))
        if name.language == "cy" and version.reviewed_by is None:
            missing.append(_("Say who reviewed the Welsh text, and when."))
        if missing:
            raise NotFit(missing)
    _add_publication(name, number)


def take_off(name: TextName) -> None:
    """Show neither the service's own text nor the national one."""
    if name.kind == TextKind.PAGE and (name.kind, name.key) in default_texts():
        raise NotFit([_("This page cannot be taken off the site.")])
    _add_publication(name, None, hidden=True)


def _add_publication(name: TextName, number: int | None, *, hidden: bool = False) -> None:
    publication = TextPublication(
        id=uuid7(), **name._asdict(), number=number, hidden=hidden, published_by=own_actor_id(),
        published_at=func.clock_timestamp(),
    )
    db.session.add(publication)
    db.session.flush()
    record_act("publish", "text", publication.id, **_named(name), number=number, hidden=hidden)


def _check(name: TextName, document: Text) -> None:
    if policy.is_locked(name.kind, name.key) and current_profile().kind == "service":
        raise NotFit([_("This page is the same at every service and cannot be changed.")])
    faults = policy.faults(name, document)
    if faults:
        raise NotFit(faults)


def _newest(name: TextName) -> TextVersion | None:
    statement = select(TextVersion).filter_by(**name._asdict()).order_by(TextVersion.number.desc()).limit(1)
    return db.session.execute(statement).scalar_one_or_none()


def _version(name: TextName, number: int) -> TextVersion:
    return db.session.execute(select(TextVersion).filter_by(**name._asdict(), number=number)).scalar_one()


def _named(name: TextName) -> dict[str, str]:
    return {part: str(value) for part, value in name._asdict().items()}

