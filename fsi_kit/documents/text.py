"""Text masters: Markdown with places for data, made into Word, OpenDocument, PDF and slides by pandoc.

Data is text, never markup: every sign that Markdown could read is escaped on the way in, and pandoc reads no raw HTML,
TeX or attributes.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fsi_kit.documents.facts import Facts, Fill, Row, one_line
from fsi_kit.documents.masters import Format, Master, load_master
from fsi_kit.texts import Lang, load_texts, shipped

READS = "markdown-raw_html-raw_tex-raw_attribute-citations-tex_math_dollars-smart-yaml_metadata_block"
MARKUP = re.compile(r"([\\`*_{}\[\]<>#|$@~^\"'+!:\-.()=&%/])")
# Layouts that no slide of the kit uses; a municipality's own deck may lack them.
UNUSED = re.compile(
    r'.*Couldn\'t find layout named "(Section Header|Two Content|Comparison|Content with Caption|Blank)"'
)
LOCALES: dict[Lang, str] = {"sv": "sv-SE", "en": "en-GB"}


class PandocError(Exception):
    """pandoc refused a document, or warned of something in it."""


class Markdown(str):
    """Text that is Markdown already and must not be escaped."""

    __slots__ = ()


def escape(value: Any) -> str:
    """Return a value as Markdown that prints as the value itself; a place to fill in as a marked span."""
    if isinstance(value, Markdown):
        return value
    text = MARKUP.sub(r"\\\1", one_line(value))
    return f"[{text}]{{.fill}}" if isinstance(value, Fill) else text


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int] = ()) -> Markdown:
    """Return a table whose columns take shares of the page's width.

    Args:
        headings: plain texts.
        rows: cells, escaped here.
        widths: the columns' shares; equal by default.
    """
    shares = [max(3, width * 3) for width in (widths or [10] * len(headings))]
    lines = [headings, [":" + "-" * share for share in shares]]
    body = [[escape(cell) for cell in row] for row in rows]
    head = [[escape(heading) for heading in headings], lines[1]]
    return Markdown("\n" + "\n".join(f"| {' | '.join(row)} |" for row in [*head, *body]) + "\n")


def join(values: Iterable[Any], between: str = ", ") -> Markdown:
    """Return several values beside each other, each escaped on its own, so that places to fill in stay marked."""
    return Markdown(between.join(escape(value) for value in values))


def numbered(rows: Iterable[Row], columns: Sequence[str]) -> list[list[str]]:
    """Return the rows of a table that begins with 1, 2, 3 … and goes on with columns of the workbook."""
    return [[str(number), *(row[column] for column in columns)] for number, row in enumerate(rows, 1)]


def render(master: Master, facts: Facts, text: str | None = None) -> str:
    """Return a master's Markdown with its places filled.

    Raises:
        jinja2.UndefinedError: the master asks for something that there is not.
    """
    words = load_texts("fsi_kit.documents", "documents.toml")["words"]
    template = environment().from_string(text if text is not None else master.text())
    rendered: str = template.render(
        f=facts,
        fill=facts.fill,
        word=lambda name: words[name][facts.lang],
        texts=lambda id: load_master(id, facts.lang).texts(),
        lang=facts.lang,
        master=master,
    )
    if text is None:
        facts.rendered[master.id] = rendered
    return rendered


def convert(markdown: str, to: Format, title: str, facts: Facts, reference: Path | None = None) -> bytes:
    """Return a document made from Markdown by pandoc.

    Args:
        to: ``docx``, ``odt``, ``pptx``, or ``pdf``, for which it returns typst source.
        title: the document's title.
        reference: a document whose looks to take.
    """
    arguments = [f"--metadata=lang:{LOCALES[facts.lang]}", "--columns=20"]
    if to == "pdf":
        return pandoc(markdown, "typst", "--wrap=none", *arguments)
    if reference is not None:
        arguments.append(f"--reference-doc={reference}")
    if to == "pptx":
        arguments.append(f"--metadata=title:{title}")
    return pandoc(markdown, to, "--standalone", *arguments)


def plain(markdown: str) -> bytes:
    """Return Markdown as plain text, for an e-mail; lines end as Windows expects."""
    return pandoc(markdown, "plain", "--wrap=none").replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def pandoc(markdown: str, to: str, *arguments: str) -> bytes:
    """Return what pandoc makes of Markdown.

    Raises:
        PandocError: pandoc refuses, or warns of something that a reader would miss.
    """
    marks = shipped("templates") / "looks" / "marks.lua"
    command = [pandoc_path(), f"--from={READS}", f"--to={to}", "--output=-", f"--lua-filter={marks}", *arguments]
    done = subprocess.run(command, input=markdown.encode(), capture_output=True, check=False)  # noqa: S603
    said = [line for line in done.stderr.decode(errors="replace").splitlines() if not UNUSED.match(line)]
    if done.returncode or "".join(said).strip():
        raise PandocError("\n".join(said).strip())
    return done.stdout


@cache
def pandoc_path() -> str:
    """Return where the pandoc that came with the kit's parts lies."""
    import pypandoc

    return str(pypandoc.get_pandoc_path())


@cache
def environment() -> Any:
    """Return what fills masters: everything printed in them is escaped."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=escape, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    environment.globals.update(table=table, join=join, numbered=numbered)
    return environment
