"""Judge a plan: any plan passes that the rules have nothing against and that fits the day, the room and the people.

The method's own rules judge a small workbook made of the answers. The rest is arithmetic with the minutes. What is
given on each line of the agenda is taken from the solution.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from fsi_kit.check import check as check_rules
from fsi_kit.course.judging import Miss
from fsi_kit.workbook import Workbook, workbook

PEOPLE = 16
DAY = date(2026, 10, 8)
OPENS, CLOSES, LEAVES = 13 * 60, 16 * 60, 15 * 60
"""The library is ours from 13:00 to 16:00, and the head of streets leaves at 15:00."""
LONGEST_STRETCH, LONGEST_GRID, SMALLEST_GROUP = 100, 15, 3
GRID, CHOICE = "M12", "M13"
SHORT = {"M08": "one-two-four"}
"""What is said of certain lines that are too short; the others have one hint for all."""
# The needs to choose among: a title as the rules read it, and how many insights there are. N13 and N14 are made up.
NEEDS = {
    "N08": ("Företag i Norrängen behöver kunna köra tunga transporter säkert året runt", 11),
    "N13": ("Hantverkare i Storåkra behöver hitta lokaler som de har råd med", 2),
    "N14": ("Kommunen behöver skaffa en ny app för felanmälan", 6),
}
BY_RULE = {"C202": "slot-too-short", "C203": "group-too-large", "C213": "few-insights", "U104": "solution-as-need"}
ROOMS = {"town_hall": "room-too-small", "school": "fixed-seats"}


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Judge the workshop's own cells, then the agenda's lines, then how the agenda falls in the day."""
    id_ = str(solution["workshop"]["workshop_id"].iloc[0])
    shop = _first(attempt["workshop"], "workshop_id", id_)
    about_shop = list(dict.fromkeys(_workshop(shop)))
    for mistake in about_shop:
        yield Miss(mistake, "workshop", id_, shop["row"] if shop else None)
    lines = _lines(attempt, solution)
    own = dict(_own_minutes(lines))
    whole = "blank" not in own.values()
    late = _day(lines, shop) if whole else ()
    if "slot-too-short" in about_shop:  # nothing fits in a slot that is too short: one thing at a time
        late = ((item, mistake) for item, mistake in late if mistake != "past-the-end")
    for item, mistake in [*own.items(), *late]:
        row = lines["row"][item]
        yield Miss(mistake, "agenda", item, None if pd.isna(row) else int(row))


def _first(frame: pd.DataFrame, key: str, id_: str) -> dict[str, Any] | None:
    """Return the row of that id with its row number, blank cells as None; None where there is none."""
    found = frame.assign(row=frame.index)[(frame[key] == id_).fillna(False)].head(1)
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    return {str(name): value for name, value in rows[0].items()} if rows else None


def _workshop(shop: dict[str, Any] | None) -> Iterator[str]:
    if shop is None or any(value is None for value in shop.values()):
        yield "blank"
    if shop is None:
        return
    yield from (BY_RULE[id_] for id_ in _findings(shop) if id_ in BY_RULE)
    if shop["date"] is not None and shop["date"].date() != DAY:
        yield "day-taken"
    if shop["place"] in ROOMS:
        yield ROOMS[shop["place"]]
    start, minutes = _minute(shop["start"]), shop["minutes"]
    if start is not None and (start < OPENS or start + (minutes or 0) > CLOSES):
        yield "outside-the-booking"
    if shop["groups"] and PEOPLE // shop["groups"] < SMALLEST_GROUP:
        yield "small-groups"


def _findings(shop: dict[str, Any]) -> list[str]:
    """Return the ids of the rules that have something against the workshop, its need and its groups."""
    need = shop["need"] if shop["need"] in NEEDS else "N08"
    title, insights = NEEDS[need]
    ids = [f"I{i}" for i in range(insights)]
    groups = shop["groups"] or 4
    people = [(f"P{i}", str(i % groups)) for i in range(PEOPLE)]
    frames = {
        "needs": pd.DataFrame([{"need_id": need, "title": title, "status": "open"}]),
        "need_insights": pd.DataFrame({"need_id": need, "insight_id": ids}),
        "workshops": pd.DataFrame([{"workshop_id": "W05", "need_id": need, "date": DAY, "minutes": shop["minutes"]}]),
        "participants": pd.DataFrame(people, columns=["participant_id", "group"]).assign(workshop_id="W05"),
    }
    return [finding.rule.id for finding in check_rules(workbook(frames), DAY).findings]


def _lines(attempt: Workbook, solution: Workbook) -> pd.DataFrame:
    """Return the agenda's lines by id as they are given, with the attempt's minutes and row numbers."""
    given = attempt["agenda"].assign(row=lambda frame: frame.index).drop_duplicates("item_id")
    lines = solution["agenda"].drop(columns="minutes").merge(given[["item_id", "minutes", "row"]], "left", on="item_id")
    return lines.set_index("item_id")


def _own_minutes(lines: pd.DataFrame) -> Iterator[tuple[str, str]]:
    for item, line in lines.iterrows():
        minutes = line["minutes"]
        if pd.isna(minutes):
            yield str(item), "blank"
        elif minutes == 0 and not line["may_be_left_out"]:
            yield str(item), "left-out"
        elif 0 < minutes < line["least"]:
            yield str(item), "short-break" if line["step"] == "break" else SHORT.get(str(item), "too-short")
        elif item == GRID and minutes > LONGEST_GRID:
            yield str(item), "long-discussion"


def _day(lines: pd.DataFrame, shop: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    """Find what is wrong with when things happen. An agenda may end early."""
    minutes = lines["minutes"].astype(int)
    start = _minute(shop["start"]) if shop else None
    start = OPENS if start is None else start
    ends = start + minutes.cumsum()
    slot = (shop and shop["minutes"]) or CLOSES - OPENS
    late = ends[ends > start + slot]
    if len(late):
        yield str(late.index[0]), "past-the-end"
    if ends[CHOICE] > LEAVES:
        yield CHOICE, "choice-too-late"
    breaks = (lines["step"] == "break") & (minutes > 0)
    worked = minutes.where(lines["step"] != "break", 0).groupby(breaks.cumsum()).cumsum()
    long = worked[worked > LONGEST_STRETCH]
    if len(long):
        yield str(long.index[0]), "no-break"


def _minute(clock: str | None) -> int | None:
    if clock is None:
        return None
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
