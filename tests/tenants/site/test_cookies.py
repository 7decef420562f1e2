"""No cookie that the site does not need, unless the service turned a program on and the visitor said yes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from refer_form import HARMED, cookie_of, fill_in
from werkzeug.test import TestResponse

from concord.identity.permissions import Role
from harness import Service, Visitor, World, page_text, soup
from tenants.registry.profile import ProfileError, read_profile

OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
COUNTED = ("/", "/what-is-restorative-justice", "/privacy")
NEVER = ("/safety", "/cookies", "/refer", "/refer/start-again", "/sign-in", "/nothing-here", "/privacy?from=elsewhere")
ACCOUNTS = {"google_analytics": "G-ABC1234567", "matomo": "example.matomo.cloud/1", "plausible": "service.example"}


@pytest.fixture
def counting(make_service: Callable[..., Service]) -> Service:
    """A service that turned Google Analytics on."""
    return make_service(analytics={"provider": "google_analytics", "account": "G-ABC1234567"})


def asks(answer: TestResponse) -> bool:
    return soup(answer).select_one("form[action='/cookies'] button") is not None


def loads(answer: TestResponse) -> bool:
    """Whether the page has the program; the policy lets it through on such a page and on no other."""
    has = soup(answer).select_one("script[data-provider]") is not None
    assert has == ("googletagmanager" in answer.headers["Content-Security-Policy"])
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    return has


def choose(visitor: Visitor, answer: str, back: str = "/") -> TestResponse:
    return visitor.post("/cookies", {"choice": answer, "back": back}, headers=OWN_PAGE)


def test_by_default_nobody_is_asked_and_reading_sets_no_cookie(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    for path in (*COUNTED, "/safety", "/cookies"):
        answer = visitor.get(path)
        assert not asks(answer)
        assert not loads(answer)
        assert "Set-Cookie" not in answer.headers
    assert visitor.post("/cookies", {"choice": "yes"}, headers=OWN_PAGE).status_code == 404


def test_nothing_is_loaded_before_a_yes_and_the_two_buttons_are_equal(world: World, counting: Service) -> None:
    visitor = world.visitor(counting)
    for path in COUNTED:
        answer = visitor.get(path)
        buttons = soup(answer).select("form[action='/cookies'] button")
        assert [button["value"] for button in buttons] == ["yes", "no"]
        assert buttons[0]["class"] == buttons[1]["class"]
        assert not loads(answer)
        assert "Set-Cookie" not in answer.headers


def test_a_yes_keeps_the_page_and_loads_the_program_only_where_people_read(world: World, counting: Service) -> None:
    visitor = world.visitor(counting)
    answer = choose(visitor, "yes", "/privacy")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/privacy")
    assert "You said yes to Google Analytics" in visitor.follow().get_data(as_text=True)
    assert [path for path in COUNTED if not loads(visitor.get(path))] == []
    assert [path for path in NEVER if loads(visitor.get(path))] == []
    script = soup(visitor.get("/")).select_one("script[data-provider]")
    assert script is not None
    assert script["data-script"] == "https://www.googletagmanager.com/gtag/js?id=G-ABC1234567"


def test_no_form_and_no_page_of_staff_asks_or_loads(world: World, counting: Service) -> None:
    visitor = world.visitor(counting)
    assert [path for path in NEVER if path != "/cookies" and asks(visitor.get(path))] == []
    choose(visitor, "yes")
    page = fill_in(visitor, HARMED, until="happened")
    assert not loads(page)
    manager = world.staff(counting, Role.SERVICE_MANAGER)
    choose(manager, "yes")
    assert not loads(manager.get("/team/"))


def test_a_no_loads_nothing_and_takes_the_programs_cookies_away(world: World, counting: Service) -> None:
    visitor = world.visitor(counting)
    for name in ("_ga", "_ga_ABC1234567", "_gallery"):
        visitor.client.set_cookie(name, "x", domain=counting.host)
    choose(visitor, "no")
    assert [cookie_of(visitor, name) for name in ("_ga", "_ga_ABC1234567")] == ["", ""]
    answer = visitor.get("/")
    assert not loads(answer)
    assert "You said no to Google Analytics" in answer.get_data(as_text=True)


def test_a_mind_can_be_changed_and_the_page_says_when_it_was_saved(world: World, counting: Service) -> None:
    visitor = world.visitor(counting)
    assert "Not chosen, so off" in page_text(visitor.get("/cookies"))
    choose(visitor, "yes", "/cookies")
    assert "Your choice was saved on" in page_text(visitor.follow())
    choose(visitor, "no", "/cookies")
    assert "Google Analytics Off." in page_text(visitor.follow())
    assert not loads(visitor.get("/"))


def test_the_choice_runs_out_and_is_asked_again_for_another_program(
    world: World, counting: Service, make_service: Callable[..., Service]
) -> None:
    visitor = world.visitor(counting)
    header = choose(visitor, "yes").headers["Set-Cookie"]
    assert "Max-Age=15724800" in header
    assert "HttpOnly" in header
    assert "Domain" not in header
    other = world.visitor(make_service(analytics={"provider": "plausible", "account": "service.example"}))
    kept = cookie_of(visitor, "concord_cookies")
    bad = (kept.replace("1.", "2.", 1), kept.replace("yes", "maybe"), "1.google_analytics.yes.", "x" * 3000)
    for value in (kept, *bad):
        other.client.set_cookie("concord_cookies", value, domain=other.service.host)
        answer = other.get("/")
        assert asks(answer)
        assert soup(answer).select_one("script[data-provider]") is None


def test_another_site_can_neither_choose_nor_send_people_elsewhere(world: World, counting: Service) -> None:
    visitor = world.visitor(counting)
    refused = visitor.post("/cookies", {"choice": "yes"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert cookie_of(visitor, "concord_cookies") == ""
    for back in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"):
        assert choose(visitor, "no", back).headers["Location"] == "/"


def test_leaving_forgets_the_choice_too(world: World, counting: Service) -> None:
    visitor = world.visitor(counting)
    choose(visitor, "yes")
    visitor.get("/exit")
    assert asks(visitor.get("/"))


@pytest.mark.parametrize("provider", ACCOUNTS)
def test_each_known_program_is_let_through_under_its_own_addresses_alone(
    world: World, make_service: Callable[..., Service], provider: str
) -> None:
    visitor = world.visitor(make_service(analytics={"provider": provider, "account": ACCOUNTS[provider]}))
    choose(visitor, "yes")
    answer = visitor.get("/")
    script = soup(answer).select_one("script[data-provider]")
    assert script is not None
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    origin = "/".join(str(script["data-script"]).split("/")[:3])
    assert policy["script-src"] == f"'self' {origin}"
    assert policy["connect-src"].startswith("'self' https://")


def test_a_manager_turns_a_program_on_and_off_in_the_browser(world: World, service: Service) -> None:
    manager, page = world.staff(service, Role.SERVICE_MANAGER), "/team/setup/details/counting"
    refused = manager.submit(page, {"provider": "google_analytics", "account": "UA-1"})
    assert refused.status_code == 422
    assert "G-ABC1234567" in page_text(refused)
    assert manager.submit(page, {"provider": "google_analytics", "account": "G-ABC1234567"}).status_code == 303
    assert asks(world.visitor(service).get("/"))
    assert manager.submit(page, {"provider": "none"}).status_code == 303
    assert not asks(world.visitor(service).get("/"))


@pytest.mark.parametrize(("provider", "account"), [
    ("google_analytics", "UA-1"), ("google_analytics", "G-1;script-src *"), ("matomo", "elsewhere.example/1"),
    ("plausible", "a b"), ("facebook", "1"),
])
def test_only_known_programs_and_accounts_that_look_right_can_be_turned_on(provider: str, account: str) -> None:
    profile = {"slug": "example", "name": "Example", "short_name": "Example", "reference_prefix": "XX",
               "police_areas": [{"code": "E23000026", "from": "2020-01-01"}]}
    read_profile(profile)
    with pytest.raises(ProfileError):
        read_profile(profile | {"analytics": {"provider": provider, "account": account}})
