"""How the forms of restorative justice and their classes are said on pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.meetings.policy import FormClass

FORMS: dict[str, LazyString] = {
    "conf_f2f": _("Meeting face to face"),
    "conf_video": _("Meeting by live video"),
    "conf_community": _("Community conference"),
    "fgc": _("Family group conference"),
    "circle": _("Circle"),
    "panel": _("Panel"),
    "shuttle_person": _("Messages carried in person"),
    "shuttle_phone": _("Messages carried by phone"),
    "shuttle_video": _("Messages carried by video"),
    "letter": _("Letters"),
    "audio": _("Sound recording"),
    "video_msg": _("Video message"),
    "proxy": _("Meeting with somebody who stood in"),
    "conversation": _("Talk with one person only"),
    "apology_oocd": _("Apology under a police caution"),
}
CLASSES: dict[str, LazyString] = {
    FormClass.DIRECT: _("Counts as direct: both sides together, live"),
    FormClass.INDIRECT: _("Counts as indirect"),
    FormClass.PROXY: _("Counts apart: somebody stood in for one side"),
    FormClass.CONVERSATION: _("Does not count as a meeting or exchange"),
    FormClass.APOLOGY: _("Counts apart: a condition of the police"),
}
