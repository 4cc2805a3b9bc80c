"""Blocks of the module on needs: how voices gather into a need, and which way a need takes, drawn as SVG."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from fsi_kit.drawing import PAD, TALL, WIDE, Line, Look, Piece, arrow, box, two_drawings, wrap, written
from fsi_kit.texts import Lang, load_texts
from tools.site.example import exempelby
from tools.site.place import Place
from tools.site.render import render

NAME, SMALL_GAP, GAP = "fsi-needs", 8, 30
VOICES, OUT = 340, 270  # widths in the wide drawing
TALL_OUT = 250
STRAY = Look(dashed=True)


def need_gathering(place: Place) -> str:
    """Draw four of Exempelby's insights that belong to one need, and one that looks like them and does not."""
    words = _words("gathering")
    wide, tall = _gathering(words, place.lang, tall=False), _gathering(words, place.lang, tall=True)
    return _figure(place, words, wide, tall, _tell_gathering(words, place.lang))


def need_way(place: Place) -> str:
    """Draw the questions that tell whether a need is for a workshop, a simple fix or more visits."""
    words = _words("way")
    wide, tall = _way(words, place.lang, WIDE, OUT), _way(words, place.lang, TALL, TALL_OUT)
    return _figure(place, words, wide, tall, _tell_way(words, place.lang))


def _words(picture: str) -> dict[str, Any]:
    words: dict[str, Any] = load_texts("tools.site", "needs.toml")[picture]
    return words


def _figure(place: Place, words: dict[str, Any], wide: Piece, tall: Piece, told: str) -> str:
    title, caption = words["title"][place.lang], words["caption"][place.lang]
    prefix = f"{NAME}-{'way' if 'rungs' in words else 'gathering'}"
    svg = two_drawings(NAME, prefix, wide, tall, title, told, place.lang)
    return render("figure.html", svg=Markup(svg), caption=caption)  # noqa: S704 - ours


def _gathering(words: dict[str, Any], lang: Lang, tall: bool) -> Piece:
    """Draw the voices with the need beside them, or below them where the drawing is tall; then the stray one."""
    width = TALL if tall else VOICES
    svg, y = "", 0.0
    for voice in words["voices"]:
        drawn = _voice(voice, y, width, lang)
        svg, y = svg + drawn.svg, y + drawn.height + SMALL_GAP
    left, room = (0.0, TALL) if tall else (VOICES + GAP, WIDE - VOICES - GAP)
    if tall:
        svg += arrow(TALL / 2, y - SMALL_GAP + 3, 0, GAP - 6)
        y += GAP - SMALL_GAP
        need = box(left, y, room, _need(words, lang, room - 2 * PAD), 0, Look(0.1, edge=2))
        y += need.height
    else:
        bottom = y - SMALL_GAP
        need = box(left, 0, room, _need(words, lang, room - 2 * PAD), bottom, Look(0.1, middle=True, edge=2))
        svg += arrow(VOICES + 4, bottom / 2, GAP - 8, 0)
        y = max(bottom, need.height)
    svg, y = svg + need.svg, y + GAP
    stray = _voice(words["stray"], y, width, lang, STRAY)
    other = wrap(Line(f"{words['other'][lang]}: {_title(words['other'], lang)}", 12.5, True), room - 2 * PAD)
    if tall:
        svg += stray.svg + arrow(TALL / 2, y + stray.height + 3, 0, GAP - 6)
        y += stray.height + GAP
        last = box(0, y, TALL, other, 0, STRAY)
        return Piece(svg + last.svg, y + last.height)
    last = box(left, y, room, other, stray.height, Look(middle=True, dashed=True))
    svg += stray.svg + arrow(VOICES + 4, y + stray.height / 2, GAP - 8, 0) + last.svg
    return Piece(svg, y + max(stray.height, last.height))


def _voice(voice: dict[str, Any], y: float, width: float, lang: Lang, look: Look | None = None) -> Piece:
    head = Line(f"{voice['who'][lang]}, {voice['insight']}", 12.5, True)
    return box(0, y, width, [head, *wrap(Line(voice["said"][lang]), width - 2 * PAD)], 0, look)


def _need(words: dict[str, Any], lang: Lang, room: float) -> list[Line]:
    """Return the need as it stands in Exempelby's workbook: what, why and causes."""
    row = _row(words["need"], lang)
    lines = [Line(words["need"][lang], 12.5), *wrap(Line(row["title"], 15, True), room)]
    for name, column in (("why", "why"), ("causes", "root_cause")):
        lines += [Line(" ", 6), Line(words[name][lang], 12.5, True), *wrap(Line(row[column]), room)]
    return lines


def _row(named: dict[str, str], lang: Lang) -> dict[str, str]:
    needs = exempelby(lang)["needs"].set_index("need_id")
    return {str(column): str(value) for column, value in needs.loc[named[lang].split()[-1]].items()}


def _title(named: dict[str, str], lang: Lang) -> str:
    return _row(named, lang)["title"]


def _way(words: dict[str, Any], lang: Lang, width: float, out: float) -> Piece:
    """Draw the questions below each other, each with the way out that one of its answers opens."""
    beside = width > TALL
    asked_width = width - out - 2 * GAP if beside else width
    svg, y = "", 0.0
    for rung in words["rungs"]:
        leave, stay = words[rung["leave"]][lang], words["no" if rung["leave"] == "yes" else "yes"][lang]
        asked = box(
            0, y, asked_width, wrap(Line(rung["question"][lang], 13.5, True), asked_width - 2 * PAD), 0, Look(0.1)
        )
        lines = wrap(Line(rung["out"][lang]), out - 2 * PAD)
        if beside:
            way_out = box(width - out, y, out, lines, asked.height, Look(middle=True, dashed=True))
            svg += written(asked_width + 12, y + asked.height / 2 - 22, 2 * GAP, [Line(leave)]).svg
            svg += arrow(asked_width + 4, y + asked.height / 2, 2 * GAP - 8, 0)
            bottom = y + max(asked.height, way_out.height)
            middle = asked_width / 2
        else:
            way_out = box(width - out, y + asked.height + GAP, out, lines, 0, STRAY)
            svg += arrow(width - out / 2, y + asked.height + 3, 0, GAP - 6)
            svg += written(width - out / 2 + 8, y + asked.height + 4, 40, [Line(leave)]).svg
            bottom = y + asked.height + GAP + way_out.height
            middle = (width - out) / 2
        top = y + asked.height + 3
        svg += asked.svg + way_out.svg + arrow(middle, top, 0, bottom + GAP - top - 3)
        svg += written(middle + 8, top, 40, [Line(stay)]).svg
        y = bottom + GAP
    end = box(0, y, asked_width, wrap(Line(words["end"][lang], 15, True), asked_width - 2 * PAD), 0, Look(0.1, edge=2))
    return Piece(svg + end.svg, y + end.height)


def _tell_gathering(words: dict[str, Any], lang: Lang) -> str:
    said = [f"{v['who'][lang]}, {v['insight']}: {v['said'][lang]}" for v in words["voices"]]
    row, stray = _row(words["need"], lang), words["stray"]
    parts = [
        *said,
        f"→ {words['need'][lang]}: {row['title']}.",
        f"{words['why'][lang]}: {row['why']}",
        f"{words['causes'][lang]}: {row['root_cause']}",
        f"{stray['who'][lang]}, {stray['insight']}: {stray['said'][lang]}",
        f"→ {words['other'][lang]}: {_title(words['other'], lang)}.",
    ]
    return " ".join(parts)


def _tell_way(words: dict[str, Any], lang: Lang) -> str:
    parts = []
    for rung in words["rungs"]:
        leave, stay = words[rung["leave"]][lang], words["no" if rung["leave"] == "yes" else "yes"][lang]
        parts.append(f"{rung['question'][lang]} {leave} → {rung['out'][lang]} {stay} ↓")
    return " ".join([*parts, f"{words['end'][lang]}."])
