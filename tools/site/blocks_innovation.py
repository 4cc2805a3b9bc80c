"""Blocks of the page about stage 3: what the room's functions give on Exempelby, computed when the site is built."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.innovation import (
    action_state,
    action_summary,
    caveats,
    effect,
    field_name,
    lead_times,
    load_scale,
    priority_matrix,
    told,
    verdict_text,
)
from fsi_kit.innovation.words import say
from fsi_kit.workbook import load_descriptor
from fsi_kit.workbook.rules import show
from tools.site.place import Place
from tools.site.render import render

STATUSES = ("planned", "ongoing", "done", "stopped")
# How much each service factor moves NKI comes from a municipality's own survey report. Exempelby's are made up.
EFFECTS = {
    "information": 1.9,
    "accessibility": 0.7,
    "treatment": 0.6,
    "competence": 1.1,
    "legal_certainty": 1.5,
    "efficiency": 2.2,
}


def action_counts(place: Place) -> str:
    """Count Exempelby's actions by status, and the late ones."""
    count = action_summary(load_exempelby(place.lang), AS_OF)
    rows = [(_label("actions", "status", status, place), getattr(count, status)) for status in STATUSES]
    note = place.words("innovation.actions.late", late=count.late, total=count.total, done=count.done, n=count.on_time)
    return _table("innovation.actions", place, ("status", "count#"), rows, note)


def late_actions(place: Place) -> str:
    """List Exempelby's late actions, the latest first."""
    book = load_exempelby(place.lang)
    state = action_state(book, AS_OF).join(book["actions"]["how"])
    late = state[state["late"]].sort_values("days_late", ascending=False)
    rows = [
        (row["action_id"], row["how"], row["department"], show(row["due"]), row["days_late"]) for row in _records(late)
    ]
    return _table("innovation.late", place, ("id", "how", "department", "due", "days#"), rows)


def lead_time_medians(place: Place) -> str:
    """Show how long the way from visit to change has been in Exempelby."""
    times = lead_times(load_exempelby(place.lang))
    rows = [
        (place.words(f"innovation.leads.{leg}"), _number(days, place), times.counts[leg])
        for leg, days in times.medians.items()
    ]
    return _table("innovation.leads", place, ("leg", "days#", "count#"), rows)


def companies_told(place: Place) -> str:
    """Say how many of Exempelby's companies have been told what came of their words, and list those that wait."""
    book = load_exempelby(place.lang)
    result = told(book, AS_OF)
    waiting = result.companies[~result.companies["told"]].sort_values("waited", ascending=False)
    companies, needs = book["companies"].set_index("company_id"), book["needs"].set_index("need_id")
    waiting = waiting.join(companies, on="company_id").join(needs["title"], on="need_id")
    rows = [
        (row["name"] if row["may_be_named"] else row["company_id"], row["title"], show(row["since"]), row["waited"])
        for row in _records(waiting)
    ]
    share = _number(round(100 * (result.share or 0)), place)
    said = place.words("innovation.told.share", told=result.told, total=result.total, share=share)
    return f"{said}\n\n" + _table("innovation.told", place, ("company", "need", "since", "waited#"), rows)


def nki_series(place: Place, area: str) -> str:
    """Show Exempelby's NKI in an area year by year, with what may be said of it."""
    rows = effect(load_exempelby(place.lang))
    scale = load_scale()
    columns = ["year", "answers#", "value#", "band", "verdict"]
    if area == "total":
        columns.insert(3, "national#")
    cells = []
    for row in _records(rows[rows["area"] == area]):
        each = {
            "year": row["year"],
            "answers#": _or_dash(row["answers"], place),
            "value#": _or_dash(row["value"], place),
            "national#": _national(row["national"], row["certainty"], place),
            "band": "–" if pd.isna(row["band"]) else scale.name(row["band"], place.lang),
            "verdict": verdict_text(row["verdict"], place.lang),
        }
        cells.append([each[name] for name in columns])
    title = _label("measurements", "area", area, place)
    return _table("innovation.nki", place, columns, cells, area=title)


def nki_bands(place: Place) -> str:
    """List the bands of the scale."""
    scale = load_scale()
    rows = [(band.name[place.lang], _number(band.start, place)) for band in scale.bands]
    return _table("innovation.bands", place, ("band", "start#"), rows)


def nki_caveats(place: Place) -> str:
    """List what must be said wherever NKI is shown."""
    return "\n".join(f"- {sentence}" for sentence in caveats(place.lang))


def factor_matrix(place: Place) -> str:
    """Divide Exempelby's service factors into the priority matrix, with made-up effects."""
    rows = effect(load_exempelby(place.lang), index=None)
    latest = rows[(rows["area"] == "total") & rows["index"].isin(EFFECTS)]
    matrix = priority_matrix(dict(zip(latest["index"], latest["value"].astype(float), strict=True)), EFFECTS)
    order = ["prioritise", "improve", "keep", "lower"]
    fields = matrix.fields.sort_values("field", key=lambda names: names.map(order.index), kind="stable")
    cells = [
        (
            _label("measurements", "index", row["index"], place),
            _number(row["grade"], place),
            _number(row["effect"], place),
            field_name(row["field"], place.lang),
        )
        for row in _records(fields.rename_axis("index").reset_index())
    ]
    note = place.words(
        "innovation.matrix.split",
        grade=_number(round(matrix.grade_split or 0, 1), place),
        effect=_number(round(matrix.effect_split or 0, 1), place),
    )
    return _table("innovation.matrix", place, ("factor", "grade#", "effect#", "field"), cells, note)


def _table(
    group: str, place: Place, columns: Sequence[str], rows: Iterable[Sequence[Any]], note: str = "", **places: object
) -> str:
    """Render a table; a column whose name ends with # holds numbers."""
    titles = [(place.words(f"{group}.{name.removesuffix('#')}"), name.endswith("#")) for name in columns]
    caption = place.words(f"{group}.caption", as_of=AS_OF.isoformat(), **places)
    return render("data_table.html", caption=caption, columns=titles, rows=list(rows), note=note)


def _label(table: str, column: str, value: str, place: Place) -> str:
    return load_descriptor().tables[table].columns[column].label(value, place.lang)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _number(value: Any, place: Place) -> str:
    return show(float(value)).replace(".", "," if place.lang == "sv" else ".")


def _or_dash(value: Any, place: Place) -> str:
    return "–" if pd.isna(value) else _number(value, place)


def _national(value: Any, certainty: Any, place: Place) -> str:
    """Write a national figure; one that is not published says so."""
    if pd.isna(certainty):
        return "–"
    how = say(f"certainty.{certainty}", place.lang)
    return how if pd.isna(value) else _number(value, place) + ("" if certainty == "V" else f" ({how})")
