"""Blocks that show what the reader has done: in a module's head, on the course page and on the certificate.

All of it is known in the reader's own browser only; ``progress.js`` and ``course.js`` fill it in there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from fsi_kit.course.exercises import load_exercise
from fsi_kit.course.modules import Module, load_module, module_ids
from fsi_kit.texts import load_texts
from tools.site.place import Place
from tools.site.render import render, script_json

HASHING = "assets/vendor/sha256.min.js"
CAPSTONE = "08-capstone"


def course_progress(place: Place) -> str:
    """List the modules with what the reader has done in each, and let her save it, bring it in or delete it."""
    modules = [load_module(id_, place.lang) for id_ in module_ids()]
    said = {name: both[place.lang] for name, both in load_texts("fsi_kit.course", "progress.toml").items()}
    return render(
        "course_progress.html",
        words=place.words,
        modules=modules,
        links={module.id: place.href(f"modules/{module.id}.md") for module in modules},
        hashing=place.href(HASHING),
        data=as_script(plan(modules)),
        said=as_script({**place.words.group("progress.words"), **said}),
    )


def certificate(place: Place) -> str:
    """Show a certificate of what the reader has shown, to fill in with a name and print."""
    modules = [load_module(id_, place.lang) for id_ in module_ids()]
    return render(
        "certificate.html",
        words=place.words,
        hashing=place.href(HASHING),
        data=as_script(plan(modules)),
        said=as_script(place.words.group("certificate.words")),
    )


def module_progress(place: Place, module: Module) -> str:
    """Say what the reader has done in a module, with a way to the course page."""
    return render(
        "module_progress.html",
        words=place.words,
        course=place.href("course.md"),
        data=as_script(plan([module])),
        said=as_script(place.words.group("progress.words")),
    )


def plan(modules: Sequence[Module]) -> dict[str, Any]:
    """Return what there is to do in the modules, as the scripts read it."""
    return {
        "capstone": CAPSTONE,
        "modules": [
            {
                "id": module.id,
                "number": module.number,
                "title": module.title,
                "questions": [question.id for question in module.quiz],
                "exercises": [{"id": id_, "title": load_exercise(id_, module.lang).title} for id_ in module.exercises],
            }
            for module in modules
        ],
    }


def as_script(data: object) -> Markup:
    """Return data to stand in a script element."""
    return Markup(script_json(data))  # noqa: S704 - escaped by script_json
