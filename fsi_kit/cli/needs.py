"""``fsi inventory``: what companies have said, who has been heard and whether the insights have reached anybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from fsi_kit.cli.say import (
    AsOfOption,
    BookArgument,
    LangOption,
    SettingsOption,
    TableFormatOption,
    chosen_day,
    chosen_settings,
    console,
    did_you_mean,
    fail,
    grouped,
    help_text,
    open_workbook,
    put,
    quoted,
    say,
    working,
)
from fsi_kit.cli.tables import BLANK, cell, counted, decimal, heading, percent, put_csv, put_frame, put_json, records
from fsi_kit.texts import Lang, users_lang

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from fsi_kit.settings import Settings
    from fsi_kit.workbook import Field, Workbook

SHOWN = 10


def inventory(
    path: BookArgument,
    by: Annotated[str, typer.Option("--by", help=help_text("inventory", "by"))] = "area,factor,kind",
    top: Annotated[int | None, typer.Option("--top", min=1, help=help_text("inventory", "top"))] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help=help_text("inventory", "coverage_help"))] = False,
    spreading: Annotated[bool, typer.Option("--spreading", help=help_text("inventory", "spreading_help"))] = False,
    saturation: Annotated[bool, typer.Option("--saturation", help=help_text("inventory", "saturation_help"))] = False,
    suggest: Annotated[bool, typer.Option("--suggest", help=help_text("inventory", "suggest_help"))] = False,
    lang: LangOption = None,
    format: TableFormatOption = "text",
    as_of: AsOfOption = None,
    settings: SettingsOption = None,
) -> None:
    """Take stock of a workbook; the help text stands in ``cli.toml``."""
    lang = lang or users_lang()
    judged_by = chosen_settings(settings, path, chosen_day(as_of, lang), lang)
    switches = {"coverage": coverage, "spreading": spreading, "saturation": saturation, "suggest": suggest}
    asked = [name for name, wanted in switches.items() if wanted]
    if format == "csv" and len(asked) > 1:
        fail(say("inventory", "one_table", lang, switches=", ".join(f"--{name}" for name in asked)))
    book = open_workbook(path, lang)
    ask = _Ask(book, judged_by, lang, _groups(book, by, lang), top)
    with working(say("inventory", "counting", lang)):
        parts = [PARTS[name](ask) for name in asked or ("needs", "coverage", "spreading", "saturation")]
    if format == "csv":
        rows = parts[0].rows
        put_csv(list(rows.columns), records(rows.head(top) if top else rows))
    elif format == "json":
        put_json({"as_of": judged_by.as_of.isoformat(), **{part.id: part.data for part in parts}})
    else:
        _print(console(), path, ask, parts, overview=not asked)


class _Ask(NamedTuple):
    """What the parts are made from."""

    book: Workbook
    settings: Settings
    lang: Lang
    by: list[str]
    top: int | None

    def say(self, what: str, /, **params: object) -> str:
        return say("inventory", what, self.lang, **params)

    def part(self, id: str) -> str:
        return self.say(f"{id}_title")


class Part(NamedTuple):
    """A part of the inventory: a sentence, its tables to read, and the same as plain data and as one table.

    Attributes:
        tables: caption, frame and whether the table may be long, so that its first rows will do.
    """

    id: str
    sentence: str
    tables: list[tuple[str, pd.DataFrame, bool]]
    data: dict[str, Any]
    rows: pd.DataFrame


def _needs(ask: _Ask) -> Part:
    from fsi_kit.understanding import inventory

    found = inventory(ask.book, ask.by)
    sentence = ask.say("needs_sentence" if len(found) else "spreading_none")
    data = {"by": ask.by, "rows": records(found.head(ask.top) if ask.top else found)}
    return Part("needs", sentence, [("", _named(ask, found), True)], data, found)


def _named(ask: _Ask, found: pd.DataFrame) -> pd.DataFrame:
    """Return the inventory with each group as one text: columns of their own would leave no room for the words."""
    fields = _fields(ask.book)
    title = " · ".join(heading(name, ask.lang, fields) for name in ask.by)
    groups = [
        " · ".join(cell(row[name], name, ask.lang, fields) for name in ask.by if row[name] is not None) or BLANK
        for row in records(found[ask.by])
    ]
    shown = found[["companies", "insights", "urgency_mean", "needs", "latest_visit"]].copy()
    shown.insert(0, title, groups)
    return shown


def _coverage(ask: _Ask) -> Part:
    import pandas as pd

    from fsi_kit.understanding import coverage, not_heard
    from fsi_kit.understanding.coverage import GROUPINGS

    groups = {by: coverage(ask.book, by) for by in GROUPINGS}
    silent = not_heard(ask.book)
    visited = silent.known - len(silent.companies)
    share = visited / silent.known if silent.known else None
    sentence = ask.say("coverage_none")
    if share is not None:
        known = counted(silent.known, "known_company", ask.lang)
        sentence = ask.say("coverage", visited=grouped(visited, ask.lang), known=known, share=percent(share, ask.lang))
    rows = pd.concat([frame.rename(columns={by: "group"}).assign(by=by) for by, frame in groups.items()])
    rows = rows[["by", "group", *rows.columns.drop(["by", "group"])]]
    tables = [("", frame, by == "place") for by, frame in groups.items()]
    if len(silent.companies):
        tables.append((ask.say("never_visited"), silent.companies, True))
    data = {
        "companies": silent.known,
        "visited": visited,
        "share": share,
        "groups": records(rows),
        "not_visited": records(silent.companies),
    }
    return Part("coverage", sentence, tables, data, rows)


def _spreading(ask: _Ask) -> Part:
    from fsi_kit.check import all_rules
    from fsi_kit.understanding import spreading

    days = ask.settings.limit(all_rules()["U102"], "days")
    found = spreading(ask.book, days, ask.settings.as_of)
    sentence = ask.say("spreading_none")
    if found.share is not None:
        params = {"within": grouped(found.within, ask.lang), "judged": counted(found.judged, "insight", ask.lang)}
        sentence = ask.say("spreading", **params, days=days, share=percent(found.share, ask.lang))
    if found.median_days is not None:
        sentence += " " + ask.say("median", days=decimal(found.median_days, ask.lang))
    tables = [("", found.departments, True)]
    if len(found.overdue):
        tables.append((ask.say("waiting"), found.overdue, True))
    data = {
        "days": days,
        "insights": found.insights,
        "judged": found.judged,
        "within": found.within,
        "share": found.share,
        "median_days": found.median_days,
        "departments": records(found.departments),
        "overdue": records(found.overdue),
    }
    return Part("spreading", sentence, tables, data, found.departments)


def _saturation(ask: _Ask) -> Part:
    from fsi_kit.understanding import saturation

    found = saturation(ask.book)
    data = {"window": found.window, "reading": found.reading, "windows": records(found.windows)}
    return Part("saturation", found.text(ask.lang), [("", found.windows, False)], data, found.windows)


def _suggest(ask: _Ask) -> Part:
    import pandas as pd

    from fsi_kit.findings import shorten
    from fsi_kit.understanding import suggest_needs

    found = suggest_needs(ask.book, limit=ask.top or SHOWN)
    statements = ask.book["insights"].drop_duplicates("insight_id").set_index("insight_id")["statement"]
    columns = ["suggestion", "companies", "score", "words", "insight_id", "statement"]
    rows = []
    tables = []
    for number, group in enumerate(found, start=1):
        words = ", ".join(shared.word for shared in group.words)
        said = [statements[id_] for id_ in group.insights]
        rows += [
            (number, group.companies, group.score, words, id_, text)
            for id_, text in zip(group.insights, said, strict=True)
        ]
        caption = ask.say(
            "suggestion", number=number, companies=counted(group.companies, "company", ask.lang), words=words
        )
        short = [None if pd.isna(text) else shorten(text) for text in said]
        tables.append((caption, pd.DataFrame({"insight_id": group.insights, "statement": short}), False))
    data = {
        "suggestions": [
            {
                "insights": list(group.insights),
                "companies": group.companies,
                "score": group.score,
                "words": {shared.word: shared.insights for shared in group.words},
            }
            for group in found
        ]
    }
    sentence = ask.say("suggest" if found else "suggest_none")
    return Part("suggest", sentence, tables, data, pd.DataFrame(rows, columns=columns))


PARTS: dict[str, Callable[[_Ask], Part]] = {
    "needs": _needs,
    "coverage": _coverage,
    "spreading": _spreading,
    "saturation": _saturation,
    "suggest": _suggest,
}


def _groups(book: Workbook, by: str, lang: Lang) -> list[str]:
    """Return the columns that a list names by id or heading, in either language."""
    from fsi_kit.understanding.inventory import GROUPS
    from fsi_kit.workbook.schema import key

    known = {key(word): name for name, field in _fields(book).items() for word in (name, *field.titles.values())}
    names = []
    for word in filter(None, map(str.strip, by.split(","))):
        name = known.get(key(word))
        if name not in GROUPS:
            fail(
                say(
                    "inventory",
                    "bad_by",
                    lang,
                    value=word,
                    allowed=", ".join(GROUPS),
                    close=did_you_mean(word, GROUPS, lang),
                )
            )
        if name not in names:
            names.append(name)
    if not names:
        fail(say("inventory", "bad_by", lang, value=by, allowed=", ".join(GROUPS), close=""))
    return names


def _fields(book: Workbook) -> dict[str, Field]:
    tables = book.descriptor.tables
    return {**tables["needs"].columns, **tables["companies"].columns, **tables["insights"].columns}


def _print(out: Console, path: Path, ask: _Ask, parts: list[Part], overview: bool) -> None:
    lang, fields = ask.lang, _fields(ask.book)
    visits, insights = (len(ask.book[name]) for name in ("visits", "insights"))
    companies = int(ask.book["visits"]["company_id"].nunique())
    numbers = {
        "visits": counted(visits, "visit", lang),
        "companies": counted(companies, "company", lang),
        "insights": counted(insights, "insight", lang),
    }
    put(out, ask.say("counted", path=path, **numbers))
    for part in parts:
        out.print()
        put(out, ask.part(part.id), style="bold underline")
        put(out, part.sentence)
        if overview and part.id != "needs":
            put(out, ask.say("see", command=f"fsi inventory {quoted(path)} --{part.id}"), style="dim")
            continue
        for caption, frame, long in part.tables:
            out.print()
            if caption:
                put(out, caption, style="bold")
            left = put_frame(out, frame, lang, fields, (ask.top or SHOWN) if long else None)
            if left:
                put(out, ask.say("more", count=grouped(left, lang), all=len(frame)), style="dim")
