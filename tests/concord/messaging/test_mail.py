"""A message is one message to one address, whatever somebody typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.messaging import AddressRefusedError, OutgoingMail
from concord.messaging.mail import write_down

MAIL = OutgoingMail("sam@person.example", "We got your message", "Diolch, Siôn.\n", "one@concord.example")
SENDER = "no-reply@concord.example"
HEADERS = {"Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Type",
           "Content-Transfer-Encoding", "MIME-Version"}


def test_a_message_says_what_it_should_and_nothing_else() -> None:
    message = write_down(MAIL, SENDER)
    assert set(message.keys()) == HEADERS
    assert message["Message-ID"] == "<one@concord.example>"
    assert (message["From"], message["To"]) == (SENDER, "sam@person.example")
    assert message["Subject"] == "We got your message"
    assert message.get_content() == "Diolch, Siôn.\n"
    assert message.as_bytes().isascii()


def test_answers_go_to_the_service_when_it_is_named() -> None:
    message = write_down(replace(MAIL, reply_to="hello@service.example", sender_name="Sêr y Bore"), SENDER)
    assert message["Reply-To"] == "hello@service.example"
    assert message["From"].addresses[0].display_name == "Sêr y Bore"
    assert message["From"].addresses[0].addr_spec == SENDER


@given(st.text())
def test_no_text_becomes_a_header_or_a_second_recipient(text: str) -> None:
    for field in ("subject", "message_id", "sender_name", "reply_to", "to"):
        try:
            written = write_down(replace(MAIL, **{field: f"a{text}"}), SENDER).as_bytes()
        except (ValueError, AddressRefusedError):
            continue
        head = written.split(b"\r\n\r\n")[0]
        names = [line.split(b":")[0].decode() for line in head.split(b"\r\n") if line[:1] not in {b" ", b"\t"}]
        assert set(names) <= HEADERS | {"Reply-To"}
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("field", ["subject", "message_id", "sender_name", "reply_to"])
def test_a_line_break_in_a_header_is_refused(field: str, break_: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each header has words of its own for it
        write_down(replace(MAIL, **{field: f"x@person.example{break_}Bcc: other@person.example"}), SENDER)


@pytest.mark.parametrize(
    "address",
    ["", "@", "sam", "sam@person.example,other@person.example", "sam@person.example\r\nBcc: other@person.example",
     "<sam@person.example>", "sam@person.example>", "jörg@person.example", "a(b)@person.example", "sam@[127.0.0.1]"],
)
def test_an_address_that_is_not_exactly_one_is_refused_for_good(address: str) -> None:
    with pytest.raises(AddressRefusedError):
        write_down(replace(MAIL, to=address), SENDER)


def test_a_host_name_in_other_letters_is_written_for_every_server() -> None:
    assert write_down(replace(MAIL, to="sam@tŷ.example"), SENDER)["To"] == "sam@xn--t-foa.example"
