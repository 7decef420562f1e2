"""The checklist of what the services of the packs tell and offer to the public: each line at its host and address.

Lines that no single text can show are proved elsewhere:
3.3 leaving quickly works (tests/browser/test_exit.py, tests/tenants/site/test_exit.py); the words about it are below.
4.1 a question about analytics with equal answers, where a service turns it on (test_cookies.py). Hampshire's is off.
1.12 what is sent arrives at the team (tests/tenants/referrals/test_receive.py). 0.19, 2.17 the search for a service
(test_find.py). 3.12, 1.3, 1.8 recording the wishes, the impact and the assessments are the team's work in the casework.
2.11 "eight services": one provider may stand in several packs (tests/tenants/registry/test_profile.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from bs4 import BeautifulSoup
from known_services import known_services

from harness import Service, World, soup

BEDS, STAFFS, NATIONAL, MERCIA, HANTS = "bedfordshire", "staffordshire", "national", "west-mercia", "hampshire"
WORDS = [
    # D0: Bedfordshire
    ("0.1", BEDS, "/victim-services", "Victim services .*would love to talk with you today"),
    ("0.2", BEDS, "/victim-services", "crime, harm, antisocial behaviour, conflict or the breakdown of a relationship"),
    ("0.3", BEDS, "/", "Your needs .*clearer.* Your views .*always listen.* Your choices .*You choose, knowing"),
    ("0.4a", BEDS, "/films", "A woman could not stop living through what had been done to her"),
    ("0.4b", BEDS, "/films", "harmful behaviour or domestic abuse.*begin with the person who caused the harm"),
    ("0.4c", BEDS, "/films", "A guide to restorative justice for people harmed by crime"),
    ("0.4d", BEDS, "/films", "Gareth Thomas.*Before you watch: .*attempt to take one's own life"),
    ("0.4e", BEDS, "/films", "A girl was bullied by other girls at school"),
    ("0.5", BEDS, "/questions", "Questions and answers Press a question"),
    ("0.6", BEDS, "/what-is-restorative-justice", "Restorative Justice Council .*2011"),
    ("0.7", BEDS, "/what-is-restorative-justice",
     "neighbours.*people at work, parents and children, schools, businesses and the wider community.*at any stage"),
    ("0.8", BEDS, "/what-is-restorative-justice",
     "make harm smaller.*keeps both safe.*what really happened, at what it did.*in the future"),
    ("0.9", BEDS, "/what-is-restorative-justice", "must take responsibility.*not a soft option"),
    ("0.10a", BEDS, "/what-is-restorative-justice", "85%.*satisfied.*What it counts: .*Where it comes from: "),
    ("0.10b", BEDS, "/victim-services", "better able to cope, to recover and to go on"),
    ("0.11", BEDS, "/what-is-restorative-justice", "up to 27%.*What it counts: .*not crime as a whole"),
    ("0.12a", BEDS, "/questions", "mostly content with it.*something good.*explanation, and amends that mean more"),
    ("0.12b", BEDS, "/questions", "has to answer for it.*community sees that people face up.*Fewer people do it again"),
    ("0.12c", BEDS, "/questions", "communities to hold together.*saves public money.*new life and fresh heart"),
    ("0.13", BEDS, "/how-it-works", "meet safely, with a trained facilitator.*set script, with set questions for each"),
    ("0.14", BEDS, "/how-it-works", "Both sides are encouraged to bring supporters.*safer and less alone"),
    ("0.15", BEDS, "/how-it-works", "what happened on the day.*and their supporters all speak, and all hear each other"),
    ("0.16", BEDS, "/how-it-works", "says what it did to them, and what they would like the other person to do"),
    ("0.17", BEDS, "/how-it-works", "conference was fair, .*agreed on is fair, and that they are content. Then it closes"),
    ("0.18", BEDS, "/how-it-works", "follow up what was agreed"),
    ("0.19", BEDS, "/", "live outside Bedfordshire.*may be able to help, or we will show you the service nearest"),
    ("0.20", BEDS, "/what-is-restorative-justice", "search for people who do this work on the website of the Restorative"),
    ("0.21", BEDS, "/what-is-restorative-justice", "specially trained facilitator.*different ways.*everyone is safe"),
    ("0.22", BEDS, "/what-is-restorative-justice", "good practice to have two trained facilitators"),
    ("0.23", BEDS, "/how-it-works",
     "agree that other people come: .*police, probation or housing, supporters of the other person, .*community"),
    ("0.24", BEDS, "/how-it-works",
     "ask the other person too.*interpreter.*place that means.*faith leader.*changes to the room.*something else"),
    ("0.25", BEDS, "/how-it-works", "do not want to meet We respect that.*other ways, so that you can choose again"),
    ("0.26", BEDS, "/how-it-works", "face-to-face meeting would be too risky.*safer way"),
    ("0.27", BEDS, "/how-it-works", "All cases are looked at for risk.*as we prepare, and all the way through"),
    # D1: Staffordshire
    ("1.1", STAFFS, "/", r"victim of a crime\?.*still think about it\?.*questions that nobody.*more that you need to say"),
    ("1.2", STAFFS, "/", "trained facilitator leads it, and supports and prepares both.*explains each step"),
    ("1.3", STAFFS, "/support", "meets you regularly.*if your case can go ahead, if it suits you, and if it is safe"),
    ("1.4", STAFFS, "/support", "as a person in your feelings in your money in your life with others"),
    ("1.5", STAFFS, "/support", "only when both people consent.*pull out at any time, also on the day.*while it is going"),
    ("1.6", STAFFS, "/support", "face to face often brings the most.*by phone, or by video.*decides.*only if it is safe"),
    ("1.7", STAFFS, "/support", "If you bring nobody, the facilitator is always there"),
    ("1.8", STAFFS, "/support", "asks if they agree.*looked at again: if the case can go ahead, if it suits them"),
    ("1.9", STAFFS, "/six-questions",
     "Who has been hurt.*What do they need.*Whose duty.*What caused it.*Who has a stake.*right way to bring them together"),
    ("1.10", STAFFS, "/six-questions", "What laws have been broken.*Who did it.*What do they deserve"),
    ("1.11a", STAFFS, "/what-is-restorative-justice", "quarrels between neighbours to serious crimes"),
    ("1.11b", STAFFS, "/what-is-restorative-justice", "85%.*satisfied"),
    ("1.12", STAFFS, "/", "When your form reaches us, somebody from the restorative justice team gets in touch"),
    ("1.13", STAFFS, "/", "at your own pace"),
    ("1.15", STAFFS, "/how-it-works",
     "1. Deciding you want .*2. First steps.*3. Preparation.*4. The meeting.*5. Follow-up.*6. Other ways to do"),
    ("1.16", STAFFS, "/how-it-works", "Either side can ask"),
    ("1.17", STAFFS, "/how-it-works", "have to wait until it has finished. Otherwise it can happen at any time"),
    ("1.18", STAFFS, "/how-it-works", "police, a victims’ service, the youth offending team.*Victim Gateway.*come .*yourself"),
    ("1.19", STAFFS, "/how-it-works", "what the crime did to you, what you think and feel now, and what you want to happen"),
    ("1.20", STAFFS, "/how-it-works", "Both people must consent. So the facilitator also asks the person responsible"),
    ("1.21", STAFFS, "/how-it-works", "separately.*until you are fully prepared.*only if it is safe, and if both of you"),
    ("1.22", STAFFS, "/how-it-works", "two trained facilitators.*friend who was affected too, or a support worker"),
    ("1.23", STAFFS, "/how-it-works", "in a circle, with the facilitator between the two of you"),
    ("1.24", STAFFS, "/how-it-works", "ground rules: nobody interrupts, and anyone can take a break or stop at any time"),
    ("1.25", STAFFS, "/how-it-works", "what happened, how they felt at the time, and who was affected. Then you.*the others"),
    ("1.26", STAFFS, "/how-it-works", "If it is right for you, you make an outcome agreement.*agree to everything in it"),
    ("1.27", STAFFS, "/how-it-works", "In the days after it.*both of you. How do you feel.*get what you wanted"),
    ("1.28", STAFFS, "/how-it-works", "letters, or send messages by video. A proxy.*for the victim or for the offender"),
    ("1.29", STAFFS, "/what-is-restorative-justice", "7 in 10.*happy.*What it counts: People who used this service"),
    # D2: the national office, after Victim Support's page
    ("2.1", NATIONAL, "/", "right to hear about restorative justice, and to take part in it.*Victims’ Code"),
    ("2.2a", NATIONAL, "/what-is-restorative-justice", "5.5%.*4.8% in 2018-19 and 7.5% in 2017-18.*National Statistics"),
    ("2.2b", NATIONAL, "/what-is-restorative-justice", "26%.*would have accepted"),
    ("2.3", NATIONAL, "/what-is-restorative-justice", "85%.*satisfied.*up to 27%.*How often"),
    ("2.4", NATIONAL, "/what-is-restorative-justice", "offender must accept responsibility for the harm"),
    ("2.5", NATIONAL, "/what-is-restorative-justice", "Both sides must be willing"),
    ("2.6", NATIONAL, "/what-is-restorative-justice", "only if a trained facilitator decides that it is safe and suitable"),
    ("2.7", NATIONAL, "/what-is-restorative-justice", "speaks to both sides.*prepares them with care.*called a conference"),
    ("2.8", NATIONAL, "/what-is-restorative-justice", "Everyone has their say, and they can agree what should be done"),
    ("2.9", NATIONAL, "/what-is-restorative-justice", "In some cases both sides can bring supporters, whom everyone has agreed"),
    ("2.10", NATIONAL, "/what-is-restorative-justice", "If a meeting is not suitable, there are other ways"),
    ("2.11", NATIONAL, "/", "trained to national standards.*eight restorative justice services across England and Wales"),
    ("2.12", NATIONAL, "/", "What the victim needs comes first.*when it is right for you"),
    ("2.14", NATIONAL, "/", "oldest charity for victims.*more than 40 years"),
    ("2.15", NATIONAL, "/", "volunteers are specially trained.*advise you, and can refer you on to a service"),
    ("2.16", NATIONAL, "/", "support before, during and after restorative justice.*find out what you need"),
    ("2.17", NATIONAL, "/", "Contact your local team.*Find your service|Find your service.*Contact your local team"),
    # D3: West Mercia
    ("3.3", MERCIA, "/", "Press the Escape key, or “Leave this page”, at any time"),
    ("3.4", MERCIA, "/", "empower you to cope with what happened, and to recover.*if it is right for you"),
    ("3.5", MERCIA, "/how-it-works", "Your care coordinator explains.*if it suits your recovery. Then they refer you"),
    ("3.6", MERCIA, "/what-is-restorative-justice", "your questions, and help to work out how the harm might be repaired"),
    ("3.7", MERCIA, "/what-is-restorative-justice", "challenges how they think.*victims as real people.*make amends"),
    ("3.8", MERCIA, "/what-is-restorative-justice",
     "does not replace the police or the courts.*cautioned.*guilty.*prison.*alongside whatever is decided"),
    ("3.9", MERCIA, "/what-is-restorative-justice", "no police or court outcome at all. You can still take part"),
    ("3.10", MERCIA, "/what-is-restorative-justice", "enough if the offender accepts some responsibility"),
    ("3.11", MERCIA, "/what-is-restorative-justice", "Ask your care coordinator"),
    ("3.12", MERCIA, "/how-it-works", "practitioner asks what happened.*prefer to communicate, and what you hope.*Both are"),
    ("3.13", MERCIA, "/how-it-works", "What happened.*What harm.*they themselves do.*willing to be in touch with you directly"),
    ("3.14", MERCIA, "/how-it-works", "completely up to you. Everybody can name somebody to support.*can withdraw at any"),
    ("3.15", MERCIA, "/how-it-works", "All meetings are looked at for risk.*neutral places that are safe enough"),
    ("3.16", MERCIA, "/come-back", "shape our support around what you want.*two years after it happened.*right support, again"),
    ("3.17", MERCIA, "/come-back", "counsellor a support service that knows the kind of crime"),
    # D4: Hampshire and Isle of Wight
    ("4.1", HANTS, "/cookies", "Cookies this site needs.*Other cookies We use other cookies only if you say yes"),
    ("4.3", HANTS, "/", "can be traumatic.*upside down.*out of your control. Restorative justice can change this"),
    ("4.4", HANTS, "/", "speak with the person responsible explain how the crime has affected you ask your questions"),
    ("4.5", HANTS, "/what-is-restorative-justice", "puts victims first.*held to account.*responsibility.*amends where"),
    ("4.6", HANTS, "/films", "An introduction to restorative justice"),
    ("4.7", HANTS, "/what-is-restorative-justice", "Any victim of a crime or of antisocial behaviour.*regardless of when"),
    ("4.8", HANTS, "/", "look at each case by itself before we take it forward"),
    ("4.9", HANTS, "/", "voluntary for everyone"),
    ("4.10", HANTS, "/", "I want to find out more.*Call us on 0800 043 8785"),
    ("4.11a", HANTS, "/stories", "Joshua’s story Before you read: .*sexual abuse in the past"),
    ("4.11b", HANTS, "/stories", "A victim’s view of burglary.*Rosalyn’s story"),
    # D5: where the services differ, their policy and their words say so on the same national pages
    ("5 court", STAFFS, "/professionals", "have to wait until it has finished"),
    ("5 court", MERCIA, "/professionals", "go on beside whatever they decide"),
    ("5 court", BEDS, "/professionals", "at any stage of the justice process"),
    ("5 responsibility", BEDS, "/person-responsible", "person who caused the harm must take responsibility"),
    ("5 responsibility", MERCIA, "/person-responsible", "enough if the offender accepts some responsibility"),
    ("5 facilitators", STAFFS, "/how-it-works", "always two trained facilitators"),
    ("5 facilitators", MERCIA, "/how-it-works", "good practice to have two trained practitioners"),
    ("5 who refers", HANTS, "/person-responsible", "Others can ask for you: the police, probation"),
    ("5 who refers", MERCIA, "/questions", "Your care coordinator can also ask for you"),
    ("5 figures", HANTS, "/what-is-restorative-justice", "85%.*an estimated 14%.*How often"),
    ("5 eligible", STAFFS, "/professionals", "after a crime or trouble between neighbours. We can help you if you live in St"),
    ("5 eligible", BEDS, "/professionals", "antisocial behaviour, a conflict, the breakdown of a relationship.*ask us all the"),
    ("5 eligible", HANTS, "/professionals", "a crime or antisocial behaviour.*the Isle of Wight, or if it happened there"),
    ("5 worker", MERCIA, "/support", "A practitioner of your own"),
]
PARTS = [
    ("0.1", BEDS, "/victim-services", 'main a[href="/refer"]'),
    ("0.4", BEDS, "/films", "section.concord-film:nth-of-type(5)"),
    ("0.5", BEDS, "/questions", "details#conference summary"),
    ("0.12", BEDS, "/questions", "#benefits li:nth-of-type(9)"),
    ("0.19", BEDS, "/", 'a[href="/find"]'),
    ("0.20", BEDS, "/what-is-restorative-justice", 'main a[href="https://restorativejustice.org.uk"]'),
    ("0.20", BEDS, "/questions", 'main a[href="/contact"]'),
    ("1.12", STAFFS, "/", 'main a[href="/refer"]'),
    ("1.12", STAFFS, "/contact", 'main a[href="tel:+443300881339"]'),
    ("1.14", STAFFS, "/", 'main a[href="/leaflet"]'),
    ("1.14", STAFFS, "/leaflet", 'a[href$=".pdf"]'),
    ("2.13", NATIONAL, "/what-is-restorative-justice", 'main a[href="/privacy"]'),
    ("2.17", NATIONAL, "/", 'main form[action="/find"]'),
    ("3.1", MERCIA, "/", 'a.govuk-skip-link[href="#main-content"]'),
    ("3.16", MERCIA, "/", 'main a[href="/come-back"]'),
    ("3.17", MERCIA, "/come-back", 'main a[href="/further-support"]'),
    ("4.2", HANTS, "/", 'a.govuk-skip-link[href="#main-content"]'),
    ("4.10", HANTS, "/", 'main a[href="tel:+448000438785"]'),
    ("4.11", HANTS, "/", 'main a[href="/stories"]'),
]
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


@pytest.mark.parametrize(("number", "host", "path", "words"), WORDS)
def test_a_line_of_the_checklist_is_read_at_its_address(
    open_page: Open, number: str, host: str, path: str, words: str
) -> None:
    text = words_of(open_page(host, path))
    assert re.search(words, text), f"{number} is not at {host}{path}: {text}"


@pytest.mark.parametrize(("number", "host", "path", "part"), PARTS)
def test_a_part_of_the_checklist_is_found_at_its_address(
    open_page: Open, number: str, host: str, path: str, part: str
) -> None:
    assert open_page(host, path).select(part), f"{number}: no {part} at {host}{path}"


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
    for host in names:
        text = open_page(host, "/").get_text()
        foreign = [value for other in names if other != host for value in (names[other], PHONES.get(other)) if value]
        assert names[host] in text
        assert [value for value in foreign if value in text] == [], host


def test_what_is_not_set_is_not_printed(open_page: Open) -> None:
    """Bedfordshire has no phone, and no service of the packs has an e-mail address: no line is left for it."""
    for host in (BEDS, STAFFS, MERCIA, HANTS):
        for path in ("/", "/contact", "/what-is-restorative-justice", "/come-back", "/privacy"):
            page = open_page(host, path)
            assert not page.select('a[href^="mailto:"]'), f"{host}{path}"
            assert "None" not in words_of(page)
    assert not open_page(BEDS, "/contact").select('main a[href^="tel:+"]')
