"""`prioritise_board`: place dots and grades for four people, and see the order and where they disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import ipywidgets as w
import pandas as pd

from fsi_kit.charts.words import number
from fsi_kit.collaboration import ballot_problems, prioritise, quadrant_name
from fsi_kit.examples import load_exempelby
from fsi_kit.findings import shorten
from fsi_kit.texts import Lang
from fsi_kit.widgets.html import GAP, definitions, element, paragraph, say, strong, text
from fsi_kit.widgets.parts import WIDE, button, choice, in_language, on_choice, show, shown
from fsi_kit.widgets.practise import LINE, ROW

OWN = "own"
MOST_IDEAS, MOST_DOTS = 6, 5
# What each voter grades: owners the good that an idea does, officials the work that it takes.
GRADES: Mapping[str, str] = {
    "owner_one": "effect",
    "owner_two": "effect",
    "official": "effort",
    "manager": "effort",
}
# Made-up ballots for ideas in their order on the wall, voter by voter: dots, then grades. The third divides the owners.
EXAMPLE: Mapping[str, tuple[Sequence[int], Sequence[int]]] = {
    "owner_one": ((2, 1, 2, 0, 0, 0), (5, 4, 5, 4, 3, 2)),
    "owner_two": ((2, 1, 0, 1, 1, 0), (5, 4, 1, 4, 3, 3)),
    "official": ((1, 2, 0, 1, 0, 1), (3, 2, 4, 2, 1, 5)),
    "manager": ((1, 1, 1, 1, 0, 0), (3, 1, 4, 2, 2, 5)),
}


class Place(NamedTuple):
    """A place on a ballot: whose, on which idea, and ``dots``, ``effect`` or ``effort``."""

    voter: str
    idea: str
    what: str


def prioritise_board(lang: str = "sv", workshop: str = "W03", ideas: Sequence[str] | None = None) -> Any:
    """Show a board on which four people place dots and grades, one ballot at a time.

    Args:
        lang: ``sv`` or ``en``.
        workshop: the workshop of Exempelby whose ideas come up first.
        ideas: your own ideas, shown in place of Exempelby's; only the first six.

    Returns:
        A widget.
    """
    return in_language(lang, lambda known: Board(known, workshop, ideas).widget)


class Board:
    """A board in use.

    Attributes:
        ideas: what is voted on: texts by id.
        ballots: what stands on each place, as text; a place that is not there is blank.
        controls: the control of each place on the ballot that is shown.
        widget: all of it.
    """

    def __init__(self, lang: Lang, workshop: str, ideas: Sequence[str] | None) -> None:
        self.lang, self.book = lang, load_exempelby(lang)
        self.ballots: dict[Place, str] = {}
        self.controls: dict[Place, Any] = {}
        shops = self._workshops()
        ids = [id_ for _, id_ in shops]
        first = workshop if workshop in ids else ids[0]
        own = (say("board.own", lang), OWN)
        self.source = choice(say("board.source", lang), [*shops, own], OWN if ideas is not None else first)
        label = say("board.write", lang, most=MOST_IDEAS)
        style, layout = {"description_width": "initial"}, w.Layout(**WIDE)
        self.written = w.Textarea(
            "\n".join(ideas or ()), description=label, rows=MOST_IDEAS, style=style, layout=layout
        )
        named = [(say(f"board.voters.{voter}", lang), voter) for voter in GRADES]
        self.voter = choice(say("board.voter", lang), named, "owner_one")
        self.rows, self.result = w.VBox(), shown("")
        buttons = [
            button(say("board.count", lang), self.count, main=True),
            button(say("board.example", lang), self.fill_in),
            button(say("board.clear", lang), self.clear),
        ]
        on_choice(self.source, self.restart)
        on_choice(self.written, self.restart)
        on_choice(self.voter, self.turn)
        unknown = say("board.unknown", lang, id=workshop, shown=first) if first != workshop and ideas is None else ""
        self.widget = w.VBox(
            [
                shown(paragraph(unknown) if unknown else ""),
                shown(paragraph(say("board.how", lang))),
                self.source,
                self.written,
                self.voter,
                self.rows,
                w.Box(buttons, layout=w.Layout(**ROW)),
                self.result,
            ]
        )
        self.restart()

    def restart(self) -> None:
        """Take up the ideas that have been chosen or written, with blank ballots."""
        own = self.source.value == OWN
        self.written.layout.display = None if own else "none"
        self.ideas = _numbered(self.written.value) if own else self._ideas_of(self.source.value)
        self.clear()

    def clear(self) -> None:
        """Make every ballot blank."""
        self.ballots = {}
        self.turn()
        show(self.result, "")

    def fill_in(self) -> None:
        """Fill in every ballot with the example's."""
        for voter, (dots, grades) in EXAMPLE.items():
            for idea, dot, grade in zip(self.ideas, dots, grades, strict=False):
                self.ballots[Place(voter, idea, "dots")] = str(dot)
                self.ballots[Place(voter, idea, GRADES[voter])] = str(grade)
        self.turn()
        self.count()

    def turn(self) -> None:
        """Show the chosen person's ballot."""
        self.controls = {}
        self.rows.children = [self._row(idea, words) for idea, words in self.ideas.items()]

    def count(self) -> None:
        """Show the order, and where people disagree."""
        show(self.result, self._counted())

    def frame(self) -> pd.DataFrame:
        """Return the ballots as `fsi_kit.collaboration.prioritise` reads them."""
        rows = [
            {
                "voter": say(f"board.voters.{voter}", self.lang),
                "idea": idea,
                **{what: self._number(voter, idea, what) for what in ("dots", "effect", "effort")},
            }
            for voter in GRADES
            for idea in self.ideas
        ]
        return pd.DataFrame(rows, columns=["voter", "idea", "dots", "effect", "effort"])

    def _counted(self) -> str:
        if not self.ideas:
            return element("p", text(say("board.none", self.lang)), role="status")
        if not any(value for value in self.ballots.values()):
            return element("p", text(say("board.empty", self.lang)), role="status")
        ideas, ballots = pd.DataFrame({"idea_id": list(self.ideas), "what": list(self.ideas.values())}), self.frame()
        problems = "".join(paragraph(problem.text(self.lang)) for problem in ballot_problems(ballots, ideas))
        ranked = prioritise(ideas, ballots)
        items = "".join(element("li", self._ranked(row, ballots)) for row in ranked.to_dict("records"))
        html = problems + element("ol", items) + paragraph(say("board.reminder", self.lang))
        return element("div", html, role="status")

    def _ranked(self, row: Mapping[Any, Any], ballots: pd.DataFrame) -> str:
        lang = self.lang
        key = "board.shared" if row["tied"] else "board.place"
        facts = [say("board.votes", lang, votes=row["votes"])]
        columns = self.book.descriptor.tables["ideas"].columns
        for what in ("effect", "effort"):
            if pd.notna(row[what]):
                mean = number(float(row[what]), lang)
                facts.append(say("board.mean", lang, title=columns[what].titles[lang].lower(), mean=mean))
        if pd.notna(row["quadrant"]):
            facts.append(quadrant_name(row["quadrant"], lang))
        html = strong(say(key, lang, rank=row["rank"], id=row["idea_id"])) + paragraph(row["what"])
        html += paragraph(" · ".join(facts))
        if row["divided"] is True:
            spreads = {what: row[f"{what}_spread"] for what in ("effect", "effort") if pd.notna(row[f"{what}_spread"])}
            widest = max(spreads, key=lambda what: float(spreads[what]))
            html += element("p", text(self._disagreement(row["idea_id"], widest, ballots)), style=GAP)
        return html

    def _disagreement(self, idea: str, what: str, ballots: pd.DataFrame) -> str:
        grades = ballots.loc[ballots["idea"] == idea, what]
        named = say(f"board.{what}_word", self.lang)
        return say("board.divided", self.lang, what=named, low=int(grades.min()), high=int(grades.max()))

    def _row(self, idea: str, words: str) -> Any:
        """Return an idea's row on the ballot: its words, its dots and its grade."""
        voter = self.voter.value
        grade = GRADES[voter]
        controls = []
        for what, values, blank in (
            ("dots", range(1, MOST_DOTS + 1), "0"),
            (grade, range(1, 6), say("board.no_grade", self.lang)),
        ):
            place = Place(voter, idea, what)
            options = [(blank, ""), *((str(value), str(value)) for value in values)]
            written = self.ballots.get(place, "")
            control = choice(say(f"board.{what}", self.lang, id=idea), options, "" if written == "0" else written)
            on_choice(control, partial(self._mark, place, control))
            self.controls[place] = control
            controls.append(control)
        said = shown(definitions([(idea, words)], self.lang))
        said.layout.flex = "2 1 18rem"
        answers = w.VBox(controls, layout=w.Layout(flex="1 1 14rem", min_width="0"))
        return w.Box([said, answers], layout=w.Layout(**ROW, border_bottom=LINE))

    def _mark(self, place: Place, control: Any) -> None:
        self.ballots[place] = control.value
        show(self.result, element("p", text(say("board.changed", self.lang)), role="status"))

    def _number(self, voter: str, idea: str, what: str) -> int | None:
        value = self.ballots.get(Place(voter, idea, what), "")
        return int(value) if value else 0 if what == "dots" else None

    def _workshops(self) -> list[tuple[str, str]]:
        """Return Exempelby's workshops to choose among, each with its need."""
        titles = self.book["needs"].set_index("need_id")["title"]
        rows = self.book["workshops"][["workshop_id", "need_id"]].itertuples(index=False)
        return [(say("board.workshop", self.lang, id=id_, need=shorten(titles[need])), id_) for id_, need in rows]

    def _ideas_of(self, workshop: str) -> dict[str, str]:
        """Return the ideas that got most votes in a workshop, as they hang on the wall: by id."""
        ideas = self.book["ideas"]
        ideas = ideas[ideas["workshop_id"] == workshop].nlargest(MOST_IDEAS, "votes").sort_values("idea_id")
        return dict(zip(ideas["idea_id"], ideas["what"], strict=True))


def _numbered(written: str) -> dict[str, str]:
    """Return the ideas of a text, one a line, with ids of their own."""
    lines = [" ".join(line.split()) for line in written.splitlines() if line.strip()]
    return {f"E{number:02}": line for number, line in enumerate(lines[:MOST_IDEAS], start=1)}
