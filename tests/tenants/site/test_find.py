"""Find your service: the search, the map of tiles, the list, and the page of each police area."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from signing_in import statements

from concord.tenancy.models import Status
from concord.web.dates import uk_today
from harness import Service, World, page_text, soup
from tenants.registry.areas import police_force_areas
from tenants.registry.serving import live_services
from tenants.site.find.places import places_by_key
from tenants.site.find.search import find
from tenants.site.find.tiles import tiles

MakeService = Callable[..., Service]
GWENT, NORFOLK, SUFFOLK, SURREY = "W15000002", "E23000024", "E23000025", "E23000031"
NOBODY = "No service for this area is on Concord yet."
RESTORATIVE_JUSTICE_COUNCIL = "https://restorativejustice.org.uk/"


def serving(*codes: str) -> dict[str, object]:
    return {"police_areas": [{"code": code, "from": "2020-01-01"} for code in codes]}


def areas_of(typed: str) -> list[str]:
    return [police_force_areas()[code].name for code in find(typed).area_codes]


@pytest.mark.parametrize(("typed", "areas"), [
    ("Bedfordshire", ["Bedfordshire"]),
    ("luton", ["Bedfordshire"]),
    ("  LEIGHTON   buzzard ", ["Bedfordshire"]),
    ("Beds", ["Bedfordshire"]),
    ("Luton Borough Council", ["Bedfordshire"]),
    ("Luton, Beds", ["Bedfordshire"]),
    ("luton beds", ["Bedfordshire"]),
    ("Saint Albans", ["Hertfordshire"]),
    ("st. helens", ["Merseyside"]),
    ("Kings Lynn", ["Norfolk"]),
    ("stoke on trent", ["Staffordshire"]),
    ("Ynys Mon", ["North Wales"]),
    ("Caerdydd", ["South Wales"]),
    ("Telford", ["West Mercia"]),
    ("Isle of Wight", ["Hampshire"]),
    ("Hampshire & Isle of Wight", ["Hampshire"]),
    ("London Borough of Camden", ["Metropolitan Police"]),
    ("City of London", ["City of London"]),
    ("Newport, Isle of Wight", ["Hampshire"]),
    ("A hamlet nobody lists, Kent", ["Kent"]),
])
def test_a_place_is_found_however_it_is_written(typed: str, areas: list[str]) -> None:
    assert areas_of(typed) == areas


@pytest.mark.parametrize(("typed", "areas"), [
    ("London", {"Metropolitan Police", "City of London"}),
    ("Gloucestershire", {"Gloucestershire", "Avon and Somerset"}),
    ("Newport", {"Gwent", "Hampshire", "Humberside", "Dyfed-Powys", "West Mercia"}),
    ("Newcastle", {"Northumbria", "Staffordshire", "Dyfed-Powys"}),
    ("Wales", {"North Wales", "South Wales", "Gwent", "Dyfed-Powys", "South Yorkshire"}),
])
def test_a_name_of_several_areas_brings_them_all(typed: str, areas: set[str]) -> None:
    assert set(areas_of(typed)) == areas


@pytest.mark.parametrize(("typed", "meant"), [
    ("Bedfrod", "Bedford"), ("Wolverhamton", "Wolverhampton"), ("isle of white", "Isle of Wight"),
])
def test_a_slip_is_asked_back_and_never_taken_for_granted(typed: str, meant: str) -> None:
    found = find(typed)
    assert found.places == ()
    assert meant in found.guesses


@pytest.mark.parametrize("typed", ["", "   ", "zzzz", "Edinburgh", "%", "a", "'; --", "\u0130" * 200])
def test_what_is_no_place_here_is_nothing(typed: str) -> None:
    assert (find(typed).places, find(typed).guesses) == ((), ())


def test_every_name_in_the_tables_is_found_and_lies_in_one_of_the_43_areas() -> None:
    codes = set(police_force_areas())
    assert len(places_by_key()) > 2500
    for places in places_by_key().values():
        assert {place.area_code for place in places} <= codes
        for place in places:
            assert place.area_code in find(place.label).area_codes, place


def test_every_area_has_a_tile_of_its_own_and_no_two_lie_on_one_another() -> None:
    assert sorted(tile.area_code for tile in tiles()) == sorted(police_force_areas())
    assert len({(tile.column, tile.row) for tile in tiles()}) == 43


@pytest.mark.parametrize("typed", ["MK40 1AA", "lu1", "E1", "SW1A 2AA"])
def test_a_postcode_gets_an_honest_answer(world: World, national: Service, typed: str) -> None:
    words = page_text(world.visitor(national).get(f"/find?q={typed}"))
    assert "We cannot look up postcodes" in words
    assert "We do not know" not in words


def test_a_town_leads_to_the_phone_and_the_form_of_its_service(
    world: World, national: Service, make_service: MakeService
) -> None:
    service = make_service(contact={"phone": "0808 157 0077"}, **serving(NORFOLK))
    page = world.visitor(national).get("/find?q=norwich")
    links = {str(link["href"]) for link in soup(page).select("main .concord-card a")}
    assert "Norwich: Norfolk police area" in page_text(page)
    address = f"http://{service.host}:8000"
    assert links == {"tel:+448081570077", f"{address}/", f"{address}/refer", f"{address}/sign-in"}


def test_a_place_without_a_service_here_is_told_so_and_shown_the_public_directory(
    world: World, national: Service
) -> None:
    for path in ("/find?q=Guildford", "/find/surrey"):
        page = world.visitor(national).get(path)
        assert NOBODY in page_text(page)
        assert soup(page).find("a", href=RESTORATIVE_JUSTICE_COUNCIL) is not None


def test_an_unknown_place_keeps_what_was_typed_and_lists_every_area(world: World, national: Service) -> None:
    page = world.visitor(national).get("/find?q=<b>Edinburgh")
    parsed = soup(page)
    box = parsed.find("input", {"name": "q"})
    assert box is not None
    assert box["value"] == "<b>Edinburgh"
    assert "We do not know “<b>Edinburgh”" in page_text(page)
    assert parsed.find("a", href=RESTORATIVE_JUSTICE_COUNCIL) is not None
    assert len(parsed.select(".concord-areas a")) == 43


def test_a_slip_leads_on_with_one_press(world: World, national: Service) -> None:
    visitor = world.visitor(national)
    guess = soup(visitor.get("/find?q=Guilford")).find("a", string="Guildford")
    assert guess is not None
    assert "Guildford: Surrey police area" in page_text(visitor.get(str(guess["href"])))


def test_each_area_stands_in_the_list_and_on_the_map_and_has_a_page(world: World, national: Service) -> None:
    visitor = world.visitor(national)
    page = soup(visitor.get("/find"))
    listed = {str(link["href"]) for link in page.select(".concord-areas a")}
    drawn = page.select(".concord-tiles a")
    assert {str(link["href"]) for link in drawn} == listed
    assert len(listed) == len(drawn) == 43
    assert all(re.search(r": (\d+ services?|No service on Concord yet)$", link.get_text()) for link in drawn)
    for address in listed - {"/find/bedfordshire"}:  # where every other test has its service
        assert visitor.get(address).status_code == 200, address
    assert visitor.get("/find/atlantis").status_code == 404


def test_only_services_that_answer_today_are_shown(world: World, national: Service, make_service: MakeService) -> None:
    ended = [{"code": SUFFOLK, "from": "2020-01-01", "to": (uk_today() - timedelta(days=1)).isoformat()}]
    closed = [make_service(status=status, **serving(SUFFOLK))
              for status in (Status.PREPARING, Status.SUSPENDED, Status.CLOSED)]
    left = make_service(police_areas=ended)
    page = world.visitor(national).get("/find/suffolk")
    assert NOBODY in page_text(page)
    for other in (*closed, left):
        assert other.host not in page.get_data(as_text=True)
    live = make_service(**serving(SUFFOLK))
    assert live.host in page_text(world.visitor(national).get("/find/suffolk"))


def test_a_service_of_two_areas_stands_under_both(world: World, national: Service, make_service: MakeService) -> None:
    service = make_service(**serving(GWENT, "W15000003"))
    for path in ("/find/gwent", "/find/south-wales"):
        assert service.host in page_text(world.visitor(national).get(path))
    with world.inside(national):
        assert [one.area_codes for one in live_services() if one.id == service.id] == [(GWENT, "W15000003")]


def test_at_a_service_the_finder_leads_to_the_national_office(world: World, service: Service) -> None:
    for path in ("/find", "/find?q=Luton", "/find/bedfordshire"):
        answer = world.visitor(service).get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"http://localhost:8000{path}")


def test_the_home_of_the_national_office_leads_to_the_finder(world: World, national: Service) -> None:
    visitor = world.visitor(national)
    page = soup(visitor.get("/"))
    form = page.find("form", role="search")
    assert form is not None
    assert (form["method"], form["action"]) == ("get", "/find")
    assert page.find("a", href="/find") is not None


def test_what_somebody_looked_for_is_kept_by_no_browser_and_found_by_no_search_engine(
    world: World, national: Service
) -> None:
    visitor = world.visitor(national)
    searched, plain = visitor.get("/find?q=Luton"), visitor.get("/find")
    assert "no-store" in searched.headers["Cache-Control"]
    assert "noindex" in searched.headers["X-Robots-Tag"]
    assert "no-store" not in plain.headers["Cache-Control"]
    assert "X-Robots-Tag" not in plain.headers


@pytest.mark.parametrize("path", ["/", "/find", "/find/surrey"])
def test_looking_for_a_service_takes_at_most_five_statements(
    world: World, app: Flask, national: Service, path: str
) -> None:
    visitor = world.visitor(national)
    visitor.get(path)
    with statements(app) as seen:
        assert visitor.get(path).status_code == 200
    assert 1 <= len(seen) <= 5, seen


def test_search_engines_are_told_of_each_area_at_the_national_office_alone(
    world: World, national: Service, service: Service
) -> None:
    told = world.visitor(national).get("/sitemap.xml").get_data(as_text=True)
    assert told.count("http://localhost:8000/find/") == 43
    assert "/find" not in world.visitor(service).get("/sitemap.xml").get_data(as_text=True)
