"""`check_own`: choose a workbook of one's own, and see its findings, its inventory and where its threads end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ipywidgets as w
import pandas as pd

from fsi_kit.check import Report, check
from fsi_kit.course.answers import cell_text
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.findings import SEVERITIES, Finding
from fsi_kit.texts import Lang, load_texts
from fsi_kit.understanding import inventory
from fsi_kit.widgets.html import GAP, element, folded, paragraph, say, strong, table, text
from fsi_kit.widgets.insight import follow_insight
from fsi_kit.widgets.parts import button, in_language, on_choice, show, shown
from fsi_kit.workbook import Workbook, read

ACCEPTED = (".xlsx", ".csv", ".tsv")
SHOWN_OF_A_RULE = 5
GROUPS = ("area", "kind")


def check_own(lang: str = "sv") -> Any:
    """Let the reader choose a workbook of their own, and show its findings, its inventory of needs and its threads.

    The files are read where the notebook runs. Nothing is sent and nothing is changed.

    Args:
        lang: ``sv`` or ``en``.

    Returns:
        A widget.
    """
    return in_language(lang, lambda known: OwnWorkbook(known).widget)


class OwnWorkbook:
    """A workbook being looked at.

    Attributes:
        upload: the control that takes files.
        example: the button that shows Exempelby instead.
        widget: all of it.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        wide = w.Layout(width="auto", min_width="8rem")
        accept = ",".join(ACCEPTED)
        self.upload = w.FileUpload(description=say("own.choose", lang), accept=accept, multiple=True, layout=wide)
        self.example = button(say("own.example", lang), self.show_example)
        self.status, self.result = shown(""), w.VBox([])
        on_choice(self.upload, self.show_files)
        buttons = w.Box([self.upload, self.example], layout=w.Layout(flex_flow="row wrap"))
        self.widget = w.VBox([shown(paragraph(say("own.private", lang))), buttons, self.status, self.result])

    def show_files(self) -> None:
        """Show what is in the files that have been chosen."""
        files = {Path(file["name"]).name: bytes(file["content"]) for file in self.upload.value}
        if files:
            problem = unfit(files)
            if problem:
                self._say(say(f"own.{problem}", self.lang))
                self.result.children = ()
            else:
                self._show(read_files(files), date.today(), ", ".join(files))

    def show_example(self) -> None:
        """Show Exempelby's workbook."""
        self._show(load_exempelby(self.lang), AS_OF, "Exempelby")

    def _show(self, book: Workbook, as_of: date, name: str) -> None:
        report = check(book, as_of)
        rows = sum(len(sheet.frame) for sheet in book.sheets.values())
        self._say(say("own.read", self.lang, name=name, tables=len(book.sheets), rows=rows))
        parts = [shown(findings_html(report, self.lang))]
        if not report.unreadable and len(book["insights"]):
            threads = shown(element("h3", text(say("own.threads", self.lang))))
            parts += [shown(inventory_html(book, self.lang)), threads, follow_insight(self.lang, book)]
        self.result.children = parts

    def _say(self, said: str) -> None:
        show(self.status, element("p", strong(said), role="status"))


def unfit(files: Iterable[str]) -> str:
    """Return why files cannot be read together, ``wrong_kind`` or ``mixed``, or nothing."""
    kinds = [Path(name).suffix.lower() for name in files]
    if not set(kinds) <= set(ACCEPTED):
        return "wrong_kind"
    return "mixed" if ".xlsx" in kinds and len(kinds) > 1 else ""


def read_files(files: Mapping[str, bytes]) -> Workbook:
    """Read one Excel file, or several CSV files, from what they hold."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, body in files.items():
            (folder / name).write_bytes(body)
        excel = [name for name in files if name.lower().endswith(".xlsx")]
        return read(folder / excel[0] if excel else folder)


def findings_html(report: Report, lang: Lang) -> str:
    """Return what the rules found, a rule at a time, the most serious first."""
    html = element("h3", text(say("own.findings", lang)))
    if not report.findings:
        return html + paragraph(say("own.clean", lang))
    words = load_texts("fsi_kit", "findings.toml")
    counts = ((severity, report.count(severity)) for severity in SEVERITIES)
    told = (f"{n} {words['severity' if n == 1 else 'severities'][severity][lang]}" for severity, n in counts)
    html += paragraph(say("own.counts", lang, counts=", ".join(told), day=report.as_of.isoformat()))
    in_order = sorted(report.findings, key=lambda f: (SEVERITIES.index(f.severity), f.rule.id))
    return html + "".join(_rule_html(list(same), lang) for _, same in groupby(in_order, key=lambda f: f.rule.id))


def inventory_html(book: Workbook, lang: Lang) -> str:
    """Return the inventory of needs by area and kind, as a table."""
    counted = inventory(book, GROUPS)
    columns = book.descriptor.tables["insights"].columns
    header = [columns[name].titles[lang] for name in GROUPS]
    header += [say(f"own.{name}", lang) for name in ("insights", "companies", "needs")]
    rows = [
        [
            *("–" if pd.isna(row[name]) else cell_text(columns[name], row[name], lang) for name in GROUPS),
            *(str(row[name]) for name in ("insights", "companies", "needs")),
        ]
        for _, row in counted.iterrows()
    ]
    return element("h3", text(say("own.inventory", lang))) + table(say("own.caption", lang), header, rows)


def _rule_html(findings: list[Finding], lang: Lang) -> str:
    rule = findings[0].rule
    severity = load_texts("fsi_kit", "findings.toml")["severity"][rule.severity][lang]
    title = say("own.rule", lang, id=rule.id, severity=severity, title=rule.text("title", lang), count=len(findings))
    html = element("p", strong(title), style="margin:.3rem 0") + _list(findings[:SHOWN_OF_A_RULE], lang)
    if len(findings) > SHOWN_OF_A_RULE:
        rest = findings[SHOWN_OF_A_RULE:]
        html += folded(say("any.rest", lang, count=len(rest)), _list(rest, lang))
    return element("div", html, style=GAP)


def _list(findings: Iterable[Finding], lang: Lang) -> str:
    items = (_finding_html(finding, lang) for finding in findings)
    return element("ul", "".join(element("li", item) for item in items))


def _finding_html(finding: Finding, lang: Lang) -> str:
    place = finding.place(lang)
    where = element("em", text(say("any.pair", lang, label=place, value=""))) if place else ""
    return where + text(f"{finding.message(lang)} {finding.fix(lang)}")
