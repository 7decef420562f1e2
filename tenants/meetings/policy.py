"""The forms restorative justice takes, and how each counts (DOMAIN A7)."""

from __future__ import annotations

from enum import StrEnum


class FormClass(StrEnum):
    DIRECT = "direct"
    INDIRECT = "indirect"
    PROXY = "proxy"
    CONVERSATION = "conversation"
    APOLOGY = "apology"


FORMS: dict[str, FormClass] = {
    "conf_f2f": FormClass.DIRECT,
    "conf_video": FormClass.DIRECT,
    "conf_community": FormClass.DIRECT,
    "fgc": FormClass.DIRECT,
    "circle": FormClass.DIRECT,
    "panel": FormClass.DIRECT,
    "shuttle_person": FormClass.INDIRECT,
    "shuttle_phone": FormClass.INDIRECT,
    "shuttle_video": FormClass.INDIRECT,
    "letter": FormClass.INDIRECT,
    "audio": FormClass.INDIRECT,
    "video_msg": FormClass.INDIRECT,
    "proxy": FormClass.PROXY,
    "conversation": FormClass.CONVERSATION,
    "apology_oocd": FormClass.APOLOGY,
}

# An activity is communication between both sides (DOMAIN E3); a talk with one of them, or an apology as a condition of
# the police, counts apart.
BETWEEN_BOTH_SIDES = (FormClass.DIRECT, FormClass.INDIRECT, FormClass.PROXY)
