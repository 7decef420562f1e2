"""Which box of a form holds which line of a profile, and how the profile's faults come to stand beside their boxes."""

from __future__ import annotations

from collections.abc import Mapping

from concord.web.forms import ConcordForm
from tenants.registry.profile import ProfileError


def show_faults(form: ConcordForm, error: ProfileError, paths: Mapping[str, str]) -> None:
    """Put each fault beside its box, with the box's name before it; what has no box stands above the form."""
    for message in error.messages:
        path, _colon, sentence = message.partition(": ")
        box = _box_of(path, paths) if sentence else ""
        form.add_error(f"{form[box].label.text}: {sentence}" if box else message, box)


def _box_of(path: str, paths: Mapping[str, str]) -> str:
    """The box of a path or of what it belongs to: ``police_areas.2.code`` is chosen in the box of ``police_areas``."""
    while path and path not in paths:
        path = path.rpartition(".")[0]
    return paths.get(path, "")
