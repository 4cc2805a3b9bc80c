"""The course's modules and glossary, each module from its one TOML file with Swedish and English side by side."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from fsi_kit.course.quiz import Question, load_question
from fsi_kit.texts import Both, Lang, load_texts

PACKAGE = "fsi_kit.course"
ActivityKind = Literal["reading", "example", "notebook", "exercise", "quiz", "reflection"]


@dataclass(frozen=True)
class Objective:
    """What a learner can do afterwards; begins with a verb that can be observed."""

    id: str
    text: str


@dataclass(frozen=True)
class Part:
    """One part of a module and the minutes it takes. `anchor` is its heading's id on the module's page."""

    kind: ActivityKind
    minutes: int
    title: str
    anchor: str


@dataclass(frozen=True)
class Term:
    """A word of the glossary, with its name in the other language."""

    id: str
    name: str
    other: str
    meaning: str


@dataclass(frozen=True)
class Module:
    """One of the course's modules, in one language; `rules` are those that a learner meets in it."""

    id: str
    number: int
    lang: Lang
    title: str
    summary: str
    objectives: tuple[Objective, ...]
    parts: tuple[Part, ...]
    exercises: tuple[str, ...]
    terms: tuple[str, ...]
    quiz: tuple[Question, ...]
    rules: tuple[str, ...]
    reflection: str
    prompts: tuple[str, ...]
    this_week: str

    @property
    def minutes(self) -> int:
        """The module's whole time: the sum of its parts."""
        return sum(part.minutes for part in self.parts)


def module_ids() -> list[str]:
    """Return the modules' ids in the course's order."""
    folder = files(PACKAGE).joinpath("modules")
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


def load_module(id: str, lang: Lang) -> Module:
    """Return a module in one language.

    Raises:
        KeyError: there is no such module.
    """
    if id not in module_ids():
        raise KeyError(id)
    data = load_texts(PACKAGE, f"modules/{id}.toml")
    return Module(
        id=id,
        number=data["number"],
        lang=lang,
        title=data["title"][lang],
        summary=data["summary"][lang],
        objectives=tuple(Objective(o["id"], o[lang]) for o in data["objectives"]),
        parts=tuple(Part(p["kind"], p["minutes"], p["title"][lang], p["anchor"]) for p in data["parts"]),
        exercises=tuple(data["exercises"]),
        terms=tuple(data["terms"]),
        quiz=tuple(load_question(q, lang) for q in data["quiz"]),
        rules=tuple(data["rules"]),
        reflection=data["reflection"]["question"][lang],
        prompts=tuple(prompt[lang] for prompt in data["reflection"]["prompts"]),
        this_week=data["this_week"][lang],
    )


def load_glossary(lang: Lang) -> list[Term]:
    """Return every term, in the alphabetical order of the language."""
    other: Lang = "en" if lang == "sv" else "sv"
    data: dict[str, dict[str, Both]] = load_texts(PACKAGE, "glossary.toml")
    terms = [Term(id, t["name"][lang], t["name"][other], t["meaning"][lang]) for id, t in data.items()]
    return sorted(terms, key=lambda term: _alphabetical(term.name))


def _alphabetical(name: str) -> str:
    """Sort å ä ö after z, as Swedish does, without a locale that the computer may lack."""
    return name.casefold().translate(str.maketrans("åäö", "{|}"))
