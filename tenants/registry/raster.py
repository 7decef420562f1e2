"""Reading a PNG so that only its pixels are left: no words, no places, no moving pictures, no hidden ends."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from flask_babel import gettext as _

from tenants.registry.faults import LogoRefused

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = frozenset((b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"IDAT", b"IEND"))
WIDEST = 4000
COLOURS_BY_NUMBER = 3
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # in a pixel, by colour type
DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}  # bits of a sample, by colour type
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
Chunk = tuple[bytes, bytes]


def only_pixels(data: bytes) -> bytes:
    """The same picture without what cameras and programs write beside it; `LogoRefused` when it is not whole."""
    chunks = [chunk for chunk in _chunks(data) if chunk[0] in KEPT]
    kinds = [kind for kind, _body in chunks]
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or kinds.count(b"IHDR") != 1:
        raise _not_a_png()
    if _unpacked(b"".join(body for kind, body in chunks if kind == b"IDAT")) != _size(chunks[0][1]):
        raise _not_a_png()
    if chunks[0][1][9] == COLOURS_BY_NUMBER and b"PLTE" not in kinds:
        raise _not_a_png()
    return SIGNATURE + b"".join(_written(kind, body) for kind, body in chunks)


def _chunks(data: bytes) -> Iterator[Chunk]:
    """Every part up to the picture's end, each with a check sum that holds."""
    if not data.startswith(SIGNATURE):
        raise _not_a_png()
    place, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        head = data[place : place + 8]
        if len(head) < 8:
            raise _not_a_png()
        length, kind = struct.unpack(">I4s", head)
        body, end = data[place + 8 : place + 8 + length], place + 12 + length
        if data[end - 4 : end] != _sum(kind, body):
            raise _not_a_png()
        place = end
        yield kind, body


def _size(header: bytes) -> int:
    """How many bytes the rows of the picture have, each with one before it that names its filter."""
    if len(header) != 13:
        raise _not_a_png()
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(">IIBBBBB", header)
    if depth not in DEPTHS.get(colour, ()) or compression or filtering or interlace > 1 or not width or not height:
        raise _not_a_png()
    if max(width, height) > WIDEST:
        raise LogoRefused(_("must be at most %(widest)s pixels wide and high", widest=WIDEST))
    passes = PASSES if interlace else ((0, 0, 1, 1),)
    total = 0
    for left, top, right, down in passes:
        columns, rows = -(-(width - left) // right), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * SAMPLES[colour] * depth + 7) // 8)
    return total


def _unpacked(packed: bytes) -> int:
    """How many bytes lie in the pixels; never unpacks more than the largest picture has."""
    most = WIDEST * (WIDEST * 8 + 1)
    unpacking, total, left = zlib.decompressobj(), 0, packed
    try:
        while left and total <= most and not unpacking.eof:
            total += len(unpacking.decompress(left, 1_000_000))
            left = unpacking.unconsumed_tail
    except zlib.error:
        raise _not_a_png() from None
    return total if unpacking.eof else -1


def _written(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + _sum(kind, body)


def _sum(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(kind + body))


def _not_a_png() -> LogoRefused:
    return LogoRefused(_("is not a PNG picture"))
