"""Each guard refuses with its sentence, and lets through what it is there to let through."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from assessing import qualify
from cases import SAFE_PHONE, Casework
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from tenants.casework import policy
from tenants.casework import service as casework
from tenants.casework.guards import GUARDS, evaluate
from tenants.casework.kinds import AttemptOutcome, EventKind
from tenants.casework.models import CaseEvent, CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.casework.service import OtherPerson
from tenants.meetings.service import complete_activity
from tenants.people.models import Answer, ConsentChannel, ContactKind, Decision, Purpose
from tenants.people.service import Refused, WayToReach
from tenants.referrals.models import PartyRole

IMPARTIAL, REACHED, KNOWN = "free of any conflict", "by a way that is safe", "Add the other person"
AGREED, HAPPENED = "agreed in writing", "No completed meeting"


def test_every_guard_of_the_table_is_registered_and_each_has_a_sentence(cases: Casework) -> None:
    named = {name for move in policy.TRANSITIONS for name in move.guards}
    assert named == set(GUARDS)
    with cases.world.app.app_context():
        assert all(str(guard.refusal).endswith(".") for guard in GUARDS.values())


def test_every_open_stage_has_a_way_forward_and_ways_to_close(cases: Casework) -> None:
    for stage in policy.ACTIVE:
        assert policy.way_forward(stage)
        assert {move.target for move in policy.moves_from(stage)} >= {Stage.CLOSED}
    assert policy.way_forward(Stage.CLOSED) is None


def test_a_lead_with_a_conflict_of_interest_does_not_get_the_case(cases: Casework) -> None:
    referral_id = cases.refer()
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="conflict of interest"):
            casework.accept(referral_id, cases.manager.id, cases.act(), conflict=True)
        db.session.rollback()


def test_no_conflict_of_interest_of_the_lead_or_another_is_chosen(cases: Casework) -> None:
    case_id = cases.at(Stage.EXPLORING)
    other = cases.world.account(cases.service, Role.FACILITATOR)
    with cases.world.inside(cases.service):
        qualify(other.id)
        casework.declare_conflict(case_id, cases.manager.id, cases.act(), conflict=True)
        with pytest.raises(Refused, match=IMPARTIAL):
            casework.move(case_id, Stage.ASSESSING, cases.act())
        with pytest.raises(Refused, match="conflict of interest"):
            casework.change_lead(case_id, other.id, cases.act(), conflict=True)
        casework.change_lead(case_id, other.id, cases.act(), conflict=False)
        casework.move(case_id, Stage.ASSESSING, cases.act())
        assert cases.stage(case_id) == Stage.ASSESSING


def test_safe_route_used_before_anything_else(cases: Casework) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        cases.speak(case_id, outcome=AttemptOutcome.NO_ANSWER)
        with pytest.raises(Refused, match=REACHED):
            casework.move(case_id, Stage.EXPLORING, cases.act())
        cases.begin(case_id)
        casework.move(case_id, Stage.EXPLORING, cases.act())
        assert cases.stage(case_id) == Stage.EXPLORING


def test_their_own_call_counts_as_a_safe_way(cases: Casework) -> None:
    case_id = cases.case("Hattie Example", WayToReach(kind=ContactKind.THEY_CALL))
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="Do not contact them"):
            cases.speak(case_id)
        cases.speak(case_id, they_contacted_us=True)
        cases.settle(case_id)
        cases.inform(case_id)
        casework.move(case_id, Stage.EXPLORING, cases.act())
        assert cases.stage(case_id) == Stage.EXPLORING


def test_other_party_identified_before_an_assessment(cases: Casework) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        cases.begin(case_id)
        casework.move(case_id, Stage.EXPLORING, cases.act())
        with pytest.raises(Refused, match=KNOWN):
            casework.move(case_id, Stage.ASSESSING, cases.act())


def test_a_side_that_has_died_is_not_there_any_more(cases: Casework) -> None:
    case_id = cases.at(Stage.EXPLORING)
    with cases.world.inside(cases.service):
        gone = cases.parties(case_id)[PartyRole.RESPONSIBLE]
        casework.leave(case_id, gone, PartyState.DECEASED, cases.act())
        with pytest.raises(Refused, match=KNOWN):
            casework.move(case_id, Stage.ASSESSING, cases.act())


@pytest.mark.parametrize("channel", [ConsentChannel.VERBAL_WITNESSED, ConsentChannel.ONLINE])
def test_written_consent_of_both_is_nothing_less(cases: Casework, channel: ConsentChannel) -> None:
    case_id = cases.at(Stage.ASSESSING)
    with cases.world.inside(cases.service):
        cases.satisfy(case_id, Stage.PREPARING)
        cases.agree(case_id, PartyRole.RESPONSIBLE, channel=channel, witness="Wes Witness")
        with pytest.raises(Refused, match=AGREED):
            casework.move(case_id, Stage.PREPARING, cases.act())
        cases.agree(case_id, PartyRole.RESPONSIBLE, channel=ConsentChannel.E_SIGNED)
        casework.move(case_id, Stage.PREPARING, cases.act())


@pytest.mark.parametrize("stage", [Stage.ASSESSING, Stage.PREPARING, Stage.SCHEDULED])
@pytest.mark.parametrize("role", list(PartyRole))
def test_written_consent_of_both_or_no_later_step(cases: Casework, stage: Stage, role: PartyRole) -> None:
    case_id = cases.at(stage)
    forward = policy.way_forward(stage)
    assert forward is not None
    assert forward.target is not None
    with cases.world.inside(cases.service):
        cases.satisfy(case_id, forward.target)
        cases.agree(case_id, role, decision=Decision.WITHDRAWN)
        with pytest.raises(Refused, match=AGREED):
            casework.move(case_id, forward.target, cases.act())
        cases.agree(case_id, role)
        assert evaluate(case_id, [policy.BOTH_AGREED])[policy.BOTH_AGREED]


def test_written_consent_of_both_is_of_each_who_takes_part(cases: Casework) -> None:
    case_id = cases.at(Stage.ASSESSING)
    other = OtherPerson("Hugo Example", PartyRole.HARMED, (replace(SAFE_PHONE, value="+447700900777"),))
    with cases.world.inside(cases.service):
        here = set(db.session.scalars(select(CaseParty.id).where(CaseParty.case_id == case_id)))
        casework.add_other_person(case_id, other, cases.act())
        (added,) = set(db.session.scalars(select(CaseParty.id).where(CaseParty.case_id == case_id))) - here
        assert not evaluate(case_id, [policy.BOTH_AGREED])[policy.BOTH_AGREED]
        casework.leave(case_id, added, PartyState.UNABLE_TO_CONTACT, cases.act())
        assert evaluate(case_id, [policy.BOTH_AGREED])[policy.BOTH_AGREED], "who has left is not asked"


def test_an_agreement_written_down_late_does_not_undo_a_later_withdrawal(cases: Casework) -> None:
    case_id = cases.at(Stage.ASSESSING)
    with cases.world.inside(cases.service):
        cases.agree(case_id, PartyRole.HARMED, decision=Decision.WITHDRAWN)
        cases.agree(case_id, PartyRole.HARMED, on=uk_today() - timedelta(days=1))
        with pytest.raises(Refused, match=AGREED):
            casework.move(case_id, Stage.PREPARING, cases.act())


def test_a_withdrawal_cannot_be_dated_so_that_it_would_count_for_nothing(cases: Casework) -> None:
    case_id = cases.at(Stage.ASSESSING)
    with cases.world.inside(cases.service), pytest.raises(Refused, match="later day"):
        cases.agree(
            case_id, PartyRole.HARMED, decision=Decision.WITHDRAWN, on=uk_today() - timedelta(days=3),
            decided_on=uk_today() - timedelta(days=3),
        )


def test_activity_completed_before_following_up_is_a_meeting_between_both_sides(cases: Casework) -> None:
    case_id = cases.at(Stage.IN_PROCESS)
    with cases.world.inside(cases.service):
        complete_activity(case_id, "conversation", cases.act())
        with pytest.raises(Refused, match=HAPPENED):
            casework.move(case_id, Stage.FOLLOW_UP, cases.act())
        cases.satisfy(case_id, Stage.FOLLOW_UP)
        casework.move(case_id, Stage.FOLLOW_UP, cases.act())


def test_a_meeting_between_both_sides_is_not_written_down_before_both_were_sure_to_agree(cases: Casework) -> None:
    case_id = cases.at(Stage.PREPARING)
    with cases.world.inside(cases.service), pytest.raises(Refused, match="under way"):
        complete_activity(case_id, "conf_f2f", cases.act())


def test_a_move_that_the_table_does_not_have_is_refused(cases: Casework) -> None:
    case_id = cases.at(Stage.EXPLORING)
    with cases.world.inside(cases.service):
        for target in (Stage.IN_PROCESS, Stage.ALLOCATED, Stage.EXPLORING, None, Stage.CLOSED):
            with pytest.raises(Refused, match="cannot go"):
                casework.move(case_id, target, cases.act())
        with pytest.raises(Refused, match="cannot go"):
            casework.move(case_id, Stage.CLOSED, cases.act(), reason="completed_direct")


def test_every_guard_that_does_not_hold_is_named_at_once(cases: Casework) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        casework.declare_conflict(case_id, cases.manager.id, cases.act(), conflict=True)
        with pytest.raises(Refused) as refused:
            casework.move(case_id, Stage.EXPLORING, cases.act())
        assert len(refused.value.args) == 6


def test_what_the_guards_said_is_kept_with_the_move(cases: Casework) -> None:
    case_id = cases.at(Stage.PREPARING)
    with cases.world.inside(cases.service):
        snapshots = db.session.execute(
            select(CaseEvent.guards).where(CaseEvent.case_id == case_id, CaseEvent.kind == EventKind.STAGE_CHANGED)
            .order_by(CaseEvent.recorded_at)
        ).scalars().all()
    move = policy.transition(Stage.ASSESSING, Stage.PREPARING)
    assert move is not None
    assert snapshots[-1] == dict.fromkeys(move.guards, True)


def test_an_account_without_the_right_does_not_move_a_case(cases: Casework) -> None:
    case_id = cases.at(Stage.EXPLORING)
    with cases.world.inside(cases.service), pytest.raises(Refused, match="Ask your manager"):
        casework.move(case_id, Stage.ASSESSING, cases.act(role=Role.READ_ONLY))


@pytest.mark.parametrize("says", [Answer.UNKNOWN, Answer.NO])
def test_a_way_that_is_not_known_to_be_safe_is_blocked_until_checked(cases: Casework, says: Answer) -> None:
    case_id = cases.case("Hattie Example", WayToReach(kind=ContactKind.PHONE, value="+447700900123", safe=says))
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="do not"):
            cases.speak(case_id)
        cases.speak(case_id, they_contacted_us=True)


def test_nobody_is_contacted_who_does_not_want_it(cases: Casework) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        cases.agree(case_id, PartyRole.HARMED, purpose=Purpose.STORE_AND_CONTACT, decision=Decision.WITHDRAWN)
        with pytest.raises(Refused, match="do not want us"):
            cases.speak(case_id)
