"""A learner's progress as one small file: read with care, merged without loss, and sealed with a check code.

The file is JSON, version 1::

    {"format": "fsi-progress", "version": 1,
     "modules": {"01-method": {"opened": "2026-03-02", "reflection": true,
                               "quiz": {"purpose": {"right": true, "tries": 2}}}},
     "exercises": {"01-sort-the-cards": {"right": 15, "total": 15, "done": true}},
     "check": "64 hexadecimal digits"}

The check code is SHA-256 of everything but itself, written with sorted keys and no blanks. It shows whether the file
was altered after it was saved. It does not show who did the work, and anyone who knows how can make a new one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fsi_kit.texts import Lang, load_texts

if TYPE_CHECKING:
    from fsi_kit.course.exercises import Assessment

FORMAT, VERSION = "fsi-progress", 1
MOST_BYTES = 100_000
MOST_ENTRIES = 200
MOST_NUMBER = 9999
ID = re.compile(r"(?![0-9]+$)[a-z0-9][a-z0-9-]{0,63}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


class ProgressError(Exception):
    """A file that holds no progress; `problem` says which of the sentences in ``progress.toml`` tells why."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(self.text("en"))

    def text(self, lang: Lang) -> str:
        """Return a sentence on what is wrong."""
        said: str = load_texts("fsi_kit.course", "progress.toml")[self.problem][lang]
        return said


@dataclass(frozen=True)
class Answered:
    """How a quiz question has gone: whether it was ever answered right, and in how many tries."""

    right: bool
    tries: int


@dataclass(frozen=True)
class Done:
    """The best result of an exercise."""

    right: int
    total: int
    done: bool


@dataclass(frozen=True)
class ModuleProgress:
    """What a learner has done in a module; `opened` is the first day, "" for not yet."""

    opened: str = ""
    reflection: bool = False
    quiz: Mapping[str, Answered] = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """What a learner has done, by the ids of modules and exercises."""

    modules: Mapping[str, ModuleProgress] = field(default_factory=dict)
    exercises: Mapping[str, Done] = field(default_factory=dict)


def read_progress(path: Path) -> Progress:
    """Return the progress that a file holds.

    Raises:
        OSError: the file cannot be read.
        ProgressError: it is too large, is no such file, is of a later version, or its check code does not fit.
    """
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    return parse_progress(data)


def parse_progress(data: bytes, check: bool = True) -> Progress:
    """Return the progress that a file's bytes hold.

    Args:
        check: whether the check code must fit.

    Raises:
        ProgressError: as `read_progress`.
    """
    if len(data) > MOST_BYTES:
        raise ProgressError("too_large")
    try:
        # Of a key that stands twice, one value would be read and the other shown: such a file is not ours.
        loaded = json.loads(data, object_pairs_hook=_once, parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError):
        raise ProgressError("broken") from None
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT:
        raise ProgressError("foreign")
    if loaded.get("version") != VERSION:
        raise ProgressError("version")
    progress = _progress(loaded)
    if check and loaded.get("check") != check_code(progress):
        raise ProgressError("altered")
    return progress


def written(progress: Progress) -> bytes:
    """Return the file's bytes, sealed with the check code."""
    data = {**_plain(progress), "check": check_code(progress)}
    return json.dumps(data, indent=1).encode() + b"\n"


def check_code(progress: Progress) -> str:
    """Return the check code: SHA-256 of what the progress holds, as 64 hexadecimal digits."""
    plain = json.dumps(_plain(progress), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def short_code(code: str) -> str:
    """Return the beginning of a check code as a certificate shows it: ``3F2A-90BC-11DE``."""
    return "-".join(code[i : i + 4] for i in (0, 4, 8)).upper()


def merged(one: Progress, other: Progress) -> Progress:
    """Return the better of two: nothing that was right or done in either is lost."""
    blank = ModuleProgress()
    modules = {
        id_: _merged_module(one.modules.get(id_, blank), other.modules.get(id_, blank))
        for id_ in (*one.modules, *(id_ for id_ in other.modules if id_ not in one.modules))
    }
    exercises = {**other.exercises, **one.exercises}
    for id_ in exercises:
        exercises[id_] = better(one.exercises.get(id_, exercises[id_]), other.exercises.get(id_, exercises[id_]))
    return Progress(modules, exercises)


def with_result(progress: Progress, exercise_id: str, result: Assessment) -> Progress:
    """Return the progress with an attempt at an exercise in it, where it is the better."""
    done = Done(result.right, result.total, result.done)
    return merged(progress, Progress(exercises={exercise_id: done}))


def better(one: Done, other: Done) -> Done:
    """Return the better of two results of an exercise."""
    return max(one, other, key=lambda done: (done.done, done.right / max(1, done.total), done.total))


def _merged_module(one: ModuleProgress, other: ModuleProgress) -> ModuleProgress:
    opened = min((day for day in (one.opened, other.opened) if day), default="")
    quiz = {**other.quiz, **one.quiz}
    for id_ in quiz:
        answers = [each.quiz[id_] for each in (one, other) if id_ in each.quiz]
        quiz[id_] = Answered(any(a.right for a in answers), max(a.tries for a in answers))
    return ModuleProgress(opened, one.reflection or other.reflection, quiz)


def _plain(progress: Progress) -> dict[str, Any]:
    return {"format": FORMAT, "version": VERSION, **asdict(progress)}


def _progress(data: Mapping[str, Any]) -> Progress:
    _expect(set(data) <= {"format", "version", "modules", "exercises", "check"})
    return Progress(
        {id_: _module(each) for id_, each in _entries(data.get("modules", {}))},
        {id_: _done(each) for id_, each in _entries(data.get("exercises", {}))},
    )


def _module(data: Any) -> ModuleProgress:
    _expect(isinstance(data, dict) and set(data) <= {"opened", "reflection", "quiz"})
    opened, reflection = data.get("opened", ""), data.get("reflection", False)
    _expect(isinstance(opened, str) and (not opened or DAY.fullmatch(opened) is not None))
    _expect(isinstance(reflection, bool))
    return ModuleProgress(opened, reflection, {id_: _answered(each) for id_, each in _entries(data.get("quiz", {}))})


def _answered(data: Any) -> Answered:
    _expect(isinstance(data, dict) and set(data) == {"right", "tries"})
    _expect(isinstance(data["right"], bool) and _count(data["tries"]))
    return Answered(data["right"], data["tries"])


def _done(data: Any) -> Done:
    _expect(isinstance(data, dict) and set(data) == {"right", "total", "done"})
    _expect(_count(data["right"]) and _count(data["total"]) and isinstance(data["done"], bool))
    _expect(data["right"] <= data["total"] and (not data["done"] or data["right"] == data["total"] > 0))
    return Done(data["right"], data["total"], data["done"])


def _entries(data: Any) -> list[tuple[str, Any]]:
    _expect(isinstance(data, dict) and len(data) <= MOST_ENTRIES and all(ID.fullmatch(id_) for id_ in data))
    return list(data.items())


def _count(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MOST_NUMBER


def _expect(holds: bool) -> None:
    if not holds:
        raise ProgressError("foreign")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(value: str) -> None:
    raise ValueError(value)
