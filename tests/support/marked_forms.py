"""What two people send in, in words with marks; and the marks of the other pages where people write."""

from __future__ import annotations

from refer_form import HARMED, PERSON, PROFESSIONAL, Journey, fill_in

from harness import Service, World, soup

# Each mark stands for one thing that somebody wrote. None is part of a word of the platform.
MARKS = (
    "zqname", "7700900871", "zqmail", "zqstreet", "zqmayanswer", "zqwhensafe", "zqstory", "zqreferrer", "7700900872",
    "zqrefmail", "zqagency", "zqother", "7700900873", "zqothermail", "zqnote", "zqwithwhom", "zqvalue", "zqfailure",
    "zqsayfrom", "zqsafeword", "zqrelay", "zqinterpreter", "zqaccess", "zqculture", "zqtiming", "zqtheirs",
    "zqsignpost", "zqfile", "zqownwords", "zqdraft",
)
MINE: Journey = HARMED | {
    "happened": {"kind": "crime", "summary": "Somebody took my zqstory."},
    "name": {"name": "Rhian Zqname"},
    "reach": {"ways": ["phone", "email", "post"], "phone": "07700 900871", "email": "zqmail@person.example",
              "address": "1 Zqstreet\nNowhere"},
    "phone-rules": {"may_leave_message": "no", "may_text": "no"},
    "phone-care": {"who_may_answer": "Zqmayanswer", "when_safe": "Zqwhensafe", "say_from": "Zqsayfrom",
                   "safe_word": "Zqsafeword", "relay": "Zqrelay"},
    "safe-email": {"safe": "yes"},
    "email-care": {"who_may_answer": "Zqmayanswer"},
    "safe-post": {"safe": "unknown"},
    "post-care": {"who_may_answer": "Zqmayanswer"},
    "needs": {"interpreter": "Zqinterpreter", "access": "Zqaccess", "culture": "Zqculture", "timing": "Zqtiming"},
}
ANOTHERS: Journey = PROFESSIONAL | {
    "work-contact": {
        "your_name": "PC Zqreferrer", "your_phone": "07700 900872", "your_email": "zqrefmail@police.example",
    },
    "work-case": {"agency_reference": "Zqtheirs"},
    "agency": {"source": "police", "agency": "Zqagency"},
    "happened": {"kind": "crime", "summary": "Zqstory at night."},
    "people": {"p1": PERSON | {
        "person-name": {"name": "Alys Zqname"},
        "person-reach": {"ways": ["phone"], "phone": "07700 900871"},
        "person-safety": {"who_may_answer": "Zqmayanswer", "when_safe": "Zqwhensafe", "say_from": "Zqsayfrom"},
        "person-needs": {"interpreter": "Zqinterpreter"},
    }},
}


def receive(world: World, service: Service, journey: Journey) -> str:
    visitor = world.visitor(service)
    fill_in(visitor, journey, until="check")
    visitor.submit()
    found = soup(visitor.follow()).find(string=lambda words: bool(words and words.strip().startswith("TST-")))
    assert found, "not sent"
    return str(found).strip()
