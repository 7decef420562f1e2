"""How codes of rights are said on pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from concord.web.translations import uk_date
from tenants.rights.policy import Kept
from tenants.rights.queries import Floor

KEPT_AS: dict[str, LazyString] = {
    Kept.NOT_TAKEN_UP: _("Nobody took part: kept for 6 weeks"),
    Kept.NOT_REACHED: _("Somebody could not be reached: kept for 6 months"),
    Kept.WORKED_WITH: _("We worked with somebody: kept for 6 years"),
    Kept.TOOK_PLACE: _("A meeting or exchange took place: kept for 7 years"),
}


def told(floor: Floor) -> str:
    """How long a case is kept, in sentences."""
    said = _t(
        "%(why)s after the last contact on %(last)s. So it is kept until %(day)s.", why=KEPT_AS[floor.kept_as],
        last=uk_date(floor.last_contact), day=uk_date(floor.due_on),
    )
    return f"{said} {_t('Somebody in this case wants it to be kept for longer.')}" if floor.asked_to_keep else said
