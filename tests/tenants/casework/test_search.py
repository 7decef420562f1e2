"""Finding a case by a name, a reference, a phone number or words of its notes, in nothing but sealed rows."""

from __future__ import annotations

from uuid import UUID

import pytest
from cases import Casework
from sqlalchemy import select, text, update

from concord.audit.models import AuditEntry
from concord.database import db
from concord.identity.permissions import Role
from harness import Visitor, page_text, soup
from tenants.casework import list_queries
from tenants.casework import service as casework
from tenants.casework.models import Case
from tenants.people.models import Answer, ContactKind
from tenants.people.service import WayToReach


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def found(visitor: Visitor, words: str, **more: object) -> set[str]:
    answer = visitor.submit("/team/cases/search", {"words": words} | more)
    assert answer.status_code == 200, page_text(answer)
    return {str(row.select("td")[0].get_text(strip=True)) for row in soup(answer).select("tbody tr")}


def noted(cases: Casework, name: str, note: str) -> UUID:
    case_id = cases.case(name)
    with cases.world.inside(cases.service):
        casework.note(case_id, cases.act(note=note))
    return case_id


def test_a_name_is_found_however_it_is_written(cases: Casework, team: Visitor) -> None:
    cases.case("Siân Llewellyn")
    cases.case("Rhys Example")
    for words in ("Siân Llewellyn", "sian", "LLEWELLYN", "Llewelyn"):
        assert found(team, words) == {"Siân Llewellyn"}, words
    assert found(team, "Nobody Here") == set()


def test_a_reference_is_found_however_it_is_spoken(cases: Casework, team: Visitor) -> None:
    case_id = cases.case("Hattie Example")
    cases.case("Rhys Other")
    with cases.world.inside(cases.service):
        reference = db.session.execute(select(Case.reference).where(Case.id == case_id)).scalar_one()
    for words in (reference, reference.lower(), reference.replace("-", ""), reference.replace("-", " ")):
        assert found(team, words) == {"Hattie Example"}, words


def test_a_phone_number_is_found_however_it_is_written(cases: Casework, team: Visitor) -> None:
    way = WayToReach(kind=ContactKind.PHONE, value="+447700900777", safe=Answer.YES)
    cases.case("Hattie Example", way)
    cases.case("Rhys Other")
    for words in ("07700 900777", "07700900777", "+44 7700 900 777"):
        assert found(team, words) == {"Hattie Example"}, words


def test_words_of_a_note_are_found_together_and_nothing_of_them_stands_in_the_database(
    cases: Casework, team: Visitor
) -> None:
    noted(cases, "Hattie Example", "She fears the zeppelin over the allotment.")
    noted(cases, "Rhys Other", "A zeppelin, but no garden.")
    assert found(team, "zeppelin") == {"Hattie Example", "Rhys Other"}
    assert found(team, "Allotment, ZEPPELIN") == {"Hattie Example"}
    assert found(team, "the of") == set()
    with cases.world.inside(cases.service):
        kept = db.session.execute(text("SELECT string_agg(encode(token, 'escape'), ' ') FROM note_tokens")).scalar_one()
    assert "zeppelin" not in kept


def test_the_same_word_has_another_token_at_another_service(
    cases: Casework, cases_elsewhere: Casework
) -> None:
    tokens = []
    for some in (cases, cases_elsewhere):
        noted(some, "Hattie Example", "zeppelin")
        with some.world.inside(some.service):
            tokens.append(db.session.execute(text("SELECT token FROM note_tokens")).scalar_one())
    assert tokens[0] != tokens[1]


def test_what_somebody_may_not_see_is_not_found(cases: Casework, team: Visitor) -> None:
    case_id = noted(cases, "Secret Example", "A zeppelin")
    with cases.world.inside(cases.service):
        db.session.execute(update(Case).where(Case.id == case_id).values(restricted=True))
    supervisor = cases.world.staff(cases.service, Role.CASE_SUPERVISOR)
    volunteer = cases.world.staff(cases.service, Role.VOLUNTEER_FACILITATOR)
    for words in ("Secret", "zeppelin", "07700 900123"):
        assert found(team, words) == {"Secret Example"}, "who leads it is named on it"
        assert found(supervisor, words) == found(volunteer, words) == set()


def test_no_word_of_a_search_stands_in_an_address_and_what_it_showed_is_on_record(
    cases: Casework, team: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_queries, "PAGE_SIZE", 2)
    ids = [cases.case(f"Hattie Number{number}") for number in range(3)]
    first = team.submit("/team/cases/search", {"words": "Hattie"})
    assert first.request.path == "/team/cases/search"
    assert first.request.query_string == b""
    addresses = [str(link.get("href") or link.get("action")) for link in soup(first).select("a, form")]
    assert not [address for address in addresses if "Hattie" in address]
    (onward,) = [one for one in soup(first).select("main button[name=page]") if "Next" in one.get_text()]
    assert found(team, "Hattie", page=str(onward["value"])) == {"Hattie Number0"}
    with cases.world.inside(cases.service):
        entries = db.session.execute(
            select(AuditEntry.detail).where(AuditEntry.subject_kind == "case_search", AuditEntry.action == "read")
        ).scalars().all()
    assert [len(entry["cases"]) for entry in entries] == [2, 1]
    assert {one for entry in entries for one in entry["cases"]} == {str(case_id) for case_id in ids}
    assert "Hattie" not in str(entries)


def test_an_empty_search_says_what_to_enter(team: Visitor) -> None:
    answer = team.submit("/team/cases/search", {"words": " "})
    assert answer.status_code == 422
    assert "Enter what to look for" in page_text(answer)
