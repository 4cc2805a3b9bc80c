"""What a trainer does, says and lets learners do in each part of a module, for session guides and speaker notes.

The words stand in ``sessions/<module>.toml``, keyed by the parts' anchors; order and minutes come from the module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from fsi_kit.course.modules import Part, load_module
from fsi_kit.texts import Lang, load_texts

PACKAGE = "fsi_kit.course"


class SessionError(ValueError):
    """A session whose rows are not one for each of the module's parts, in their order."""


@dataclass(frozen=True)
class Moment:
    """One part of a module as it is led in a room; `start` is in minutes from the session's beginning."""

    part: Part
    start: int
    does: str
    says: str
    learners: str

    @property
    def end(self) -> int:
        """The minute at which the next part begins."""
        return self.start + self.part.minutes


def load_session(id: str, lang: Lang) -> tuple[Moment, ...]:
    """Return a module's session in one language, in the order of its parts.

    Raises:
        KeyError: there is no such module.
        SessionError: the rows are not those of the module's parts.
    """
    parts = load_module(id, lang).parts
    return make_session(parts, load_texts(PACKAGE, f"sessions/{id}.toml")["rows"], lang)


def make_session(parts: Sequence[Part], rows: Sequence[Mapping[str, Any]], lang: Lang) -> tuple[Moment, ...]:
    """Join parts and rows.

    Raises:
        SessionError: as `load_session`.
    """
    wanted, found = [part.anchor for part in parts], [row["anchor"] for row in rows]
    if wanted != found:
        raise SessionError(f"the rows are {', '.join(found)}; the parts are {', '.join(wanted)}")
    starts = accumulate((part.minutes for part in parts), initial=0)
    return tuple(
        Moment(part, start, row["does"][lang], row["says"][lang], row["learners"][lang])
        for part, start, row in zip(parts, starts, rows, strict=False)
    )
