"""Which services are invented, and how busy each is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tenants.registry.packs import Pack, load_known_pack
from tenants.registry.profile import ServiceProfile, read_profile

# The four services whose facts are real, and referrals a month in their invented years.
KNOWN = {"bedfordshire": 7, "staffordshire": 10, "west-mercia": 8, "hampshire": 13}
# A dozen synthetic ones: slug, police area, its name, referrals a month.
SYNTHETIC = (
    ("cumbria", "E23000002", "Cumbria", 4), ("lancashire", "E23000003", "Lancashire", 13),
    ("cleveland", "E23000013", "Cleveland", 6), ("humberside", "E23000012", "Humberside", 8),
    ("derbyshire", "E23000018", "Derbyshire", 9), ("lincolnshire", "E23000020", "Lincolnshire", 5),
    ("norfolk", "E23000024", "Norfolk", 7), ("surrey", "E23000031", "Surrey", 8),
    ("dorset", "E23000039", "Dorset", 5), ("gloucestershire", "E23000037", "Gloucestershire", 11),
    ("wiltshire", "E23000038", "Wiltshire", 3), ("gwent", "W15000002", "Gwent", 4),
)
# Who read the Welsh where visitors may choose it: as invented as the rest.
WELSH_READ_BY = {"gwent": "Nia Example (invented)"}
# Going live needs a controller; the known texts name none, so the demonstration says plainly that it is one.
CONTROLLER = "An invented office (this is a demonstration)"
# Letters say whom to ring: where no real number is on record, one that Ofcom keeps for drama.
PHONE, HOURS = "0808 157 0001", "Monday to Friday, 9am to 5pm"
# Quarters that stay open, counted back from the newest finished one: somebody is always late.
LATE = {"cumbria": {0}, "humberside": {0, 1}, "dorset": {2}, "wiltshire": {0}}

# Hampshire's own site asks about cookies (DOMAIN 4.1); the account is invented, and nothing loads before a yes.
COUNTED_BY = {"hampshire": {"provider": "google_analytics", "account": "G-0000000000"}}


@dataclass(frozen=True)
class Invented:
    """A service to make: its pack and how many referrals it has in a month."""

    pack: Pack
    monthly: int
    area: str


def invented_services() -> list[Invented]:
    known = [Invented(_with_demonstration_contacts(load_known_pack(slug)), monthly, _area(slug))
             for slug, monthly in KNOWN.items()]
    synthetic = [Invented(_synthetic(slug, code, name), monthly, code) for slug, code, name, monthly in SYNTHETIC]
    return known + synthetic


def _area(slug: str) -> str:
    return load_known_pack(slug).profile.police_areas[0].code


def _with_demonstration_contacts(pack: Pack) -> Pack:
    document = pack.profile.model_dump(mode="json")
    document["controller"]["name"] = document["controller"]["name"] or CONTROLLER
    if not document["contact"]["phone"]:
        document["contact"] |= {"phone": PHONE, "phone_hours": HOURS}
    document["analytics"] = COUNTED_BY.get(pack.profile.slug, document["analytics"])
    return Pack(read_profile(document), pack.texts, pack.logo)


def _hours(slug: str) -> dict[str, Any]:
    """In a sentence, or day by day where they must be told in Welsh too."""
    if slug in WELSH_READ_BY:
        return {"hours": dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "09:00-17:00")}
    return {"phone_hours": HOURS}


def _synthetic(slug: str, code: str, name: str) -> Pack:
    profile: ServiceProfile = read_profile({
        "slug": slug, "name": f"{name} Restorative Justice (invented)", "short_name": f"{name} (invented)",
        "reference_prefix": slug[:3].upper(), "police_areas": [{"code": code, "from": "2020-04-01"}],
        "provider": [{"name": "Invented provider", "from": "2020-04-01"}],
        "commissioner": [{"name": "Invented commissioner", "type": "pcc", "from": "2020-04-01"}],
        "controller": {"name": CONTROLLER},
        "contact": {"phone": PHONE, "email": f"hello@{slug}.example"} | _hours(slug),
    })
    return Pack(profile, {}, None)
