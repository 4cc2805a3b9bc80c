"""Sheets for the wall and the table: typst sources with data beside them, on the papers that a master names.

A master's ``sheet.typ`` finds everything in ``given``: ``words`` (from its ``texts.toml``, in the document's language)
and what its ``data`` asks for. Nothing is pasted into the source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from fsi_kit.documents.facts import Facts, Fill, Row, one_line
from fsi_kit.documents.masters import Master


def sheets(master: Master, facts: Facts) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each file of a printed document: what to add to its name, its typst source and its data."""
    source = (master.folder / "sheet.typ").read_text(encoding="utf-8")
    head = (master.folder.parent / "looks" / "sheet.typ").read_text(encoding="utf-8")
    papers = master.options.get("papers", ["a4"])
    for paper in papers:
        data = {"words": master.texts(), "paper": paper}
        data |= {name: _DATA[name](facts) for name in master.options.get("data", [])}
        yield f"-{paper.upper()}" if len(papers) > 1 else "", f"{head}\n{source}", data


def cells(row: Row) -> dict[str, dict[str, Any]]:
    """Return a row's cells for typst: each its text, and whether it is a place to fill in."""
    return {name: cell(text) for name, text in row.cells.items()}


def cell(text: str) -> dict[str, Any]:
    """Return a text for typst, and whether it is a place to fill in."""
    return {"text": one_line(text), "fill": isinstance(text, Fill)}


def _steps(facts: Facts) -> list[dict[str, Any]]:
    return [
        {
            "id": step.id,
            "number": step.number,
            "name": step.name,
            "question": step.question.text,
            "turns": step.turns,
            "into": step.into,
            "activities": [{"name": a.name, "how": a.how, "minutes": a.minutes} for a in step.activities],
        }
        for step in facts.method.steps
    ]


def _agenda(facts: Facts) -> list[dict[str, Any]]:
    return [
        {
            "start": item.start,
            "end": item.end,
            "minutes": item.minutes,
            "name": item.name,
            "who": item.who,
            "step": item.step.number if item.step else None,
            "how": item.activity.how if item.activity else "",
            "materials": list(item.materials),
        }
        for item in facts.agenda.items
    ]


def _modules(facts: Facts) -> list[dict[str, Any]]:
    from fsi_kit.course.modules import load_module, module_ids

    modules = [load_module(id_, facts.lang) for id_ in module_ids()]
    return [{"number": module.number, "title": module.title, "minutes": module.minutes} for module in modules]


def _known_ideas(facts: Facts) -> list[dict[str, Any]]:
    """Return the workshop's ideas, those with most dots first; none where there is no workbook."""
    known = [row for row in facts.ideas if row.known]
    ordered = sorted(known, key=lambda row: int(row["votes"]) if row["votes"].isdecimal() else -1, reverse=True)
    return [cells(row) for row in ordered]


def _seats(facts: Facts) -> list[dict[str, Any]]:
    """Return who sits in which group, each participant once; nobody where there is no workbook."""
    in_groups = [(group.number, row) for group in facts.groups for row in group.members]
    seats = in_groups or [("", row) for row in facts.participants]
    return [
        {"group": group, "role": cell(row["role"]), "side": cell(row["side"]), "from": facts.organisation(row)}
        for group, row in seats
        if row.known
    ]


def _rows(name: str) -> Callable[[Facts], list[dict[str, Any]]]:
    return lambda facts: [cells(row) for row in getattr(facts, name)]


def _row(name: str) -> Callable[[Facts], dict[str, Any]]:
    return lambda facts: cells(getattr(facts, name))


_DATA: dict[str, Callable[[Facts], Any]] = {
    "steps": _steps,
    "interpretation": lambda facts: facts.method.interpretation,
    "agenda": _agenda,
    "modules": _modules,
    "known_ideas": _known_ideas,
    "seats": _seats,
    "groups": lambda facts: [{"number": g.number, "members": [cells(r) for r in g.members]} for g in facts.groups],
    "municipality": lambda facts: cell(facts.municipality),
    "unit": lambda facts: cell(facts.unit),
    **{name: _row(name) for name in ("need", "workshop", "company")},
    **{name: _rows(name) for name in ("insights", "ideas", "actions", "participants")},
}
