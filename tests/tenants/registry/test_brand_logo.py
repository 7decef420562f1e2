"""Of a logo only the picture is kept, and what does more than draw is refused with its reason."""

from __future__ import annotations

import struct

import pytest
from changing_details import png
from changing_details import png_chunk as chunk

from tenants.registry.faults import LogoRefused
from tenants.registry.logo import LARGEST, clean_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {more}>{inside}</svg>'
FROM_A_DRAWING_PROGRAM = """<?xml version="1.0" encoding="utf-8"?><!-- Drawn by Sam Carter -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" data-name="Layer"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:version="1.0">
<metadata><author>Sam Carter</author></metadata><inkscape:view id="v"/>
<defs><style>/* made */ .cls-1, .cls-2{fill:#0b5d66;} .cls-2{stroke:#fff}</style><path id="a" d="M0 0h9"/></defs>
<circle class="cls-2" cx="4" cy="4" r="4" style="stroke-width:2;-inkscape-font:x"/><use xlink:href="#a"/>
<text x="1" y="2">Well <tspan>Springs</tspan> ends</text></svg>"""


def svg(inside: str, more: str = "") -> bytes:
    return SVG.format(inside=inside, more=more).encode()


def refusal(filename: str, data: bytes) -> str:
    with pytest.raises(LogoRefused) as refused:
        clean_logo(filename, data)
    return str(refused.value)


def test_of_an_editors_file_only_the_drawing_stays_and_its_styles_become_attributes() -> None:
    kept = clean_logo("Logo.SVG", FROM_A_DRAWING_PROGRAM.encode()).decode()
    for gone in ("Sam Carter", "DOCTYPE", "inkscape", "metadata", "style", "class", "data-name", "xlink"):
        assert gone not in kept
    assert '<circle cx="4" cy="4" r="4" fill="#0b5d66" stroke="#fff" stroke-width="2" />' in kept
    assert '<use href="#a" />' in kept
    assert "Well <tspan>Springs</tspan> ends</text>" in kept
    assert clean_logo("logo.svg", kept.encode()).decode() == kept


@pytest.mark.parametrize(("inside", "named"), [
    ("<script>alert(1)</script>", "script"),
    ('<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>', "script"),
    ('<g><path onload="x()"/></g>', "onload"),
    ('<a xlink:href="https://example.org"><path/></a>', "“a”"),
    ("<foreignObject><p/></foreignObject>", "foreignObject"),
    ('<image href="data:image/png;base64,AAAA"/>', "image"),
    ('<use xlink:href="https://example.org/x.svg#a"/>', "href"),
    ('<animate attributeName="href"/>', "animate"),
    ('<path fill="url(https://example.org/x)"/>', "url"),
    ('<path fill="URL( \'//example.org/x\')"/>', "URL"),
    ('<path style="fill:url(https://example.org/x)"/>', "url"),
    ("<style>.a{fill:url(https://example.org/x)}</style><path class='a'/>", "url"),
    ('<path mask="image-set(\'//example.org/x\' 1x)"/>', "image-set"),
    (r'<path fill="\75rl(//example.org/x)"/>', "rl"),
    ("<style>@import '//example.org/x.css';</style>", "styles that cannot be kept"),
    ("<style>path{fill:red}</style>", "styles that cannot be kept"),
    ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "too complicated"),
    ("<g>" * 99 + "</g>" * 99, "too complicated"),
])
def test_a_drawing_that_does_more_is_refused_and_told_why(inside: str, named: str) -> None:
    assert named in refusal("logo.svg", svg(inside))


@pytest.mark.parametrize(("data", "sentence"), [
    (b'<!DOCTYPE svg [<!ENTITY a "aa">]>' + svg("&a;"), "no document type or entities"),
    (svg("").decode().encode("utf-16"), "is not an SVG picture"),
    (b"\x89PNG\r\n\x1a\n", "is not an SVG picture"),
    (b"<html/>", "is not an SVG picture"),
    (b"", "is not an SVG picture"),
])
def test_what_is_no_drawing_is_refused(data: bytes, sentence: str) -> None:
    assert sentence in refusal("logo.svg", data)


def test_a_small_copy_of_an_own_part_and_an_own_gradient_stay() -> None:
    kept = clean_logo("logo.svg", svg('<linearGradient id="g"/><path fill="url(#g)" transform="rotate(3 1 1)"/>'))
    assert b'fill="url(#g)" transform="rotate(3 1 1)"' in kept.replace(b'transform="rotate(3 1 1)" fill="url(#g)"',
                                                                       b'fill="url(#g)" transform="rotate(3 1 1)"')


def test_of_a_photograph_only_the_pixels_stay() -> None:
    told = chunk(b"tEXt", b"Author\0Sam Carter") + chunk(b"eXIf", b"at home") + chunk(b"acTL", bytes(8))
    kept = clean_logo("logo.png", png(extra=told, end=b"<script>"))
    assert kept == png()
    assert clean_logo("logo.png", kept) == kept


@pytest.mark.parametrize(("data", "sentence"), [
    (b"\x89PNG\r\n\x1a\n", "is not a PNG picture"),
    (png()[:-6], "is not a PNG picture"),
    (png().replace(b"\3\4", b"\3\5").replace(b"IHDR\0\0\0\3", b"IHDR\0\0\0\4"), "is not a PNG picture"),
    (png(rows=3), "is not a PNG picture"),
    (png(header=struct.pack(">IIBBBBB", 3, 2, 8, 5, 0, 0, 0)), "is not a PNG picture"),
    (png(header=struct.pack(">IIBBBBB", 6, 2, 8, 3, 0, 0, 0)), "is not a PNG picture"),
    (png(header=struct.pack(">IIBBBBB", 100_000, 100_000, 8, 6, 0, 0, 0)), "at most 4000 pixels"),
    (svg(""), "is not a PNG picture"),
])
def test_what_is_no_whole_picture_is_refused(data: bytes, sentence: str) -> None:
    assert sentence in refusal("logo.png", data)


@pytest.mark.parametrize("name", ["logo.exe", "logo", "logo.svg.html", ""])
def test_other_kinds_of_file_are_refused(name: str) -> None:
    assert "SVG or PNG" in refusal(name, svg(""))


def test_a_large_file_is_refused_before_it_is_read() -> None:
    assert "smaller than 200 kilobytes" in refusal("logo.png", b"\0" * (LARGEST + 1))
