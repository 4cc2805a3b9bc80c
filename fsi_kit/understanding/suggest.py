"""Suggestions for needs: insights that use the same words and so may be about the same thing. People decide."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from fsi_kit.texts import LANGS, Lang, load_texts
from fsi_kit.understanding.heard import fold, heard, known
from fsi_kit.workbook import Workbook

NEWEST = 2_000
THEME_WEIGHT = 1.5  # somebody has already judged what the insight is about
LEAST_SCORE = 0.08
LEAST_WORDS = 2
LARGEST = 6
SHOWN_WORDS = 6
LEAST_LETTERS = 3

_word = re.compile(rf"[^\W\d_]{{{LEAST_LETTERS},}}").findall
Matrix = np.ndarray[Any, np.dtype[Any]]


class SharedWord(NamedTuple):
    """A word as it is most often written, and how many of a suggestion's insights use it."""

    word: str
    insights: int


@dataclass(frozen=True)
class Suggestion:
    """Insights that may belong to one need.

    Attributes:
        insights: their ids.
        companies: how many different companies they come from.
        words: the words that at least two of them share, those that weigh most first.
        score: how alike they are, 0–1: the mean over their pairs. 0 is no word in common, 1 the same words. Good for
            ranking; says nothing of whether they are right.
    """

    insights: tuple[str, ...]
    companies: int
    words: tuple[SharedWord, ...]
    score: float


def suggest_needs(
    book: Workbook, limit: int = 10, newest: int = NEWEST, lang: Lang | None = None
) -> tuple[Suggestion, ...]:
    """Return groups of insights that may belong to one need, from what their words have in common. Decides nothing.

    Looks at insights that no need is tied to, praise left out. Their words are those of the statement, without stop
    words and endings (``words.toml``), and the theme as one word more. A word weighs ln((1 + insights) / insights that
    use it), inverse document frequency, and half as much again where it is a theme. Two insights score the cosine
    between their words so weighed. A group starts from two insights of different companies that share at least
    `LEAST_WORDS` words, the most alike first, and grows by one at a time as long as the next is alike enough to all of
    it on average (`LEAST_SCORE`), up to `LARGEST`. An insight is suggested once.

    Args:
        limit: the most groups to suggest.
        newest: only so many insights are compared, those of the latest visits: time and memory grow with its square.
        lang: whose endings to trim; if left out, the language whose stop words the statements use most.

    Returns:
        Groups that most companies stand behind first, then the most alike.
    """
    rows = _free(book).head(max(newest, 0)).sort_values("insight_id")
    ids, companies = rows["insight_id"].tolist(), rows["company_id"].fillna("").tolist()
    texts, themes = (rows[name].fillna("").tolist() for name in ("statement", "theme"))
    lang = lang or _language(texts)
    words, written = _words(texts, themes, lang)
    uses = Counter(word for found in words for word in found)
    judged = {trim(fold(theme), lang) for theme in themes}
    weights = {
        word: math.log((1 + len(words)) / count) * (THEME_WEIGHT if word in judged else 1)
        for word, count in sorted(uses.items())
    }
    scores, shared = _alike(words, weights)
    found = [
        _suggestion(group, scores, ids, companies, words, weights, written)
        for group in _groups(scores, shared, companies, limit)
    ]
    return tuple(sorted(found, key=lambda s: (-s.companies, -s.score, s.insights)))


def _free(book: Workbook) -> pd.DataFrame:
    """Return the insights that no need is tied to, praise left out, those of the latest visits first."""
    rows = known(heard(book), "insight_id")
    free = ~rows["insight_id"].isin(book["need_insights"]["insight_id"]) & (rows["kind"] != "praise").fillna(True)
    return rows[free.astype(bool)].sort_values(["date", "insight_id"], ascending=[False, True])


@cache
def _listed(group: str, lang: Lang) -> tuple[str, ...]:
    """Return a list of words; endings the longest first."""
    words = load_texts("fsi_kit.understanding", "words.toml")[group][lang].split()
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(word for lang in LANGS for word in _listed("stop_words", lang))


def _language(texts: Iterable[str]) -> Lang:
    used = Counter(word for text in texts for word in _word(text.casefold()))
    counts = {lang: sum(used[word] for word in _listed("stop_words", lang)) for lang in LANGS}
    return max(LANGS, key=lambda lang: counts[lang])


@lru_cache(maxsize=100_000)
def trim(word: str, lang: Lang) -> str:
    """Return a word without its ending.

    >>> trim("skyltarna", "sv"), trim("permits", "en")
    ('skylt', 'permit')
    """
    endings = _listed("endings", lang)
    return next((word[: -len(e)] for e in endings if word.endswith(e) and len(word) - len(e) >= LEAST_LETTERS), word)


def _words(texts: Sequence[str], themes: Sequence[str], lang: Lang) -> tuple[list[set[str]], dict[str, str]]:
    """Return each insight's words without endings, and how each is most often written. A theme is one word."""
    stop = _stop_words()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    found = []
    for text, theme in zip(texts, themes, strict=True):
        written = [word for word in _word(text.casefold()) if word not in stop]
        written += [fold(theme)] if theme else []
        for word in written:
            forms[trim(word, lang)][word] += 1
        found.append({trim(word, lang) for word in written})
    return found, {word: min(used, key=lambda form: (-used[form], form)) for word, used in forms.items()}


def _alike(words: Sequence[set[str]], weights: Mapping[str, float]) -> tuple[Matrix, Matrix]:
    """Return how alike all pairs are (0–1), and how many words they share."""
    scores = np.zeros((len(words), len(words)))
    shared = np.zeros((len(words), len(words)), dtype="int16")
    users: dict[str, list[int]] = defaultdict(list)
    for i, found in enumerate(words):
        for word in found:
            users[word].append(i)
    for word, weight in weights.items():
        both = np.ix_(users[word], users[word])
        scores[both] += weight**2
        shared[both] += 1
    length = np.sqrt(np.diagonal(scores))
    length[length == 0] = 1
    return scores / np.outer(length, length), shared


def _groups(scores: Matrix, shared: Matrix, companies: Sequence[str], limit: int) -> list[list[int]]:
    names = np.array(companies, dtype=object)
    enough = np.where(shared >= LEAST_WORDS, scores, 0)
    one, other = np.nonzero(np.triu(enough >= LEAST_SCORE, k=1))
    apart = (names[one] != names[other]) | (names[one] == "")
    one, other = one[apart], other[apart]
    free = np.ones(len(names), dtype=bool)
    groups: list[list[int]] = []
    for pair in np.lexsort([other, one, -enough[one, other]]):
        if len(groups) >= limit:
            break
        group = [int(one[pair]), int(other[pair])]
        if not free[group].all():
            continue
        free[group] = False
        while len(group) < LARGEST:
            means = np.where(free, scores[group].mean(axis=0), 0)
            best = int(means.argmax())
            if means[best] < LEAST_SCORE:
                break
            group.append(best)
            free[best] = False
        groups.append(sorted(group))
    return groups


def _suggestion(
    group: Sequence[int],
    scores: Matrix,
    ids: Sequence[str],
    companies: Sequence[str],
    words: Sequence[set[str]],
    weights: Mapping[str, float],
    written: Mapping[str, str],
) -> Suggestion:
    uses = Counter(word for i in group for word in words[i])
    common = sorted((w for w in uses if uses[w] > 1), key=lambda w: (-uses[w] * weights[w], w))
    pairs = scores[np.ix_(group, group)][np.triu_indices(len(group), k=1)]
    return Suggestion(
        insights=tuple(ids[i] for i in group),
        companies=len({companies[i] for i in group} - {""}),
        words=tuple(SharedWord(written[w], uses[w]) for w in common[:SHOWN_WORDS]),
        score=round(float(pairs.mean()), 4),
    )
