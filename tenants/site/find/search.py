"""From what somebody typed to the places it may mean. Forgiving, but no guess: what is only similar is asked back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from tenants.site.find.places import Place, key_of, places_by_key

LONGEST = 80
MOST_PLACES, MOST_GUESSES = 12, 4
SIMILAR = 80
POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?(\s*\d[a-z]{2})?", re.IGNORECASE)
# What people put around a name, and a table does not.
BEFORE = {"the", "city", "county", "borough", "district", "royal", "metropolitan", "london", "of"}
AFTER = {"police", "constabulary", "area", "force", "council", "county", "city", "borough", "district", "metropolitan"}


@dataclass(frozen=True)
class Found:
    """What a search brought: the places it names, or names that look like it, or neither."""

    text: str
    places: tuple[Place, ...] = ()
    more: bool = False
    guesses: tuple[str, ...] = ()
    is_postcode: bool = False

    @property
    def area_codes(self) -> tuple[str, ...]:
        """The areas of these places, each once, the most fitting first."""
        return tuple(dict.fromkeys(place.area_code for place in self.places))


def find(typed: str) -> Found:
    """Look a place up: its exact name, then names that hold these words, then names that are nearly the same."""
    text = " ".join(typed.split())[:LONGEST]
    if POSTCODE.fullmatch(text):
        return Found(text, is_postcode=True)
    places = _named(text) or _holding(key_of(text)) or _two_in_one(text)
    if places:
        return Found(text, places[:MOST_PLACES], more=len(places) > MOST_PLACES)
    return Found(text, guesses=_similar(key_of(text)))


def _named(text: str) -> tuple[Place, ...]:
    """Places of exactly this name; "Newport, Isle of Wight" is the one Newport that fits."""
    head, comma, tail = text.partition(",")
    places = _bare(key_of(text))
    if not places and comma:
        places = _bare(key_of(head))
        return _inside(places, tail) or places or _bare(key_of(tail))
    if all(place.within for place in places):  # only towns: "Stoke" is a village, and may mean Stoke-on-Trent
        codes = {place.area_code for place in places}
        larger = (place for place in _holding(key_of(text)) if not place.within and place.area_code not in codes)
        return (*larger, *places) if places else ()
    return places


def _two_in_one(text: str) -> tuple[Place, ...]:
    """ "Luton Beds" is Luton; "Hampshire and Isle of Wight" is both."""
    head, _space, tail = text.rpartition(" ")
    if fitting := _inside(_bare(key_of(head)), tail):
        return fitting
    one, _and, other = key_of(text).partition(" and ")
    first, second = _bare(one), _bare(other)
    return (*first, *second) if first and second else ()


def _inside(places: tuple[Place, ...], tail: str) -> tuple[Place, ...]:
    """Those of the places that lie in the county, council or police area ``tail``."""
    codes = {place.area_code for place in _bare(key_of(tail))}
    exactly = tuple(place for place in places if key_of(place.within) == key_of(tail))
    return exactly or tuple(place for place in places if place.area_code in codes)


def _bare(key: str) -> tuple[Place, ...]:
    """The key itself, or what is left of it without "city of" before or "council" behind."""
    words = key.split()
    while words:
        if places := places_by_key().get(" ".join(words)):
            return places
        if words[-1] in AFTER:
            words.pop()
        elif words[0] in BEFORE:
            words.pop(0)
        else:
            break
    return ()


def _holding(key: str) -> tuple[Place, ...]:
    """Places in whose name each of these words begins a word; those that begin with them come first."""
    words = key.split()
    if len(key) < 3:
        return ()
    fitting = [name for name in places_by_key() if all(f" {word}" in f" {name}" for word in words)]
    fitting.sort(key=lambda name: not name.startswith(key))  # stable: councils stay before towns
    return tuple(place for name in fitting for place in places_by_key()[name])


def _similar(key: str) -> tuple[str, ...]:
    """Names that differ from this one by a slip or two, as they are written."""
    close = process.extract(key, places_by_key().keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=MOST_GUESSES)
    return tuple(places_by_key()[name][0].name for name, _score, _index in close)
