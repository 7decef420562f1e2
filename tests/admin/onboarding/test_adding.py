"""Adding a service: by form or file, once, and never with anything wrong in it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from bringing_on import add_service, made_service, new_service_answers
from sqlalchemy import text
from werkzeug.test import TestResponse

from admin.onboarding import queries
from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy import scope
from harness import Service, Visitor, World, find_form, form_values, page_text, soup

NEW, FILE = "/admin/services/new", "/admin/services/new/file"
TOML = """
slug = "{slug}"
name = "Restorative Fenland"
short_name = "Fenland"
reference_prefix = "FEN"

[[police_areas]]
code = "E23000026"
from = 2026-04-01

[manager]
name = "Ŵyn O’Neill"
email = "wyn@fenland.example"
"""


def count_of(world: World, slug: str) -> int:
    with world.app.app_context(), scope.no_service():
        return len([service for service in queries.services() if service.slug == slug])


def header(page: TestResponse) -> str:
    """The name at the top of a page."""
    name = soup(page).select_one(".concord-header__name")
    assert name is not None
    return name.get_text(strip=True)


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"name": ""}, "Name of the service: must not be empty"),
    ({"name": "x" * 101}, "Name of the service: must have at most 100 characters"),
    ({"name": "Well\x01Springs"}, "Take out the characters that cannot be shown"),
    ({"short_name": "x" * 41}, "Short name: must have at most 40 characters"),
    ({"slug": "Well Springs"}, "Address: must be small letters, numbers and hyphens, and start with a letter"),
    ({"slug": "ab"}, "Address: must have at least 3 characters"),
    ({"slug": "admin"}, "Address: is kept for Concord itself"),
    ({"slug": "national"}, "Address: must be “national” for the national office, and for no service"),
    ({"slug": "a" * 300}, "Use 200 characters or fewer"),
    ({"reference_prefix": "B3"}, "Letters before each reference: must be two to four capital letters, such as BED"),
    ({"areas": []}, "Police force areas: must name at least one police force area"),
    ({"areas": ["E99999999"]}, "Choose from the answers on this page"),
    ({"start-day": "31", "start-month": "2", "start-year": "2026"}, "Enter a real date"),
    ({"phone": "0800 12"}, "Phone number for the public: must be a phone number in full, such as 0800 952 3000"),
    ({"email": "hello"}, "E-mail address for the public: must be an e-mail address such as team@example.org"),
    ({"controller": "x" * 101}, "Controller: must have at most 100 characters"),
    ({"manager_name": ""}, "First manager's name: must not be empty"),
    ({"manager_email": ""}, "First manager's e-mail address: must be an e-mail address such as team@example.org"),
    ({"manager_email": "a@b@c.example"}, "First manager's e-mail address: must be an e-mail address"),
])  # fmt: skip
def test_a_fault_is_named_beside_its_box_and_what_was_typed_is_kept(
    world: World, administrator: Visitor, changed: dict[str, Any], sentence: str
) -> None:
    answers = new_service_answers(controller="Trust <b>& Sons</b>") | changed
    refused = administrator.submit(NEW, answers)
    assert refused.status_code == 422
    page = soup(refused)
    summary, beside = page.select_one(".govuk-error-summary"), page.select_one("main form .govuk-error-message")
    assert summary is not None
    assert sentence in summary.get_text()
    assert beside is not None
    assert sentence in beside.get_text()
    assert "<b>&" not in refused.get_data(as_text=True)
    kept = form_values(find_form(page))
    assert {name: kept.get(name) for name in ("manager_name", "controller")} == {
        name: answers[name] for name in ("manager_name", "controller")
    }
    checked = [box["value"] for box in page.select("input[name=areas][checked]")]
    assert checked == [area for area in answers["areas"] if area != "E99999999"]
    assert count_of(world, answers["slug"]) == 0


def test_every_fault_is_named_at_once(administrator: Visitor) -> None:
    refused = administrator.submit(NEW, {"areas": [], "slug": "x", "phone": "1", "manager_email": "x"})
    words = soup(refused).select_one(".govuk-error-summary")
    assert words is not None
    assert [line.get_text().partition(":")[0] for line in words.find_all("li")] == [
        "Name of the service", "Short name", "Address", "Letters before each reference", "Police force areas",
        "Phone number for the public", "First manager's name", "First manager's e-mail address",
    ]


def test_a_slug_that_is_taken_is_refused_beside_its_box(administrator: Visitor, world: World) -> None:
    service = add_service(world, administrator)
    refused = administrator.submit(NEW, new_service_answers(slug=service.slug))
    assert refused.status_code == 422
    assert header(refused) == "National office"
    assert "Address: is taken by another service" in page_text(refused)
    assert count_of(world, service.slug) == 1


def test_a_form_sent_twice_makes_one_service_and_one_manager(administrator: Visitor, world: World) -> None:
    answers = new_service_answers()
    page = soup(administrator.get(NEW))
    values = form_values(find_form(page)) | answers
    first, second = (administrator.post(NEW, values) for _time in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert count_of(world, answers["slug"]) == 1
    with world.inside(made_service(world, answers["slug"])):
        assert db.session.execute(text("SELECT count(*) FROM accounts")).scalar_one() == 1
        assert db.session.execute(text("SELECT count(*) FROM outbox")).scalar_one() == 1


def test_a_form_sent_twice_at_once_makes_one_service(administrator: Visitor, world: World, national: Service) -> None:
    answers = new_service_answers()
    values = form_values(find_form(soup(administrator.get(NEW)))) | answers
    kept = [administrator.client.get_cookie(name, national.host) for name in ("concord_session", "concord_form")]
    cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in kept if cookie)

    def send(_time: int) -> tuple[int, str | None]:
        client = world.app.test_client(use_cookies=False)
        answer = client.post(NEW, data=values, headers={"Host": national.host, "Cookie": cookies})
        return answer.status_code, answer.headers.get("Location")

    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(send, range(2)))
    assert sent[0] == sent[1]
    assert sent[0][0] == 303
    assert count_of(world, answers["slug"]) == 1


def test_letters_of_other_languages_and_small_prefixes_are_taken(administrator: Visitor, world: World) -> None:
    service = add_service(
        world, administrator, name="Gwasanaeth Adferol Dŵr 🌱", reference_prefix="new", manager_name="Siân Ŵyn",
    )
    answer = administrator.get(f"/admin/services/{service.id}")
    assert header(answer) == "National office", "the page about a service is not the service's page"
    page = page_text(answer)
    assert "Gwasanaeth Adferol Dŵr 🌱" in page
    assert "Siân Ŵyn" in page
    assert "Bedfordshire, Essex" in page


def test_a_late_form_keeps_what_was_typed(administrator: Visitor, world: World) -> None:
    answers = new_service_answers()
    late = administrator.submit(NEW, answers | {"csrf_token": "too-late"})
    assert late.status_code == 400
    kept = form_values(find_form(soup(late)))
    assert kept["manager_email"] == answers["manager_email"]
    assert kept["slug"] == answers["slug"]
    assert count_of(world, answers["slug"]) == 0


def test_the_new_service_is_written_as_one_or_not_at_all(world: World, administrator: Visitor) -> None:
    from admin.onboarding import service as onboarding
    from concord.identity.service import AccountError
    from tenants.registry.packs import Pack
    from tenants.registry.profile import read_profile

    answers = new_service_answers()
    document = {name: answers[name] for name in ("name", "short_name", "slug", "reference_prefix")}
    pack = Pack(read_profile(document | {"police_areas": [{"code": "E23000026", "from": "2026-01-01"}]}), {}, None)
    with world.app.app_context(), pytest.raises((AccountError, ValueError, AttributeError)):
        onboarding.bring_on(pack, "Alex", None)  # type: ignore[arg-type]  # what fails must undo the rest
    assert count_of(world, answers["slug"]) == 0


def test_a_service_is_added_from_a_pasted_file(administrator: Visitor, world: World) -> None:
    added = administrator.submit(FILE, {"text": TOML.format(slug="fen-pasted")})
    assert added.status_code == 303, page_text(added)
    assert "wyn@fenland.example" in page_text(administrator.follow())
    assert count_of(world, "fen-pasted") == 1


def test_a_service_is_added_from_an_uploaded_file_with_the_manager_of_the_form(
    administrator: Visitor, world: World
) -> None:
    upload = (BytesIO(TOML.format(slug="fen-uploaded").encode()), "tenant.toml")
    values = {"file": upload, "manager_email": "other@fenland.example"}
    added = administrator.submit(FILE, values, content_type="multipart/form-data")
    assert added.status_code == 303, page_text(added)
    page = page_text(administrator.follow())
    assert "other@fenland.example" in page
    assert "Ŵyn O’Neill" in page


@pytest.mark.parametrize(("file", "sentence"), [
    ("", "Choose a file or paste what is in it"),
    ("slug = ", "this is not a TOML file"),
    (TOML.format(slug="fen-x") + "nmae = 1", "manager.nmae: is not known here; did you mean name?"),
    (TOML.format(slug="fen-x").replace("name =", "nmae =", 1), "nmae: is not known here; did you mean name?"),
    (TOML.format(slug="fen-x").replace("[manager]", "[[manager]]"), "manager: must be a table with its own lines"),
    (TOML.format(slug="fen-x").partition("[manager]")[0], "First manager's name: is missing"),
    ('pages = ["home"]\n' + TOML.format(slug="fen-x"), "pages: names files, which cannot come with this form"),
    ('kind = "national"\n' + TOML.format(slug="national").replace("[[police_areas]]", "[policy]").replace(
        'code = "E23000026"\nfrom = 2026-04-01', ""), "kind: the national office is there already"),
])  # fmt: skip
def test_a_fault_in_a_file_is_named_and_the_text_kept(administrator: Visitor, file: str, sentence: str) -> None:
    refused = administrator.submit(FILE, {"text": file})
    assert refused.status_code == 422
    assert sentence in page_text(refused)
    kept = soup(refused).find("textarea")
    assert kept is not None
    assert kept.get_text().strip() == file.strip()


def test_a_file_that_is_no_text_is_refused(administrator: Visitor) -> None:
    values = {"file": (BytesIO(b"\xff\xfe\x00picture"), "tenant.toml")}
    refused = administrator.submit(FILE, values, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert "not a text in UTF-8" in page_text(refused)


def test_who_added_a_service_is_on_record_at_the_national_office(
    world: World, national: Service, administrator: Visitor
) -> None:
    service = add_service(world, administrator)
    statement = text("SELECT actor_id FROM audit_entries WHERE action = 'create' AND subject_id = :service")
    with world.inside(national):
        actors = db.session.scalars(statement, {"service": service.id}).all()
    assert actors == [world.accounts[national.id, Role.ADMINISTRATOR].id]
