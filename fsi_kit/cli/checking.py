"""``fsi check``: run every rule on a workbook and print what it found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fsi_kit.cli.say import (
    EXIT_DONE,
    EXIT_NOT_YET,
    EXIT_UNREADABLE,
    INDENT,
    AsOfOption,
    BookArgument,
    LangOption,
    SettingsOption,
    TableFormatOption,
    chosen_day,
    chosen_settings,
    console,
    grouped,
    help_text,
    put,
    put_finding,
    say,
    working,
)
from fsi_kit.cli.tables import put_csv, put_json
from fsi_kit.findings import SEVERITIES, Finding
from fsi_kit.texts import Lang, load_texts, users_lang

if TYPE_CHECKING:
    from rich.console import Console

    from fsi_kit.check import Report
    from fsi_kit.workbook import Workbook

SHOWN_OF_A_KIND = 20
COLUMNS = ("rule", "severity", "table", "file", "sheet", "row", "letter", "header", "value", "message", "fix", "page")
"""What a finding is told as in CSV."""


def check(
    path: BookArgument,
    lang: LangOption = None,
    format: TableFormatOption = "text",
    strict: Annotated[bool, typer.Option("--strict", help=help_text("check", "strict"))] = False,
    as_of: AsOfOption = None,
    all: Annotated[bool, typer.Option("--all", help=help_text("check", "all"))] = False,
    settings: SettingsOption = None,
) -> None:
    """Check a workbook; the help text stands in ``cli.toml``."""
    from fsi_kit.check import check as check_book
    from fsi_kit.workbook import read

    lang = lang or users_lang()
    judged_by = chosen_settings(settings, path, chosen_day(as_of, lang), lang)
    with working(say("help", "reading", lang, path=path)) as now:
        book = read(path)
        now(say("check", "checking", lang))
        report = check_book(book, settings=judged_by)
    if format == "json":
        put_json(report.as_dict(lang))
    elif format == "csv":
        put_csv(COLUMNS, [finding.as_dict(lang) for finding in report.findings])
    else:
        _print_report(console(), path, book, report, lang, all)
    raise typer.Exit(_exit_code(report, strict))


def _exit_code(report: Report, strict: bool) -> int:
    if report.unreadable:
        return EXIT_UNREADABLE
    failed = report.count("error") or (strict and report.count("warning"))
    return EXIT_NOT_YET if failed else EXIT_DONE


def _print_report(console: Console, path: Path, book: Workbook, report: Report, lang: Lang, every: bool) -> None:
    rows = sum(len(sheet.frame) for sheet in book.sheets.values())
    values = {"path": path, "tables": len(book.sheets), "rows": grouped(rows, lang), "as_of": report.as_of}
    put(console, say("check", "checked", lang, **values))
    for change in report.changes(lang):
        put(console, change)
    by_table = sorted(report.findings, key=lambda f: list(book.descriptor.tables).index(f.table) if f.table else -1)
    for table, findings in groupby(by_table, key=lambda f: f.table):
        name = f"{book.descriptor.tables[table].titles[lang]} ({table})" if table else say("check", "whole", lang)
        console.print()
        put(console, name, style="bold underline")
        for finding, more in _some(list(findings), every):
            put_finding(console, finding, lang)
            if more:
                put(console, say("check", "more", lang, count=grouped(more, lang)), INDENT)
    console.print()
    put(console, _summary(report, lang), style="bold")


def _some(findings: list[Finding], every: bool) -> Iterator[tuple[Finding, int]]:
    """Yield findings and, with the last shown of a kind, how many of that kind were left out."""
    kinds: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.rule.id, finding.column), []).append(finding)
    for same in kinds.values():
        shown = same if every else same[:SHOWN_OF_A_KIND]
        for i, finding in enumerate(shown, start=1):
            yield finding, len(same) - len(shown) if i == len(shown) else 0


def _summary(report: Report, lang: Lang) -> str:
    if not report.findings:
        return say("check", "clean", lang)
    words: dict[str, Any] = load_texts("fsi_kit", "findings.toml")
    counts = []
    for severity in SEVERITIES:
        number = report.count(severity)
        counts.append(f"{grouped(number, lang)} {words['severity' if number == 1 else 'severities'][severity][lang]}")
    return say("check", "summary", lang, counts=", ".join(counts))
