"""Each person hears that it does not go ahead, before a case ends because it is not suitable or not safe (E2 T15)."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _
from sqlalchemy import exists, not_

from tenants.casework import telling_words
from tenants.casework.conditions import party_of_whom
from tenants.casework.events import Act, open_case, party_of, write_event
from tenants.casework.guards import Condition, guard, judged_on, ours
from tenants.casework.kinds import Audience, EventKind, ToldHow
from tenants.casework.missing import names
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.policy import PartyState
from tenants.casework.reaching import refuse_contact
from tenants.people.service import Refused

NOT_TOLD = "not_told"


def tell_of_end(case_id: UUID, party_ids: tuple[UUID, ...], wording: str, how: ToldHow | None, act: Act) -> None:
    """These people were told in approved words; without ``how`` it is written down why they were not."""
    case = open_case(case_id, act)
    if how is None and not act.note:
        raise Refused(_t("Say in a note why they were not told."))
    for party in (party_of(case, party_id) for party_id in party_ids):
        detail = {"ends": True, "how": str(how or NOT_TOLD)}
        if how:
            refuse_contact(case, party)
            detail |= {"wording": wording, "version": telling_words.newest_version(wording)}
        audience = Audience(party.role) if how else Audience.FACILITATORS
        write_event(case, EventKind.TOLD, act, party_id=party.id, audience=audience, detail=detail)


@guard(
    "each_told_of_end",
    _("Each person must be told that it does not go ahead, or it is written down why not."),
    page="casework.told_of_end",
)
def each_told_of_end() -> Condition:
    return not_(party_of_whom(ours(), not_told_of_end()))


@names("each_told_of_end", _("%(name)s was not told yet that it does not go ahead."))
def not_told_of_end() -> Condition:
    """Whom nobody has contacted yet need not hear of what they never heard of."""
    told = exists().where(
        CaseEvent.case_id == Case.id, CaseEvent.party_id == CaseParty.id, CaseEvent.kind == EventKind.TOLD,
        CaseEvent.episode == Case.episode, CaseEvent.detail["how"].is_not(None), CaseEvent.happened_on <= judged_on(),
    ).correlate(Case, CaseParty)
    return (CaseParty.state != PartyState.NOT_CONTACTED) & not_(told)
