"""How the charts write: texts in a language, numbers, lists and words that fit."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd

from fsi_kit.texts import Lang, load_texts


def say(key: str, lang: Lang, **places: object) -> str:
    """Return one of the charts' texts with its places filled."""
    text: str = entry(key, lang)
    return text.format_map(places)


def entry(key: str, lang: Lang) -> Any:
    """Return one of the charts' texts, or list of texts, as it stands."""
    found: Any = load_texts("fsi_kit.charts", "texts.toml")
    for name in key.split("."):
        found = found[name]
    return found[lang]


def records(frame: pd.DataFrame) -> list[Any]:
    """Return a frame's rows as tuples with names."""
    return list(frame.itertuples(index=False))


def number(value: float, lang: Lang) -> str:
    """Write a number with at most one decimal: ``1 234,5`` in Swedish, ``1,234.5`` in English."""
    whole, _, decimal = f"{value:,.1f}".partition(".")
    text = whole.replace(",", say("any.thousands", lang))
    return text if decimal == "0" else text + say("any.decimal", lang) + decimal


def percent(part: int, whole: int, lang: Lang) -> str:
    """Write a part of a whole in per cent, without decimals."""
    return say("any.percent", lang, number=number(round(100 * part / whole), lang))


def listed(items: Sequence[str], lang: Lang) -> str:
    """Write a list in a sentence: ``a, b och c``; with semicolons where the items have commas of their own."""
    if any("," in item for item in items):
        return "; ".join(items)
    if len(items) < 2:
        return "".join(items)
    return say("any.and", lang, first=", ".join(items[:-1]), last=items[-1])


def plain(text: object, most: int = 600) -> str:
    """Return data as text on one line, without signs that cannot be seen; of a longer text only the beginning."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)[:most]).split())


def fitted(text: object, width: int, lang: Lang, lines: int = 2) -> str:
    """Return data as text of a few short lines, words parted where they may be, cut with an ellipsis.

    A dollar sign is never taken for the start of a formula.
    """
    words = plain(text, 8 * width * lines)
    for parts in entry("parts.words", lang):
        if len(parts) > width:
            words = words.replace(parts.replace("-", ""), parts)
    found = textwrap.wrap(words, width, break_on_hyphens=True) or [""]
    # A hyphen that was put in is taken out again where the word was not parted after it.
    for parts in entry("parts.words", lang):
        found = [line.replace(parts, parts.replace("-", "")) for line in found]
    if len(found) > lines:
        found = [*found[: lines - 1], found[lines - 1][: width - 1].rstrip() + "…"]
    return "\n".join(found).replace("$", r"\$")
