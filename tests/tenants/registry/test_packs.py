"""Packs: known services as data files, checked like a form."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenants.registry.packs import Pack, known_packs, load_known_pack, load_pack, load_toml
from tenants.registry.profile import ProfileError
from tenants.registry.text_files import default_texts
from tenants.registry.texts import PageText, TextKind

LEAST = """
slug = "somewhere"
name = "Somewhere"
short_name = "Somewhere"
reference_prefix = "SOM"
{more}
[[police_areas]]
code = "E23000026"
from = 2023-04-01
{last}
"""
ONLY_DRAW = "brand.logo: must only draw: no scripts, links, pictures or other files (it has “%s”)"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{inside}</svg>'


def write_pack(folder: Path, more: str = "", last: str = "", **files: str) -> Path:
    (folder / "pages").mkdir()
    (folder / "tenant.toml").write_text(LEAST.format(more=more, last=last))
    for name, text in files.items():
        (folder / name.replace("__", "/").replace("_", ".")).write_text(text)
    return folder


def faults(path: Path) -> list[str]:
    with pytest.raises(ProfileError) as refused:
        load_pack(path)
    return refused.value.messages


def test_the_known_packs_are_the_four_services_and_the_national_office() -> None:
    assert known_packs() == ["bedfordshire", "hampshire", "national", "staffordshire", "west-mercia"]


@pytest.mark.parametrize("slug", known_packs())
def test_a_known_pack_loads_without_a_fault(slug: str) -> None:
    pack = load_known_pack(slug)
    assert pack.profile.slug == slug
    assert {(TextKind.PAGE, "home"), (TextKind.PAGE, "what-is-restorative-justice")} <= set(pack.texts)
    assert pack.logo is not None
    assert pack.logo.data.startswith(b"<svg")


def policies(slug: str) -> tuple[str, ...]:
    policy = load_known_pack(slug).profile.policy
    return policy.live_court_case, policy.responsibility_minimum, policy.two_facilitators, policy.eligibility_basis


def test_the_packs_keep_the_policies_in_which_the_services_differ() -> None:
    assert policies("bedfordshire") == ("any_stage", "full", "warn", "discretion")
    assert policies("staffordshire") == ("block", "some", "must", "residence")
    assert policies("west-mercia") == ("alongside", "some", "warn", "either")
    assert policies("hampshire") == ("block", "some", "warn", "either")


def test_the_packs_have_the_phones_that_are_known_and_no_other() -> None:
    phones = {slug: load_known_pack(slug).profile.contact.phone for slug in known_packs()}
    assert phones == {"bedfordshire": None, "staffordshire": "0330 0881 339", "west-mercia": "0800 952 3000",
                      "hampshire": "0800 043 8785", "national": None}
    assert not any(load_known_pack(slug).profile.contact.email for slug in known_packs())


def test_no_two_packs_look_alike_or_share_a_reference() -> None:
    packs = [load_known_pack(slug) for slug in known_packs()]
    assert len({pack.profile.brand.colours.brand for pack in packs}) == len(packs)
    assert len({pack.profile.reference_prefix for pack in packs}) == len(packs)
    assert len({pack.logo.data for pack in packs if pack.logo}) == len(packs)


def test_every_public_page_has_national_words() -> None:
    pages = {key for kind, key in default_texts() if kind == TextKind.PAGE}
    assert {"home", "what-is-restorative-justice", "privacy", "accessibility", "cookies", "safety"} <= pages


def test_a_pack_with_colours_that_cannot_be_read_is_refused_naming_the_pair(tmp_path: Path) -> None:
    write_pack(tmp_path, last='[brand.colours]\nbrand = "#aabbcc"')
    pair = "the name in the header: #ffffff on #aabbcc has a contrast of 1.96 to 1, and needs 4.5 to 1"
    shapes = "lines and bars in your colour: #aabbcc on #f3f3f3 has a contrast of 1.77 to 1, and needs 3 to 1"
    assert faults(tmp_path) == [f"brand.colours: {pair}; {shapes}"]


def test_a_single_file_takes_the_pages_and_the_logo_it_names_from_beside_it(tmp_path: Path) -> None:
    write_pack(tmp_path, more='pages = ["home"]', last='[brand]\nlogo = "logo.svg"', pages__home_md="# Hello\n\nWords.",
               pages__other_md="Not named.", logo_svg=DRAWING.format(inside=""))
    file = (tmp_path / "tenant.toml").rename(tmp_path / "somewhere.toml")
    pack: Pack = load_pack(file)
    assert pack.texts == {(TextKind.PAGE, "home"): PageText(title="Hello", body="Words.")}
    assert pack.logo
    assert pack.logo.filename == "logo.svg"


def test_a_profile_can_be_read_from_text_alone() -> None:
    assert load_toml(LEAST.format(more="", last="")).slug == "somewhere"


def test_all_that_is_wrong_with_a_pack_is_named_at_once(tmp_path: Path) -> None:
    write_pack(tmp_path, more='pages = ["home", "away"]', last='[contact]\nphone = "1"', pages__home_md="Hello",
               pages__extra_md="# Extra\n\nWords.")
    assert faults(tmp_path) == [
        "contact.phone: must be a phone number in full, such as 0800 952 3000",
        "pages/home.md: must start with a line such as “# Title”",
        "pages/away.md: cannot be read (No such file or directory)",
        "pages/extra.md: is in the folder, but tenant.toml does not name it under pages",
    ]


def test_a_slip_in_a_placeholder_is_named(tmp_path: Path) -> None:
    write_pack(tmp_path, more='pages = ["home"]', pages__home_md="# Hello\n\nCall {phon}.")
    assert faults(tmp_path)[0].startswith("pages/home.md.body: {phon} is not known here; known are: address, ")


def test_a_page_cannot_be_taken_from_outside_the_pack(tmp_path: Path) -> None:
    write_pack(tmp_path, more='pages = ["../../etc/passwd"]')
    assert faults(tmp_path) == ["pages.1: must be small letters, numbers and hyphens, and start with a letter"]


@pytest.mark.parametrize(("text", "message"), [
    ("slug = 1\nname = = 2\n", "this is not a TOML file: Invalid value (at line 2, column 8)"),
    ("slug = 1\nslug = 2\nname = 3\n", "this is not a TOML file: Cannot overwrite a value (at line 2, column 9)"),
])
def test_a_file_that_is_not_toml_is_refused_with_the_place(text: str, message: str) -> None:
    with pytest.raises(ProfileError) as refused:
        load_toml(text)
    assert refused.value.messages == [message]


def test_a_folder_without_a_profile_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path) == ["tenant.toml: cannot be read (No such file or directory)"]


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tenant.toml").write_bytes(b"\xff\xfe")
    assert faults(tmp_path) == ["tenant.toml: is not a text file in UTF-8"]


@pytest.mark.parametrize(("logo", "message"), [
    (None, "brand.logo: logo.svg cannot be read (No such file or directory)"),
    ("Hello", "brand.logo: is not an SVG picture"),
    ("<html/>", "brand.logo: is not an SVG picture"),
    (DRAWING.format(inside="<script>alert(1)</script>"), ONLY_DRAW % "script"),
    (DRAWING.format(inside='<path onload="x()"/>'), ONLY_DRAW % "onload"),
    (DRAWING.format(inside='<path fill="url(https://example.org)"/>'), ONLY_DRAW % "url"),
    (DRAWING.format(inside='<image href="https://example.org/x.png"/>'), ONLY_DRAW % "image"),
    ('<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + DRAWING.format(inside="&a;"),
     "brand.logo: must have no document type or entities in it"),
    (DRAWING.format(inside="<desc>" + "x" * 200_000 + "</desc>"), "brand.logo: must be smaller than 200 kilobytes"),
])
def test_a_logo_that_does_more_than_draw_is_refused(tmp_path: Path, logo: str | None, message: str) -> None:
    write_pack(tmp_path, last='[brand]\nlogo = "logo.svg"', **({"logo_svg": logo} if logo else {}))
    assert faults(tmp_path) == [message]


def test_a_png_logo_must_be_one(tmp_path: Path) -> None:
    write_pack(tmp_path, last='[brand]\nlogo = "logo.png"', logo_png="GIF89a")
    assert faults(tmp_path) == ["brand.logo: is not a PNG picture"]
