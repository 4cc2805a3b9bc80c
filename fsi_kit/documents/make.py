"""A document's files: each master made in its formats, one copy for each workshop or company that it is about."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fsi_kit.documents.decks import LAYOUTS, SWEDISH, LayoutError, finish_slides
from fsi_kit.documents.facts import Facts
from fsi_kit.documents.finish import finish_text
from fsi_kit.documents.looks import reference
from fsi_kit.documents.masters import Format, Master, load_master
from fsi_kit.documents.text import convert, plain, render
from fsi_kit.documents.typeset import TypesetError, typeset
from fsi_kit.texts import Lang, load_texts, shipped


class DocumentError(Exception):
    """What was asked for cannot be made; `what` names the sentence in ``documents.toml``."""

    def __init__(self, what: str, **places: object) -> None:
        self.what, self.places = what, places
        super().__init__(self.text("en"))

    def text(self, lang: Lang) -> str:
        """Return the sentence in a language."""
        said: str = load_texts("fsi_kit.documents", "documents.toml")["errors"][self.what][lang]
        return said.format_map(self.places)


@dataclass(frozen=True)
class Made:
    """One file: its name and what is in it."""

    name: str
    data: bytes


def make_document(id: str, facts: Facts, formats: Iterable[Format] = (), about: Sequence[str] = ()) -> Iterator[Made]:
    """Yield a document's files, one at a time.

    Args:
        formats: those wanted; all that the document has by default. Those that it does not have are left out.
        about: ids of the workshops or companies to make copies for; by default the latest workshop, or every
            company that waits for an answer.

    Raises:
        KeyError: there is no such document.
        DocumentError: an id is not in the workbook, the municipality's own slides lack a layout, or a sign is in no
            font on this computer.
    """
    master = load_master(id, facts.lang)
    wanted = [format_ for format_ in master.formats if not formats or format_ in formats]
    copies = list(about) if master.per and about else facts.copies(master.per)
    _refuse_unknown(master, facts, copies)
    with tempfile.TemporaryDirectory() as folder:
        for copy in copies:
            own = facts.about(master.per, copy)
            stem = f"{master.name}-{copy}" if copy else master.name
            for format_ in wanted:
                try:
                    made = list(_MAKERS[master.kind](master, own, format_, Path(folder)))
                except TypesetError as error:
                    if not error.sign:
                        raise
                    raise DocumentError("sign", file=f"{stem}.{format_}", sign=error.sign) from error
                yield from (Made(f"{stem}{suffix}.{format_}", data) for suffix, data in made)


def _refuse_unknown(master: Master, facts: Facts, copies: Iterable[str | None]) -> None:
    if facts.book is None:
        return
    table = {"workshop": "workshops", "company": "companies"}.get(master.per)
    for copy in copies:
        if table and copy is not None and not facts.book[table][f"{master.per}_id"].eq(copy).any():
            raise DocumentError("unknown_id", id=copy, table=table)


Suffixed = Iterator[tuple[str, bytes]]


def _text(master: Master, facts: Facts, to: Format, folder: Path) -> Suffixed:
    markdown = render(master, facts)
    if to == "pdf":
        yield "", _printed(markdown, "text.typ", master, facts)
    elif to == "txt":
        yield "", plain(markdown)
    else:
        made = convert(markdown, to, master.title, facts, _looks(to, facts, folder))
        yield "", finish_text(made, to, master.title, facts.brand, facts.lang)


def _slides(master: Master, facts: Facts, to: Format, folder: Path) -> Suffixed:
    markdown = render(master, facts)
    if to == "pdf":
        yield "", _printed(markdown, "slides.typ", master, facts)
    else:
        made = convert(markdown, to, master.title, facts, _looks(to, facts, folder))
        yield "", finish_slides(made, facts.lang, master.title, facts.brand)


def _printed(markdown: str, look: str, master: Master, facts: Facts) -> bytes:
    source = (shipped("templates") / "looks" / look).read_text(encoding="utf-8")
    body = convert(markdown, "pdf", master.title, facts).decode()
    return typeset(f"{source}\n{body}", master.title, facts.lang, facts.brand)


def _print(master: Master, facts: Facts, to: Format, folder: Path) -> Suffixed:
    from fsi_kit.documents.prints import sheets

    for suffix, source, data in sheets(master, facts):
        yield suffix, typeset(source, master.title, facts.lang, facts.brand, data)


def _table(master: Master, facts: Facts, to: Format, folder: Path) -> Suffixed:
    from fsi_kit.documents.tables import table_file

    yield "", table_file(master, facts)


def _calendar(master: Master, facts: Facts, to: Format, folder: Path) -> Suffixed:
    from fsi_kit.documents.calendar import calendar_file

    yield "", calendar_file(master, facts)


_MAKERS: dict[str, Callable[[Master, Facts, Format, Path], Suffixed]] = {
    "text": _text,
    "slides": _slides,
    "print": _print,
    "table": _table,
    "calendar": _calendar,
}


def _looks(to: Format, facts: Facts, folder: Path) -> Path:
    file = folder / f"reference-{facts.lang}.{to}"
    try:
        return file if file.exists() else reference(to, facts.brand, facts.lang, folder)
    except LayoutError as error:
        names = ", ".join(f"{SWEDISH[kind]} ({LAYOUTS[kind]})" for kind in error.missing)
        raise DocumentError("layouts", file=facts.brand.reference_pptx, names=names) from error
