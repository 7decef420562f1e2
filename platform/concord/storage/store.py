"""Put a document away and get it back, for the bound service and no other.

A document's key is ``t/<service>/<uuid>``, or ``t/<service>/<shelf>/<uuid>``; its kind and bytes are sealed together,
bound to the service and to the key, so that an object moved or swapped in the bucket does not open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from flask import current_app

from concord.config import Settings
from concord.database.columns import uuid7
from concord.database.encryption import decrypt, encrypt
from concord.tenancy import scope

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

AMAZON = "aws"
OPTIONS = Config(
    # A page waits for it, and with it one of the few threads that serve everybody: better no logo than no pages.
    connect_timeout=2, read_timeout=4, retries={"mode": "standard", "total_max_attempts": 2},
    # Not every S3 knows Amazon's newer checksums; what we store authenticates itself.
    request_checksum_calculation="when_required", response_checksum_validation="when_required",
    s3={"addressing_style": "path"},
)


class NotStoredError(LookupError):
    """The bound service has no document under this key."""


# What `get` raises when a document cannot be had: there is none, or the bucket does not answer.
FAILURES = (NotStoredError, BotoCoreError, ClientError)


@dataclass(frozen=True)
class Document:
    """A stored document, opened."""

    data: bytes
    content_type: str


class Store:
    """The bucket of the installation."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _client(self) -> S3Client:
        """Made when first used: a program that stores nothing never pays for it."""
        settings = self._settings
        # Without keys of our own, Amazon's usual places are asked: the role of the machine, its profile.
        return boto3.client(
            "s3", config=OPTIONS, region_name=settings.s3_region,
            endpoint_url=None if settings.s3_endpoint == AMAZON else settings.s3_endpoint,
            aws_access_key_id=settings.s3_access_key.get_secret_value() or None,
            aws_secret_access_key=settings.s3_secret_key.get_secret_value() or None,
        )

    def write(self, key: str, sealed: bytes) -> None:
        self._client.put_object(Bucket=self._settings.s3_bucket, Key=key, Body=sealed)

    def read(self, key: str) -> bytes:
        try:
            return self._client.get_object(Bucket=self._settings.s3_bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                raise NotStoredError(key) from None
            raise

    def delete(self, key: str) -> None:
        self._client.delete_object(Bucket=self._settings.s3_bucket, Key=key)

    def listed(self, folder: str) -> list[tuple[str, datetime]]:
        """Every key that begins so, and when it was written."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._settings.s3_bucket, Prefix=folder)
        return [(found["Key"], found["LastModified"]) for page in pages for found in page.get("Contents", ())]

    def check(self) -> None:
        """Raise when the bucket does not answer."""
        self._client.head_bucket(Bucket=self._settings.s3_bucket)


def put(data: bytes, content_type: str, shelf: str = "") -> str:
    """Store a document of the bound service; returns its key. A shelf is what `keys` can list."""
    key = f"{_folder()}{shelf}{'/' if shelf else ''}{uuid7()}"
    _store().write(key, encrypt(content_type.encode() + b"\n" + data, _context(key)))
    return key


def get(key: str) -> Document:
    """A document of the bound service. `NotStoredError` for any other key, also for one that another service has."""
    if not key.startswith(_folder()):
        raise NotStoredError(key)
    content_type, _, data = decrypt(_store().read(key), _context(key)).partition(b"\n")
    return Document(data, content_type.decode())


def delete(key: str) -> None:
    """Nothing is left of a document of the bound service. It may be gone already."""
    if not key.startswith(_folder()):
        raise NotStoredError(key)
    _store().delete(key)


def keys(shelf: str, before: datetime) -> list[str]:
    """The keys on a shelf of the bound service that were written before a moment."""
    return [key for key, written_at in _store().listed(f"{_folder()}{shelf}/") if written_at < before]


def _folder() -> str:
    return f"t/{scope.current_tenant_id()}/"


def _context(key: str) -> str:
    return f"storage:{key}"


def _store() -> Store:
    store: Store = current_app.extensions["concord.storage"]
    return store
