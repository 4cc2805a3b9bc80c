"""The site's own words, in one language at a time."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from fsi_kit.texts import Lang

SITE_TEXTS = Path(__file__).with_name("texts.toml")


class Words:
    """Texts of a TOML file in one language: ``words("quiz.check")``, ``words("head.minutes", minutes=5)``."""

    def __init__(self, lang: Lang, file: Path = SITE_TEXTS) -> None:
        self.lang, self.file = lang, file

    def __call__(self, key: str, **places: object) -> str:
        """Return a text with its places filled. Raises KeyError where there is none."""
        entry: Any = _texts(self.file)
        for name in key.split("."):
            entry = entry[name]
        text: str = entry[self.lang]
        return text.format(**places) if places else text

    def group(self, key: str) -> dict[str, str]:
        """Return all texts of a group as they stand, by name."""
        entry: Any = _texts(self.file)
        for name in key.split("."):
            entry = entry[name]
        return {name: text[self.lang] for name, text in entry.items()}


@cache
def _texts(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def size(bytes_: int, lang: Lang) -> str:
    """Return a file's size for people: ``4,2 kB`` in Swedish, ``4.2 kB`` in English."""
    number = f"{bytes_ / 1000:.1f}" if bytes_ < 100_000 else f"{bytes_ / 1000:.0f}"
    return f"{number.replace('.', ',' if lang == 'sv' else '.')} kB"


def grouped(number: int, lang: Lang) -> str:
    """Return a number with its thousands apart: a no-break space in Swedish, a comma in English."""
    return f"{number:,}".replace(",", "\u00a0" if lang == "sv" else ",")
