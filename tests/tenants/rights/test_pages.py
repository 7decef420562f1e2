"""Erasing on pages: what is due, asking, deciding with the time before one's eyes, and what is left afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cases import Casework, send
from erasing import case_of, close
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Role
from harness import StaffAccount, page_text
from tenants.casework.sign_off_models import SignOff
from tenants.casework.words import CLOSED_BECAUSE


def test_a_manager_asks_another_person_decides_and_a_certificate_is_left(
    cases: Casework, officer: StaffAccount
) -> None:
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        close(cases, case_id, closed_at=datetime.now(UTC) - timedelta(weeks=7))
        reference = case_of(case_id).reference
        db.session.commit()
    manager, decider = (cases.world.sign_in(cases.service, one) for one in (cases.manager, officer))
    case = f"/team/cases/{case_id}"
    assert "Cases to erase" in page_text(manager.get("/team/"))
    due = page_text(manager.get("/team/erasing"))
    assert reference in due
    assert "Nobody took part: kept for 6 weeks" in due
    assert "A legal hold keeps this case" in send(manager, f"{case}/hold-for-law", note="The court asked.")
    assert "legal hold keeps" in page_text(manager.submit(f"{case}/erase", {"kind": "erasing_due", "note": "Now."}))
    assert "A legal hold keeps" not in send(manager, f"{case}/hold-for-law", note="The court is done.")
    assert "kept until" in page_text(manager.get(f"{case}/erase"))
    send(manager, f"{case}/erase", kind="erasing_due", note="Its time is over.")
    assert "Another person decides" in page_text(manager.get("/team/erasing"))
    with cases.world.inside(cases.service):
        path = f"{case}/erase/{db.session.scalars(select(SignOff.id)).one()}"
    assert manager.get(path.replace("/erase/", "/sign-offs/")).status_code == 404
    page = page_text(decider.get(path))
    assert "kept for 6 weeks" in page
    assert "Its time is over." in page
    assert decider.submit(path, {"decision": "approved"}).status_code == 422
    ended = str(CLOSED_BECAUSE["harmed_declined"])
    left = send(decider, path, decision="approved", sure="y")
    for said in (reference, "It need not be kept any longer", "Mona Manager", "Dot Officer", ended):
        assert said in left
    for name in ("Hattie", "Rhys", "bicycle"):
        assert name not in left
    _nothing_else_is_left(cases, case, reference)


def _nothing_else_is_left(cases: Casework, case: str, reference: str) -> None:
    manager = cases.world.sign_in(cases.service, cases.manager)
    for part in ("/people", "/print", "/note", "/reopen", "/consents", "/erase", "/hold-for-law"):
        answer = manager.get(f"{case}{part}")
        assert answer.status_code == 410, part
        assert "Hattie" not in page_text(answer), part
    assert reference not in page_text(manager.get("/team/cases?tab=completed"))
    assert reference not in page_text(manager.get("/team/erasing"))
    assert reference in page_text(manager.submit("/team/cases/search", {"words": reference}))
    assert "Nothing was found" in page_text(manager.submit("/team/cases/search", {"words": "Hattie"}))
    supervisor = cases.world.staff(cases.service, Role.CASE_SUPERVISOR)
    assert supervisor.get(case).status_code == 404
    assert "Nothing was found" in page_text(supervisor.submit("/team/cases/search", {"words": reference}))
