"""From an administrator's form to a service that the public can use: every step through the real pages."""

from __future__ import annotations

import re
from datetime import datetime

from bringing_on import LINK, add_service, link_in_mail, manager_of, take_up_invitation, token_on
from sqlalchemy import text

from admin.onboarding import mail_check
from concord.database import db
from concord.outbox.models import Lane
from concord.outbox.service import claim
from concord.tenancy import scope
from concord.tenancy.models import Organisation
from harness import Service, Visitor, World, page_text, soup

CONTACT = {"phone": "0808 157 0009", "email": "hello@new.example", "monday": "09:00-17:00"}


def fill_in_details(manager: Visitor) -> None:
    manager.submit("/team/setup/details/contact", CONTACT)
    manager.submit("/team/setup/details/information", {"controller": "Example Trust"})


def tasks(visitor: Visitor) -> dict[str, str]:
    """What the list of the setup page says, by title."""
    page = soup(visitor.get("/team/setup"))
    return {
        item.select_one(".govuk-task-list__name-and-hint a, .govuk-task-list__name-and-hint div").get_text(strip=True):  # type: ignore[union-attr]  # every item has one
            item.select_one(".govuk-task-list__status").get_text(strip=True)  # type: ignore[union-attr]  # as above
        for item in page.select(".govuk-task-list__item")
    }


def confirm_test_mail(world: World, service: Service, manager: Visitor, email: str) -> None:
    manager.submit("/team/setup/test-mail", action="/send")
    world.run_outbox(service)
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", world.mail(email)[-1]["text"])
    assert code, world.mail(email)[-1]["text"]
    confirmed = manager.submit("/team/setup/test-mail", {"code": code[0].lower()})
    assert confirmed.status_code == 303, page_text(confirmed)


def test_a_service_is_added_prepared_and_opened(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator, manager_email="first@whole-way.example")
    public = world.visitor(service)
    assert [public.get(path).status_code for path in ("/", "/refer", "/privacy", "/logo")] == [404] * 4
    assert public.get("/sign-in").status_code == 200

    manager = manager_of(world, service, "first@whole-way.example")
    assert tasks(manager) == {
        "Phone number": "Missing", "Controller": "Missing", "Service manager": "Done", "Test e-mail": "Missing",
    }
    fill_in_details(manager)
    confirm_test_mail(world, service, manager, "first@whole-way.example")
    assert set(tasks(manager).values()) == {"Done"}
    assert public.get("/").status_code == 404

    assert manager.submit("/team/setup/go-live").status_code == 303
    home = public.get("/")
    assert home.status_code == 200
    assert "0808 157 0009" in home.get_data(as_text=True)
    assert public.follow(public.get("/refer")).status_code == 200
    assert "Live" in page_text(administrator.get(f"/admin/services/{service.id}"))


def test_the_first_manager_lands_on_the_list_of_what_is_missing(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator, manager_email="lands@new.example")
    manager = manager_of(world, service, "lands@new.example")
    onward = soup(manager.submit("/account/recovery-codes")).find("a", class_="govuk-button")
    assert onward is not None
    assert onward["href"] == "/team/setup"


def test_going_live_refuses_with_a_sentence_for_each_thing_missing(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator, manager_email="refused@new.example")
    manager = manager_of(world, service, "refused@new.example")
    page = manager.get("/team/setup/go-live")
    assert "Go live" not in [button.get_text(strip=True) for button in soup(page).find_all("button")]
    refused = manager.post("/team/setup/go-live", {"csrf_token": token_on(manager, "/team/setup/test-mail")})
    assert refused.status_code == 422
    words = page_text(refused)
    assert "No phone number is set" in words
    assert "No controller is set" in words
    assert "No test e-mail has arrived yet" in words
    assert "No service manager" not in words
    assert world.visitor(service).get("/").status_code == 404


def test_staff_see_the_pages_of_a_service_in_preparation_in_national_words(
    world: World, administrator: Visitor
) -> None:
    service = add_service(world, administrator, manager_email="sees@new.example")
    manager = manager_of(world, service, "sees@new.example")
    for path in ("/", "/what-is-restorative-justice", "/privacy", "/accessibility"):
        answer = manager.get(path)
        assert answer.status_code == 200, path
        assert len(page_text(answer)) > 100, path


def test_nobody_can_ask_for_contact_before_the_service_is_live(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator, manager_email="closed@new.example")
    assert world.visitor(service).get("/refer").status_code == 404
    manager = manager_of(world, service, "closed@new.example")
    answer = manager.follow(manager.get("/refer"))
    assert not soup(answer).select("main form"), "its own staff get no form either"


def test_going_live_twice_is_going_live_once(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator, manager_email="twice@new.example")
    manager = manager_of(world, service, "twice@new.example")
    fill_in_details(manager)
    confirm_test_mail(world, service, manager, "twice@new.example")
    values = {"csrf_token": token_on(manager, "/team/setup/go-live")}
    first, since = manager.post("/team/setup/go-live", values).status_code, live_since(world, service)
    second = manager.post("/team/setup/go-live", values).status_code
    assert (first, second) == (303, 303)
    assert since is not None
    assert live_since(world, service) == since


def live_since(world: World, service: Service) -> datetime | None:
    with world.inside(service):
        return db.session.get_one(Organisation, service.id).live_since


def test_a_test_mail_that_has_to_be_sent_again_brings_the_same_code(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator, manager_email="again@codes.example")
    manager = manager_of(world, service, "again@codes.example")
    manager.submit("/team/setup/test-mail", action="/send")
    with world.app.app_context(), scope.bound_to(service.id):  # a worker that dies after the mail was accepted
        event = claim(Lane.INTERACTIVE)
        assert event is not None
        mail_check.send_code(event)
    world.run_outbox(service)
    _invitation, first, second = world.mail("again@codes.example")
    assert first["text"] == second["text"]
    assert first["subject"] == "Test e-mail"


def test_a_wrong_code_confirms_nothing(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator, manager_email="codes@new.example")
    manager = manager_of(world, service, "codes@new.example")
    manager.submit("/team/setup/test-mail", action="/send")
    wrong = manager.submit("/team/setup/test-mail", {"code": "2222-2222"})
    assert wrong.status_code == 422
    assert "not the code" in page_text(wrong)
    assert tasks(manager)["Test e-mail"] == "Missing"


def test_a_code_counts_only_for_the_person_it_was_sent_to(world: World, administrator: Visitor) -> None:
    one = add_service(world, administrator, manager_email="one@codes.example")
    other = add_service(world, administrator, manager_email="other@codes.example")
    sender, thief = manager_of(world, one, "one@codes.example"), manager_of(world, other, "other@codes.example")
    sender.submit("/team/setup/test-mail", action="/send")
    thief.submit("/team/setup/test-mail", action="/send")
    world.run_outbox(one)
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", world.mail("one@codes.example")[-1]["text"])
    assert code
    assert thief.submit("/team/setup/test-mail", {"code": code[0]}).status_code == 422
    assert sender.submit("/team/setup/test-mail", {"code": code[0]}).status_code == 303


def test_no_code_stands_in_the_queue_or_in_a_table(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator, manager_email="queue@new.example")
    manager = manager_of(world, service, "queue@new.example")
    manager.submit("/team/setup/test-mail", action="/send")
    world.run_outbox(service)
    code = re.search(r"\b([2-9A-Z]{4})-([2-9A-Z]{4})\b", world.mail("queue@new.example")[-1]["text"])
    assert code
    with world.inside(service):
        rows = db.session.execute(text(
            "SELECT row_to_json(o)::text FROM outbox o UNION ALL SELECT row_to_json(t)::text FROM test_mails t"
            " UNION ALL SELECT row_to_json(m)::text FROM messages m"
        )).scalars().all()
    assert len(rows) >= 4
    assert not [row for row in rows if code[1] + code[2] in row or code[0] in row]


def test_a_mistyped_address_is_mended_until_somebody_takes_the_service_over(
    world: World, administrator: Visitor
) -> None:
    service = add_service(world, administrator, manager_email="mistypd@new.example")
    world.run_outbox(service)
    first = link_in_mail(world, "mistypd@new.example")
    page = f"/admin/services/{service.id}"
    answer = administrator.submit(f"{page}/manager", {"manager_name": "Alex", "manager_email": "mistyped@new.example"})
    assert answer.status_code == 303, page_text(answer)
    assert world.visitor(service).get(first).status_code == 410
    manager = manager_of(world, service, "mistyped@new.example")
    assert manager.get("/team/setup").status_code == 200
    assert "Invite somebody else" not in page_text(administrator.get(page))
    taken = administrator.submit(f"{page}/manager", {"manager_name": "Eve", "manager_email": "eve@new.example"})
    assert taken.status_code == 422
    assert "has a manager already" in page_text(taken)


def test_a_new_invitation_replaces_the_one_before(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator, manager_email="again@new.example")
    world.run_outbox(service)
    first = link_in_mail(world, "again@new.example")
    sent = administrator.submit(f"/admin/services/{service.id}", action="/invitation")
    assert sent.status_code == 303
    world.run_outbox(service)
    assert world.visitor(service).get(first).status_code == 410
    take_up_invitation(world, service, link_in_mail(world, "again@new.example"))
    token = token_on(administrator, "/admin/services/new")
    refused = administrator.post(f"/admin/services/{service.id}/invitation", {"csrf_token": token})
    assert refused.status_code == 422


def test_the_invitation_names_the_service_and_leads_to_its_own_host(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator, manager_email="host@new.example")
    world.run_outbox(service)
    text = world.mail("host@new.example")[-1]["text"]
    found = LINK.search(text)
    assert found
    assert found[0].startswith(world.settings.address_of(service.host))
