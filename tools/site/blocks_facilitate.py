"""Pictures of the page about facilitating: a card for each step, and the worksheet of one of Exempelby's workshops."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from fsi_kit.drawing import ARROW_ROOM, PAD, TALL, WIDE, Line, Look, Piece, arrow, box, two_drawings, wrap, written
from fsi_kit.method import Step, load_method
from fsi_kit.texts import Lang
from tools.site.data_tables import records
from tools.site.example import exempelby
from tools.site.place import Place
from tools.site.render import render

GAP = 12
HEAD = 0.27  # of a card's width is its head, when the card is wide
VOICES, LEFT_OUT = 2, 3
ROOM = 110  # letters of a quoted text


def step_cards(place: Place) -> str:
    """Draw a card for each step: what the facilitator does and says, and what the step hands on."""
    steps, lang = load_method(place.lang).steps, place.lang
    wide, tall = (_cards(steps, width, lang) for width in (WIDE, TALL))
    told = " ".join(_told(step, lang) for step in steps)
    svg = two_drawings("fsi-cards", "fsi-cards", wide, tall, _say("cards.title", lang), told, lang)
    return _figure(svg, _say("cards.caption", lang))


def canvas(place: Place, workshop: str) -> str:
    """Draw the worksheet of one of Exempelby's workshops, filled in with what the workbook holds.

    Raises:
        KeyError: Exempelby has no such workshop.
    """
    lang = place.lang
    fields = worksheet(lang, workshop)
    wide = _rows([fields[:2], fields[2:4], fields[4:]], WIDE)
    tall = _rows([[field] for field in fields], TALL)
    told = " ".join(" ".join(line.text for line in field) for field in fields)
    title = _say("canvas.title", lang, workshop=workshop)
    return _figure(
        two_drawings("fsi-canvas", "fsi-canvas", wide, tall, title, told, lang), _say("canvas.caption", lang)
    )


def worksheet(lang: Lang, workshop: str) -> list[list[Line]]:
    """Return the worksheet's five fields, each as lines that begin with the step's name.

    Raises:
        KeyError: Exempelby has no such workshop.
    """
    book = exempelby(lang)
    need_id = dict(zip(book["workshops"]["workshop_id"], book["workshops"]["need_id"], strict=True))[workshop]
    (need,) = records(book["needs"][book["needs"]["need_id"] == need_id])
    linked = book["need_insights"].query("need_id == @need_id")["insight_id"]
    insights = book["insights"][book["insights"]["insight_id"].isin(linked)].merge(book["visits"], on="visit_id")
    ideas = book["ideas"].query("workshop_id == @workshop").sort_values(["votes", "idea_id"], ascending=[False, True])
    chosen, other = ideas[ideas["chosen"]], ideas[~ideas["chosen"]]
    actions = book["actions"][book["actions"]["idea_id"].isin(chosen["idea_id"])]
    sides = actions["owner_side"].value_counts()
    voices = insights.sort_values("urgency", ascending=False, kind="stable").drop_duplicates("company_id")
    counts = {"insights": len(insights), "companies": insights["company_id"].nunique()}
    texts = [
        [
            _say("canvas.voices", lang, **counts),
            *(_say("canvas.quote", lang, text=_beginning(text)) for text in voices["statement"].head(VOICES)),
        ],
        [f"{need['title']}.", _say("canvas.causes", lang, text=need["root_cause"])],
        [
            _say("canvas.ideas", lang, count=len(ideas)),
            *(_idea("canvas.idea", row, lang) for row in records(other.head(LEFT_OUT))),
        ],
        [_idea("canvas.chosen", row, lang) for row in records(chosen)],
        [
            _say(
                "canvas.actions",
                lang,
                count=len(actions),
                municipality=sides.get("municipality", 0),
                business=sides.get("business", 0),
            ),
            *(_action(row, lang) for row in records(actions.drop_duplicates("owner_side"))),
        ],
    ]
    heads = [_say("cards.numbered", lang, number=step.number, name=step.name) for step in load_method(lang).steps]
    return [[Line(head, 13.5, True), *map(Line, lines)] for head, lines in zip(heads, texts, strict=True)]


def _beginning(text: str) -> str:
    """Return a text's first sentence, and those after it that there is room for."""
    sentences: list[str] = re.findall(r"[^.?!]+[.?!]*", text)
    kept, *rest = sentences or [text]
    for sentence in rest:
        if len(kept) + len(sentence) > ROOM:
            break
        kept += sentence
    return kept


def _idea(key: str, row: Any, lang: Lang) -> str:
    return _say(key, lang, **{**row, "text": _beginning(row["what"])})


def _action(row: Any, lang: Lang) -> str:
    due = pd.Timestamp(row["due"]).date().isoformat()
    return _say("canvas.action", lang, owner=row["owner"], due=due, text=_beginning(row["how"]))


def _cards(steps: tuple[Step, ...], width: int, lang: Lang) -> Piece:
    """Draw the cards below each other, with what each hands on between them."""
    svg, y = "", 0.0
    for step, after in pairwise((*steps, None)):
        card = _card(step, y, width, lang) if step else Piece("", 0)
        svg += card.svg
        y += card.height
        if step and after:
            lines = wrap(Line(step.into, 12.5, True), width - 4 * PAD)
            label = written(2 * PAD + 14, y + 3, width - 4 * PAD, lines)
            height = max(ARROW_ROOM + 4, label.height + 8)
            svg += arrow(2 * PAD, y + 3, 0, height - 6) + label.svg
            y += height
    return Piece(svg, y)


def _card(step: Step, y: float, width: int, lang: Lang) -> Piece:
    minutes, least = (sum(getattr(a, name) for a in step.activities) for name in ("minutes", "least"))
    head = [
        Line(_say("cards.numbered", lang, number=step.number, name=step.name), 14.5, True),
        Line(step.question.text),
        Line(_say("cards.minutes", lang, minutes=minutes, least=least)),
    ]
    parts = [
        [Line(_say(f"cards.{key}", lang), 12.5, True), Line(_say(f"steps.{step.id}.{key}", lang))]
        for key in ("do", "say")
    ]
    if width == TALL:
        lines = [part for line in (*head, *parts[0], *parts[1]) for part in wrap(line, width - 2 * PAD)]
        return box(0, y, width, lines, 0, Look(0.05))
    left = width * HEAD
    each = (width - left) / 2
    columns = [(0.0, left, head), (left, each, parts[0]), (left + each, each, parts[1])]
    wrapped = [(x, room, [part for line in lines for part in wrap(line, room - 2 * PAD)]) for x, room, lines in columns]
    drawn = [written(x + PAD, y + PAD, room - 2 * PAD, lines) for x, room, lines in wrapped]
    height = max(piece.height for piece in drawn) + 2 * PAD
    return Piece(box(0, y, width, [], height, Look(0.05)).svg + "".join(piece.svg for piece in drawn), height)


def _rows(rows: list[list[list[Line]]], width: int) -> Piece:
    """Draw fields in rows; those of a row are equally wide and high."""
    svg, y = "", 0.0
    for row in rows:
        each = (width - GAP * (len(row) - 1)) / len(row)
        lines = [[part for line in field for part in wrap(line, each - 2 * PAD)] for field in row]
        height = max(box(0, 0, each, field).height for field in lines)
        for number, field in enumerate(lines):
            svg += box(number * (each + GAP), y, each, field, height, Look(0.05)).svg
        y += height + GAP
    return Piece(svg, y - GAP)


def _told(step: Step, lang: Lang) -> str:
    said = {key: _say(f"steps.{step.id}.{key}", lang) for key in ("do", "say")}
    return _say("cards.told", lang, number=step.number, name=step.name, into=step.into, **said)


def _figure(svg: str, caption: str) -> str:
    return render("picture.html", svg=Markup(svg), caption=caption)  # noqa: S704 - ours


def _say(key: str, lang: Lang, **places: object) -> str:
    entry: Any = _words()
    for name in key.split("."):
        entry = entry[name]
    text: str = entry[lang]
    return text.format(**places) if places else text


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("facilitate.toml").read_text(encoding="utf-8"))
