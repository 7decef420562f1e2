"""Handing a referral to another service, from the list of those that wait."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from tenants.casework.service import Act
from tenants.handover import preview_words, queries, referral_offers, words
from tenants.handover.forms import OfferReferralForm
from tenants.handover.models import State, Why
from tenants.handover.views import BOTH, blueprint
from tenants.referrals.queries import SentReferral, show_in_list
from tenants.referrals.team_views import decide_page, found, show_beside

show_in_list(queries.offered_to)


@show_beside
def handovers_of(sent: SentReferral) -> dict[str, Any]:
    """For the page of a referral: where it came from, where it went, and if it may go."""
    rows = queries.handovers_of_referral(sent.referral.id)
    return {
        "handovers": rows, "handover_words": words, "brought": queries.records_of(sent.referral.id),
        "field_name": preview_words.field_name,
        "may_hand_over": current_user.can(Permission.CASES_TRANSFER) and not _is_on_its_way(rows),
    }


def _is_on_its_way(rows: list[queries.HandoverRow]) -> bool:
    return any(row.state in {State.OFFERED, State.ACCEPTED} for row in rows)


@blueprint.route("/team/referrals/<uuid:referral_id>/hand-over", methods=BOTH)
@access(Permission.CASES_TRANSFER, Place.SERVICE)
def offer_referral(referral_id: UUID) -> ResponseReturnValue:
    """Offer a referral to another service."""
    form, sent = OfferReferralForm(), found(referral_id)

    def act() -> None:
        referral_offers.offer(
            referral_id, UUID(form.service.data), Why(form.why.data), form.agreement(),
            Act(current_user.account_id, current_user.role, uk_today()), urgent=bool(form.urgent.answer),
        )

    return decide_page("referrals/team_act.html", form, sent, act, _("The referral is offered. Nobody was named."))
