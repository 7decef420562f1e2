"""Codes are taken once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from signing_in import is_signed_in, password_step

from concord.database import db
from concord.identity import second_factor
from concord.identity.models import Account
from concord.tenancy import scope
from harness import Service, StaffAccount, World, page_text


def second_step(world: World, service: Service, account: StaffAccount, code: str) -> int:
    visitor = password_step(world, service, account)
    visitor.follow()
    return visitor.submit(None, {"code": code}).status_code


def recovery_codes(world: World, service: Service, account: StaffAccount) -> list[str]:
    with world.inside(service):
        return second_factor.new_recovery_codes(account.id)


def test_an_authenticators_code_is_taken_once(world: World, service: Service, manager: StaffAccount) -> None:
    code = manager.code()
    assert second_step(world, service, manager, code) == 303
    assert second_step(world, service, manager, code) == 422


def test_an_earlier_code_is_not_taken_after_a_later_one(
    world: World, service: Service, manager: StaffAccount
) -> None:
    assert second_step(world, service, manager, manager.code(steps_ahead=1)) == 303
    assert second_step(world, service, manager, manager.code()) == 422


@pytest.mark.parametrize(("steps", "status"), [(-1, 303), (1, 303), (-3, 422), (3, 422)])
def test_the_clock_of_a_telephone_may_be_half_a_minute_wrong(
    world: World, service: Service, manager: StaffAccount, steps: int, status: int
) -> None:
    assert second_step(world, service, manager, manager.code(steps_ahead=steps)) == status


def test_a_code_with_a_space_is_understood(world: World, service: Service, manager: StaffAccount) -> None:
    code = manager.code()
    assert second_step(world, service, manager, f"{code[:3]} {code[3:]}") == 303


@pytest.mark.parametrize("code", ["12345", "abcdef", "١٢٣٤٥٦", "²²²²²²", "'; --", "0" * 40])
def test_anything_else_is_refused_in_words(
    world: World, service: Service, manager: StaffAccount, code: str
) -> None:
    visitor = password_step(world, service, manager)
    visitor.follow()
    answer = visitor.submit(None, {"code": code})
    assert answer.status_code == 422
    assert "The code is not right" in page_text(answer)
    assert not is_signed_in(visitor)


def test_a_recovery_code_signs_in_once(world: World, service: Service, manager: StaffAccount) -> None:
    codes = recovery_codes(world, service, manager)
    assert len(set(codes)) == 10
    assert second_step(world, service, manager, codes[0]) == 303
    assert second_step(world, service, manager, codes[0]) == 422
    assert second_step(world, service, manager, codes[1]) == 303


def test_a_recovery_code_is_understood_as_people_write_it(
    world: World, service: Service, manager: StaffAccount
) -> None:
    code = recovery_codes(world, service, manager)[0]
    written = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert second_step(world, service, manager, written) == 303


def test_new_recovery_codes_replace_the_old(world: World, service: Service, manager: StaffAccount) -> None:
    old = recovery_codes(world, service, manager)
    new = recovery_codes(world, service, manager)
    assert second_step(world, service, manager, old[0]) == 422
    assert second_step(world, service, manager, new[0]) == 303


@pytest.mark.parametrize("kind", ["authenticator", "recovery"])
def test_a_code_sent_twice_at_once_is_taken_once(
    app: Flask, world: World, service: Service, manager: StaffAccount, kind: str
) -> None:
    code = manager.code() if kind == "authenticator" else recovery_codes(world, service, manager)[0]

    def accept(_number: int) -> bool:
        with app.app_context(), scope.bound_to(service.id):
            account = db.session.get_one(Account, (service.id, manager.id))
            taken = second_factor.accept(account, code) is not None
            db.session.commit()
            return taken

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(accept, range(4))) == [False, False, False, True]


def test_codes_and_the_secret_are_not_readable_in_the_database(
    world: World, service: Service, manager: StaffAccount
) -> None:
    codes = recovery_codes(world, service, manager)
    with world.inside(service):
        rows = db.session.connection().exec_driver_sql(
            "SELECT encode(totp_secret, 'escape') FROM accounts UNION ALL "
            "SELECT encode(code_hash, 'escape') FROM recovery_codes"
        ).scalars().all()
    kept = str(rows)
    assert len(rows) == 11
    assert manager.totp_secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_the_qr_code_is_drawn_without_styles_and_says_what_it_is() -> None:
    address = second_factor.setup_address("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "sam@service.example", "Well: Springs")
    assert address.startswith("otpauth://totp/Well%20%20Springs:sam%40service.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    picture = second_factor.qr_code(address, 'QR code for "you" & me')
    assert picture.startswith("<svg ")
    assert 'aria-label="QR code for &#34;you&#34; &amp; me"' in picture
    assert "style" not in picture
    assert "<script" not in picture
