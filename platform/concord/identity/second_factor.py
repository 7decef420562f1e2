"""The second factor: a code from an authenticator app, or one of ten recovery codes, each taken once."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from enum import StrEnum
from uuid import UUID

import pyotp
import segno
from markupsafe import Markup
from sqlalchemy import delete, func, or_, select, update

from concord.database import db
from concord.database.columns import uuid7
from concord.identity.models import Account, RecoveryCode

STEP = 30  # seconds
NEIGHBOURS = (0, -1, 1)  # clocks of telephones differ a little
HOW_MANY_CODES = 10
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread
MISREAD = str.maketrans("OIL", "011")


class Factor(StrEnum):
    AUTHENTICATOR = "authenticator"
    RECOVERY_CODE = "recovery_code"


def new_secret() -> str:
    return pyotp.random_base32()


def setup_address(secret: str, email: str, service: str) -> str:
    """What the QR code says: an ``otpauth:`` address with the service's name, so that the app lists it so."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=email, issuer_name=service.replace(":", " "))


def qr_code(text: str, label: str) -> Markup:
    """The QR code as an ``svg`` element, drawn here and without styles."""
    picture = segno.make(text, error="l").svg_inline(scale=4, border=4, light="#fff", omitsize=False)
    start = Markup('<svg role="img" aria-label="{}" ').format(label)
    return start + Markup(picture.removeprefix("<svg "))  # noqa: S704 - drawn by segno from modules, not from text


def accept(account: Account, code: str) -> Factor | None:
    """Take a code of this account, which then is used up; None when it is not right."""
    code = code.strip().replace(" ", "").replace("-", "")
    if len(code) == 6 and code.isdecimal():
        return Factor.AUTHENTICATOR if accept_totp(account, code) else None
    return Factor.RECOVERY_CODE if _accept_recovery_code(account.id, code) else None


def accept_totp(account: Account, code: str) -> bool:
    """Take an authenticator's code. A step of time is taken once, also by two requests at the same moment."""
    if account.totp_secret is None:
        return False
    totp, now = pyotp.TOTP(account.totp_secret, interval=STEP), int(time.time()) // STEP
    step = next((now + near for near in NEIGHBOURS if _same(totp.generate_otp(now + near), code)), None)
    if step is None:
        return False
    unused = or_(Account.totp_last_step.is_(None), Account.totp_last_step < step)
    taken = db.session.execute(
        update(Account).where(Account.id == account.id, unused).values(totp_last_step=step).returning(Account.id)
    )
    return taken.one_or_none() is not None


def new_recovery_codes(account_id: UUID) -> list[str]:
    """Ten fresh codes in place of any older ones. They are shown once: only hashes are kept."""
    drop_recovery_codes(account_id)
    codes = ["".join(secrets.choice(LETTERS) for _letter in range(16)) for _code in range(HOW_MANY_CODES)]
    db.session.add_all(RecoveryCode(id=uuid7(), account_id=account_id, code_hash=_hash(code)) for code in codes)
    db.session.flush()
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


def are_unused(account_id: UUID, codes: list[str]) -> bool:
    """Whether all of these are codes of this account that were not used yet."""
    hashes = {_hash(code.replace("-", "")) for code in codes}
    known = select(func.count()).where(
        RecoveryCode.account_id == account_id, RecoveryCode.code_hash.in_(hashes), RecoveryCode.used_at.is_(None)
    )
    return bool(hashes) and db.session.execute(known).scalar_one() == len(hashes)


def drop_recovery_codes(account_id: UUID) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def _accept_recovery_code(account_id: UUID, code: str) -> bool:
    used = db.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.code_hash == _hash(code),
               RecoveryCode.used_at.is_(None))
        .values(used_at=func.now()).returning(RecoveryCode.id)
    )
    return used.one_or_none() is not None


def _hash(code: str) -> bytes:
    """80 random bits cannot be guessed from a plain hash."""
    return hashlib.sha256(code.upper().translate(MISREAD).encode()).digest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
