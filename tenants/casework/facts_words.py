"""How the facts of a case are said on pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.casework.kinds import Complexity, Proceedings, Responsibility, YouthJustice
from tenants.people.models import Answer

Words = dict[str, LazyString]
NOT_KNOWN = _("Not known")

CRIME_GROUPS: Words = {
    "unknown": NOT_KNOWN,
    "violence_with_injury": _("Violence with injury"),
    "violence_without_injury": _("Violence without injury"),
    "stalking_harassment": _("Stalking or harassment"),
    "homicide": _("Homicide"),
    "death_driving": _("Death or serious injury by driving"),
    "rape": _("Rape"),
    "other_sexual": _("Another sexual offence"),
    "robbery": _("Robbery"),
    "residential_burglary": _("Burglary of a home"),
    "other_burglary": _("Another burglary"),
    "vehicle": _("Vehicle offence"),
    "theft_person": _("Theft from a person"),
    "bicycle": _("Bicycle theft"),
    "shoplifting": _("Shoplifting"),
    "other_theft": _("Another theft"),
    "damage_arson": _("Criminal damage or arson"),
    "drugs": _("Drugs"),
    "weapons": _("Weapons"),
    "public_order": _("Public order"),
    "fraud": _("Fraud"),
    "other_crime": _("Another crime"),
    "antisocial_behaviour": _("Antisocial behaviour"),
    "neighbours": _("Conflict between neighbours, no crime"),
    "workplace": _("Conflict at work, no crime"),
    "family": _("Conflict in a family, no crime"),
    "school": _("Conflict at a school, no crime"),
    "community": _("Conflict in a community, no crime"),
}
JUSTICE_STAGES: Words = {
    "unknown": NOT_KNOWN,
    "not_reported": _("Not reported to the police"),
    "no_action": _("Reported, and no action taken"),
    "out_of_court": _("Settled out of court, such as by a caution"),
    "pre_sentence": _("Before the sentence"),
    "community_sentence": _("Community sentence"),
    "custody": _("In prison"),
    "released": _("After prison"),
    "historic": _("Long ago, or no court case"),
}
PROCEEDINGS: Words = {
    Proceedings.UNKNOWN: NOT_KNOWN,
    Proceedings.NONE: _("There is none"),
    Proceedings.INVESTIGATION: _("The police investigate"),
    Proceedings.CHARGED: _("Charged, and no plea yet"),
    Proceedings.CONTESTED: _("Contested at court"),
    Proceedings.GUILTY_PLEA: _("Pleaded guilty, and no sentence yet"),
    Proceedings.SENTENCED: _("Sentenced"),
    Proceedings.CONCLUDED: _("Over"),
    Proceedings.NO_FURTHER_ACTION: _("No further action"),
}
YOUTH_JUSTICE: Words = {
    YouthJustice.UNKNOWN: NOT_KNOWN,
    YouthJustice.NOT_UNDER_18: _("They are 18 or older"),
    YouthJustice.AGREED: _("They are under 18, and the youth justice service agreed that we work on it"),
    YouthJustice.HANDED_OVER: _("They are under 18, and the youth justice service works on it"),
}
ANSWERS: Words = {Answer.YES: _("Yes"), Answer.NO: _("No"), Answer.UNKNOWN: NOT_KNOWN}
ASKED: Words = {
    "domestic_abuse": _("Was it domestic abuse?"),
    "sexual_harm": _("Was it sexual harm?"),
    "hate": _("Was it done out of hate?"),
    "fatal": _("Did somebody die?"),
    "child_harmed": _("Was a child harmed?"),
    "coercive_control": _("Does one person control the other?"),
    "ongoing_harm": _("Does the harm go on?"),
}
RESPONSIBILITY: Words = {
    Responsibility.FULL: _("They accept it in full"),
    Responsibility.PARTIAL: _("They accept some of it"),
    Responsibility.NONE: _("They do not accept any"),
    Responsibility.NOT_ASKED: _("Not asked yet"),
}
PREFERRED_FORMS: Words = {
    "direct": _("To meet the other person"),
    "indirect": _("Messages or letters, without a meeting"),
    "proxy": _("A meeting with somebody who stands in"),
    "not_sure": _("They are not sure yet"),
}
COMPLEXITY: Words = {
    Complexity.NOT_SET: NOT_KNOWN,
    Complexity.STANDARD: _("Not sensitive and complex"),
    Complexity.SENSITIVE_COMPLEX: _("Sensitive and complex"),
}
