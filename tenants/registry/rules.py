"""What a service's policy means for people, said in a sentence: pages ask for it as ``{court_rule}``.

Services rightly differ here (DOMAIN D5). The difference is a line of their policy, never a page of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from babel.lists import format_list
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concord.web.dates import uk_today
from concord.web.translations import page_language
from tenants.registry.areas import police_force_areas

if TYPE_CHECKING:
    from tenants.registry.parts import Wording
    from tenants.registry.profile import ServiceProfile

COURT: Mapping[str, LazyString] = {
    "block": _l("While a court is dealing with the case, we have to wait until it has finished. "
                "Otherwise it can happen at any time."),
    "alongside": _l("It does not replace the police or the courts. It can go on beside whatever they decide, "
                    "and also when no police or court decided anything."),
    "any_stage": _l("It can be used at any stage of the justice process."),
}
# Police areas that people who live there know by other names, or by another one in Welsh.
AREA_NAMES: Mapping[str, LazyString] = {
    "E23000030": _l("Hampshire or the Isle of Wight"),
    "E23000016": _l("Herefordshire, Shropshire, Telford and Wrekin, or Worcestershire"),
    "W15000001": _l("North Wales"),
    "W15000003": _l("South Wales"),
}
UNDER_18: Mapping[str, LazyString] = {
    "hand_over": _l("If you did harm and are under 18, the youth justice team where you live can help you. "
                    "We show you the way there."),
    "accept": _l("If you did harm and are under 18, you can come to us too."),
}
AREA: Mapping[str, LazyString] = {
    "residence": _l("We can help you if you live in %(areas)s. If you live somewhere else, we cannot take your case, "
                    "but we help you to find the right service."),
    "crime_location": _l("We can help you if it happened in %(areas)s. If it happened somewhere else, "
                         "we help you to find the right service."),
    "either": _l("We can help you if you live in %(areas)s, or if it happened there. Otherwise we help you to find "
                 "the right service."),
    "discretion": _l("We work in %(areas)s. If you live somewhere else, ask us all the same: we may be able to help, "
                     "or we show you the service nearest to you."),
}
SCOPE: Mapping[str, LazyString] = {
    "crime": _l("a crime"),
    "antisocial_behaviour": _l("antisocial behaviour"),
    "conflict": _l("a conflict"),
    "relationship_breakdown": _l("the breakdown of a relationship"),
    "neighbours": _l("trouble between neighbours"),
    "workplace": _l("trouble at work"),
    "family": _l("trouble between parents and children"),
    "school": _l("trouble at school"),
    "business": _l("harm to a business"),
    "bullying": _l("bullying"),
}
# Who may ask for somebody; whoever asks for themselves has a sentence of their own.
ROUTES: Mapping[str, LazyString] = {
    "police": _l("the police"),
    "probation": _l("probation"),
    "prison": _l("a prison"),
    "victim_liaison": _l("a victim liaison officer"),
    "victim_services": _l("a service for people harmed"),
    "youth_justice": _l("the youth justice team"),
    "court": _l("a court"),
    "support_agency": _l("a support service"),
    "community": _l("somebody else you trust"),
}
# How a Welsh word begins after "or": what it begins with by itself, and what that becomes.
SOFT_MUTATION = (("ll", "l"), ("rh", "r"), ("p", "b"), ("t", "d"), ("c", "g"), ("b", "f"), ("d", "dd"), ("g", ""),
                 ("m", "f"))
ONE_SOUND = ("ch", "dd", "ff", "ph", "th")  # letters of their own, which stay
SELF = frozenset({"self_harmed", "self_responsible"})
THEMSELVES: Mapping[frozenset[str], LazyString] = {
    SELF: _l("You can ask us yourself, whether you were harmed or did harm."),
    frozenset({"self_harmed"}): _l("If you were harmed, you can ask us yourself."),
    frozenset({"self_responsible"}): _l("If you did harm, you can ask us yourself."),
}
HARMED_FIRST: Mapping[frozenset[str], LazyString] = {
    frozenset({"abuse", "violence"}): _l("After domestic abuse or sexual violence, only the person who was harmed "
                                         "can ask us to begin."),
    frozenset({"abuse"}): _l("After domestic abuse, only the person who was harmed can ask us to begin."),
    frozenset({"violence"}): _l("After sexual violence, only the person who was harmed can ask us to begin."),
}


def own_words(profile: ServiceProfile) -> Wording:
    """What the service calls people, in the language of the page."""
    return profile.words_in(page_language())


def _who_refers(profile: ServiceProfile) -> str | None:
    """Who may ask; where only one kind of professional may, they are called as this service calls them."""
    routes = profile.policy.referral_routes
    themselves = THEMSELVES.get(SELF.intersection(routes))
    others = [ROUTES[route] for route in ROUTES if route in routes]
    if len(others) == 1:
        asked_for = _("Your %(professional)s can also ask for you.", professional=own_words(profile).referrer.one)
    else:
        asked_for = _("Others can ask for you: %(who)s.", who=_either(others)) if others else ""
    return " ".join(filter(None, (str(themselves or ""), asked_for))) or None


def _responsibility(profile: ServiceProfile) -> str:
    responsible = own_words(profile).responsible.one
    if profile.policy.responsibility_minimum == "full":
        return str(_("The %(responsible)s must take responsibility for what they did.", responsible=responsible))
    return str(_("It is enough if the %(responsible)s accepts some responsibility for what they did.",
                 responsible=responsible))


def _facilitators(profile: ServiceProfile) -> str:
    workers = own_words(profile).worker.many
    if profile.policy.two_facilitators == "must":
        return str(_("There are always two trained %(workers)s.", workers=workers))
    return str(_("It is good practice to have two trained %(workers)s there.", workers=workers))


def _area(profile: ServiceProfile) -> str | None:
    names = [AREA_NAMES.get(code) or police_force_areas()[code].name for code in profile.areas_on(uk_today())]
    if not names:
        return None
    return str(AREA[profile.policy.eligibility_basis]) % {"areas": _listed(names)}


def _harmed_first(profile: ServiceProfile) -> str | None:
    policy = profile.policy
    refused = {"abuse": policy.offender_led_domestic_abuse, "violence": policy.offender_led_sexual_violence}
    sentence = HARMED_FIRST.get(frozenset(kind for kind, rule in refused.items() if rule == "refuse"))
    return str(sentence) if sentence else None


def _scope(profile: ServiceProfile) -> str:
    return str(_("We can help after %(harm)s.", harm=_either([SCOPE[harm] for harm in profile.policy.scope])))


def _working_days(number: int) -> str:
    return str(ngettext("%(num)s working day", "%(num)s working days", number))


def _either(words: list[LazyString]) -> str:
    """The words with "or" before the last, which then begins otherwise in Welsh; names of places stay as they are."""
    said = [str(word) for word in words]
    if page_language() == "cy" and len(said) > 1:
        said[-1] = _softened(said[-1])
    return _listed(said)


def _softened(word: str) -> str:
    if word.startswith(ONE_SOUND):
        return word
    return next((soft + word.removeprefix(hard) for hard, soft in SOFT_MUTATION if word.startswith(hard)), word)


def _listed(words: Iterable[str | LazyString]) -> str:
    return format_list([str(word) for word in words], style="or", locale=page_language())


RULES: Mapping[str, Callable[[ServiceProfile], str | None]] = {
    "court_rule": lambda profile: str(COURT[profile.policy.live_court_case]),
    "responsibility_rule": _responsibility,
    "facilitators_rule": _facilitators,
    "who_refers": _who_refers,
    "scope_rule": _scope,
    "area_rule": _area,
    "young_people_rule": lambda profile: str(UNDER_18[profile.policy.under_18]),
    "harmed_first_rule": _harmed_first,
    "answer_time": lambda profile: _working_days(profile.policy.answer_within_working_days),
    "follow_up_time": lambda profile: _working_days(profile.policy.follow_up_working_days),
}
