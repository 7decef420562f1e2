"""What a service says in public: its texts in versions, drafts and publishing, over the national defaults."""

from __future__ import annotations

from flask import Flask

from tenants.content.service import store_pack
from tenants.registry.service import pack_stored


def init_app(app: Flask) -> None:
    del app
    pack_stored.connect(store_pack)
