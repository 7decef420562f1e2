"""Files that a professional adds: about one person, with the draft or with the referral, and never left behind."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import files
import pytest
from clamd_peer import EICAR, clamd
from refer_form import HARMED, PERSON, WORK, Journey, check_page, share_cookies
from signing_in import csrf_of
from sqlalchemy import func, select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from concord.app import create_app
from concord.audit.models import AuditEntry
from concord.database import db
from concord.identity.permissions import Role
from harness import Service, Visitor, World, find_form, form_values, page_text, soup
from tenants.documents.kinds import MEGABYTE
from tenants.documents.models import Document
from tenants.referrals import drafts
from tenants.referrals.models import Referral, ReferralDocument, ReferralDraft

TWO: Journey = WORK | {"people": {"p1": PERSON, "p2": PERSON | {"person-name": {"name": "Huw Example"}}}}
PAGE = "/refer/people/p1/files"


@pytest.fixture
def visitor(world: World, service: Service) -> Visitor:
    """A professional who has told us of two people and sent nothing yet."""
    visitor = world.visitor(service)
    check_page(world, visitor, TWO)
    return visitor


@pytest.fixture
def scanning(world: World) -> Iterator[World]:
    with clamd() as address:
        yield replace(world, app=create_app(world.settings.model_copy(update={"clamav": address})))


def add(visitor: Visitor, data: bytes = files.PDF, name: str = "letter.pdf", page: str = PAGE) -> TestResponse:
    hidden = form_values(find_form(soup(visitor.get(page))))
    return post(visitor, page, hidden | {"file": FileStorage(io.BytesIO(data), name)})


def post(visitor: Visitor, page: str, fields: dict[str, Any]) -> TestResponse:
    """Send a form with a file, whole in memory: the test client's own way leaves large files open."""
    boundary, body = encode_multipart(fields)
    return visitor.post(
        page, input_stream=io.BytesIO(body), content_length=len(body),
        content_type=f'multipart/form-data; boundary="{boundary}"',
    )


def send(visitor: Visitor) -> None:
    visitor.submit("/refer/check")
    assert "TST-" in page_text(visitor.follow())


def stored(world: World, service: Service) -> list[Path]:
    return [file for file in (world.settings.data / "s3").rglob("*") if file.is_file() and str(service.id) in str(file)]


def counted(world: World, service: Service) -> tuple[int, int]:
    with world.inside(service):
        tables = (Document, ReferralDocument)
        documents, links = (db.session.execute(select(func.count()).select_from(one)).scalar_one() for one in tables)
    return documents, links


def team_page(world: World, service: Service, name: str) -> tuple[Visitor, str]:
    """Somebody of the team, and the address of the referral of one person."""
    team = world.staff(service, Role.CASE_COORDINATOR)
    row = next(row for row in soup(team.get("/team/referrals")).select("tbody tr") if name in row.get_text())
    link = row.find("a")
    assert link is not None
    return team, str(link["href"])


def link_to_file(team: Visitor, referral: str) -> str:
    return str(soup(team.get(referral)).select("a[href*=documents]")[0]["href"])


def test_a_file_is_added_listed_and_removed(world: World, service: Service, visitor: Visitor) -> None:
    assert add(visitor).status_code == 303
    page = page_text(visitor.follow())
    assert "letter.pdf" in page
    assert "You added 1 file." in page_text(visitor.get("/refer/people/p1"))
    assert "letter.pdf" not in page_text(visitor.get("/refer/people/p2/files"))
    first, second = page_text(visitor.get("/refer/check")).split("Person 2")
    assert "Files letter.pdf" in first
    assert "Files None" in second
    back = soup(visitor.get(f"{PAGE}?change=1")).select_one("a.govuk-button")
    assert back is not None
    assert back["href"] == "/refer/check"
    visitor.submit(PAGE, action="/remove")
    assert "letter.pdf" not in page_text(visitor.follow())
    world.run_outbox(service)
    assert (counted(world, service), stored(world, service)) == ((0, 0), [])


@pytest.mark.parametrize(("data", "suffix", "said"), [
    (files.DOCM, "docm", "Choose a PDF"), (files.PROGRAM, "pdf", "not what its name says"),
    (b"", "pdf", "This file is empty"), (files.PDF + bytes(10 * MEGABYTE), "pdf", "10 MB or less"),
])
def test_what_is_not_taken_is_said_next_to_the_field(  # noqa: PLR0917 - its parameters
    world: World, service: Service, visitor: Visitor, data: bytes, suffix: str, said: str
) -> None:
    answer = add(visitor, data, f"letter.{suffix}")
    assert answer.status_code == 422
    message = soup(answer).select_one("#file-error")
    assert message is not None
    assert said in message.get_text()
    assert counted(world, service) == (0, 0)
    assert stored(world, service) == []


def test_nothing_chosen_is_said_and_more_than_a_request_may_bring_is_refused(visitor: Visitor) -> None:
    answer = visitor.submit(PAGE, content_type="multipart/form-data")
    assert (answer.status_code, "Choose a file" in page_text(answer)) == (422, True)
    too_big = add(visitor, bytes(13 * MEGABYTE))
    assert too_big.status_code == 413
    assert soup(too_big).find("a", href="/exit") is not None
    assert "estorative" not in str(soup(too_big).title), "the browser's history tells what the site is about"


def test_three_files_a_person_are_enough(visitor: Visitor) -> None:
    for number in range(3):
        assert add(visitor, name=f"{number}.pdf").status_code == 303
    page = visitor.get(PAGE)
    assert soup(page).select_one("[type=file]") is None
    assert "You can add 3 files for each person." in page_text(page)
    token = {"csrf_token": csrf_of(visitor), "file": FileStorage(io.BytesIO(files.PDF), "4.pdf")}
    assert post(visitor, PAGE, token).status_code == 422


def test_the_same_form_sent_twice_adds_one_file(world: World, service: Service, visitor: Visitor) -> None:
    form = soup(visitor.get(PAGE)).select_one("main form[enctype]")
    assert form is not None
    hidden: dict[str, Any] = {str(field["name"]): field["value"] for field in form.select("[type=hidden]")}
    for _time in range(2):
        sent = hidden | {"file": FileStorage(io.BytesIO(files.PDF), "letter.pdf")}
        assert post(visitor, PAGE, sent).status_code == 303
    assert counted(world, service) == (1, 1)


def test_only_a_professional_can_add_files_and_only_to_their_own_people(world: World, service: Service) -> None:
    alone = world.visitor(service)
    check_page(world, alone, HARMED)
    token = csrf_of(alone)
    for path in (PAGE, "/refer/people/p9/files"):
        assert alone.get(path).status_code == 303
        fields = {"csrf_token": token, "file": FileStorage(io.BytesIO(files.PDF), "4.pdf")}
        assert post(alone, path, fields).status_code == 303
    stranger = world.visitor(service)
    assert stranger.get(PAGE).status_code == 303
    assert counted(world, service) == (0, 0)


def test_at_sending_each_file_goes_with_its_own_person(world: World, service: Service, visitor: Visitor) -> None:
    add(visitor, name="about-alys.pdf")
    add(visitor, files.PNG, "about-huw.png", "/refer/people/p2/files")
    send(visitor)
    with world.inside(service):
        found = db.session.execute(select(ReferralDocument.draft_id, ReferralDocument.referral_id)).all()
        assert {row.draft_id for row in found} == {None}
        assert {row.referral_id for row in found} == set(db.session.scalars(select(Referral.id)))
    team, alys = team_page(world, service, "Alys Example")
    words = page_text(team.get(alys))
    assert "about-alys.pdf" in words
    assert "about-huw" not in words
    assert "Not scanned" in words


@pytest.mark.parametrize("end", ["expiry", "left", "deleted", "person"])
def test_files_die_with_the_draft_or_the_person(world: World, service: Service, visitor: Visitor, end: str) -> None:
    add(visitor)
    add(visitor, name="second.pdf")
    with world.inside(service):
        if end == "expiry":
            db.session.execute(update(ReferralDraft).values(expires_at=func.now()))
            assert drafts.destroy_expired() == 1
    if end == "left":
        visitor.submit("/refer")  # starting anew ends what was begun before
    elif end == "deleted":
        visitor.submit("/refer/check", action="/exit", headers={"Sec-Fetch-Site": "same-origin"})
    elif end == "person":
        visitor.submit("/refer/people/p1")
    assert counted(world, service) == (0, 0)
    world.run_outbox(service)
    assert stored(world, service) == []


def test_whoever_takes_the_place_of_somebody_gets_none_of_their_files(
    world: World, service: Service, visitor: Visitor
) -> None:
    add(visitor, name="about-alys.pdf")
    visitor.submit("/refer/who", {"who": "someone_else"})
    visitor.submit("/refer/who", {"who": "professional"})
    visitor.submit("/refer/people/p3/person", {"role": "harmed"})
    assert "about-alys.pdf" not in page_text(visitor.get("/refer/people/p3/files"))
    assert counted(world, service) == (0, 0)


def test_without_a_scanner_a_file_is_given_out_only_after_a_warning(
    world: World, service: Service, visitor: Visitor
) -> None:
    add(visitor, files.PDF, "Alys Example statement.pdf")
    send(visitor)
    world.run_outbox(service)
    team, referral = team_page(world, service, "Alys Example")
    link = link_to_file(team, referral)
    warning = team.get(link)
    assert warning.mimetype == "text/html"
    assert "Nobody has looked for viruses in this file." in page_text(warning)
    given = team.submit()
    assert given.data == files.PDF
    assert_harmless(given)
    assert "Alys" not in given.headers["Content-Disposition"]


def assert_harmless(given: TestResponse) -> None:
    assert given.headers["Content-Disposition"].startswith("attachment; filename=TST-")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert given.headers["Cache-Control"] == "no-store"


def test_what_the_scanner_found_clean_is_given_out_at_once_and_that_is_on_record(
    scanning: World, service: Service
) -> None:
    visitor = scanning.visitor(service)
    check_page(scanning, visitor, TWO)
    add(visitor)
    send(visitor)
    scanning.run_outbox(service)
    team, referral = team_page(scanning, service, "Alys Example")
    link = link_to_file(team, referral)
    given = team.get(link)
    assert given.data == files.PDF
    assert_harmless(given)
    with scanning.inside(service):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "document")).one()
        assert (entry.action, entry.subject_id) == ("read", UUID(link.rpartition("/")[2]))


def test_what_is_infected_is_shown_as_destroyed_and_never_given_out(scanning: World, service: Service) -> None:
    visitor = scanning.visitor(service)
    check_page(scanning, visitor, TWO)
    add(visitor, files.PDF + EICAR)
    send(visitor)
    team, referral = team_page(scanning, service, "Alys Example")
    link = link_to_file(team, referral)
    scanning.run_outbox(service)
    scanning.run_outbox(service)
    assert stored(scanning, service) == []
    page = team.get(referral)
    assert "Had a virus and was destroyed" in page_text(page)
    assert soup(page).select("a[href*=documents]") == []
    assert team.get(link).status_code == 404


def test_a_file_belongs_to_its_referral_and_to_those_who_may_read_referrals(
    world: World, service: Service, visitor: Visitor
) -> None:
    add(visitor)
    send(visitor)
    team, alys = team_page(world, service, "Alys Example")
    link = link_to_file(team, alys)
    _team, huw = team_page(world, service, "Huw Example")
    assert team.get(link.replace(alys, huw)).status_code == 404
    assert world.staff(service, Role.FACILITATOR).get(link).status_code == 403


def test_another_browser_sees_nothing_of_it(world: World, service: Service, visitor: Visitor) -> None:
    add(visitor)
    other = world.visitor(service)
    check_page(world, other, TWO)
    assert "letter.pdf" not in page_text(other.get(PAGE))
    share_cookies(visitor, other)
    assert "letter.pdf" in page_text(other.get(PAGE))
