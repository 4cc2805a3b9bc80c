"""``fsi agenda``: a workshop planned to the minute, with roles and materials."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fsi_kit.cli.say import LangOption, TableFormatOption, console, fail, help_text, put, say
from fsi_kit.cli.tables import put_csv, put_json, put_table
from fsi_kit.texts import Lang, users_lang

if TYPE_CHECKING:
    from rich.console import Console

    from fsi_kit.collaboration.agenda import Agenda, Item
    from fsi_kit.method import Method


def agenda(
    minutes: Annotated[int | None, typer.Option("--minutes", help=help_text("agenda", "minutes"))] = None,
    people: Annotated[int | None, typer.Option("--people", help=help_text("agenda", "people"))] = None,
    start: Annotated[str, typer.Option("--start", help=help_text("agenda", "start"))] = "09:00",
    days: Annotated[int | None, typer.Option("--days", help=help_text("agenda", "days"))] = None,
    size: Annotated[int, typer.Option("--size", help=help_text("agenda", "size"))] = 5,
    method: Annotated[Path | None, typer.Option("--method", help=help_text("agenda", "method"))] = None,
    lang: LangOption = None,
    format: TableFormatOption = "text",
) -> None:
    """Plan a workshop; the help text stands in ``cli.toml``."""
    from fsi_kit.collaboration.agenda import AgendaError, plan_agenda
    from fsi_kit.workbook.cells import read_time

    lang = lang or users_lang()
    if minutes is None or people is None:
        fail(say("agenda", "incomplete", lang))
    used = _method(method, lang)
    try:
        plan = plan_agenda(minutes, people, read_time(start.strip()) or start, used, lang, size, days)
    except AgendaError as error:
        fail(error.text(lang))
    if format == "json":
        put_json(_as_dict(plan))
    elif format == "csv":
        rows = [_row(item) for item in plan.items]
        columns = [name for name in rows[0] if name not in ("groups", "roles")]
        put_csv(columns, ({**row, "materials": ", ".join(row["materials"])} for row in rows))
    else:
        _print(console(), plan, used)


def _method(path: Path | None, lang: Lang) -> Method:
    from fsi_kit.method import MethodError, load_method

    try:
        return load_method(lang, path)
    except MethodError as error:
        fail(str(error))


def _row(item: Item) -> dict[str, Any]:
    return {
        "day": item.day,
        "start": item.start,
        "end": item.end,
        "minutes": item.minutes,
        "kind": item.kind,
        "round": item.round,
        "step": item.step.number if item.step else None,
        "activity": item.activity.id if item.activity else None,
        "name": item.name,
        "how": item.activity.how if item.activity else None,
        "form": item.form,
        "who": item.who,
        "groups": list(item.groups),
        "roles": [{"id": r.id, "name": r.name, "count": r.count, "does": r.does} for r in item.roles],
        "materials": list(item.materials),
    }


def _as_dict(plan: Agenda) -> dict[str, Any]:
    return {
        "minutes": plan.minutes,
        "people": plan.people,
        "days": plan.days,
        "least": plan.least,
        "rounds": plan.rounds,
        "items": [_row(item) for item in plan.items],
        "left_out": [{"step": gone.step.number, "activity": gone.activity.id} for gone in plan.left_out],
        "notes": list(plan.notes),
    }


def _print(out: Console, plan: Agenda, method: Method) -> None:
    lang = plan.lang
    params = {"minutes": plan.minutes, "people": plan.people, "least": plan.least}
    put(out, say("agenda", "planned", lang, **params), style="bold")
    put(out, method.interpretation, style="dim")
    for note in plan.notes:
        put(out, note)
    headings = [say("headings", name, lang) for name in ("time", "minutes", "step", "activity", "who")]
    for day in range(1, plan.days + 1):
        out.print()
        if plan.days > 1:
            put(out, say("agenda", "day", lang, day=day), style="bold underline")
        put_table(out, headings, _lines([item for item in plan.items if item.day == day], plan, out.soft_wrap), {1})
    out.print()
    put(out, say("agenda", "roles", lang), style="bold underline")
    put_table(out, [say("headings", name, lang) for name in ("role", "form", "does")], _roles(plan, out.soft_wrap))
    out.print()
    put(out, say("agenda", "materials", lang), style="bold underline")
    put_table(out, [say("headings", name, lang) for name in ("material", "when")], _materials(plan))


def _lines(items: list[Item], plan: Agenda, every: bool) -> list[list[str]]:
    """Return the lines of a day. The step is named where it begins; on every line if asked to."""
    steps = [_step(item, plan) for item in items]
    shown = steps if every else _where_new(steps)
    return [
        [f"{item.start}–{item.end}", str(item.minutes), step, item.name, item.who]
        for item, step in zip(items, shown, strict=True)
    ]


def _step(item: Item, plan: Agenda) -> str:
    if item.step is None:
        return ""
    step = f"{item.step.number} {item.step.name}"
    again = plan.rounds > 1 and item.step.question.number > 1
    return say("agenda", "round", plan.lang, step=step, round=item.round) if again else step


def _where_new(texts: list[str]) -> list[str]:
    """Return texts with those that only repeat the last one blank."""
    shown, last = [], ""
    for text in texts:
        shown.append("" if text == last else text)
        last = text or last
    return shown


def _roles(plan: Agenda, every: bool) -> list[list[str]]:
    """Return who does what in each form of work, role by role. Where each group has its own, their number is told."""
    found: dict[str, dict[str, list[str]]] = {}
    for item in plan.items:
        for role in item.roles:
            name = role.name if role.count == 1 else f"{role.name} ({role.count})"
            form = say("agenda", str(item.form), plan.lang)
            found.setdefault(role.id, {}).setdefault(form, [name, form, role.does])
    lines = [line for forms in found.values() for line in forms.values()]
    names = [name for name, *_ in lines]
    return lines if every else [[name, *line[1:]] for name, line in zip(_where_new(names), lines, strict=True)]


def _materials(plan: Agenda) -> list[list[str]]:
    times: dict[str, list[str]] = {}
    for item in plan.items:
        when = item.start if plan.days == 1 else say("agenda", "at", plan.lang, day=item.day, start=item.start)
        for material in item.materials:
            times.setdefault(material, []).append(when)
    return [[material, ", ".join(when)] for material, when in times.items()]
