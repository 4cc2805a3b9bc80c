"""A course plan as files: Word to change and print, Excel to work in, and a calendar with each day or meeting."""

from __future__ import annotations

import io
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from fsi_kit.collaboration.groups import groups_in_words
from fsi_kit.course.modules import Part
from fsi_kit.course.plan import CoursePlan, Item
from fsi_kit.documents.brand import Brand
from fsi_kit.documents.calendar import ZONE, zone
from fsi_kit.documents.facts import Facts
from fsi_kit.documents.finish import finish_text
from fsi_kit.documents.looks import reference
from fsi_kit.documents.text import Markdown, convert, environment, escape
from fsi_kit.texts import Lang, shipped

PlanFormat = Literal["docx", "xlsx", "ics"]
FOLDER = "course-plan"
WIDTHS = {"day": 6, "start": 7, "end": 7, "minutes": 9, "module": 8, "leads": 8, "how": 70, "study": 18}
WIDE = 34
OFTEN = 4
"""What is needed more often than this is needed all the time."""


def course_plan_file(plan: CoursePlan, to: PlanFormat, brand: Brand, first: date, made: date) -> bytes:
    """Return a plan as a file.

    Args:
        brand: whose name and colours it carries.
        first: the first day, for the calendar.
        made: the day when it is made.
    """
    if to == "docx":
        return _word(plan, Facts(plan.lang, brand, made))
    return _excel(plan, brand.ink) if to == "xlsx" else _calendar(plan, first, made)


def file_name(plan: CoursePlan, to: PlanFormat) -> str:
    """Return what the file is called, in the plan's language."""
    return f"{_say('file', plan.lang)}-{plan.format or plan.minutes}-{plan.people}.{to}"


def _word(plan: CoursePlan, facts: Facts) -> bytes:
    markdown = markdown_text(plan)
    with tempfile.TemporaryDirectory() as folder:
        looks = reference("docx", facts.brand, plan.lang, Path(folder))
        made = convert(markdown, "docx", plan.name, facts, looks)
    return finish_text(made, "docx", plan.name, facts.brand, plan.lang)


def markdown_text(plan: CoursePlan) -> str:
    """Return the plan as the Markdown that its Word file is made from."""
    lang = plan.lang
    text = (shipped("templates") / FOLDER / f"text.{lang}.md").read_text(encoding="utf-8")
    days = [(number, [_line(item) for item in plan.items if item.day == number]) for number in range(1, plan.days + 1)]
    rendered: str = (
        environment()
        .from_string(text)
        .render(
            plan=plan,
            minutes=_number(plan.minutes, lang),
            notes=Markdown("\n\n".join(escape(note) for note in plan.notes)),
            sizes=groups_in_words(plan.groups, lang),
            days=days,
            how=_how(plan),
            jobs=[
                (job.name, _say(f"forms.{form}", lang), job.does) for form, jobs in plan.jobs.items() for job in jobs
            ],
            materials=_materials(plan),
            left=[
                (h.when, f"{h.module.number} {h.module.title}", _parts(h.parts), str(h.minutes)) for h in plan.homework
            ],
        )
    )
    return rendered


def _line(item: Item) -> tuple[str, ...]:
    module = str(item.module.number) if item.module else ""
    return f"{item.start}–{item.end}", str(item.minutes), module, item.name, item.who, item.leads


def _parts(parts: Iterable[Part]) -> str:
    return ", ".join(part.title for part in parts)


def _how(plan: CoursePlan) -> list[tuple[str, str]]:
    """Return each kind of part once, and what belongs to the day, with what to do."""
    return list(dict.fromkeys((item.label, item.how) for item in plan.items if item.how))


def _materials(plan: CoursePlan) -> list[tuple[str, str]]:
    times: dict[str, list[str]] = {}
    for item in plan.items:
        day = plan.day_name(item.day)
        when = item.start if plan.days == 1 else _say("at", plan.lang, day=day[:1].lower() + day[1:], start=item.start)
        for material in item.materials:
            times.setdefault(material, []).append(when)
    often = _say("often", plan.lang)
    return [(material, ", ".join(when) if len(when) <= OFTEN else often) for material, when in times.items()]


def _excel(plan: CoursePlan, ink: str) -> bytes:
    import xlsxwriter

    lang, file = plan.lang, io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = made.add_format({"bold": True, "font_color": "#ffffff", "bg_color": ink, "text_wrap": True, "valign": "top"})
    text = made.add_format({"text_wrap": True, "valign": "top"})
    lines = [
        (i.day, i.start, i.end, i.minutes, i.module.number if i.module else "", i.name, i.who, i.leads, i.how)
        for i in plan.items
    ]  # fmt: skip
    sheets: dict[str, tuple[Sequence[str], Iterable[Sequence[Any]]]] = {
        "plan": (("day", "start", "end", "minutes", "module", "name", "who", "leads", "how"), lines),
        "how": (("name", "how"), _how(plan)),
        "materials": (("material", "when"), _materials(plan)),
        "left": (
            ("study", "module", "title", "name", "minutes"),
            [(e.when, e.module.number, e.module.title, e.part.title, e.part.minutes) for e in plan.left],
        ),
    }
    for name, (columns, rows) in sheets.items():
        sheet = made.add_worksheet(_say(f"sheets.{name}", lang))
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, WIDTHS.get(column, WIDE), text)
            sheet.write_string(0, number, _say(f"columns.{column}", lang), head)
        for at, row in enumerate(rows, start=1):
            sheet.write_row(at, 0, row)
    made.set_properties({"title": plan.name})
    made.close()
    return file.getvalue()


def _calendar(plan: CoursePlan, first: date, made: date) -> bytes:
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", f"-//FSI Kit//{plan.lang}//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(zone())
    for number in range(1, plan.days + 1):
        items = [item for item in plan.items if item.day == number]
        day = first + timedelta(days=(number - 1) * plan.apart)
        start = datetime.combine(day, time.fromisoformat(items[0].start), ZoneInfo(ZONE))
        event = Event()
        event.add("uid", f"course-{plan.format or plan.minutes}-{plan.people}-{start:%Y%m%dT%H%M}@fsi-kit")
        event.add("dtstamp", datetime.combine(made, time(), ZoneInfo("UTC")))
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=sum(item.minutes for item in items)))
        name = "event.summary" if plan.days > 1 else "event.one"
        event.add("summary", _say(name, plan.lang, name=plan.name, day=plan.day_name(number)))
        event.add("description", "\n".join(_agenda(plan, number, items)))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _agenda(plan: CoursePlan, day: int, items: list[Item]) -> list[str]:
    """Return the day's lines, and first what to read before it."""
    home = [f"{e.module.number} {e.part.title}" for e in plan.left if e.before and e.day == day]
    lines = [_say("event.home", plan.lang, parts=", ".join(home))] if home else []
    return lines + [_say("event.line", plan.lang, start=i.start, name=i.name, minutes=i.minutes) for i in items]


def _number(number: int, lang: Lang) -> str:
    return f"{number:,}".replace(",", "\u00a0" if lang == "sv" else ",")


def _say(key: str, lang: Lang, **places: object) -> str:
    entry: Any = _words()
    for name in key.split("."):
        entry = entry[name]
    text: str = entry[lang]
    return text.format(**places)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((shipped("templates") / FOLDER / "words.toml").read_text(encoding="utf-8"))
