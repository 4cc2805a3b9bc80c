"""Quiz questions of four kinds: one answer is right, several are, put in order, match in pairs."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any, Literal

from fsi_kit.texts import Lang

QuestionKind = Literal["one", "several", "order", "match"]


@dataclass(frozen=True)
class Option:
    """An answer to choose, and why it is right or wrong."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Item:
    """Something to put in its place, and why it stands there."""

    text: str
    why: str


@dataclass(frozen=True)
class Pair:
    """Two things that belong together, and why."""

    left: str
    right: str
    why: str


@dataclass(frozen=True)
class Question:
    """A quiz question.

    Attributes:
        options: of the kinds ``one`` and ``several``: what to choose among.
        items: of the kind ``order``, in the right order.
        pairs: of the kind ``match``.
    """

    id: str
    kind: QuestionKind
    objective: str
    text: str
    options: tuple[Option, ...] = ()
    items: tuple[Item, ...] = ()
    pairs: tuple[Pair, ...] = ()

    @property
    def answers(self) -> tuple[str, ...]:
        """What the learner picks from or puts in place, in the order of the module's file."""
        return tuple(part.right if isinstance(part, Pair) else part.text for part in self._parts)

    @property
    def whys(self) -> tuple[str, ...]:
        """Why each answer is right or wrong, or belongs where it does."""
        return tuple(part.why for part in self._parts)

    @property
    def right(self) -> tuple[int, ...]:
        """The right answers' places among `answers`; in the order to put them where that counts."""
        if self.options:
            return tuple(i for i, option in enumerate(self.options) if option.right)
        return tuple(range(len(self._parts)))

    @property
    def _parts(self) -> tuple[Option, ...] | tuple[Item, ...] | tuple[Pair, ...]:
        return self.options or self.items or self.pairs


def load_question(data: dict[str, Any], lang: Lang) -> Question:
    """Return a question from a module's file in one language.

    Raises:
        KeyError: the question lacks something, or is of a kind that does not exist.
    """
    given: dict[str, Any]
    match data["kind"]:
        case "one" | "several":
            given = {"options": tuple(Option(o[lang], o.get("right", False), o["why"][lang]) for o in data["options"])}
        case "order":
            given = {"items": tuple(Item(item[lang], item["why"][lang]) for item in data["items"])}
        case "match":
            given = {"pairs": tuple(Pair(p["left"][lang], p["right"][lang], p["why"][lang]) for p in data["pairs"])}
        case kind:
            raise KeyError(kind)
    return Question(data["id"], data["kind"], data["objective"], data["question"][lang], **given)


def mixed(count: int, seed: str) -> tuple[int, ...]:
    """Return 0 … count - 1 in an order that the seed decides and in which no number stands in its own place.

    Args:
        count: two or more.
        seed: the question's own, so that both languages and every build deal alike.
    """
    dealer = random.Random(seed)  # noqa: S311 - dealt, not secret
    order = list(range(count))
    while any(place == number for place, number in enumerate(order)):
        dealer.shuffle(order)
    return tuple(order)
