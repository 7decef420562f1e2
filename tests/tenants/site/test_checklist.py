"""The checklist of what the services of the packs tell and offer to the public: each line at its host and address.

Lines that no single text can show are proved elsewhere:
3.3 leaving quickly (tests/browser/test_leaving.py, tests/tenants/site/test_exit.py); the words about it are below.
4.1 a question about analytics with equal answers, where a service turns it on (test_cookies.py). Hampshire's is off.
1.12 what is sent arrives at the team (tests/tenants/referrals/test_receive.py). 0.19, 2.17 the search for a service
(test_find.py). 3.12, 1.3, 1.8 recording the wishes, the impact and the assessments are the team's work in the casework.
2.11 "eight services": one provider may stand in several packs (tests/tenants/registry/test_profile.py).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from known_services import known_services

from harness import Service, World, soup

BEDS, STAFFS, MERCIA, HANTS = "bedfordshire", "staffordshire", "west-mercia", "hampshire"
CHECKLIST = tomllib.loads(Path(__file__).with_name("checklist.toml").read_text(encoding="utf-8"))


def lines(*kinds: str) -> list[Any]:
    return [
        pytest.param(host, path, wanted, id=f"{number}-{host}{path}")
        for kind in kinds for host, paths in CHECKLIST[kind].items()
        for path, found in paths.items() for number, wanted in found.items()
    ]


LINES = {0: 27, 1: 29, 2: 17, 3: 17, 4: 11}
BY_LOOKING = {"3.2"}  # on every page: test_the_phone_and_the_way_out_stand_on_every_page
PHONES = {STAFFS: "0330 0881 339", MERCIA: "0800 952 3000", HANTS: "0800 043 8785"}
Open = Callable[[str, str], BeautifulSoup]


@pytest.fixture(scope="module")
def services(world: World, national: Service) -> Iterator[Mapping[str, Service]]:
    with known_services(world, national) as known:
        yield known


@pytest.fixture(scope="module")
def open_page(world: World, services: Mapping[str, Service]) -> Open:
    """A page at a host, opened once."""
    seen: dict[tuple[str, str], BeautifulSoup] = {}

    def open_once(host: str, path: str) -> BeautifulSoup:
        if (host, path) not in seen:
            answer = world.visitor(services[host]).get(path)
            assert answer.status_code == 200, f"{host}{path}: {answer.status_code}"
            seen[host, path] = soup(answer)
        return seen[host, path]

    return open_once


def words_of(page: BeautifulSoup) -> str:
    main = page.find("main")
    assert main is not None
    return re.sub(r" (?=[.,;:?!])", "", " ".join(main.get_text(" ").split()))


@pytest.mark.parametrize(("host", "path", "words"), lines("words", "differences"))
def test_a_line_of_the_checklist_is_read_at_its_address(open_page: Open, host: str, path: str, words: str) -> None:
    text = words_of(open_page(host, path))
    assert re.search(words, text), text


@pytest.mark.parametrize(("host", "path", "part"), lines("part"))
def test_a_part_of_the_checklist_is_found_at_its_address(open_page: Open, host: str, path: str, part: str) -> None:
    assert open_page(host, path).select(part)


def test_every_line_that_a_text_can_show_is_in_the_checklist() -> None:
    there = {re.sub("[a-e]$", "", number) for kind in ("words", "part") for paths in CHECKLIST[kind].values()
             for found in paths.values() for number in found}
    wanted = {f"{seed}.{line}" for seed, last in LINES.items() for line in range(1, last + 1)} - BY_LOOKING
    assert wanted - there == set()


@pytest.mark.parametrize("path", ["/", "/questions", "/how-it-works", "/films", "/refer"])
def test_the_phone_and_the_way_out_stand_on_every_page(open_page: Open, path: str) -> None:
    """3.2, 3.3: also in the form, and with the Escape key named where the service promises it."""
    for host in (STAFFS, MERCIA, HANTS):
        if (host, path) in {(STAFFS, "/films"), (MERCIA, "/films")}:
            continue
        page = open_page(host, path)
        assert page.select('.concord-leave a[href="/exit"]')
        assert page.select(f'header a[href="tel:+44{PHONES[host].replace(" ", "")[1:]}"]'), f"{host}{path}"


def test_no_service_shows_what_belongs_to_another(open_page: Open) -> None:
    names = {BEDS: "Well Springs", STAFFS: "Victim Gateway", MERCIA: "West Mercia", HANTS: "Isle of Wight"}
    for host, name in names.items():
        text = open_page(host, "/").get_text()
        others = names.keys() - {host}
        foreign = [value for other in others for value in (names[other], PHONES.get(other)) if value]
        assert name in text
        assert [value for value in foreign if value in text] == [], host


def test_what_is_not_set_is_not_printed(open_page: Open) -> None:
    """Bedfordshire has no phone, and no service of the packs has an e-mail address: no line is left for it."""
    for host in (BEDS, STAFFS, MERCIA, HANTS):
        for path in ("/", "/contact", "/what-is-restorative-justice", "/come-back", "/privacy"):
            page = open_page(host, path)
            assert not page.select('a[href^="mailto:"]'), f"{host}{path}"
            assert "None" not in words_of(page)
    assert not open_page(BEDS, "/contact").select('main a[href^="tel:+"]')
