"""How triage is told on the timeline."""

from __future__ import annotations

from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from tenants.casework import titles
from tenants.casework.kinds import EventKind
from tenants.casework.timeline import TimelineRow
from tenants.casework.words import Words
from tenants.people.matching_models import MatchDecision

MATCHED: Words = {
    MatchDecision.SAME: _("%(name)s was said to be somebody whom we met before"),
    MatchDecision.DIFFERENT: _("%(name)s was said not to be somebody whom we met before"),
    MatchDecision.TAKEN_BACK: _("It was taken back whether we met %(name)s before"),
}


def _joined(name: str, event: TimelineRow) -> str:
    reference = event.detail["referral"]
    if event.detail.get("taken_out"):
        return str(_t("Referral %(reference)s was taken out of the case again", reference=reference))
    if event.detail["added"]:
        return str(_t("Referral %(reference)s was added to the case, with %(name)s", reference=reference, name=name))
    return str(_t("Referral %(reference)s was added to the case. It is from %(name)s", reference=reference, name=name))


titles.SENTENCES |= {
    EventKind.REFERRAL_JOINED: _joined,
    EventKind.MATCHED: lambda name, event: str(MATCHED[event.detail["decision"]]) % {"name": name},
    EventKind.SEARCHED: lambda _name, _event: _t("Somebody looked if we met these people before"),
}
