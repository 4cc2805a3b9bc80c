"""`write_action`: write an action card for one of the chosen ideas and see what the rules say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import Any

import ipywidgets as w
import pandas as pd

from fsi_kit.check import check
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.findings import Finding, shorten
from fsi_kit.texts import Lang
from fsi_kit.widgets.html import GAP, definitions, element, paragraph, say, strong, text
from fsi_kit.widgets.parts import WIDE, button, choice, in_language, show, shown
from fsi_kit.workbook import Field, Workbook, read, write
from fsi_kit.workbook.book import Column

COLUMNS = ("how", "owner", "owner_side", "department", "start", "due", "measure", "target")
BEHIND = ("needs", "need_insights", "workshops", "ideas")
"""The tables that an action goes back to. The rules read no others here, so that the answer comes at once."""

CARD = "border:2px solid currentColor;border-radius:.4rem;padding:.3rem .8rem;margin:.6rem 0"
BEGUN = ("how", "due", "measure")
"""The boxes in which something stands from the beginning: a card that nobody can act on."""


def write_action(lang: str = "sv", book: Workbook | None = None) -> Any:
    """Show an action card to fill in; a button lets the rules read it and draws the card.

    Args:
        lang: ``sv`` or ``en``.
        book: a municipality's own workbook; by default Exempelby's. It is not changed.

    Returns:
        A widget.
    """
    return in_language(lang, lambda known: ActionForm(book or load_exempelby(known), known).widget)


class ActionForm:
    """A card being written.

    Attributes:
        controls: the control of each column, with the idea's first.
        widget: all of it.
    """

    def __init__(self, book: Workbook, lang: Lang) -> None:
        self.book, self.lang = book, lang
        self.fields = book.descriptor.tables["actions"].columns
        self.controls = {"idea_id": choice(say("action.idea", lang), idea_options(book, lang), "")}
        self.controls |= {name: self._control(name) for name in COLUMNS}
        self.said, self.card = shown(""), shown("")
        self.check_button = button(say("action.check", lang), self.check, main=True)
        self.widget = w.VBox([*self.controls.values(), self.check_button, self.said, self.card])

    @property
    def values(self) -> dict[str, str]:
        """What stands in each box, without spaces around it."""
        return {name: control.value.strip() for name, control in self.controls.items()}

    def check(self) -> None:
        """Say what the rules say of the card as it stands, and draw it."""
        found = judged(self.book, self.values, self.lang)
        if found:
            head = paragraph(say("action.found", self.lang, count=len(found)))
            said = "".join(
                element("p", text(f"{f.message(self.lang)} {f.fix(self.lang)} ({f.rule.id})"), style=GAP) for f in found
            )
        else:
            head = paragraph(say("action.quiet", self.lang))
            said = element("ul", "".join(element("li", text(say(f"action.ask.{n}", self.lang))) for n in "123"))
        show(self.said, element("div", head + said, role="status"))
        show(self.card, self._card())

    def _card(self) -> str:
        """Return the card as it would hang on the wall."""
        values = self.values
        boxes = [(f.titles[self.lang], f.label(values[f.name], self.lang) or "–") for f in self._fields()]
        html = element("p", strong(say("action.card", self.lang)), style="margin:.3rem 0") + definitions(
            boxes, self.lang
        )
        return element("div", html, style=CARD)

    def _fields(self) -> Iterator[Field]:
        yield from (self.fields[name] for name in COLUMNS)

    def _control(self, name: str) -> Any:
        label, begun = (
            self.fields[name].titles[self.lang],
            say(f"action.begun.{name}", self.lang) if name in BEGUN else "",
        )
        if self.fields[name].enum:
            options = [(self.fields[name].label(value, self.lang), value) for value in self.fields[name].enum]
            return choice(label, [(say("practise.choose", self.lang), ""), *options], "")
        style, layout = {"description_width": "initial"}, w.Layout(**WIDE)
        if name == "how":
            return w.Textarea(description=label, value=begun, rows=3, style=style, layout=layout)
        return w.Text(description=label, value=begun, style=style, layout=layout)


def idea_options(book: Workbook, lang: Lang) -> list[tuple[str, str]]:
    """Return the chosen ideas, each with its first words, after the choice of none."""
    ideas = book["ideas"].dropna(subset=["idea_id"]).drop_duplicates("idea_id")
    chosen = ideas[ideas["chosen"].fillna(False).astype(bool)]
    options = [
        (say("any.pair", lang, label=idea, value=shorten(what)), str(idea))
        for idea, what in zip(chosen["idea_id"], chosen["what"].fillna(""), strict=True)
    ]
    return [(say("action.no_idea", lang), ""), *options]


def judged(book: Workbook, values: dict[str, str], lang: Lang) -> list[Finding]:
    """Return what the rules say of an action with these values, read as a file from the user would be.

    Args:
        values: what stands in each column, as text.
    """
    table = book.descriptor.tables["actions"]
    row = {field.name: values.get(field.name) or None for field in table.fields} | {
        "action_id": "A1",
        "status": "planned",
    }
    frame = pd.DataFrame([row], index=[2], dtype="string")
    with TemporaryDirectory() as folder:
        write(Workbook(book.descriptor, {"actions": replace(book.sheets["actions"], frame=frame)}), folder)
        attempt = read(folder, book.descriptor)
    columns = {field.name: Column(field.titles[lang], "") for field in table.fields}
    sheet = replace(attempt.sheets["actions"], columns=columns)
    hits = tuple(hit for hit in attempt.hits if hit.table == "actions")
    behind = {name: book.sheets[name] for name in BEHIND if name in book.sheets}
    whole = Workbook(book.descriptor, {**behind, "actions": sheet}, hits)
    return [finding for finding in check(whole, AS_OF).findings if finding.table == "actions"]
