"""Blocks of the page about stage 3: what the room's functions give on Exempelby, computed when the site is built."""

from __future__ import annotations

from typing import Any

import pandas as pd

from fsi_kit.examples import AS_OF
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
from tools.site.data_tables import NONE, data_table, day, label, number, records
from tools.site.example import exempelby
from tools.site.place import Place

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
    count = action_summary(exempelby(place.lang), AS_OF)
    rows = [(label("actions", "status", status, place), getattr(count, status)) for status in STATUSES]
    note = place.words("innovation.actions.late", late=count.late, total=count.total, done=count.done, n=count.on_time)
    return data_table("innovation.actions", place, ("status", "count#"), rows, note)


def late_actions(place: Place) -> str:
    """List Exempelby's late actions, the latest first."""
    book = exempelby(place.lang)
    state = action_state(book, AS_OF).join(book["actions"]["how"])
    late = state[state["late"]].sort_values("days_late", ascending=False)
    rows = [
        (row["action_id"], row["how"], row["department"], day(row["due"]), row["days_late"]) for row in records(late)
    ]
    return data_table("innovation.late", place, ("id", "how", "department", "due@", "days#"), rows)


def lead_time_medians(place: Place) -> str:
    """Show how long the way from visit to change has been in Exempelby."""
    times = lead_times(exempelby(place.lang))
    rows = [
        (
            place.words(f"innovation.leads.{leg}"),
            NONE if days is None else number(days, place, int(days % 1 > 0)),
            times.counts[leg],
        )
        for leg, days in times.medians.items()
    ]
    return data_table("innovation.leads", place, ("leg", "days#", "count#"), rows)


def companies_told(place: Place) -> str:
    """Say how many of Exempelby's companies have been told what came of their words, and list those that wait."""
    book = exempelby(place.lang)
    result = told(book, AS_OF)
    waiting = result.companies[~result.companies["told"]].sort_values("waited", ascending=False)
    companies, needs = book["companies"].set_index("company_id"), book["needs"].set_index("need_id")
    waiting = waiting.join(companies, on="company_id").join(needs["title"], on="need_id")
    rows = [
        (row["name"] if row["may_be_named"] else row["company_id"], row["title"], day(row["since"]), row["waited"])
        for row in records(waiting)
    ]
    share = number(100 * (result.share or 0), place)
    said = place.words("innovation.told.share", told=result.told, total=result.total, share=share)
    return f"{said}\n\n" + data_table("innovation.told", place, ("company", "need", "since@", "waited#"), rows)


def nki_series(place: Place, area: str) -> str:
    """Show Exempelby's NKI in an area year by year, with what may be said of it."""
    rows = effect(exempelby(place.lang))
    scale = load_scale()
    columns = ["year", "answers#", "value#", "band", "verdict"]
    if area == "total":
        columns.insert(3, "national#")
    cells = []
    for row in records(rows[rows["area"] == area]):
        each = {
            "year": row["year"],
            "answers#": number(row["answers"], place),
            "value#": number(row["value"], place),
            "national#": _national(row["national"], row["certainty"], place),
            "band": NONE if pd.isna(row["band"]) else scale.name(row["band"], place.lang),
            "verdict": verdict_text(row["verdict"], place.lang),
        }
        cells.append([each[name] for name in columns])
    title = label("measurements", "area", area, place)
    return data_table("innovation.nki", place, columns, cells, area=title)


def nki_bands(place: Place) -> str:
    """List the bands of the scale."""
    scale = load_scale()
    rows = [(band.name[place.lang], number(band.start, place)) for band in scale.bands]
    return data_table("innovation.bands", place, ("band", "start#"), rows)


def nki_caveats(place: Place) -> str:
    """List what must be said wherever NKI is shown."""
    return "\n".join(f"- {sentence}" for sentence in caveats(place.lang))


def factor_matrix(place: Place) -> str:
    """Divide Exempelby's service factors into the priority matrix, with made-up effects."""
    rows = effect(exempelby(place.lang), index=None)
    latest = rows[(rows["area"] == "total") & rows["index"].isin(EFFECTS)]
    matrix = priority_matrix(dict(zip(latest["index"], latest["value"].astype(float), strict=True)), EFFECTS)
    order = ["prioritise", "improve", "keep", "lower"]
    fields = matrix.fields.sort_values("field", key=lambda names: names.map(order.index), kind="stable")
    cells = [
        (
            label("measurements", "index", row["index"], place),
            number(row["grade"], place),
            number(row["effect"], place, 1),
            field_name(row["field"], place.lang),
        )
        for row in records(fields.rename_axis("index").reset_index())
    ]
    note = place.words(
        "innovation.matrix.split",
        grade=number(matrix.grade_split or 0, place, 1),
        effect=number(matrix.effect_split or 0, place, 1),
    )
    return data_table("innovation.matrix", place, ("factor", "grade#", "effect#", "field"), cells, note)


def _national(value: Any, certainty: Any, place: Place) -> str:
    """Write a national figure; one that is not published says so."""
    if pd.isna(certainty):
        return NONE
    how = say(f"certainty.{certainty}", place.lang)
    return how if pd.isna(value) else number(value, place) + ("" if certainty == "V" else f" ({how})")
