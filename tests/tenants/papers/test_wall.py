"""Nothing of one side ever stands on what is made for the other: a mark in every field of both proves it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from cases import Casework
from marking import SIDES, Marked, mark_case
from pypdf import PdfReader
from rows import insert_row
from sqlalchemy import select

from concord.database import db
from concord.web.colours import Colours
from harness import World
from tenants.casework import service as casework
from tenants.casework.kinds import Audience
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.papers import calendars, letters
from tenants.papers.pdf import Letterhead, letter_pdf
from tenants.papers.reading import side_view
from tenants.papers.service import write_letter
from tenants.papers.spill import NAMES, WAYS, spilled
from tenants.people.models import Person
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole, Referral


@pytest.fixture
def marked(cases: Casework) -> Marked:
    return mark_case(cases)


def rendered(marked: Marked, side: str) -> Iterator[tuple[str, str]]:
    """Everything that can be made for one side: its name, and its text."""
    view = side_view(marked.case_id, marked.parties[side])
    assert view is not None
    for letter in letters.letters().values():
        data = letter_pdf(
            letter, view, letters.Sender("01632 960001"), Letterhead("Service", Colours()), "My own words.",
            datetime.now(UTC).date(),
        )
        yield letter.code, " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    yield "calendar", calendars.entry(view, "service.example").decode()


@pytest.mark.parametrize("side", SIDES)
def test_what_is_made_for_one_side_holds_its_own_marks_and_none_of_the_others(
    cases: Casework, marked: Marked, side: Audience
) -> None:
    (other,) = set(SIDES) - {side}
    assert len(marked.marks[side]) > 20
    with cases.world.inside(cases.service):
        made = dict(rendered(marked, side))
    pages = cases.world.sign_in(cases.service, cases.manager)
    for part in ("print", "calendar"):
        address = f"/team/cases/{marked.case_id}/side/{marked.parties[side]}/{part}"
        made[part] = pages.get(address).get_data(as_text=True)
    for name, text in made.items():
        squeezed = "".join(text.split())
        assert [mark for mark in marked.marks[other] if mark in squeezed] == [], name
    everything = "".join("".join(made.values()).split())
    assert {"people", "contact_points", "case_events", "agreement_items", "documents"} <= marked.tables
    assert sum(mark in everything for mark in marked.marks[side]) >= 5


def test_a_mark_of_the_other_side_would_be_found(cases: Casework, marked: Marked) -> None:
    """The search itself can fail: the other side's own paper holds what was looked for."""
    with cases.world.inside(cases.service):
        text = "".join("".join(text for _name, text in rendered(marked, Audience.RESPONSIBLE)).split())
    assert any(mark in text for mark in marked.marks[Audience.RESPONSIBLE])


def test_a_calendar_entry_tells_nobody_what_it_is_for(cases: Casework, marked: Marked) -> None:
    with cases.world.inside(cases.service):
        view = side_view(marked.case_id, marked.parties[PartyRole.HARMED])
        assert view is not None
        entry = calendars.entry(view, "service.example").decode()
        reference = db.session.execute(select(Case.reference).where(Case.id == marked.case_id)).scalar_one()
    for told in (reference, view.name, view.lead, "Quaker", "restorative", "case"):
        assert told.lower() not in entry.lower()
    assert "SUMMARY:Appointment" in entry


@pytest.mark.parametrize(("words", "refused"), [
    ("We talked about Rhys.", NAMES),
    ("Call 07700 900 321 if you like.", WAYS),
    ("We talked about your bicycle.", None),
])
def test_own_words_that_would_tell_of_the_other_side_are_refused(
    cases: Casework, words: str, refused: object
) -> None:
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        found = spilled(case_id, cases.parties(case_id)[PartyRole.HARMED], words)
        assert found == ([refused] if refused else [])


def test_who_came_to_a_case_by_mistake_gets_no_letter_of_it_and_sees_no_side(cases: Casework, world: World) -> None:
    case_id, by_mistake = cases.case(), cases.refer("Mistaken Quux")
    with world.inside(cases.service):
        casework.join(by_mistake, case_id, cases.act())
        person = db.session.scalars(select(Referral.person_id).where(Referral.id == by_mistake)).one()
        party = db.session.scalars(select(CaseParty.id).where(CaseParty.person_id == person)).one()
        casework.take_out(by_mistake, cases.act())
        assert side_view(case_id, party) is None
        with pytest.raises(Refused, match="not part of this case"):
            write_letter(case_id, party, letters.letters()["first_contact-1"], "", cases.act())
        db.session.commit()
    page = world.sign_in(cases.service, cases.manager).get(f"/team/cases/{case_id}/papers")
    assert f"/side/{party}" not in page.get_data(as_text=True)


def test_a_letter_to_one_of_two_people_harmed_is_not_a_paper_of_the_others(cases: Casework, world: World) -> None:
    case_id = cases.case()
    with world.inside(cases.service):
        party = cases.parties(case_id)[PartyRole.HARMED]
        write_letter(case_id, party, letters.letters()["first_contact-1"], "", cases.act())
        person = db.session.execute(select(Person.id)).scalar_one()
        other = insert_row(db.session.connection(), "case_parties", cases.service.id, case_id=case_id,
                           role="harmed", responsibility="not_asked")
        db.session.commit()
        own, others = side_view(case_id, party), side_view(case_id, other)
        assert own is not None
        assert others is not None
        assert (len(own.papers), len(others.papers)) == (1, 0)
        assert person is not None
        told = select(CaseEvent.audience).where(CaseEvent.kind == "paper_made")
        assert db.session.execute(told).scalar_one() == Audience.HARMED
