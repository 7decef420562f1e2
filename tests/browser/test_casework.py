"""A facilitator takes a case on a phone from the first call to the assessment, through pages only."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

from assessing import qualify
from axe import bring_axe, faults
from cases import Casework
from playwright.sync_api import Page, expect

from concord.identity.permissions import Role
from harness import Service, World

OpenPage = Callable[..., Page]
PHONE = (390, 844)
CALL = {"outcome": "spoke"}
TOLD = {"told_by": "spoken", "offer": "wants_to_explore"}
AGREED = {"agreed": "store_and_contact approach_other take_part", "channel": "paper"}
KNOWN = {"no_contact_order": "no", "domestic_abuse": "no", "sexual_harm": "no", "youth_justice": "not_under_18"}


def test_a_case_goes_from_the_first_call_to_the_assessment_on_a_phone(
    open_page: OpenPage, world: World, service: Service
) -> None:
    manager = world.staff(service, Role.SERVICE_MANAGER)
    desk = Casework(world, service, world.accounts[service.id, Role.SERVICE_MANAGER])
    case_id = desk.case()
    with world.inside(service):
        qualify(desk.manager.id)
    page = open_page(service, f"/team/cases/{case_id}", size=PHONE, signed_in=manager)
    act = Acts(page, case_id)
    act.do("contact", CALL)
    act.do("information", TOLD)
    act.do("consent", AGREED)
    act.do("person", {"role": "responsible"}, name="Rhys Example")
    act.do("facts", KNOWN, proceedings="concluded")
    act.do("complexity", {"complexity": "standard"})
    act.on(f"/team/cases/{case_id}")
    for stage in ("Exploring", "Assessment started"):
        next_step = page.locator("section", has=page.get_by_role("heading", name="Next step"))
        next_step.get_by_role("link", name="Move this case").click()
        page.get_by_label(stage).check()
        act.save()
        expect(page.locator(".govuk-tag").first).to_have_text(stage)
    expect(page.get_by_text("Rhys Example has not agreed in writing to take part").first).to_be_visible()
    act.on("/team/")
    assert act.faults == []


class Acts:
    """One short page after the other, each looked at by axe on the way."""

    def __init__(self, page: Page, case_id: UUID) -> None:
        self.page, self.case_id, self.faults = page, case_id, list[str]()
        bring_axe(page)

    def on(self, path: str) -> None:
        self.page.goto(re.sub(r"/team/.*", path, self.page.url))
        self.faults += faults(self.page)

    def do(self, part: str, choices: dict[str, str], **words: str) -> None:
        """Open a page of the case, choose and fill in, save."""
        self.on(f"/team/cases/{self.case_id}/{part}")
        for field, values in choices.items():
            for value in values.split():
                self.page.locator(f"main [name={field}][value={value}]").check()
        for field, text in words.items():
            box = self.page.locator(f"main [name={field}]")
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(text)
            else:
                box.fill(text)
        self.save()

    def save(self) -> None:
        self.page.get_by_role("button", name="Save").click()
        expect(self.page.get_by_text("Saved.")).to_be_visible()
