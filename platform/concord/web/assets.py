"""Styles and scripts, read once at start and served under addresses that change with their content.

GOV.UK Frontend comes from npm, never from this repository. Its licensed typeface and the Crown's arms are not ours to
use: their rules are taken out of the stylesheet before it is served, and its fonts and images are never served.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

from concord.config import SettingsError
from concord.identity.access import PUBLIC, Place, access

STATIC = Path(__file__).parent / "static"
PUBLISHED = Path("govuk-frontend") / "dist" / "govuk"
TYPEFACE = re.compile(r"GDS Transport,\s*arial,\s*sans-serif")
TYPEFACE_NOTICE = re.compile(r"/\*! Copyright \(c\) 2011 by Margaret Calvert.*?\*/", re.DOTALL)
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
ARMS = re.compile(r"(?:-webkit-mask-image|mask-image|background-image):url\([^)]*govuk-crest[^)]*\);?")
SOURCE_MAP = re.compile(r"(?://|/\*)# sourceMappingURL=[^\s*]+(?:\s*\*/)?\s*$")
NOT_OURS = ("GDS Transport", "/assets/", "crest")
blueprint = Blueprint("assets", __name__, url_prefix="/assets")


class AssetsMissingError(SettingsError):
    """GOV.UK Frontend is not installed, or not the version these rules were written for."""


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    name: str
    content: bytes

    @cached_property
    def version(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:16]

    @cached_property
    def compressed(self) -> bytes:
        return gzip.compress(self.content, 9, mtime=0)

    @property
    def address(self) -> str:
        """``concord.css`` becomes ``concord.0123456789abcdef.css``."""
        stem, _, suffix = self.name.rpartition(".")
        return f"{stem}.{self.version}.{suffix}"


def without_what_is_not_ours(css: str) -> str:
    """GOV.UK Frontend's stylesheet with a system typeface and without the arms."""
    css = FONT_FACE.sub("", TYPEFACE_NOTICE.sub("", css))
    css = ARMS.sub("", TYPEFACE.sub("var(--concord-font)", css))
    css = SOURCE_MAP.sub("", css)
    left = [mark for mark in NOT_OURS if mark in css]
    if left:
        raise AssetsMissingError(f"unknown version of govuk-frontend: its stylesheet still names {', '.join(left)}")
    return css


def load_assets(node_modules: Path) -> dict[str, Asset]:
    """Every asset by its plain name."""
    folder = node_modules / PUBLISHED
    try:
        css = (folder / "govuk-frontend.min.css").read_text()
        script = (folder / "govuk-frontend.min.js").read_text()
    except OSError:
        raise AssetsMissingError(f"govuk-frontend is not installed in {node_modules}: run `npm ci`") from None
    components = Asset("govuk-frontend.js", SOURCE_MAP.sub("", script).encode())
    start = (STATIC / "concord.js").read_text().replace('"govuk-frontend"', f'"./{components.address}"')
    found = [
        Asset("govuk-frontend.css", without_what_is_not_ours(css).encode()),
        components,
        Asset("concord.js", start.encode()),
        Asset("leave.js", (STATIC / "leave.js").read_bytes()),
        Asset("analytics.js", (STATIC / "analytics.js").read_bytes()),
        Asset("concord.css", (STATIC / "concord.css").read_bytes()),
        Asset("icon.svg", (STATIC / "icon.svg").read_bytes()),
    ]
    return {asset.name: asset for asset in found}


def asset(name: str) -> str:
    """The address of an asset, for templates: ``asset("concord.css")``."""
    assets: dict[str, Asset] = current_app.extensions["concord.assets"]
    return f"{blueprint.url_prefix}/{assets[name].address}"


@blueprint.get("/<address>")
@access(PUBLIC, at=Place.HOSTLESS)
def serve(address: str) -> Response:
    """One asset, compressed where the browser takes it, kept for good."""
    found: Asset | None = current_app.extensions["concord.assets_by_address"].get(address)
    if found is None:
        abort(404)
    zipped = request.accept_encodings.quality("gzip") > 0
    mime_type = "text/javascript" if address.endswith(".js") else mimetypes.guess_type(address)[0]
    response = Response(found.compressed if zipped else found.content, mimetype=mime_type)
    if zipped:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.set_etag(found.version + ("-gzip" if zipped else ""))
    response.cache_control.public = response.cache_control.immutable = True
    response.cache_control.max_age = 31_536_000
    response.make_conditional(request)
    return response


def init_app(app: Flask) -> None:
    settings = app.extensions["concord.settings"]
    assets = load_assets(settings.node_modules)
    app.extensions["concord.assets"] = assets
    app.extensions["concord.assets_by_address"] = {item.address: item for item in assets.values()}
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = asset
