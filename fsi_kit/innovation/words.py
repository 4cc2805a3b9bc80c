"""The room's own words, in ``texts.toml``."""

from __future__ import annotations

from typing import Any

from fsi_kit.texts import Both, Lang, load_texts


def both(key: str) -> Both:
    """Return a text in both languages: ``both("verdict.up")``. Raises KeyError where there is none."""
    entry: Any = load_texts("fsi_kit.innovation", "texts.toml")
    for name in key.split("."):
        entry = entry[name]
    texts: Both = entry
    return texts


def say(key: str, lang: Lang, **places: object) -> str:
    """Return a text in one language with its places filled. Raises KeyError where there is none."""
    return both(key)[lang].format_map(places)
