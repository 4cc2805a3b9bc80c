"""Words that make a need sound like a solution."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from fsi_kit.texts import LANGS, load_texts

_words = re.compile(r"[\w-]+").findall


def solution_words(title: str) -> str | None:
    """Return the words that make a need sound like a solution, None where there are none.

    Either somebody is to make something from the need's first word on, or the municipality is what acts, or the need
    names a thing that is an answer. The words stand in ``words.toml``; both languages are looked for.

    >>> solution_words("Skapa en ny webbplats för företag")
    'Skapa'
    >>> solution_words("Företag behöver veta när beslutet kommer")
    """
    said: list[str] = _words(title)
    words = [word.casefold() for word in said]
    pairs = ["_".join(pair) for pair in pairwise(words)]
    if words and words[0] in _listed("begins"):
        return said[0]
    if pairs and pairs[0] in _listed("begins"):
        return " ".join(said[:2])
    things, beginnings = _things()
    for i, word in enumerate(words):
        if i < len(pairs) and pairs[i] in _listed("acts"):
            return " ".join(said[i : i + 2])
        if word in things or word.startswith(beginnings):
            return said[i]
    return None


@cache
def _listed(group: str) -> frozenset[str]:
    lists = load_texts("fsi_kit.understanding", "words.toml")["solutions"][group]
    return frozenset(word for lang in LANGS for word in lists[lang].split())


@cache
def _things() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return whole words, and beginnings that any ending may follow."""
    things = _listed("things")
    return things, tuple(sorted(word[:-1] for word in things if word.endswith("*")))
