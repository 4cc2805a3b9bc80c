"""Blocks of the pages about the five steps: everything that ``method.toml`` and Exempelby's workbook know of them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from fsi_kit.documents import load_master, master_ids
from fsi_kit.method import Step, load_method
from tools.site.blocks_facilitate import worksheet
from tools.site.place import Place
from tools.site.render import render


def step_title(place: Place) -> str:
    """Return the step's number and name."""
    step = _step(place)
    return place.words("steps.number", number=step.number, name=step.name)


def step_head(place: Place) -> str:
    """Say what the step turns into what, under which question, and how long it takes."""
    step = _step(place)
    minutes, least = (sum(getattr(activity, name) for activity in step.activities) for name in ("minutes", "least"))
    note = load_method(place.lang).interpretation
    return render("step_head.html", words=place.words, step=step, minutes=minutes, least=least, note=note)


def step_activities(place: Place) -> str:
    """Describe the step's activities, each with its minutes, its form and what it needs."""
    return render("step_activities.html", words=place.words, step=_step(place))


def step_materials(place: Place) -> str:
    """List what the step needs, and the templates that help with it."""
    step = _step(place)
    things = list(dict.fromkeys(thing for activity in step.activities for thing in activity.materials))
    documents = [load_master(id_, place.lang) for id_ in master_ids() if id_ in step_documents()[step.id]]
    links = [{"href": place.href(f"templates.md#{one.id}"), "title": one.title} for one in documents]
    return render("step_materials.html", words=place.words, things=things, links=links)


def step_example(place: Place, workshop: str) -> str:
    """Show what the step gave in one of Exempelby's workshops.

    Raises:
        KeyError: Exempelby has no such workshop.
    """
    field = worksheet(place.lang, workshop)[_step(place).number - 1]
    return render("step_example.html", words=place.words, lines=[line.text for line in field[1:]], workshop=workshop)


@cache
def step_documents() -> dict[str, list[str]]:
    """Return the ids of the templates that each step uses."""
    data: dict[str, Any] = tomllib.loads(Path(__file__).with_name("steps.toml").read_text(encoding="utf-8"))
    return {id_: list(ids) for id_, ids in data["documents"].items()}


def _step(place: Place) -> Step:
    """Return the step whose page this is. Raises KeyError where the page is about none."""
    return load_method(place.lang).step(place.module_id)
