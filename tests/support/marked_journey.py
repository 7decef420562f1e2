"""One journey through the work of a service, in which everything that people write has a mark.

It goes through the pages where people write, and through the verbs between them (`marked_words`, `marked_meetings`).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from uuid import UUID

import files
import marked_forms
import marked_meetings
import marked_words
from bulk_files import ALONE, OTHER_SIDE, ROW, csv_of, press, send_in, work
from cases import Casework, send, value_of
from handing_over import carry_out
from marked_forms import ANOTHERS, MINE, receive
from sqlalchemy import select

from concord.database import db
from concord.identity import sessions
from concord.identity.permissions import Role
from harness import PASSWORD, Service, Visitor, World, find_form, form_values, page_text, soup
from tenants.bulk.exporting import What
from tenants.casework import service as casework
from tenants.casework.policy import Stage
from tenants.handover import service as handover
from tenants.handover.models import Handover

MARKS = marked_forms.MARKS + marked_words.MARKS + marked_meetings.MARKS


@dataclass(frozen=True)
class Team:
    """Who works at the service, and at the one that a case is handed to."""

    desk: Casework
    elsewhere: Casework
    visitor: Visitor


def whole_journey(world: World, service: Service, elsewhere: Service) -> None:
    """Two referrals come in, a case goes all its way, and others leave it; every field is written into once."""
    account = world.account(service, Role.SERVICE_MANAGER, "zqstaff@service.example", "Sam Zqstaff")
    receiver = world.account(elsewhere, Role.SERVICE_MANAGER, "zqstaff@elsewhere.example", "Sian Zqstaff")
    mine, anothers = (receive(world, service, journey) for journey in (MINE, ANOTHERS))
    world.run_outbox(service)
    desk, visitor = Casework(world, service, account), world.sign_in(service, account)
    team = Team(desk, Casework(world, elsewhere, receiver), visitor)
    _referral_ends(team, path_of(visitor, anothers))
    case_id = _case_opens(team, path_of(visitor, mine))
    _people_are_met(team, f"/team/cases/{case_id}")
    _case_goes_on(team, case_id)
    _papers_are_made(team, f"/team/cases/{case_id}")
    _somebody_withdraws(team)
    _cases_come_and_go(team)
    _all_pages_are_read(team, case_id)
    _session_ends(team, f"/team/cases/{case_id}/note")


def path_of(visitor: Visitor, reference: str) -> str:
    link = soup(visitor.get("/team/referrals")).find("a", string=lambda words: bool(words and reference in words))
    assert link is not None
    return str(link["href"])


def _referral_ends(team: Team, path: str) -> None:
    with team.desk.world.inside(team.desk.service):
        marked_words.more_was_asked(team.desk, UUID(path.rpartition("/")[2]))
    send(
        team.visitor, f"{path}/close", reason="out_of_area", told=["nobody"], how="phone", signposts=["mediation"],
        words="Zqsignpost",
    )


def _case_opens(team: Team, path: str) -> UUID:
    send(team.visitor, f"{path}/accept", lead=str(team.desk.manager.id), conflict="no", searched="y")
    assert team.visitor.last is not None
    return UUID(team.visitor.last.request.path.rpartition("/")[2])


def _people_are_met(team: Team, case: str) -> None:
    visitor = team.visitor
    contact = value_of(visitor, f"{case}/contact", "way", "Phone")
    send(visitor, f"{case}/contact", way=contact, direction="we", outcome="spoke", note="Zqnote")
    send(visitor, f"{case}/check", way=contact, outcome="safe", how="in_person", with_whom="Zqwithwhom",
         who_may_answer="Zqmayanswer", when_safe="Zqwhensafe", note="Zqnote")
    send(visitor, f"{case}/person", name="Rhys Zqother", role="responsible", phone="07700 900873",
         email="zqothermail@person.example", note="Zqnote")
    party = value_of(visitor, f"{case}/way", "party", "Rhys")
    send(visitor, f"{case}/way", party=party, kind="post", value="2 Zqvalue", who_may_answer="Zqmayanswer",
         when_safe="Zqwhensafe", note="Zqnote")
    send(visitor, f"{case}/consent", party=party, agreed=["survey"], channel="paper", note="Zqnote")
    send(visitor, f"{case}/note", note="Zqnote about Zqname")
    refused = visitor.submit(f"{case}/person", {"name": "Zqother", "role": "responsible", "phone": "zqvalue"})
    assert refused.status_code == 422


def _case_goes_on(team: Team, case_id: UUID) -> None:
    """From the first talk to the end of the follow-up; each move has a note."""
    desk, world, service = team.desk, team.desk.world, team.desk.service
    supervisor = world.account(service, Role.CASE_SUPERVISOR)
    stranger = world.account(service, Role.FACILITATOR)
    with world.inside(service):
        desk.begin(case_id)
        marked_words.about_a_person(desk, case_id)
        marked_words.about_a_case(desk, case_id, supervisor, stranger)
    send(team.visitor, f"/team/cases/{case_id}/move", target="exploring", note="Zqnote")
    with world.inside(service):
        _move(desk, case_id, Stage.ASSESSING)
        marked_meetings.assessed(desk, case_id)
        _move(desk, case_id, Stage.PREPARING)
        activity_id = marked_meetings.meeting_arranged(desk, case_id)
        _move(desk, case_id, Stage.SCHEDULED)
        desk.satisfy(case_id, Stage.IN_PROCESS)
        _move(desk, case_id, Stage.IN_PROCESS)
        marked_meetings.meeting_held(desk, case_id, activity_id)
        _move(desk, case_id, Stage.FOLLOW_UP)
        agreement, survey, own = marked_meetings.agreed(desk, case_id)
    for address, answers in ((agreement, {}), (survey, {"satisfied": "4", "words": "Zqsurvey", own: "Zqown"})):
        _answer_link(world.visitor(service), address, answers)


def _move(desk: Casework, case_id: UUID, stage: Stage) -> None:
    casework.move(case_id, stage, desk.act(note="Zqnote"))


def _answer_link(person: Visitor, address: str, answers: dict[str, str]) -> None:
    """With a wrong word, with the agreed one, and then with what they think."""
    assert person.submit(address, {"word": "zqother"}).status_code == 422
    assert person.submit(address, {"word": marked_meetings.WORD}).status_code == 303
    items = soup(person.get(address)).select("[name^=item_]")
    answer = person.submit(address, answers | {str(item["name"]): "yes" for item in items})
    assert answer.status_code == 303, page_text(answer)


def _papers_are_made(team: Team, case: str) -> None:
    visitor = team.visitor
    assert "Zqname" in page_text(visitor.submit("/team/cases/search", {"words": "Zqname"}))
    given = {"file": (io.BytesIO(files.PDF), "Zqfile.pdf"), "audience": "facilitators", "note": "Zqnote"}
    assert visitor.submit(f"{case}/file", given).status_code == 303
    party = value_of(visitor, f"{case}/letter", "party", "Zqname")
    send(visitor, f"{case}/letter", party=party, letter="thank_you-2", own_words="Zqownwords", note="Zqnote")


def _somebody_withdraws(team: Team) -> None:
    case_id = team.desk.case_of_two()
    with team.desk.world.inside(team.desk.service):
        marked_words.withdrawn(team.desk, case_id)


def _cases_come_and_go(team: Team) -> None:
    """A file with past cases, exports, a case that moves to another service, and one that is shared with it."""
    visitor, desk = team.visitor, team.desk
    named = {"reference": "Zqtheirs", "name": "Zqname", "summary": "Zqstory", "notes": "Zqnote", "address": "Zqstreet"}
    bad = ALONE | named | {"reference": "Zqtheirs2", "born": "zqvalue"}
    page = send_in(visitor, csv_of(ROW | named, OTHER_SIDE | named | {"name": "Zqother"}, bad), "Zqfile.csv")
    work(desk.world, desk.service)
    press(visitor, page, "/take")
    work(desk.world, desk.service)
    for what in What:
        asked = {"what": str(what), "audience": "facilitators", "password": PASSWORD}
        assert visitor.submit("/team/bulk/export", asked).status_code == 200
    _handed_over(team)


def _handed_over(team: Team) -> None:
    """A case moves to another service, and one is shared with it: both see where they meet."""
    desk, elsewhere = team.desk, team.elsewhere
    moves, shared = desk.case("Zqname Mover"), desk.case_of_two()
    with desk.world.inside(desk.service):
        marked_meetings.offered(desk, elsewhere.service.id, moves=moves, shared=shared)
    carry_out(desk, elsewhere)
    with elsewhere.world.inside(elsewhere.service):
        for handover_id in db.session.scalars(select(Handover.id)).all():
            handover.accept(handover_id, elsewhere.manager.id, elsewhere.manager.id)
    carry_out(elsewhere, desk)
    with desk.world.inside(desk.service):
        marked_meetings.planned_together(desk, shared)
    carry_out(desk, elsewhere)


def _all_pages_are_read(team: Team, case_id: UUID) -> None:
    """Every page of a case, once; what was read is on record."""
    assert "Zqother" in page_text(team.visitor.get(f"/team/cases/{case_id}"))
    for rule in team.desk.world.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments == {"case_id"}:
            answer = team.visitor.get(rule.rule.replace("<uuid:case_id>", str(case_id)))
            assert answer.status_code < 500, rule.rule
    for page in ("/team/", "/team/cases", "/team/referrals", "/team/handovers", "/team/feedback", "/team/drafts"):
        assert team.visitor.get(page).status_code < 500, page


def _session_ends(team: Team, path: str) -> None:
    """Somebody sends a note after they were signed out: it waits for them."""
    typed = form_values(find_form(soup(team.visitor.get(path)))) | {"note": "Zqdraft"}
    with team.desk.world.inside(team.desk.service):
        sessions.end_all(team.desk.manager.id)
    assert team.visitor.post(path, typed).status_code == 302
