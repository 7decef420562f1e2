"""How the service works: every point on which services rightly differ, each in plain words (DOMAIN D5)."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, ChoicesField, NumberField, YesNoField
from tenants.details.fields import DetailsForm

CHOOSE = _("Choose one")
ROUTES = (
    ("self_harmed", _("People who were harmed, themselves")),
    ("self_responsible", _("People who are responsible for harm, themselves")),
    ("police", _("Police")),
    ("police_out_of_court", _("Police, when a case is settled out of court")),
    ("probation", _("Probation")),
    ("prison", _("Prisons")),
    ("victim_liaison", _("Victim liaison officers")),
    ("victim_services", _("Services for victims, such as care coordinators")),
    ("youth_justice", _("Youth justice services")),
    ("court", _("Courts")),
    ("support_agency", _("Support agencies, such as housing, health or schools")),
    ("community", _("People in the community, such as family or neighbours")),
)
SCOPE = (
    ("crime", _("Crime")),
    ("antisocial_behaviour", _("Antisocial behaviour")),
    ("conflict", _("Conflict")),
    ("relationship_breakdown", _("Breakdown of a relationship")),
    ("neighbours", _("Trouble between neighbours")),
    ("workplace", _("Trouble at work")),
    ("family", _("Trouble in a family")),
    ("school", _("Trouble at school")),
    ("business", _("Harm to a business")),
    ("bullying", _("Bullying")),
)
ACCEPT_OR_REFUSE = (("accept", _("We may take it on")), ("refuse", _("We do not take it on")))


class PolicyForm(DetailsForm):
    live_court_case = ChoiceField(
        _("While a court case is still going on"),
        [("block", _("We wait until it is over")), ("alongside", _("We may work beside it")),
         ("any_stage", _("We work at any stage"))],
        hints={
            "block": _("No meeting or exchange while a court still decides."),
            "alongside": _("What you do and what the court does go on side by side."),
            "any_stage": _("Before, during or after the case, as it suits the people."),
        }, required=CHOOSE,
    )
    responsibility_minimum = ChoiceField(
        _("How much responsibility somebody must take"),
        [("full", _("Full responsibility")), ("some", _("Some responsibility"))],
        hints={
            "full": _("They say that they did all of it."),
            "some": _("They say that they did at least part of it. The national standard asks for this much."),
        }, required=CHOOSE,
    )
    two_facilitators = ChoiceField(
        _("Two people lead each meeting"),
        [("must", _("Always")), ("warn", _("As a rule"))],
        hints={
            "must": _("A meeting with one person leading it cannot be planned."),
            "warn": _("Staff are warned when there is only one, and can go on."),
        }, required=CHOOSE,
    )
    referral_routes = ChoicesField(
        _("Who may send people to you"), ROUTES, required=_("Choose at least one"),
        hint=_("Your pages name them."),
    )
    scope = ChoicesField(
        _("What you help with"), SCOPE, required=_("Choose at least one"), hint=_("Your pages name it."),
    )
    eligibility_basis = ChoiceField(
        _("Whom you help"),
        [("residence", _("People who live in your area")), ("crime_location", _("People harmed in your area")),
         ("either", _("Both of these")), ("discretion", _("Others, too: you decide each time"))],
        hint=_("Your form helps everybody else to find their own service."), required=CHOOSE,
    )
    offender_led_domestic_abuse = ChoiceField(
        _("When the person responsible asks first, after domestic abuse"), ACCEPT_OR_REFUSE,
        hint=_("A supervisor always decides."), required=CHOOSE,
    )
    offender_led_sexual_violence = ChoiceField(
        _("When the person responsible asks first, after sexual violence"), ACCEPT_OR_REFUSE,
        hint=_("A supervisor always decides."), required=CHOOSE,
    )
    under_18 = ChoiceField(
        _("When the person responsible is under 18"),
        [("hand_over", _("The youth justice service helps them")), ("accept", _("We help them"))],
        hint=_("Your pages and your form say so."), required=CHOOSE,
    )
    first_attempt_working_days = NumberField(
        _("Working days until you first try to reach somebody"), required=_("Enter a number"),
        hint=_("1 or 2. Your list of referrals shows what is late."),
    )
    answer_within_working_days = NumberField(
        _("Working days until you answer"), required=_("Enter a number"),
        hint=_("From 1 to 10. Your pages and your first message promise this to people."),
    )
    follow_up_working_days = NumberField(
        _("Working days until you ask how a meeting left people"), required=_("Enter a number"),
        hint=_("From 1 to 5. You ask everybody who took part."),
    )
    follow_up_weeks = NumberField(
        _("Weeks until you ask again"), hint=_("From 1 to 6. You ask what has changed since."),
        required=_("Enter a number"),
    )
    follow_up_months = NumberField(
        _("Months until you ask a last time"), hint=_("From 3 to 12. Leave it empty when you do not."),
    )
    escape_key = YesNoField(
        _("Does the Esc key leave your pages, too?"), required=_("Choose yes or no"),
        hint=_("“Leave this page” and pressing Shift three times always do."),
    )
    paths: ClassVar[dict[str, str]] = {
        f"policy.{name}": name
        for name in (
            "live_court_case", "responsibility_minimum", "two_facilitators", "referral_routes", "scope",
            "eligibility_basis", "offender_led_domestic_abuse", "offender_led_sexual_violence", "under_18",
            "first_attempt_working_days", "answer_within_working_days", "follow_up_working_days", "follow_up_weeks",
            "follow_up_months", "escape_key",
        )
    }
