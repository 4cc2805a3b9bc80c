"""Texts such as businesses say and officials write down: made up, and nearly every one of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

WHO = ("Ägaren", "Vår platschef", "Ekonomen hos oss", "Min bror", "Krögaren", "Snickeriets förman")
WHAT = (
    "väntade på ett besked om bygglov",
    "fick två olika svar om uteserveringen",
    "undrar varför upphandlingen delades upp så sent",
    "har fått bra hjälp av miljöinspektören",
    "söker folk som kan svetsa",
    "vill växa men hittar ingen mark",
    "fyller i samma uppgifter i tre blanketter",
    "tycker att avgiften är svår att förstå",
)
THEN = (
    "Det kostade oss {sum} kronor på {weeks} dagar.",
    "Vi ringde den {day} och fick vänta {weeks} dagar på svar.",
    "Offerten låg på {sum} kronor, och då var det redan {day}.",
    "Om {weeks} månader flyttar vi om inget händer, räkna med {sum} kronor i förlorad skatt.",
)

Array = np.ndarray[Any, Any]


def statements(rng: np.random.Generator, days: Array) -> Array:
    """Return a text of about 100 letters for each day: a who, a what, a then and the figures in it."""
    count = len(days)
    figures = {
        "sum": rng.integers(1_000, 99_999, count).astype("U5"),
        "weeks": rng.integers(2, 40, count).astype("U2"),
        "day": np.datetime_as_string(days),
    }
    who, what, then = (rng.integers(0, len(parts), count) for parts in (WHO, WHAT, THEN))
    made: Array = np.asarray(WHO, dtype=object)[who] + " " + np.asarray(WHAT, dtype=object)[what] + ". "
    for which, template in enumerate(THEN):
        rows = np.flatnonzero(then == which)
        made[rows] += _filled(template, {name: values[rows] for name, values in figures.items()})
    return made


def _filled(template: str, figures: Mapping[str, Array]) -> Array:
    """Return the template once a row, each ``{name}`` in it filled with the row's figure."""
    before, *places = template.split("{")
    filled: Array = np.full(len(figures["sum"]), before, dtype=object)
    for place in places:
        name, after = place.split("}")
        filled = filled + figures[name].astype(object) + after
    return filled
