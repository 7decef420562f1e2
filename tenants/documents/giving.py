"""Give a file out: as a download alone, never shown in the browser, kept by nobody on the way."""

from __future__ import annotations

import io

from flask import Response, send_file

# Should a browser open the file all the same, it may do nothing.
HARMLESS = "sandbox; default-src 'none'"


def given_out(data: bytes, media_type: str, name: str) -> Response:
    """The answer that holds a file, under a name that tells nothing of anybody."""
    answer = send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = HARMLESS
    return answer
