"""The `fsi` command. Everything it says stands in ``cli.toml``; everything it knows it asks the rooms below."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from fsi_kit import __version__
from fsi_kit.findings import SEVERITIES, Finding
from fsi_kit.texts import Lang, load_texts, users_lang

if TYPE_CHECKING:
    from rich.console import Console

    from fsi_kit.check import Report
    from fsi_kit.workbook import Workbook

SHOWN_OF_A_KIND = 20
STYLES = {"error": "bold red", "warning": "bold yellow", "advice": "bold blue"}
EXIT_CLEAN, EXIT_ERRORS, EXIT_UNREADABLE = 0, 1, 2


def say(command: str, what: str, lang: Lang, **params: object) -> str:
    """Return a text of the command line in a language, with its places filled."""
    template: str = load_texts("fsi_kit", "cli.toml")[command][what][lang]
    return template.format_map(params) if params else template


def _help(command: str, what: str) -> str:
    return say(command, what, users_lang())


LangOption = Annotated[Lang | None, typer.Option("--lang", help=_help("help", "lang"))]
FormatOption = Annotated[Literal["text", "json"], typer.Option("--format", help=_help("check", "format"))]

app = typer.Typer(help=_help("help", "app"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fsi {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_help("help", "version"))
    ] = False,
) -> None: ...


@app.command(help=_help("check", "help"))
def check(
    path: Annotated[Path, typer.Argument(help=_help("check", "path"))],
    lang: LangOption = None,
    format: FormatOption = "text",
    strict: Annotated[bool, typer.Option("--strict", help=_help("check", "strict"))] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", help=_help("check", "as_of"))] = None,
    all: Annotated[bool, typer.Option("--all", help=_help("check", "all"))] = False,
) -> None:
    """Check a workbook; the help text stands in ``cli.toml``."""
    from rich.console import Console

    from fsi_kit.check import check as check_book
    from fsi_kit.workbook import read

    lang = lang or users_lang()
    day = _day(as_of, lang)
    with Console(stderr=True).status(say("check", "reading", lang, path=path)) as status:
        book = read(path)
        status.update(say("check", "checking", lang))
        report = check_book(book, day)
    if format == "json":
        typer.echo(json.dumps(report.as_dict(lang), ensure_ascii=False, indent=2))
    else:
        _print_report(Console(highlight=False, soft_wrap=True), path, book, report, lang, all)
    raise typer.Exit(_exit_code(report, strict))


def _day(text: str | None, lang: Lang) -> date:
    from fsi_kit.workbook.cells import read_date

    day = date.today() if text is None else read_date(text.strip())
    if day is None:
        raise typer.BadParameter(say("check", "bad_date", lang, value=text), param_hint="--as-of")
    return day


def _exit_code(report: Report, strict: bool) -> int:
    if report.unreadable:
        return EXIT_UNREADABLE
    failed = report.count("error") or (strict and report.count("warning"))
    return EXIT_ERRORS if failed else EXIT_CLEAN


def _print_report(console: Console, path: Path, book: Workbook, report: Report, lang: Lang, every: bool) -> None:
    rows = sum(len(sheet.frame) for sheet in book.sheets.values())
    values = {"path": path, "tables": len(book.sheets), "rows": _grouped(rows, lang), "as_of": report.as_of}
    console.print(say("check", "checked", lang, **values), markup=False)
    by_table = sorted(report.findings, key=lambda f: list(book.descriptor.tables).index(f.table) if f.table else -1)
    for table, findings in groupby(by_table, key=lambda f: f.table):
        name = f"{book.descriptor.tables[table].titles[lang]} ({table})" if table else say("check", "whole", lang)
        console.print(f"\n{name}", style="bold underline", markup=False)
        for finding, more in _some(list(findings), every):
            _print_finding(console, finding, more, lang)
    console.print()
    console.print(_summary(report, lang), style="bold", markup=False)


def _some(findings: list[Finding], every: bool) -> Iterator[tuple[Finding, int]]:
    """Yield findings and, with the last shown of a kind, how many of that kind were left out."""
    kinds: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.rule.id, finding.column), []).append(finding)
    for same in kinds.values():
        shown = same if every else same[:SHOWN_OF_A_KIND]
        for i, finding in enumerate(shown, start=1):
            yield finding, len(same) - len(shown) if i == len(shown) else 0


def _print_finding(console: Console, finding: Finding, more: int, lang: Lang) -> None:
    from rich.text import Text

    word = load_texts("fsi_kit", "findings.toml")["severity"][finding.severity][lang]
    head = Text.assemble("  ", (word.upper(), STYLES[finding.severity]), f" {finding.rule.id}  {finding.place(lang)}")
    console.print(head)
    console.print(f"      {finding.message(lang)}", markup=False)
    console.print(f"      → {finding.fix(lang)}", markup=False, style="dim")
    if more:
        console.print(f"      {say('check', 'more', lang, count=_grouped(more, lang))}", markup=False)


def _summary(report: Report, lang: Lang) -> str:
    if not report.findings:
        return say("check", "clean", lang)
    words: dict[str, Any] = load_texts("fsi_kit", "findings.toml")
    counts = []
    for severity in SEVERITIES:
        number = report.count(severity)
        counts.append(f"{_grouped(number, lang)} {words['severity' if number == 1 else 'severities'][severity][lang]}")
    return say("check", "summary", lang, counts=", ".join(counts))


def _grouped(number: int, lang: Lang) -> str:
    """Return a number with its thousands apart: a no-break space in Swedish, a comma in English."""
    return f"{number:,}".replace(",", "\u00a0" if lang == "sv" else ",")


def main() -> None:
    """Run the command; output is UTF-8 whatever the terminal was set to."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
