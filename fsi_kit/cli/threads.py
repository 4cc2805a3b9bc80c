"""``fsi thread``: what one row of the workbook came from and led to, and where its thread breaks."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fsi_kit.cli.say import (
    AsOfOption,
    BookArgument,
    LangOption,
    TableFormatOption,
    chosen_day,
    console,
    did_you_mean,
    fail,
    help_text,
    open_workbook,
    put,
    say,
    working,
    write_file,
)
from fsi_kit.cli.tables import put_csv, put_json, records
from fsi_kit.texts import Lang, users_lang

if TYPE_CHECKING:
    from datetime import date

    from fsi_kit.thread import Thread
    from fsi_kit.workbook import Workbook

COMPARED = 5_000
"""How many ids an unknown one is compared with: more would take long in a large workbook."""
FONT = "font-family: sans-serif; color: black; background: white"


def thread(
    path: BookArgument,
    id: Annotated[str | None, typer.Argument(metavar="ID", help=help_text("thread", "id"))] = None,
    table: Annotated[str | None, typer.Option("--table", help=help_text("thread", "table"))] = None,
    top: Annotated[int, typer.Option("--top", min=1, help=help_text("thread", "top"))] = 5,
    svg: Annotated[Path | None, typer.Option("--svg", help=help_text("thread", "svg"))] = None,
    force: Annotated[bool, typer.Option("--force", help=help_text("thread", "force"))] = False,
    lang: LangOption = None,
    format: TableFormatOption = "text",
    as_of: AsOfOption = None,
) -> None:
    """Follow a row's thread; the help text stands in ``cli.toml``."""
    from fsi_kit.thread import draw_thread, follow

    lang = lang or users_lang()
    day = chosen_day(as_of, lang)
    if id is None:
        fail(say("thread", "incomplete", lang))
    if svg and svg.suffix.lower() != ".svg":
        fail(say("thread", "not_svg", lang, path=svg))
    book = open_workbook(path, lang)
    with working(say("thread", "following", lang)):
        found = follow(book, *_row(book, id, table, lang))
        if svg:
            picture = _alone(draw_thread(book, found, lang, as_of=day))
    if svg:
        write_file(svg, picture.encode(), say("thread", "exists", lang, path=svg), lang, force)
        put(console(stderr=True), say("thread", "drawn", lang, path=svg))
    if format == "json":
        put_json(_as_dict(book, found, day, lang))
    elif format == "csv":
        put_csv(["table", "id", "date", "text", "gaps"], _rows(book, found, day, lang))
    else:
        out = console()
        for line in found.text(book, lang, top, day).splitlines():
            text = line.lstrip(" ")
            put(out, text, len(line) - len(text))


def _row(book: Workbook, id: str, table: str | None, lang: Lang) -> tuple[str, str]:
    """Return the table that holds a row with the id, and the id as it is written there."""
    from fsi_kit.thread import KNOTS
    from fsi_kit.workbook.schema import key

    names = book.descriptor.names
    tables = {knot.table: knot.id for knot in KNOTS}
    if table is not None and names.get(key(table)) not in tables:
        fail(say("thread", "bad_table", lang, value=table, allowed=_titles(book, tables, lang)))
    wanted = {names[key(table)]: tables[names[key(table)]]} if table is not None else tables
    ids = {name: [str(each) for each in book[name][column].dropna().unique()] for name, column in wanted.items()}
    sought = id.strip().casefold()
    found = [(name, each) for name, there in ids.items() for each in there if each.casefold() == sought]
    exact = [row for row in found if row[1] == id.strip()] or found
    if not exact:
        if sought in {str(each).casefold() for each in book["participants"]["participant_id"].dropna()}:
            fail(say("thread", "participant", lang, id=id, tables=_titles(book, tables, lang)))
        alike = (each for there in ids.values() for each in there if each[:1].casefold() == sought[:1])
        fail(say("thread", "unknown", lang, id=id, close=did_you_mean(id, islice(alike, COMPARED), lang)))
    if len(exact) > 1:
        fail(say("thread", "several", lang, id=id, tables=_titles(book, [name for name, _ in exact], lang)))
    return exact[0]


def _titles(book: Workbook, tables: Any, lang: Lang) -> str:
    return ", ".join(book.descriptor.tables[name].titles[lang] for name in tables)


def _rows(book: Workbook, found: Thread, day: date, lang: Lang) -> list[dict[str, Any]]:
    """Return the thread's rows from company to feedback, each with what is missing there."""
    from fsi_kit.thread import gaps

    missing: dict[tuple[str, str], list[str]] = {}
    for gap in gaps(book, found, day):
        missing.setdefault((gap.table, gap.id), []).append(gap.text(lang))
    rows = records(found.frame(book, lang)[["table", "id", "date", "text"]])
    return [{**row, "gaps": " ".join(missing.get((row["table"], row["id"]), []))} for row in rows]


def _as_dict(book: Workbook, found: Thread, day: date, lang: Lang) -> dict[str, Any]:
    from fsi_kit.thread import gaps

    return {
        "as_of": day.isoformat(),
        "table": found.table,
        "id": found.id,
        "before": {table: list(ids) for table, ids in found.before.items()},
        "after": {table: list(ids) for table, ids in found.after.items()},
        "rows": _rows(book, found, day, lang),
        "gaps": [
            {"table": gap.table, "id": gap.id, "kind": gap.kind, "text": gap.text(lang)}
            for gap in gaps(book, found, day)
        ],
    }


def _alone(drawn: str) -> str:
    """Return the wide one of a picture's two drawings as a file of its own, with a font and colours of its own."""
    first = drawn.index("<svg")
    drawing = drawn[first : drawn.index("</svg>", first) + len("</svg>")]
    return drawing.replace("<svg", f'<svg style="{FONT}"', 1)
