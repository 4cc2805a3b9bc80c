"""`follow_insight`: choose an insight and see what came of it."""

from __future__ import annotations

from typing import Any

import ipywidgets as w
import pandas as pd

from fsi_kit.examples import load_exempelby
from fsi_kit.findings import shorten
from fsi_kit.texts import Lang
from fsi_kit.thread import ENDS, ends
from fsi_kit.widgets.html import paragraph, say
from fsi_kit.widgets.parts import choice, in_language, on_choice, show, shown
from fsi_kit.widgets.thread import thread_html
from fsi_kit.workbook import Workbook


def follow_insight(lang: str = "sv", book: Workbook | None = None, insight: str | None = None) -> Any:
    """Show what came of an insight, from the company's words to the feedback, and name every gap.

    Args:
        lang: ``sv`` or ``en``.
        book: a municipality's own workbook; by default Exempelby's.
        insight: the id of the insight to begin with; by default one whose thread reaches as far as any.

    Returns:
        A widget.
    """
    return in_language(lang, lambda known: _follow(book or load_exempelby(known), insight, known))


def _follow(book: Workbook, insight: str | None, lang: Lang) -> Any:
    reached = ends(book)
    if reached.empty:
        return shown(paragraph(say("thread.none", lang)))
    begin = insight if insight is not None and insight in reached.index else first_choice(reached)
    end = choice(say("thread.which", lang), end_options(reached, lang), reached[begin])
    pick = choice(say("thread.insight", lang), insight_options(book, reached, reached[begin], lang), begin)
    panel = shown("")

    def show_thread() -> None:
        # While its options are changed, a drop-down has nothing chosen for a moment.
        if pick.value is not None:
            show(panel, thread_html(book, pick.value, reached[pick.value], lang))

    def narrow() -> None:
        pick.options = insight_options(book, reached, end.value, lang)

    on_choice(end, narrow)
    on_choice(pick, show_thread)
    show_thread()
    parts = [end, pick, panel]
    if insight is not None and insight != begin:
        parts.insert(0, shown(paragraph(say("thread.unknown", lang, id=insight, shown=begin))))
    return w.VBox(parts)


def first_choice(reached: pd.Series[str]) -> str:
    """Return the first insight of those whose threads reach furthest."""
    far = max(reached, key=ENDS.index)
    return str(reached.index[reached == far][0])


def end_options(reached: pd.Series[str], lang: Lang) -> list[tuple[str, str]]:
    """Return how far threads reach, furthest first, with how many do; only what there is."""
    counts = {end: int((reached == end).sum()) for end in reversed(ENDS)}
    return [(say(f"thread.ends.{end}", lang, count=count), end) for end, count in counts.items() if count]


def insight_options(book: Workbook, reached: pd.Series[str], end: str, lang: Lang) -> list[tuple[str, str]]:
    """Return the insights whose threads reach exactly so far, each with its company and its first words."""
    insights = book["insights"].drop_duplicates("insight_id")
    insights = insights[insights["insight_id"].isin(reached.index[reached == end])]
    company_of = book["visits"].drop_duplicates("visit_id").set_index("visit_id")["company_id"]
    name_of = book["companies"].drop_duplicates("company_id").set_index("company_id")["name"]
    names = insights["visit_id"].map(company_of).map(name_of).astype("string").fillna("")
    rows = zip(insights["insight_id"], names, insights["statement"].fillna(""), strict=True)
    return [
        (shorten(say("thread.option", lang, id=id_, company=name, text=statement)), id_)
        for id_, name, statement in rows
    ]
