"""``fsi templates``: the documents of an FSI round, blank or filled from a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fsi_kit.cli.say import (
    AsOfOption,
    LangOption,
    chosen_day,
    console,
    did_you_mean,
    fail,
    help_text,
    open_workbook,
    put,
    say,
    working,
)
from fsi_kit.cli.tables import put_table
from fsi_kit.texts import Lang, users_lang

if TYPE_CHECKING:
    from fsi_kit.documents import Brand

Ids = Annotated[list[str] | None, typer.Argument(metavar="ID…", help=help_text("templates", "ids"))]


def templates(
    ids: Ids = None,
    all_: Annotated[bool, typer.Option("--all", help=help_text("templates", "all"))] = False,
    format: Annotated[list[str] | None, typer.Option("--format", help=help_text("templates", "format"))] = None,
    workbook: Annotated[Path | None, typer.Option("--workbook", help=help_text("templates", "workbook"))] = None,
    about: Annotated[list[str] | None, typer.Option("--about", help=help_text("templates", "about"))] = None,
    out: Annotated[Path, typer.Option("--out", help=help_text("templates", "out"))] = Path(),
    brand: Annotated[Path | None, typer.Option("--settings", help=help_text("help", "settings"))] = None,
    force: Annotated[bool, typer.Option("--force", help=help_text("templates", "force"))] = False,
    as_of: AsOfOption = None,
    lang: LangOption = None,
) -> None:
    """List documents, or make them; the help text stands in ``cli.toml``."""
    from fsi_kit.documents.masters import FORMATS, master_ids

    lang = lang or users_lang()
    known = master_ids()
    for id_ in ids or []:
        if id_ not in known:
            fail(say("templates", "unknown", lang, id=id_) + did_you_mean(id_, known, lang))
    formats = [format_ for format_ in FORMATS if format_ in (format or [])]
    for asked in format or []:
        if asked not in FORMATS:
            fail(say("templates", "bad_format", lang, value=asked, allowed=", ".join(FORMATS)))
    if not ids and not all_:
        _list(known, lang)
        return
    from fsi_kit.documents.facts import Facts
    from fsi_kit.documents.make import DocumentError
    from fsi_kit.documents.pack import make_pack, write_pack

    day = chosen_day(as_of, lang)
    book = open_workbook(workbook, lang) if workbook else None
    facts = Facts(lang, _brand(brand, workbook, lang), day, book)
    wanted = known if all_ else list(dict.fromkeys(ids or []))
    try:
        with working(say("templates", "making", lang, done=0, all=len(wanted))) as tell:
            finished: list[str] = []

            def done(id_: str) -> None:
                finished.append(id_)
                tell(say("templates", "making", lang, done=len(finished), all=len(wanted)))

            written = write_pack(make_pack(wanted, facts, formats, about or [], done), out, force)
    except DocumentError as error:
        fail(error.text(lang))
    if not written:
        fail(say("templates", "nothing", lang))
    for file in written:
        put(console(), str(file))
    put(console(), say("templates", "made", lang, count=len(written), folder=out.resolve()), style="bold")


def _brand(file: Path | None, workbook: Path | None, lang: Lang) -> Brand:
    from fsi_kit.documents import BrandError, load_brand
    from fsi_kit.settings import find_settings

    try:
        brand = load_brand(file or (workbook and find_settings(workbook)))
    except BrandError as error:
        fail(error.text(lang))
    for note in brand.notes(lang):
        put(console(stderr=True), note, style="yellow")
    return brand


def _list(ids: list[str], lang: Lang) -> None:
    from fsi_kit.documents import load_master

    masters = [load_master(id_, lang) for id_ in ids]
    headings = [say("templates", name, lang) for name in ("heading_id", "heading_title", "heading_formats")]
    rows = [[master.id, master.title, ", ".join(master.formats)] for master in masters]
    put_table(console(), headings, rows)
    put(console(), say("templates", "how", lang))
