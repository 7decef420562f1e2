"""Each service's own data key, wrapped by the key file or by AWS KMS; fields are sealed with AES-256-GCM.

A sealed value is ``1 | key id (16) | nonce (12) | text``; service, key and column are authenticated with it.
What must be found again without being opened is kept as a keyed token beside it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from uuid import UUID

import boto3
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, mapped_column

from concord.config import Settings, SettingsError
from concord.database import APPENDED, ServiceOwned, db
from concord.database.columns import uuid7
from concord.database.engine import audit_engine
from concord.tenancy import scope

FORMAT = b"\x01"


class CannotDecrypt(Exception):
    """The value was sealed by another service, for another column, or was changed."""


class ServiceKey(ServiceOwned):
    """A service's data key, wrapped. The newest seals; older ones still open."""

    __tablename__ = "service_keys"
    grants = APPENDED

    wrapped: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Wrapper(Protocol):
    def wrap(self, key: bytes, tenant_id: UUID) -> bytes: ...
    def unwrap(self, wrapped: bytes, tenant_id: UUID) -> bytes: ...


class FileWrapper:
    """Wraps data keys with the 32 bytes of a local file."""

    def __init__(self, path: Path) -> None:
        try:
            master = bytes.fromhex(path.read_text().strip())
        except (OSError, ValueError):
            raise SettingsError(f"CONCORD_KEY_FILE: {path} is not a readable file of 64 hexadecimal digits") from None
        if len(master) != 32:
            raise SettingsError(f"CONCORD_KEY_FILE: {path} must hold 64 hexadecimal digits")
        self._cipher = AESGCM(master)

    def wrap(self, key: bytes, tenant_id: UUID) -> bytes:
        nonce = os.urandom(12)
        return nonce + self._cipher.encrypt(nonce, key, tenant_id.bytes)

    def unwrap(self, wrapped: bytes, tenant_id: UUID) -> bytes:
        return self._cipher.decrypt(wrapped[:12], wrapped[12:], tenant_id.bytes)


class KmsWrapper:
    """Wraps data keys with a key of AWS KMS; the service's id is the encryption context."""

    def __init__(self, key: str, region: str) -> None:
        self._key = key
        self._client = boto3.client("kms", region_name=region)

    def wrap(self, key: bytes, tenant_id: UUID) -> bytes:
        context = {"service": str(tenant_id)}
        sealed = self._client.encrypt(KeyId=self._key, Plaintext=key, EncryptionContext=context)
        return bytes(sealed["CiphertextBlob"])

    def unwrap(self, wrapped: bytes, tenant_id: UUID) -> bytes:
        context = {"service": str(tenant_id)}
        opened = self._client.decrypt(KeyId=self._key, CiphertextBlob=wrapped, EncryptionContext=context)
        return bytes(opened["Plaintext"])


class KeyRing:
    """The unwrapped keys this process has used, by service."""

    def __init__(self, wrapper: Wrapper) -> None:
        self._wrapper = wrapper
        self._opening: dict[tuple[UUID, UUID], AESGCM] = {}
        self._sealing: dict[UUID, UUID] = {}
        self._tokens: dict[UUID, bytes] = {}

    def create(self, tenant_id: UUID) -> None:
        """Make a key for the bound service; it is usable at once and kept when the transaction commits."""
        key, key_id = AESGCM.generate_key(bit_length=256), uuid7()
        first = db.session.execute(select(ServiceKey.id).limit(1)).first() is None
        db.session.add(ServiceKey(id=key_id, wrapped=self._wrapper.wrap(key, tenant_id)))
        db.session.flush()
        self._remember(tenant_id, key_id, key)
        if first:
            self._tokens[tenant_id] = _token_key(key, tenant_id)

    def sealing(self, tenant_id: UUID) -> tuple[UUID, AESGCM]:
        if tenant_id not in self._sealing:
            self._load(tenant_id)
        key_id = self._sealing[tenant_id]
        return key_id, self._opening[tenant_id, key_id]

    def opening(self, tenant_id: UUID, key_id: UUID) -> AESGCM:
        if (tenant_id, key_id) not in self._opening:
            self._load(tenant_id)
        try:
            return self._opening[tenant_id, key_id]
        except KeyError:
            raise CannotDecrypt("sealed with a key this service does not have") from None

    def tokens(self, tenant_id: UUID) -> bytes:
        """The key of the service's tokens. It comes from the oldest data key, so a new one changes no token."""
        if tenant_id not in self._tokens:
            self._load(tenant_id)
        return self._tokens[tenant_id]

    def _load(self, tenant_id: UUID) -> None:
        statement = select(ServiceKey.id, ServiceKey.wrapped).order_by(ServiceKey.created_at, ServiceKey.id)
        with audit_engine().connect() as connection:
            rows = connection.execute(statement).all()
        if not rows:
            raise CannotDecrypt("this service has no data key")
        keys = [(key_id, self._wrapper.unwrap(wrapped, tenant_id)) for key_id, wrapped in rows]
        for key_id, key in keys:
            self._remember(tenant_id, key_id, key)
        self._tokens[tenant_id] = _token_key(keys[0][1], tenant_id)

    def _remember(self, tenant_id: UUID, key_id: UUID, key: bytes) -> None:
        self._opening[tenant_id, key_id] = AESGCM(key)
        self._sealing[tenant_id] = key_id


def encrypt(value: bytes, context: str) -> bytes:
    tenant_id = scope.current_tenant_id()
    key_id, cipher = key_ring().sealing(tenant_id)
    nonce = os.urandom(12)
    return FORMAT + key_id.bytes + nonce + cipher.encrypt(nonce, value, _bound(tenant_id, context))


def decrypt(sealed: bytes, context: str) -> bytes:
    tenant_id = scope.current_tenant_id()
    cipher = key_ring().opening(tenant_id, UUID(bytes=sealed[1:17]))
    try:
        return cipher.decrypt(sealed[17:29], sealed[29:], _bound(tenant_id, context))
    except InvalidTag:
        raise CannotDecrypt(f"{context} does not open in this service") from None


def keyed_token(text: str, context: str) -> bytes:
    """By this equal texts are found among sealed ones: the same in one service and context, and nowhere else."""
    tenant_id = scope.current_tenant_id()
    return hmac.digest(key_ring().tokens(tenant_id), context.encode() + b"\0" + text.encode(), hashlib.sha256)


def _token_key(key: bytes, tenant_id: UUID) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=tenant_id.bytes, info=b"concord tokens").derive(key)


def _bound(tenant_id: UUID, context: str) -> bytes:
    return tenant_id.bytes + context.encode()


def key_ring() -> KeyRing:
    ring: KeyRing = current_app.extensions["concord.keys"]
    return ring


@lru_cache(maxsize=4)
def _wrapper(key_file: Path | None, kms_key: str, region: str) -> Wrapper:
    if kms_key:
        return KmsWrapper(kms_key, region)
    if key_file is None:
        raise SettingsError("CONCORD_KEY_FILE or CONCORD_KMS_KEY must be set")
    return FileWrapper(key_file)


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["concord.settings"]
    app.extensions["concord.keys"] = KeyRing(_wrapper(settings.key_file, settings.kms_key, settings.s3_region))
