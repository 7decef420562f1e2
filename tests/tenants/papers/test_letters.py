"""A letter goes to nobody who does not want it, and never to an address that is not safe any more."""

from __future__ import annotations

from uuid import UUID

import files
import pytest
from cases import Casework
from sqlalchemy import func, select

from concord.database import db
from harness import page_text
from tenants.casework import service as casework
from tenants.casework.kinds import Audience
from tenants.casework.record_models import CaseDocument
from tenants.casework.withdrawal import From
from tenants.papers import service as papers
from tenants.papers.letters import letters
from tenants.people.models import Answer, ConsentChannel, ContactKind, StatedBy
from tenants.people.service import Refused, WayToReach

LETTER = next(one for one in letters().values() if not one.places & {"day", "time", "place", "commitments"})
ADDRESS = WayToReach(kind=ContactKind.POST, value="2 Any Street\nAnytown", safe=Answer.YES)


def with_address(cases: Casework) -> tuple[UUID, UUID, UUID]:
    """A case, its person harmed, and the address that they said is safe."""
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        party = cases.parties(case_id)["harmed"]
        return case_id, party, casework.add_way(case_id, party, ADDRESS, StatedBy.SELF, cases.act())


def say_no(cases: Casework, case_id: UUID, party: UUID) -> None:
    casework.withdraw(case_id, party, From.CONTACT, ConsentChannel.SPOKEN, cases.act())


def test_whoever_does_not_want_contact_is_written_no_letter(cases: Casework) -> None:
    case_id, party, _way = with_address(cases)
    with cases.world.inside(cases.service):
        say_no(cases, case_id, party)
        with pytest.raises(Refused, match="do not want us to contact them"):
            papers.write_letter(case_id, party, LETTER, "", cases.act())
        assert db.session.scalar(select(func.count()).select_from(CaseDocument)) == 0


@pytest.mark.parametrize("happened", ["they said no", "the address is not theirs any more"])
def test_a_letter_that_waited_is_not_sent_after_that(cases: Casework, happened: str) -> None:
    case_id, party, way = with_address(cases)
    with cases.world.inside(cases.service):
        document = papers.write_letter(case_id, party, LETTER, "", cases.act())
    with cases.world.inside(cases.service):
        if happened == "they said no":
            say_no(cases, case_id, party)
        else:
            casework.end_way(case_id, way, cases.act())
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="Throw this letter away"):
            papers.say_sent(case_id, document, cases.act())
        db.session.rollback()
    page = cases.world.sign_in(cases.service, cases.manager).get(f"/team/cases/{case_id}/papers")
    assert "Do not send" in page_text(page)


def test_a_file_that_no_scanner_saw_is_given_out_only_after_a_warning_and_a_letter_of_ours_at_once(
    cases: Casework,
) -> None:
    case_id, party, _way = with_address(cases)
    with cases.world.inside(cases.service):
        letter = papers.write_letter(case_id, party, LETTER, "", cases.act())
        papers.add_file(case_id, "plan.pdf", files.PDF, Audience.FACILITATORS, cases.act())
        added = select(CaseDocument.document_id).where(CaseDocument.document_id != letter)
        file = db.session.execute(added).scalar_one()
    team, page = cases.world.sign_in(cases.service, cases.manager), f"/team/cases/{case_id}/papers"
    assert team.get(f"{page}/{letter}").headers["Content-Disposition"].startswith("attachment")
    assert "Nobody has looked for viruses in this file." in page_text(team.get(f"{page}/{file}"))
    assert team.submit().data == files.PDF
