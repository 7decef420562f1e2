"""The people of a case: what stands beside a number, what they need, who is with them, what they chose to tell."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from cases import THEIR_PHONE, Casework, send, value_of
from sqlalchemy import select, text

from concord.audit.models import AuditEntry
from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import Visitor, find_form, form_values, page_text, soup
from tenants.casework import service as casework
from tenants.casework import telling_words
from tenants.casework.ending import tell_of_end
from tenants.casework.guards import evaluate
from tenants.casework.kinds import Audience, EventKind, SupporterKind, ToldHow
from tenants.casework.models import CaseEvent
from tenants.casework.policy import PartyState
from tenants.casework.service import Refused, Supporter
from tenants.people.details import age_band
from tenants.people.models import EqualityAnswers, Person, PersonNeeds, Purpose, StatedBy
from tenants.referrals.models import PartyRole


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def party_ids(cases: Casework, case_id: UUID) -> dict[str, UUID]:
    with cases.world.inside(cases.service):
        return cases.parties(case_id)


def words_of(team: Visitor, path: str) -> str:
    return page_text(team.get(path))


def test_every_party_stands_on_one_page_with_the_rule_beside_each_number(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{cases.case_of_two()}/people"
    page = soup(team.get(path))
    cards = {card.h2.get_text(): card.get_text(" ", strip=True) for card in page.select(".concord-card") if card.h2}
    assert "07700 900123 Safe to use. Do not leave a message." in cards["Hattie Example"]
    assert "07700 900321 Unknown: do not contact until checked." in cards["Rhys Example"]
    assert "Not asked yet" in cards["Hattie Example"]
    current = page.select_one(".concord-tabs [aria-current]")
    assert current is not None
    assert current.get_text() == "People"


def test_an_act_that_is_opened_beside_a_number_is_about_that_number(cases: Casework, team: Visitor) -> None:
    page = soup(team.get(f"/team/cases/{cases.case_of_two()}/people"))
    link = next(link for link in page.select("a") if "Check it: Phone +447700900321" in link.get_text())
    form = form_values(find_form(soup(team.get(str(link["href"])))))
    assert form["way"] in str(link["href"])


def test_the_rules_of_a_number_are_changed_and_anothers_word_loosens_nothing(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{cases.case()}/people"
    link = next(str(one["href"]) for one in soup(team.get(path)).select("a") if "/people/ways/" in str(one["href"]))
    page = send(
        team, link, stated_by="self", may_leave_message="yes", show_number="withheld", safe_word="Lemon",
        when_safe="Mornings",
    )
    assert "You can leave a message." in page
    assert "Withhold our number." in page
    assert "Safe word: Lemon" in page
    page = send(team, link, stated_by="other", show_number="shown", watched="yes", safe_word="Theirs")
    assert "Withhold our number." in page
    assert "Somebody may be watching this." in page
    assert "Safe word: Lemon" in page


def test_a_number_that_is_no_longer_theirs_leaves_the_page_and_stays_on_record(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    path = f"/team/cases/{case_id}/people"
    link = next(str(one["href"]) for one in soup(team.get(path)).select("a") if str(one["href"]).endswith("/end"))
    assert "07700 900123" not in send(team, link)
    party = party_ids(cases, case_id)[PartyRole.HARMED]
    assert "No longer theirs: do not use 07700 900123" in words_of(team, f"{path}/{party}")
    assert team.get(link).status_code == 404


def test_details_are_changed_and_two_who_change_them_lose_nothing(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    party = party_ids(cases, case_id)[PartyRole.HARMED]
    path = f"/team/cases/{case_id}/people/{party}/details"
    mine = form_values(find_form(soup(team.get(path)))) | {"name": "Hattie Mine"}
    born = {"birth_date-day": "29", "birth_date-month": "2", "birth_date-year": "2008"}
    send(team, path, name="Hattie Theirs", known_as="Hats", **born)
    answer = team.post(path, mine)
    assert answer.status_code == 409
    assert "What it was Hattie Example What somebody else wrote Hattie Theirs" in page_text(answer)
    assert team.submit(None, {}).status_code == 303
    with cases.world.inside(cases.service):
        person = db.session.execute(select(Person)).scalar_one()
        assert (person.name, person.known_as, person.birth_date) == ("Hattie Mine", "Hats", "2008-02-29")
        details = db.session.scalars(select(CaseEvent.detail).where(CaseEvent.kind == EventKind.PERSON_CHANGED)).all()
        assert details == [{"part": "details"}] * 2
    page = words_of(team, f"/team/cases/{case_id}/people/{party}")
    assert "29 February 2008" in page
    assert "18–24 years" in page
    assert "The details of Hattie Mine were changed" in words_of(team, f"/team/cases/{case_id}")


def test_nobody_is_contacted_whose_leave_for_it_has_run_out(cases: Casework) -> None:
    case_id, role, yesterday = cases.case(), PartyRole.RESPONSIBLE, uk_today() - timedelta(days=1)
    with cases.world.inside(cases.service):
        other = casework.OtherPerson("Rhys Example", role, (THEIR_PHONE,), StatedBy.SELF)
        casework.add_other_person(case_id, other, cases.act())
        cases.agree(case_id, role, purpose=Purpose.STORE_AND_CONTACT, on=yesterday, expires_on=yesterday)
        with pytest.raises(Refused, match="has run out"):
            cases.speak(case_id, role)
        with pytest.raises(Refused, match="has run out"):
            tell_of_end(case_id, (cases.parties(case_id)[role],), telling_words.DEFAULT, ToldHow.PHONE, cases.act())
        cases.speak(case_id, role, they_contacted_us=True)
        cases.agree(case_id, role, purpose=Purpose.STORE_AND_CONTACT)
        cases.speak(case_id, role)
    team = cases.world.sign_in(cases.service, cases.manager)
    assert "has run out" not in page_text(team.get(f"/team/cases/{case_id}"))


def test_nothing_needed_is_one_click_and_the_guard_waits_for_everybody_who_is_still_there(
    cases: Casework, team: Visitor
) -> None:
    case_id = cases.case_of_two()
    parties = party_ids(cases, case_id)
    path = f"/team/cases/{case_id}/people"

    def asked() -> bool:
        with cases.world.inside(cases.service):
            return evaluate(case_id, ["needs_asked"])["needs_asked"]

    assert not asked()
    assert team.submit(path, {}, action=f"{path}/{parties['harmed']}/needs/asked").status_code == 303
    assert "They need nothing. Asked on" in page_text(team.follow())
    assert not asked()
    page = send(team, f"{path}/{parties['responsible']}/needs", interpreter="Polish", timing="Evenings")
    assert "Interpreter or language Polish" in page
    assert asked()
    with cases.world.inside(cases.service):
        db.session.execute(text("UPDATE person_needs SET asked_at = NULL, asked_by = NULL"))
        casework.leave(case_id, parties["harmed"], PartyState.UNABLE_TO_CONTACT, cases.act())
    assert not asked()
    with cases.world.inside(cases.service):
        casework.confirm_needs(case_id, parties["responsible"], cases.act())
        assert db.session.scalars(select(PersonNeeds.interpreter).where(PersonNeeds.asked_at.is_not(None))).all() == [
            "Polish"
        ]
    assert asked()


def test_supporters_stand_with_their_side_until_they_leave_it(cases: Casework, team: Visitor) -> None:
    case_id = cases.case_of_two()
    parties = party_ids(cases, case_id)
    path = f"/team/cases/{case_id}/people"
    page = send(team, f"{path}/{parties['responsible']}/supporters", kind="guardian", name="Gwen Parent")
    assert "Gwen Parent (Parent or guardian) Tell them nothing: nobody has said that we may." in page
    with cases.world.inside(cases.service):
        [gwen] = casework.supporters_of(case_id)
    assert gwen.audience == Audience.RESPONSIBLE
    page = send(team, f"{path}/supporters/{gwen.id}", relation="Mother", may_be_told="yes")
    assert "Gwen Parent (Parent or guardian, Mother) We may tell them things." in page
    assert "Gwen Parent" not in send(team, f"{path}/supporters/{gwen.id}/end")
    assert "Parent or guardian of Rhys Example was added" in words_of(team, f"/team/cases/{case_id}")
    with cases.world.inside(cases.service):
        changes = select(CaseEvent.detail).where(CaseEvent.kind == EventKind.SUPPORTER_CHANGED)
        codes = db.session.scalars(changes.order_by(CaseEvent.id)).all()
    assert [code["change"] for code in codes] == ["added", "changed", "ended"]
    assert "Gwen" not in str(codes)


def test_a_supporter_of_another_case_is_not_found(cases: Casework, team: Visitor) -> None:
    here, elsewhere = cases.case(), cases.case("Ines Example", THEIR_PHONE)
    party = party_ids(cases, elsewhere)[PartyRole.HARMED]
    with cases.world.inside(cases.service):
        supporter = Supporter(kind=SupporterKind.SUPPORTER, name="Gwen")
        supporter_id = casework.add_supporter(elsewhere, party, supporter, cases.act())
        way = cases.way(elsewhere)
    for path in (f"supporters/{supporter_id}", f"supporters/{supporter_id}/end", f"ways/{way}", f"ways/{way}/end",
                 f"{party}", f"{party}/details", f"{party}/needs", f"{party}/equality", f"{party}/supporters"):
        assert team.get(f"/team/cases/{here}/people/{path}").status_code == 404, path


def test_equality_answers_are_codes_that_nobody_reads_in_the_database_and_may_be_refused(
    cases: Casework, team: Visitor
) -> None:
    case_id = cases.case()
    party = party_ids(cases, case_id)[PartyRole.HARMED]
    path = f"/team/cases/{case_id}/people/{party}"
    assert "Why we ask" in words_of(team, f"{path}/equality")
    send(team, f"{path}/equality", ethnicity="white_roma", sex="prefer_not_to_say")
    with cases.world.inside(cases.service):
        row = db.session.execute(select(EqualityAnswers)).scalar_one()
        assert row.answers == {"ethnicity": "white_roma", "sex": "prefer_not_to_say"}
        stored = db.session.execute(text("SELECT answers FROM equality_answers")).scalar_one()
        assert b"roma" not in bytes(stored)
        said = db.session.scalars(select(CaseEvent.detail)).all()
        told = db.session.scalars(select(AuditEntry.detail)).all()
        assert "roma" not in f"{said} {told}"
    assert "roma" not in words_of(team, path).lower(), "the answers stand on their own page only"
    assert form_values(find_form(soup(team.get(f"{path}/equality"))))["ethnicity"] == "white_roma"
    assert team.submit(f"{path}/equality", {"sex": "nonsense"}).status_code == 422
    assert team.submit(path, {}, action=f"{path}/equality/declined").status_code == 303
    assert "They would rather not answer" in words_of(team, path)
    with cases.world.inside(cases.service):
        row = db.session.execute(select(EqualityAnswers).execution_options(populate_existing=True)).scalar_one()
        assert (row.answers, row.declined, row.version) == (None, True, 2)


def test_somebody_on_record_is_added_by_the_reference_of_a_case_that_the_reader_may_see(
    cases: Casework, team: Visitor
) -> None:
    here, elsewhere = cases.case(), cases.case("Ines Example", THEIR_PHONE)
    with cases.world.inside(cases.service):
        reference = db.session.execute(text("SELECT reference FROM cases WHERE id = :id"), {"id": elsewhere}).scalar()
    path = f"/team/cases/{here}/people/known"
    assert "You see no case of this reference." in words_of(team, f"{path}?reference=TST-9999-99")
    chosen = f"{path}?reference={str(reference).lower()}"
    person = value_of(team, chosen, "person", "Ines Example")
    page = send(team, chosen, person=person, role="responsible")
    assert "Ines Example" in page
    party = party_ids(cases, here)[PartyRole.RESPONSIBLE]
    seen = words_of(team, f"/team/cases/{here}/people/{party}")
    assert f"{reference} : person harmed, New case" in seen
    volunteer = cases.world.account(cases.service, Role.VOLUNTEER_FACILITATOR)
    with cases.world.inside(cases.service):
        casework.add_member(here, volunteer.id, cases.act())
    limited = cases.world.sign_in(cases.service, volunteer)
    assert "They are in no other case that you may see." in words_of(limited, f"/team/cases/{here}/people/{party}")
    assert "You see no case of this reference." in words_of(limited, chosen)


def test_who_may_only_read_is_offered_nothing_to_write(cases: Casework) -> None:
    case_id = cases.case()
    party = party_ids(cases, case_id)[PartyRole.HARMED]
    reader = cases.world.staff(cases.service, Role.READ_ONLY)
    for path in (f"/team/cases/{case_id}/people", f"/team/cases/{case_id}/people/{party}"):
        main = soup(reader.get(path)).main
        assert main is not None
        assert "Hattie Example" in main.get_text()
        assert main.select("form, .govuk-button") == []
        assert not [link for link in main.select("a") if "/ways/" in str(link["href"])]
    assert reader.get(f"/team/cases/{case_id}/people/{party}/equality").status_code == 403


def test_ages_fall_into_the_bands_that_figures_use() -> None:
    day = date(2026, 3, 1)
    born = {
        date(2016, 3, 2): "under_10", date(2016, 3, 1): "10_13", date(2008, 3, 2): "14_17", date(2008, 3, 1): "18_24",
        date(1951, 3, 2): "65_74", date(1900, 1, 1): "75_over", date(2026, 3, 2): "unknown",
    }
    assert {birth: age_band(birth, day) for birth in born} == born
    assert age_band(None, day) == "unknown"


def test_a_reference_that_cannot_be_one_finds_nobody(cases: Casework, team: Visitor) -> None:
    answer = team.get(f"/team/cases/{cases.case()}/people/known", query_string={"reference": "\x00"})
    assert answer.status_code == 200
