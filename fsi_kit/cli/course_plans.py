"""``fsi course plan``: a course for the time and the people there are."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from fsi_kit.cli.say import LangOption, console, fail, help_text, put, quoted, say, working, write_file
from fsi_kit.cli.tables import put_csv, put_json, put_table
from fsi_kit.texts import Lang, users_lang

if TYPE_CHECKING:
    from rich.console import Console

    from fsi_kit.course.plan import CoursePlan

PlanFormat = Literal["text", "json", "csv", "docx", "xlsx", "ics"]
AHEAD = 30


def plan(
    minutes: Annotated[int | None, typer.Option("--minutes", help=help_text("course", "minutes"))] = None,
    people: Annotated[int | None, typer.Option("--people", help=help_text("course", "people"))] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=help_text("course", "kind"))] = None,
    start: Annotated[str, typer.Option("--start", help=help_text("course", "start"))] = "09:00",
    format: Annotated[PlanFormat, typer.Option("--format", help=help_text("course", "plan_format"))] = "text",
    out: Annotated[Path | None, typer.Option("--out", help=help_text("course", "out"))] = None,
    date: Annotated[str | None, typer.Option("--date", help=help_text("course", "date"))] = None,
    force: Annotated[bool, typer.Option("--force", help=help_text("course", "force"))] = False,
    lang: LangOption = None,
) -> None:
    """Plan a course; the help text stands in ``cli.toml``."""
    from fsi_kit.collaboration.agenda import AgendaError
    from fsi_kit.course.plan import plan_course, row
    from fsi_kit.workbook.cells import read_time

    lang = lang or users_lang()
    if people is None or (minutes is None and kind is None):
        fail(say("course", "incomplete", lang))
    try:
        made = plan_course(minutes, people, kind, read_time(start.strip()) or start, lang)
    except AgendaError as error:
        fail(error.text(lang))
    if format == "json":
        put_json(_as_dict(made))
    elif format == "csv":
        rows = [row(item) for item in made.items]
        put_csv(list(rows[0]), rows)
    elif format == "text":
        _print(console(), made)
    else:
        _write(made, format, out, _first(date, lang), force)


def _first(date: str | None, lang: Lang) -> datetime.date:
    from fsi_kit.cli.say import chosen_day

    return datetime.date.today() + datetime.timedelta(days=AHEAD) if date is None else chosen_day(date, lang)


def _write(
    plan: CoursePlan, to: Literal["docx", "xlsx", "ics"], out: Path | None, first: datetime.date, force: bool
) -> None:
    from fsi_kit.documents import load_brand
    from fsi_kit.documents.course_plan import course_plan_file, file_name

    path = out or Path(file_name(plan, to))
    with working(say("course", "wrote", plan.lang, path=quoted(path))):
        data = course_plan_file(plan, to, load_brand(None), first, datetime.date.today())
    write_file(path, data, say("course", "exists", plan.lang, path=quoted(path)), plan.lang, force)
    put(console(), say("course", "wrote", plan.lang, path=quoted(path)))


def _as_dict(plan: CoursePlan) -> dict[str, Any]:
    from fsi_kit.course.plan import row

    return {
        "format": plan.format,
        "name": plan.name,
        "minutes": plan.minutes,
        "people": plan.people,
        "days": plan.days,
        "least": plan.least,
        "groups": list(plan.groups),
        "items": [{**row(item), "groups": list(item.groups), "materials": list(item.materials)} for item in plan.items],
        "left": [
            {"module": e.module.id, "part": e.part.anchor, "minutes": e.part.minutes, "day": e.day, "before": e.before}
            for e in plan.left
        ],
        "notes": list(plan.notes),
    }


def _print(out: Console, plan: CoursePlan) -> None:
    from fsi_kit.collaboration.groups import groups_in_words

    lang = plan.lang
    params = {"name": plan.name, "minutes": plan.minutes, "people": plan.people, "least": plan.least}
    put(out, say("course", "planned", lang, **params), style="bold")
    for text in (plan.gives, *plan.notes, say("course", "sizes", lang, who=groups_in_words(plan.groups, lang))):
        if text:
            put(out, text)
    columns = ("time", "minutes", "module", "activity", "who", "leads")
    for day in range(1, plan.days + 1):
        _title(out, plan.day_name(day))
        lines = [
            [f"{i.start}–{i.end}", str(i.minutes), str(i.module.number) if i.module else "", i.name, i.who, i.leads]
            for i in plan.items
            if i.day == day
        ]
        put_table(out, [say("headings", name, lang) for name in columns], lines, {1})
    _title(out, say("course", "how", lang))
    how = dict.fromkeys((item.label, item.how) for item in plan.items if item.how)
    put_table(out, [say("headings", name, lang) for name in ("activity", "how")], how)
    _title(out, say("course", "materials", lang))
    for material in dict.fromkeys(material for item in plan.items for material in item.materials):
        put(out, material)
    if plan.left:
        _title(out, say("course", "left", lang))
        rows = [
            [h.when, f"{h.module.number} {h.module.title}", ", ".join(p.title for p in h.parts), str(h.minutes)]
            for h in plan.homework
        ]
        put_table(out, [say("headings", name, lang) for name in ("study", "module", "activity", "minutes")], rows, {3})


def _title(out: Console, text: str) -> None:
    out.print()
    put(out, text, style="bold underline")
