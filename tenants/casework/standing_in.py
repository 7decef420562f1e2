"""Somebody stands in for a person who does not take part themselves: the proxy route (DOMAIN A7, E2 T8).

Whoever stands in is asked, assessed and prepared like everybody else. Whom they stand in for is not, is not contacted
unless they agreed to that, and nothing that is made for the others tells of them.
"""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from tenants.casework import signals
from tenants.casework.events import Act, open_case, party_of, write_event
from tenants.casework.kinds import EventKind
from tenants.casework.models import CaseParty
from tenants.casework.opening import add_party
from tenants.casework.policy import OUT, PartyState, Stage
from tenants.people import service as people
from tenants.people.models import StatedBy
from tenants.people.service import Refused, WayToReach

ADDED_IN = (Stage.ALLOCATED, Stage.EXPLORING, Stage.ASSESSING, Stage.PREPARING)  # before a date is arranged


def stand_in(  # noqa: PLR0913, PLR0917 - for whom, and who
    case_id: UUID, absent_id: UUID, name: str, ways: tuple[WayToReach, ...], stated_by: StatedBy, act: Act
) -> UUID:
    """Somebody comes to the case in place of one of its people, such as a person harmed in a like way."""
    case = open_case(case_id, act)
    absent = party_of(case, absent_id)
    if case.stage not in ADDED_IN:
        raise Refused(_("Go back to preparing first. Whoever stands in must be prepared, too."))
    if absent.stands_in_for_id or _stand_in_of(absent):
        raise Refused(_("Choose somebody whom nobody stands in for, and who stands in for nobody."))
    person = people.add_person(name, ways, stated_by, recorded_at=act.written_at)
    party = add_party(case, person.id, absent.role, act)
    party.stands_in_for_id = absent.id
    write_event(
        case, EventKind.PARTY_ADDED, act, party_id=party.id, detail={"role": absent.role, "stands_in": True}
    )
    if absent.state not in OUT:
        absent.state = PartyState.ABSENT
        signals.party_left.send(case, party=absent, act=act)
    return party.id


def _stand_in_of(party: CaseParty) -> UUID | None:
    """Who stands in for them now."""
    statement = select(CaseParty.id).where(CaseParty.stands_in_for_id == party.id, CaseParty.state.not_in(OUT))
    return db.session.scalars(statement.limit(1)).first()
