"""Blocks of the page about the thread: one insight of Exempelby's followed, and where the threads break."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from fsi_kit.examples import AS_OF
from fsi_kit.thread import Thread, ends, follow, gaps, summary
from fsi_kit.workbook import Workbook
from tools.site.data_tables import data_table
from tools.site.example import exempelby
from tools.site.place import Place
from tools.site.render import render

MOST = 3
"""How many rows of a table are shown on the page; the others are counted."""


def thread_picture(place: Place, end: str = "told") -> str:
    """Draw the first insight's thread that reaches as far as `end`, one of `fsi_kit.thread.ENDS`."""
    from fsi_kit.thread import draw_thread

    book, thread = _first(place, end)
    svg = Markup(draw_thread(book, thread, place.lang, f"thread-{end}", most=MOST, as_of=AS_OF))  # noqa: S704 - ours
    return render("figure.html", svg=svg, caption=place.words("thread.caption", id=thread.id))


def thread_text(place: Place, end: str = "told") -> str:
    """Tell the same thread in plain lines."""
    book, thread = _first(place, end)
    label = escape(place.words("thread.label", id=thread.id))
    lines = escape(thread.text(book, place.lang, most=MOST, as_of=AS_OF))
    return (
        f'<div class="fsi-output fsi-scroll" role="region" tabindex="0" aria-label="{label}"><pre>{lines}</pre></div>'
    )


def thread_gaps(place: Place) -> str:
    """List where Exempelby's threads break, a sentence for each kind of gap."""
    found = gaps(exempelby(place.lang), as_of=AS_OF)
    return "\n".join(f"- {text}" for text in summary(found, place.lang))


def thread_ends(place: Place) -> str:
    """Count how far the threads of Exempelby's insights reach."""
    counts = ends(exempelby(place.lang)).value_counts()
    rows = [
        [place.words(f"thread_ends.{end}"), str(counts[end])]
        for end in ("insights", "needs", "workshops", "ideas", "actions", "feedback", "told")
        if counts.get(end)
    ]
    return data_table("thread_ends", place, ["end", "insights_count#"], rows)


def _first(place: Place, end: str) -> tuple[Workbook, Thread]:
    book = exempelby(place.lang)
    reached = ends(book)
    return book, follow(book, "insights", str(reached.index[reached == end][0]))
