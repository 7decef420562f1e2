"""The pages of a case: what they show, to whom, what they refuse and what they keep."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from cases import THEIR_PHONE, Casework, send, value_of
from signing_in import statements
from sqlalchemy import func, select

from concord.audit.models import AuditEntry
from concord.database import db
from concord.database.columns import uuid7
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.web.dates import uk_today
from concord.web.translations import UK
from harness import Visitor, find_form, form_values, page_text, soup
from tenants.casework import reopening
from tenants.casework import service as casework
from tenants.casework.kinds import AttemptOutcome, EventKind
from tenants.casework.models import CaseEvent, CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.people.models import Answer, ContactKind, Decision, Purpose, StatedBy
from tenants.people.service import WayToReach
from tenants.referrals.models import PartyRole


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def day_fields(day: date, name: str = "happened_on") -> dict[str, str]:
    """A day as the three boxes of a form send it."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def events(cases: Casework, case_id: UUID, kind: EventKind) -> int:
    statement = select(func.count()).select_from(CaseEvent).where(CaseEvent.case_id == case_id, CaseEvent.kind == kind)
    with cases.world.inside(cases.service):
        return db.session.execute(statement).scalar_one()


def test_the_day_starts_with_what_waits(cases: Casework, team: Visitor) -> None:
    cases.refer()
    cases.case()
    words = page_text(team.get("/team/"))
    assert "1 New referrals" in words
    assert "1 Your open cases" in words
    assert 'href="/team/referrals"' in team.get("/team/").get_data(as_text=True)


def test_the_page_says_what_to_do_next_until_nothing_stands_in_the_way(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    assert "Nobody has spoken with a person of this case yet" in page_text(team.get(f"/team/cases/{case_id}"))
    with cases.world.inside(cases.service):
        cases.begin(case_id)
    assert "Move the case to “exploring”" in page_text(team.get(f"/team/cases/{case_id}"))


def test_the_rule_stands_beside_each_phone_number(cases: Casework, team: Visitor) -> None:
    safe = WayToReach(kind=ContactKind.PHONE, value="+447700900123", safe=Answer.YES, may_leave_message=Answer.NO)
    unknown = WayToReach(kind=ContactKind.PHONE, value="+447700900456")
    page = soup(team.get(f"/team/cases/{cases.case('Hattie Example', safe, unknown)}"))
    rules = {way.get_text(" ", strip=True) for way in page.select(".concord-ways__way")}
    assert any("07700 900123" in rule and "Do not leave a message." in rule for rule in rules)
    assert any("07700 900456" in rule and "Unknown: do not contact until checked." in rule for rule in rules)
    links = {str(link["href"]) for link in page.select(".concord-ways a")}
    assert links == {"tel:+447700900123"}, "a number that is not known to be safe is not a link"


def test_a_contact_by_an_unchecked_way_is_refused_with_the_rule_and_what_was_typed_stays(
    cases: Casework, team: Visitor
) -> None:
    case_id = cases.case("Hattie Example", WayToReach(kind=ContactKind.PHONE, value="+447700900123"))
    path = f"/team/cases/{case_id}"
    way = value_of(team, f"{path}/contact", "way", "Hattie Example")
    answers = {"way": way, "direction": "we", "outcome": "spoke", "note": "Rang at noon"}
    answer = team.submit(f"{path}/contact", answers)
    assert answer.status_code == 422
    assert "Unknown: do not contact until checked." in page_text(answer)
    assert "Rang at noon" in page_text(answer)
    send(
        team, f"{path}/check", way=way, outcome="safe", how="they_told_us", with_whom="Hattie",
        may_leave_message="no", may_text="yes", when_safe="Mornings",
    )
    page = send(team, f"{path}/contact", **answers)
    assert "Safe to use." in page
    assert "Mornings" in page


def test_nobody_of_the_other_side_is_contacted_before_somebody_agreed_to_it(cases: Casework, team: Visitor) -> None:
    case_id, role = cases.case(), PartyRole.RESPONSIBLE
    path = f"/team/cases/{case_id}"
    with cases.world.inside(cases.service):
        other = casework.OtherPerson("Rhys Example", role, (THEIR_PHONE,), StatedBy.SELF)
        casework.add_other_person(case_id, other, cases.act())
        cases.speak(case_id, outcome=AttemptOutcome.NO_ANSWER)  # whose referral it was is contacted as ever
        way, party = cases.way(case_id, role), cases.parties(case_id)[role]
    answer = team.submit(f"{path}/contact", {"way": str(way), "outcome": "spoke"})
    assert answer.status_code == 422
    link = soup(answer).select_one(f'.govuk-error-summary a[href="{path}/consent"]')
    assert link is not None
    assert "Nobody of the other side has agreed yet" in link.get_text()
    with cases.world.inside(cases.service):
        cases.agree(case_id, PartyRole.HARMED, purpose=Purpose.APPROACH_OTHER)
        cases.speak(case_id, role)
        cases.agree(case_id, PartyRole.HARMED, purpose=Purpose.APPROACH_OTHER, decision=Decision.WITHDRAWN)
        cases.speak(case_id, role)  # so that they hear that it ends
        casework.move(case_id, Stage.CLOSED, cases.act(), reason="harmed_withdrew")
        reopening.reopen(case_id, "responsible_asked", cases.manager.id, cases.act(), conflict=False)
        assert db.session.get_one(CaseParty, (scope.current_tenant_id(), party)).state == PartyState.NOT_CONTACTED
        cases.speak(case_id, role)  # who asks anew is contacted first


def test_an_agreement_that_was_taken_back_is_seen_at_once(cases: Casework, team: Visitor) -> None:
    case_id = cases.at(Stage.ASSESSING)
    path = f"/team/cases/{case_id}"
    party = value_of(team, f"{path}/consent", "party", "Rhys Example")
    page = send(team, f"{path}/consent", party=party, taken_back="take_part", channel="paper")
    assert "Rhys Example took back what they had agreed to: Take part." in page
    answer = team.submit(f"{path}/move", {"target": "preparing"})
    assert answer.status_code == 422
    assert "must each have agreed in writing" in page_text(answer)


def test_a_stale_page_is_told_so_and_loses_nothing(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    path = f"/team/cases/{case_id}/note"
    old = form_values(find_form(soup(team.get(path))))
    with cases.world.inside(cases.service):
        cases.speak(case_id)
    answer = team.post(path, old | {"note": "Her sister will come too"})
    assert answer.status_code == 409
    assert "Somebody changed this case" in page_text(answer)
    assert "Her sister will come too" in page_text(answer)
    assert events(cases, case_id, EventKind.NOTE) == 0
    again = team.submit(None, {})
    assert again.status_code == 303
    assert "Her sister will come too" in page_text(team.follow())


def test_a_withdrawal_is_taken_from_a_stale_page_too(cases: Casework, team: Visitor) -> None:
    case_id = cases.at(Stage.PREPARING)
    path = f"/team/cases/{case_id}/consent"
    party = value_of(team, path, "party", "Hattie Example")
    old = form_values(find_form(soup(team.get(path))))
    with cases.world.inside(cases.service):
        cases.speak(case_id)
    said = {"party": party, "taken_back": "take_part", "channel": "verbal_witnessed"}
    assert team.post(path, old | said).status_code == 303


def test_a_form_sent_twice_acts_once(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    path = f"/team/cases/{case_id}/note"
    typed = form_values(find_form(soup(team.get(path)))) | {"note": "Once"}
    first, second = team.post(path, typed), team.post(path, typed)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert events(cases, case_id, EventKind.NOTE) == 1


def test_a_form_sent_twice_at_the_same_moment_acts_once(cases: Casework, team: Visitor) -> None:
    referral_id = cases.refer()
    path = f"/team/referrals/{referral_id}/accept"
    typed = form_values(find_form(soup(team.get(path)))) | {"lead": str(cases.manager.id), "conflict": "no"}
    cookies = dict(team.client._cookies or {})
    found: list[str] = []

    def click() -> None:
        twin = cases.world.visitor(cases.service)
        twin.client._cookies = dict(cookies)
        answer = twin.post(path, typed)
        found.append(f"{answer.status_code} {answer.headers.get('Location')}")

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert len(set(found)) == 1
    assert found[0].startswith("303 /team/cases/")


def test_something_may_have_happened_earlier_but_not_tomorrow(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{cases.case()}/note"
    page = send(team, path, note="She had rung before", **day_fields(uk_today() - timedelta(days=40)))
    assert "written down by Mona Manager" in page
    answer = team.submit(path, {"note": "Tomorrow"} | day_fields(uk_today() + timedelta(days=1)))
    assert answer.status_code == 422
    assert "must be today or in the past" in page_text(answer)


def test_a_case_does_not_move_before_it_came_where_it_is(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        cases.speak(case_id)
    earlier = day_fields(uk_today() - timedelta(days=2))
    answer = team.submit(f"/team/cases/{case_id}/move", {"target": "exploring"} | earlier)
    assert answer.status_code == 422
    assert "that day or a later one" in page_text(answer)


def test_a_case_on_hold_goes_back_to_where_it_was(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{cases.at(Stage.PREPARING)}"
    far, near = uk_today() + timedelta(weeks=20), uk_today() + timedelta(weeks=3)
    for day, status in ((far, 422), (near, 303)):
        review = day_fields(day, "review_on")
        assert team.submit(f"{path}/hold", {"reason": "court"} | review).status_code == status
    assert "On hold: A court case is going on" in page_text(team.get(path))
    page = send(team, f"{path}/move", target="back")
    assert "Taken up again, back at “Preparing”" in page


def test_a_closed_case_takes_notes_and_withdrawals_and_nothing_else(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{cases.at(Stage.EXPLORING)}"
    send(team, f"{path}/close", reason="harmed_declined")
    shown = {str(link["href"]).rpartition("/")[2] for link in soup(team.get(path)).select(".concord-actions a")}
    assert shown == {
        "consent", "note", "reopen", "links", "who-may-see", "who-looked", "conflict", "erase", "hold-for-law",
    }
    send(team, f"{path}/note", note="She rang again")
    way = value_of(team, f"{path}/contact", "way", "Hattie Example")
    answer = team.submit(f"{path}/contact", {"way": way, "direction": "they", "outcome": "spoke"})
    assert answer.status_code == 422
    assert "This case is closed." in page_text(answer)


def test_a_time_may_be_typed_as_people_do_but_not_lie_ahead(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{cases.case()}"
    way = value_of(team, f"{path}/contact", "way", "Hattie Example")
    said = {"way": way, "direction": "we", "outcome": "no_answer"} | day_fields(uk_today() - timedelta(days=1))
    assert team.submit(f"{path}/contact", said | {"clock": "half past"}).status_code == 422
    send(team, f"{path}/contact", **said, clock="2.30 pm")
    soon = datetime.now(UK) + timedelta(minutes=10)
    answer = team.submit(f"{path}/contact", said | {"clock": f"{soon:%H:%M}"} | day_fields(soon.date()))
    assert answer.status_code == 422
    assert "in the past" in page_text(answer)


def test_a_new_way_to_reach_somebody_needs_what_fits_its_kind(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{cases.case()}/way"
    own = {"stated_by": "self", "safe": "yes"}
    for kind, value, sentence in (
        ("phone", "", "Enter the phone number"), ("phone", "12", "Enter a telephone number like"),
        ("email", "nobody", "Enter an e-mail address like"), ("", "x", "Choose what it is"),
    ):
        answer = team.submit(path, own | {"kind": kind, "value": value})
        assert answer.status_code == 422
        assert sentence in page_text(answer)
    assert "01632 960002" in send(team, path, kind="phone", value="01632 960 002", **own)
    assert "siwan@example.org" in send(team, path, kind="email", value=" siwan@Example.org ", **own)
    assert "1 Invented Lane" in send(team, path, kind="post", value="1 Invented Lane\nNowhere", **own)
    assert "They will contact us." in send(team, path, kind="they_call", **own)


def test_staff_are_added_and_the_lead_changes_on_record(cases: Casework, team: Visitor) -> None:
    volunteer = cases.world.account(cases.service, Role.VOLUNTEER_FACILITATOR, name="Vera Volunteer")
    path = f"/team/cases/{cases.case()}"
    theirs = cases.world.sign_in(cases.service, volunteer)
    assert theirs.get(path).status_code == 404
    assert "Vera Volunteer works on the case, too" in send(team, f"{path}/member", account=str(volunteer.id))
    assert theirs.get(path).status_code == 200
    page = send(team, f"{path}/lead", account=str(volunteer.id), conflict="no")
    assert "Lead: Vera Volunteer" in page
    assert "Vera Volunteer leads the case now" in page
    page = send(team, f"{path}/conflict", account=str(volunteer.id), conflict="yes")
    assert "Vera Volunteer has a conflict of interest" in page


HTML = "<script>alert(1)</script><b>\"'&"


def test_html_in_every_field_is_only_text(cases: Casework, team: Visitor) -> None:
    case_id = cases.case(HTML, WayToReach(
        kind=ContactKind.POST, value=HTML, who_may_answer=HTML, when_safe=HTML, safe=Answer.YES
    ))
    path = f"/team/cases/{case_id}"
    send(team, f"{path}/person", name=HTML, role="responsible")
    way = value_of(team, f"{path}/check", "way", "<script>")
    send(team, f"{path}/check", way=way, outcome="safe", how="other", with_whom=HTML, note=HTML, who_may_answer=HTML)
    send(team, f"{path}/note", note=HTML)
    for page in (path, f"{path}/contact", f"{path}/consent", "/team/cases", "/team/referrals?status=accepted"):
        answer = team.get(page)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.get_data(as_text=True)
        assert not soup(answer).select("main b")
        assert "alert(1)" in page_text(answer)


ODD = "Siân Ŵyn Ŷ 🕊️ " + "ll" * 2000


def test_long_and_unusual_text_is_kept_or_refused_in_words(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{cases.case()}/note"
    assert "Siân Ŵyn Ŷ 🕊️" in send(team, path, note=ODD)
    for note, sentence in (("x" * 10_001, "10000 characters or fewer"), ("a\x00b", "characters that cannot be shown")):
        answer = team.submit(path, {"note": note})
        assert answer.status_code == 422
        assert sentence in page_text(answer)


def test_a_tampered_form_changes_nothing_and_breaks_nothing(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    path = f"/team/cases/{case_id}/contact"
    good = {"way": value_of(team, path, "way", "Hattie Example"), "direction": "we", "outcome": "spoke"}
    for field in ("way", "direction", "outcome", "version", "happened_on-day", "clock"):
        for value in ("nonsense", "", "-1", "01890000-0000-7000-8000-000000000000", "9" * 5000):
            answer = team.submit(path, good | {field: value})
            assert answer.status_code in {409, 422}, (field, value)
    assert events(cases, case_id, EventKind.CONTACT_ATTEMPTED) == 0


def test_the_pages_of_a_case_cost_five_statements_and_one_line_on_record(cases: Casework, team: Visitor) -> None:
    case_id = cases.at(Stage.FOLLOW_UP)
    for number in range(3):
        cases.case(f"Person {number} Example")
    for path in (f"/team/cases/{case_id}", "/team/cases", "/team/cases?mine=1&stage=follow_up"):
        assert team.get(path).status_code == 200
        with statements(cases.world.app) as seen:
            team.get(path)
        written = [statement for statement in seen if not statement.lstrip().upper().startswith(("SELECT", "WITH"))]
        assert len(written) == 1, written
        assert "audit_entries" in written[0]
        own = [one for one in seen if "FROM organisations" not in one and "FROM account_sessions" not in one]
        assert len(own) - 1 <= 5, own  # beside what finds the service and who asks


def test_every_look_at_a_case_and_every_act_is_on_record(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    send(team, f"/team/cases/{case_id}/note", note="Secret words of the case")
    with cases.world.inside(cases.service):
        rows = db.session.execute(
            select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.detail).where(AuditEntry.subject_id == case_id)
        ).all()
    assert {row.action for row in rows} == {"create", "change", "read"}
    assert {row.actor_id for row in rows if row.action == "read"} == {cases.manager.id}
    assert "Secret" not in str(rows)


def test_a_manager_sees_who_looked_at_a_case_and_who_changed_it_and_nobody_else_does(
    cases: Casework, team: Visitor
) -> None:
    case_id = cases.case()
    path = f"/team/cases/{case_id}/who-looked"
    facilitator = cases.world.sign_in(cases.service, cases.world.account(cases.service, Role.FACILITATOR, name="Fay F"))
    facilitator.get(f"/team/cases/{case_id}")
    send(team, f"/team/cases/{case_id}/note", note="Secret words of the case")
    rows = [row.get_text(" ", strip=True) for row in soup(team.get(path)).select("tbody tr")]
    assert any("Fay F Looked at it" in row for row in rows)
    assert any("Mona Manager Wrote something down: Notes" in row for row in rows)
    assert "Secret" not in " ".join(rows)
    assert facilitator.get(path).status_code == 403
    for number in ("0", "99999999999999999999", "x"):
        assert team.get(f"{path}?page={number}").status_code == 200


def test_the_list_of_cases_goes_by_pages_and_shows_names_of_this_page(cases: Casework, team: Visitor) -> None:
    for number in range(52):
        cases.case(f"Person {number:02} Example")
    first, second = team.get("/team/cases"), team.get("/team/cases?page=2")
    assert len(soup(first).select("tbody tr")) == 50
    assert len(soup(second).select("tbody tr")) == 2
    assert "Person 51 Example" in page_text(first)
    assert "Person 00 Example" in page_text(second)
    for nonsense in ("0", "-3", "99999999999999999999", "x"):
        assert team.get(f"/team/cases?page={nonsense}").status_code == 200
    assert team.get("/team/cases?stage=nonsense").status_code == 404


def test_a_volunteer_sees_their_own_cases_and_no_others(cases: Casework) -> None:
    volunteer = cases.world.account(cases.service, Role.VOLUNTEER_FACILITATOR)
    others, own = cases.case("Other Example"), cases.refer("Own Example")
    with cases.world.inside(cases.service):
        own = casework.accept(own, volunteer.id, cases.act(), conflict=False)
    visitor = cases.world.sign_in(cases.service, volunteer)
    listed = page_text(visitor.get("/team/cases"))
    assert "Own Example" in listed
    assert "Other Example" not in listed
    assert visitor.get(f"/team/cases/{own}").status_code == 200
    for page in ("", "/note", "/contact", "/check", "/consent", "/move", "/close", "/hold", "/person", "/activity"):
        assert visitor.get(f"/team/cases/{others}{page}").status_code == 404
    assert visitor.post(f"/team/cases/{others}/note", {"note": "x"}).status_code in {400, 404}
    assert visitor.get("/team/referrals").status_code == 403
    assert visitor.get(f"/team/cases/{own}/lead").status_code == 403


def test_who_may_only_read_gets_no_form(cases: Casework) -> None:
    case_id, referral_id = cases.case(), cases.refer()
    reader = cases.world.staff(cases.service, Role.READ_ONLY)
    page = reader.get(f"/team/cases/{case_id}")
    assert page.status_code == 200
    assert not soup(page).select(".concord-actions")
    assert reader.get(f"/team/cases/{case_id}/note").status_code == 403
    assert reader.get(f"/team/referrals/{referral_id}/accept").status_code == 403
    assert "Accept and open a case" not in page_text(reader.get(f"/team/referrals/{referral_id}"))


def test_another_services_ids_do_not_exist_on_any_page(
    cases: Casework, cases_elsewhere: Casework, team: Visitor
) -> None:
    elsewhere = {"case_id": str(cases_elsewhere.case()), "referral_id": str(cases_elsewhere.refer()),
                 "document_id": str(uuid7())}
    here = {"case_id": str(cases.case()), "referral_id": str(cases.refer())}
    token = form_values(find_form(soup(team.get(f"/team/cases/{here['case_id']}/note"))))
    tried = 0
    for rule in cases.world.app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] not in {"casework", "referrals", "meetings"} or not rule.arguments:
            continue
        path = rule.rule
        for name in rule.arguments:
            path = path.replace(f"<uuid:{name}>", elsewhere.get(name) or str(uuid7()))
        if "GET" in (rule.methods or ()):
            assert team.get(path).status_code == 404, path
        if "POST" in (rule.methods or ()):
            assert team.post(path, token).status_code == 404, path
        tried += 1
    assert tried >= 18


def test_a_party_or_way_of_another_case_cannot_be_named(cases: Casework, team: Visitor) -> None:
    first, second = cases.case("First Example"), cases.case("Second Example")
    with cases.world.inside(cases.service):
        party, way = cases.parties(second)[PartyRole.HARMED], cases.way(second)
    for page, field, value in (("consent", "party", party), ("contact", "way", way)):
        said = {"purpose": "take_part", "decision": Decision.GIVEN, "channel": "paper", "direction": "we"}
        answer = team.submit(f"/team/cases/{first}/{page}", said | {"outcome": "spoke", field: str(value)})
        assert answer.status_code == 422
    with cases.world.inside(cases.service), pytest.raises(casework.NoSuchCase):
        casework.leave(first, party, PartyState.DECEASED, cases.act())
