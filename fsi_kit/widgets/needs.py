"""`sort_insights`: sort a municipality's insights and read them. `try_need`: write a need and ask the rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ipywidgets as w
import pandas as pd

from fsi_kit.check import check
from fsi_kit.examples import load_exempelby
from fsi_kit.texts import Lang
from fsi_kit.understanding import inventory
from fsi_kit.understanding.heard import gathered
from fsi_kit.widgets.html import GAP, element, folded, paragraph, say, strong, text
from fsi_kit.widgets.parts import WIDE, button, choice, in_language, on_choice, show, shown
from fsi_kit.workbook import Workbook, workbook
from fsi_kit.workbook.book import Column

SORTED_BY = ("theme", "area", "factor", "kind", "shared_with")
SHOWN_AT_ONCE = 8
BLANK = ""  # the group of insights that have no value in the column


def sort_insights(lang: str = "sv", book: Workbook | None = None) -> Any:
    """Sort insights by area, factor, theme, kind or department, and read those of a group.

    Args:
        lang: ``sv`` or ``en``.
        book: a municipality's own workbook; by default Exempelby's.

    Returns:
        A widget.
    """
    return in_language(lang, lambda known: _sort(book or load_exempelby(known), known))


def _sort(book: Workbook, lang: Lang) -> Any:
    if book["insights"].empty:
        return shown(paragraph(say("needs.no_insights", lang)))
    fields = book.descriptor.tables["insights"].columns
    by = choice(say("needs.by", lang), [(fields[name].titles[lang], name) for name in SORTED_BY], SORTED_BY[0])
    groups = group_options(book, by.value, lang)
    group, panel = choice(say("needs.group", lang), groups, groups[0][1]), shown("")

    def show_group() -> None:
        # While its options are changed, a drop-down has nothing chosen for a moment.
        if group.value is not None:
            show(panel, group_html(book, by.value, group.value, lang))

    def sort_anew() -> None:
        group.options = group_options(book, by.value, lang)

    on_choice(by, sort_anew)
    on_choice(group, show_group)
    show_group()
    return w.VBox([by, group, panel])


def group_options(book: Workbook, by: str, lang: Lang) -> list[tuple[str, str]]:
    """Return the groups that most companies stand behind first, each with its figures."""
    field = book.descriptor.tables["insights"].columns[by]
    options = []
    for value, insights, companies in inventory(book, [by])[[by, "insights", "companies"]].itertuples(index=False):
        name = say("needs.blank", lang) if pd.isna(value) else field.label(value, lang)
        figures = say("needs.option", lang, group=name, insights=insights, companies=companies)
        options.append((figures, BLANK if pd.isna(value) else value))
    return options


def group_html(book: Workbook, by: str, value: str, lang: Lang) -> str:
    """Return what the companies of a group said, each with its place and the needs that it belongs to."""
    insights = book["insights"]
    values = (gathered(insights[by]) if by == "theme" else insights[by]).fillna(BLANK)
    needs = book["need_insights"].groupby("insight_id")["need_id"].agg(", ".join)
    company_of = book["visits"].drop_duplicates("visit_id").set_index("visit_id")["company_id"]
    rows = insights[values == value]
    said = []
    for insight, visit, statement in rows[["insight_id", "visit_id", "statement"]].fillna("").itertuples(index=False):
        need = needs.get(insight, say("needs.none", lang))
        head = say("needs.said", lang, id=insight, company=company_of.get(visit, ""), need=need)
        said.append(element("li", strong(head) + " " + text(say("any.quote", lang, text=statement))))
    first, rest = said[:SHOWN_AT_ONCE], said[SHOWN_AT_ONCE:]
    html = element("ul", "".join(first))
    return html + (folded(say("any.rest", lang, count=len(rest)), element("ul", "".join(rest))) if rest else "")


def try_need(lang: str = "sv") -> Any:
    """Write a need in one sentence and see what the rules say of it, and what no rule can say.

    Args:
        lang: ``sv`` or ``en``.

    Returns:
        A widget.
    """
    return in_language(lang, _try)


def _try(lang: Lang) -> Any:
    # The label stands above: beside it, a narrow window leaves no room to write in.
    layout = w.Layout(**WIDE, flex_flow="column", height="auto")
    style = {"description_width": "initial"}
    need = w.Textarea(description=say("needs.write", lang), value="", rows=3, style=style, layout=layout)
    panel = shown("")
    press = button(say("needs.try", lang), lambda: show(panel, need_html(need.value, lang)), main=True)
    return w.VBox([need, press, panel])


def need_html(title: str, lang: Lang) -> str:
    """Return what the rules say of a need's sentence, and what they cannot judge."""
    if not title.strip():
        return element("p", text(say("needs.nothing", lang)), role="status")
    book = workbook({"needs": pd.DataFrame({"need_id": ["N01"], "title": [title.strip()], "status": ["open"]})})
    sheet = book.sheets["needs"]
    seen = {field.name: Column(field.titles[lang], "") for field in sheet.table.fields}
    book = replace(book, sheets={"needs": replace(sheet, columns=seen)})
    findings = [finding for finding in check(book).findings if finding.column == "title"]
    html = element("p", strong(say("needs.found" if findings else "needs.quiet", lang)), role="status")
    for finding in findings:
        html += element("p", text(f"{finding.message(lang)} {finding.fix(lang)} ({finding.rule.id})"), style=GAP)
    return html + paragraph(say("needs.ask", lang))
