"""What FSI is: three stages, three questions, five steps and each step's activities.

Everything is read from ``method.toml``, Swedish and English side by side. The steps' names are this kit's
working interpretation (`Method.interpretation` says so); a municipality may pass a file of its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

from fsi_kit.texts import LANGS, Lang, load_texts

Form = Literal["plenary", "alone", "pairs", "groups"]


class MethodError(Exception):
    """A method file that is not whole: `problems` holds one sentence for each thing that is missing or wrong."""

    def __init__(self, source: str, problems: tuple[str, ...]) -> None:
        self.source, self.problems = source, problems
        super().__init__("\n".join((source, *problems)))


@dataclass(frozen=True)
class Stage:
    """One of the three stages: what it takes in, what it gives, and the workbook tables where it lives."""

    id: str
    number: int
    name: str
    short: str
    aim: str
    takes: str
    gives: str
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One of the three questions that the workshop's steps answer."""

    id: str
    number: int
    text: str
    short: str


@dataclass(frozen=True)
class Activity:
    """Something a workshop does within a step.

    Attributes:
        minutes: what it takes when there is time.
        least: the fewest minutes it makes sense in; 0 means that it can be left out.
        form: who works together.
    """

    id: str
    minutes: int
    least: int
    form: Form
    name: str
    how: str
    materials: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One of the workshop's five steps: it turns something into something else, under one question."""

    id: str
    number: int
    question: Question
    name: str
    turns: str
    into: str
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class Method:
    """FSI in one language."""

    lang: Lang
    name: str
    interpretation: str
    stages: tuple[Stage, ...]
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]

    def stage(self, id: str) -> Stage:
        """Return a stage by id. Raises KeyError if there is none."""
        return {stage.id: stage for stage in self.stages}[id]

    def step(self, id: str) -> Step:
        """Return a step by id. Raises KeyError if there is none."""
        return {step.id: step for step in self.steps}[id]


# What each entry must have: texts in both languages, and values. "numbers" count 1, 2, 3 …
_TEXTS = {
    "stages": ("name", "short", "aim", "takes", "gives"),
    "questions": ("text", "short"),
    "steps": ("name", "turns", "into"),
    "activities": ("name", "how"),
}
_VALUES: dict[str, dict[str, type]] = {
    "stages": {"id": str, "number": int, "tables": list},
    "questions": {"id": str, "number": int},
    "steps": {"id": str, "number": int, "question": str, "activities": list},
    "activities": {"id": str, "minutes": int, "least": int, "form": str},
}
_COUNTS = {"stages": 3, "questions": 3, "steps": 5}


def load_method(lang: Lang = "sv", path: str | Path | None = None) -> Method:
    """Return the method in one language.

    Args:
        lang: ``sv`` or ``en``.
        path: a municipality's own file in the form of ``method.toml``; by default the kit's.

    Raises:
        MethodError: the file cannot be read, or lacks a key or a language; all that is wrong is named.
    """
    source = "method.toml" if path is None else str(path)
    try:
        text = files("fsi_kit").joinpath(source) if path is None else Path(path)
        data = tomllib.loads(text.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MethodError(source, (_say("unreadable", lang, detail=str(error)),)) from error
    problems = tuple(_problems(data, lang))
    if problems:
        raise MethodError(source, problems)
    return _method(data, lang)


def _method(data: dict[str, Any], lang: Lang) -> Method:
    questions = {entry["id"]: Question(**_entry("questions", entry, lang)) for entry in data["questions"]}
    steps = []
    for entry in data["steps"]:
        activities = tuple(
            Activity(**_entry("activities", a, lang), materials=tuple(a["materials"][lang]))
            for a in entry["activities"]
        )
        values = _entry("steps", entry, lang)
        steps.append(Step(**{**values, "question": questions[entry["question"]], "activities": activities}))
    stages = []
    for entry in data["stages"]:
        values = _entry("stages", entry, lang)
        stages.append(Stage(**{**values, "tables": tuple(entry["tables"])}))
    return Method(
        lang, data["name"][lang], data["interpretation"][lang], tuple(stages), tuple(questions.values()), tuple(steps)
    )


def _entry(kind: str, entry: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    values = {name: entry[name] for name in _VALUES[kind]}
    return values | {name: entry[name][lang] for name in _TEXTS[kind]}


def _problems(data: dict[str, Any], lang: Lang) -> list[str]:
    found = [p for name in ("name", "interpretation") for p in _text_problems(data, name, name, lang)]
    for kind, count in _COUNTS.items():
        entries = data.get(kind)
        if not isinstance(entries, list) or len(entries) != count:
            found.append(_say("count", lang, key=kind, count=str(count)))
            continue
        for number, entry in enumerate(entries, start=1):
            found += _entry_problems(kind, entry, f"{kind}[{number}]", lang)
            if isinstance(entry, dict) and entry.get("number") not in (None, number):
                found.append(_say("order", lang, key=f"{kind}[{number}].number", count=str(number)))
        found += _twice(kind, entries, lang)
    if not found:
        ids = {question["id"] for question in data["questions"]}
        for number, step in enumerate(data["steps"], start=1):
            if step["question"] not in ids:
                found.append(_say("choice", lang, key=f"steps[{number}].question", allowed=", ".join(sorted(ids))))
    return found


def _twice(kind: str, entries: list[Any], lang: Lang) -> list[str]:
    """Return a problem for each id that stands more than once, within a kind or among all activities."""
    named = [(f"{kind}[{n}].id", e) for n, e in enumerate(entries, start=1)]
    for n, entry in enumerate(entries, start=1):
        activities = entry.get("activities") if isinstance(entry, dict) else None
        for m, activity in enumerate(activities if isinstance(activities, list) else [], start=1):
            named.append((f"{kind}[{n}].activities[{m}].id", activity))
    first: dict[str, str] = {}
    found = []
    for key, entry in named:
        id_ = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(id_, str) and first.setdefault(id_, key) != key:
            found.append(_say("twice", lang, key=key, first=first[id_]))
    return found


def _entry_problems(kind: str, entry: Any, where: str, lang: Lang) -> list[str]:
    if not isinstance(entry, dict):
        return [_say("missing", lang, key=where)]
    found = [p for name in _TEXTS[kind] for p in _text_problems(entry, name, f"{where}.{name}", lang)]
    for name, type_ in _VALUES[kind].items():
        if name not in entry:
            found.append(_say("missing", lang, key=f"{where}.{name}"))
        elif not isinstance(entry[name], type_) or entry[name] == []:
            found.append(_say("type", lang, key=f"{where}.{name}", type=type_.__name__))
    if kind == "activities":
        found += _activity_problems(entry, where, lang)
    activities = entry.get("activities", [])
    for number, activity in enumerate(activities if isinstance(activities, list) else [], start=1):
        found += _entry_problems("activities", activity, f"{where}.activities[{number}]", lang)
    return found


def _activity_problems(entry: dict[str, Any], where: str, lang: Lang) -> list[str]:
    found = []
    materials = entry.get("materials")
    for each in LANGS:
        listed = materials.get(each) if isinstance(materials, dict) else None
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            found.append(_say("language", lang, key=f"{where}.materials", language=each))
    if entry.get("form", "plenary") not in get_args(Form):
        found.append(_say("choice", lang, key=f"{where}.form", allowed=", ".join(get_args(Form))))
    minutes, least = entry.get("minutes"), entry.get("least")
    if isinstance(minutes, int) and isinstance(least, int) and not 0 <= least <= minutes:
        found.append(_say("least", lang, key=f"{where}.least"))
    return found


def _text_problems(entry: Mapping[str, Any], name: str, where: str, lang: Lang) -> list[str]:
    texts = entry.get(name)
    if texts is None:
        return [_say("missing", lang, key=where)]
    if not isinstance(texts, dict):
        return [_say("type", lang, key=where, type="sv, en")]
    return [
        _say("language", lang, key=where, language=each)
        for each in LANGS
        if not isinstance(texts.get(each), str) or not texts[each].strip()
    ]


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = load_texts("fsi_kit", "findings.toml")["method"]
    return words


def _say(what: str, lang: Lang, **params: str) -> str:
    template: str = _words()[what][lang]
    return template.format_map(params)
