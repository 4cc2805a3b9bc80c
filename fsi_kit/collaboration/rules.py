"""Rules of stage 2 (``C…``): are the right people in the room, with time enough, and does it lead to a choice?

Every rule is silent where a table or a column that it needs could not be read: that is one finding already. A workshop
is held once its date has passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from fsi_kit.collaboration.agenda import least_minutes
from fsi_kit.findings import Hit, load_rules
from fsi_kit.settings import Settings
from fsi_kit.texts import LANGS, Both, load_texts
from fsi_kit.workbook import Workbook
from fsi_kit.workbook.looking import has, look_up, rows_where, true
from fsi_kit.workbook.rules import RuleFunction

PACKAGE = "fsi_kit.collaboration"
SIDES = ("municipality", "business")
MOST_PEOPLE = 100
"""A larger crowd is counted as this large when the time it needs is computed."""


def sides_in_the_room(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C201: a workshop has participants from one side only."""
    if not has(book, workshops=("workshop_id",), participants=("workshop_id", "side")):
        return
    shops, people = _workshops(book), book["participants"].dropna(subset="side")
    known = shops["workshop_id"].isin(people["workshop_id"])
    for side in SIDES:
        there = shops["workshop_id"].isin(people.loc[true(people["side"] == side), "workshop_id"])
        for row, shop in rows_where(shops, known & ~there, "workshop_id"):
            yield Hit("C201", "workshops", row, "workshop_id", shop, {"side": _side(book, side)})


def time_for_five_steps(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C202: a workshop is shorter than the five steps need with that many people."""
    if not has(book, workshops=("workshop_id", "minutes")):
        return
    shops = _workshops(book).dropna(subset="minutes")
    counts = _per(shops["workshop_id"], book["participants"]["workshop_id"])
    need = {count: least_minutes(min(max(2, count), MOST_PEOPLE)) for count in counts.unique()}
    least = counts.map(need)
    rows = shops.assign(people=counts, least=least)
    for row, minutes, people, enough in rows_where(rows, rows["minutes"] < least, "minutes", "people", "least"):
        who = _words("with_people", people=people) if people else ""
        yield Hit("C202", "workshops", row, "minutes", str(minutes), {"least": str(enough), "who": who})


def groups(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C203, C206: a group is too large, or has nobody from a side that is in the room."""
    if not has(book, participants=("workshop_id", "side", "group")):
        return
    people = book["participants"].dropna(subset=["workshop_id", "group"])
    by_group = people.groupby(["workshop_id", "group"])
    most, count = _limit(settings, "C203", "people"), by_group["group"].transform("size")
    rows = people.assign(count=count)
    for row, group, shop, size in rows_where(
        rows, (count > most) & (by_group.cumcount() == most), "group", "workshop_id", "count"
    ):
        params = {"workshop": str(shop), "count": str(size), "people": str(most)}
        yield Hit("C203", "participants", row, "group", group, params)
    judged = (count > 1) & by_group["side"].transform("count").eq(count) & (by_group.cumcount() == 0)
    in_room = book["participants"]
    for side in SIDES:
        here = people["side"].eq(side).fillna(False).astype(bool)
        lacking = ~here.groupby([people["workshop_id"], people["group"]]).transform("any")
        others = people["workshop_id"].isin(in_room.loc[true(in_room["side"] == side), "workshop_id"])
        for row, group, shop in rows_where(people, judged & lacking & others, "group", "workshop_id"):
            yield Hit("C206", "participants", row, "group", group, {"workshop": str(shop), "side": _side(book, side)})


def choices_against_the_votes(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C204: an idea was chosen, one with more votes was not, and the chosen one does not say why."""
    if not has(book, ideas=("idea_id", "workshop_id", "votes", "chosen", "reason")):
        return
    ideas = book["ideas"].dropna(subset=["workshop_id", "votes"])
    passed = ideas[~true(ideas["chosen"])].sort_values(["votes", "idea_id"], ascending=[False, True])
    top = passed.drop_duplicates("workshop_id").set_index("workshop_id")
    shop = ideas["workshop_id"]
    rows = ideas.assign(more=shop.map(top["votes"]), other=shop.map(top["idea_id"]))
    against = true(rows["chosen"]) & true(rows["votes"] < rows["more"]) & _blank(rows["reason"])
    for row, idea, votes, more, other in rows_where(rows, against, "idea_id", "votes", "more", "other"):
        params = {"votes": str(votes), "more": str(more), "other": _text(other)}
        yield Hit("C204", "ideas", row, "reason", idea, params)


def departments_in_the_room(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C205: nobody from the department that the need concerns takes part, though others say where they come from."""
    if not has(
        book,
        workshops=("workshop_id", "need_id"),
        needs=("need_id", "department"),
        participants=("workshop_id", "department"),
    ):
        return
    shops, people = _workshops(book), book["participants"].dropna(subset="department")
    rows = shops.assign(department=look_up(shops["need_id"], book["needs"], "need_id", "department"))
    there = pd.MultiIndex.from_arrays([people["workshop_id"].astype(object), _fold(people["department"])])
    wanted = pd.MultiIndex.from_arrays([rows["workshop_id"].astype(object), _fold(rows["department"])])
    asked = rows["workshop_id"].isin(people["workshop_id"]) & rows["department"].notna()
    for row, need, department, shop in rows_where(
        rows, asked & ~wanted.isin(there), "need_id", "department", "workshop_id"
    ):
        params = {"department": str(department), "workshop": str(shop)}
        yield Hit("C205", "workshops", row, "need_id", need, params)


def outcomes(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C207, C208, C209: a held workshop gave no ideas or chose none, or many were chosen."""
    if not has(book, workshops=("workshop_id", "date"), ideas=("workshop_id",)):
        return
    shops, ideas = _workshops(book), book["ideas"]
    count = _per(shops["workshop_id"], ideas["workshop_id"])
    rows, held = shops.assign(count=count), _held(shops, settings)
    for row, shop, day in rows_where(rows, held & (count == 0), "workshop_id", "date"):
        yield Hit("C207", "workshops", row, "workshop_id", shop, {"date": day.date().isoformat()})
    if not has(book, ideas=("chosen",)):
        return
    chosen, most = _per(shops["workshop_id"], _chosen(ideas)["workshop_id"]), _limit(settings, "C209", "ideas")
    for row, shop, ideas_ in rows_where(rows, held & (count > 0) & (chosen == 0), "workshop_id", "count"):
        yield Hit("C208", "workshops", row, "workshop_id", shop, {"count": str(ideas_)})
    for row, shop, many in rows_where(rows.assign(chosen=chosen), chosen > most, "workshop_id", "chosen"):
        yield Hit("C209", "workshops", row, "workshop_id", shop, {"count": str(many), "ideas": str(most)})


def ungraded_choices(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C210: a chosen idea lacks effect or effort. What could not be read is a data finding already."""
    if not has(book, ideas=("idea_id", "effect", "effort", "chosen")):
        return
    chosen, unread = _chosen(book["ideas"]), book.sheets["ideas"].unread
    lacks = {
        grade: chosen[grade].isna() & ~chosen.index.isin([row for row, column in unread if column == grade])
        for grade in ("effect", "effort")
    }
    rows = chosen.assign(**{f"no_{grade}": missing for grade, missing in lacks.items()})
    for row, idea, no_effect, no_effort in rows_where(
        rows, lacks["effect"] | lacks["effort"], "idea_id", "no_effect", "no_effort"
    ):
        missing = "both" if no_effect and no_effort else "effect" if no_effect else "effort"
        params: dict[str, str | Both] = {"idea": _text(idea), "missing": _words(missing)}
        yield Hit("C210", "ideas", row, "effect" if no_effect else "effort", None, params)


def companies_behind_the_need(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C211: companies told of the need, other companies are in the room, and none of them is one of those."""
    if not has(
        book,
        workshops=("workshop_id", "need_id"),
        need_insights=("need_id", "insight_id"),
        insights=("insight_id", "visit_id"),
        visits=("visit_id", "company_id"),
        participants=("workshop_id", "company_id"),
    ):
        return
    shops, people = _workshops(book), book["participants"]
    links = book["need_insights"]
    links = links[links["need_id"].isin(shops["need_id"])]
    visit = look_up(links["insight_id"], book["insights"], "insight_id", "visit_id")
    company = look_up(visit, book["visits"], "visit_id", "company_id")
    behind = links[["need_id"]].assign(company_id=company).dropna().drop_duplicates()
    need = look_up(people["workshop_id"], shops, "workshop_id", "need_id")
    room = people[["workshop_id", "company_id"]].assign(need_id=need).dropna()
    met = room.merge(behind, on=["need_id", "company_id"])["workshop_id"]
    counts = _per(shops["need_id"], behind["need_id"])
    known = shops["workshop_id"].isin(room["workshop_id"]) & (counts > 0)
    rows = shops.assign(count=counts)
    lacking = known & ~shops["workshop_id"].isin(met)
    for row, need_id, shop, count in rows_where(rows, lacking, "need_id", "workshop_id", "count"):
        yield Hit("C211", "workshops", row, "need_id", need_id, {"workshop": str(shop), "count": str(count)})


def facilitators(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C212: nobody leads a workshop."""
    if has(book, workshops=("workshop_id", "facilitator")):
        shops = _workshops(book)
        for row, shop in rows_where(shops, _blank(shops["facilitator"]), "workshop_id"):
            yield Hit("C212", "workshops", row, "facilitator", None, {"workshop": str(shop)})


def insights_behind_the_need(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C213: the workshop's need rests on few insights."""
    if not has(book, workshops=("workshop_id", "need_id"), need_insights=("need_id", "insight_id")):
        return
    shops, least = _workshops(book), _limit(settings, "C213", "insights")
    links = book["need_insights"].dropna(subset=["need_id", "insight_id"])
    links = links[links["need_id"].isin(shops["need_id"])].drop_duplicates(["need_id", "insight_id"])
    counts = _per(shops["need_id"], links["need_id"])
    few = shops["need_id"].notna() & (counts < least)
    for row, need, shop, count in rows_where(shops.assign(count=counts), few, "need_id", "workshop_id", "count"):
        params = {"workshop": str(shop), "count": str(count), "insights": str(least)}
        yield Hit("C213", "workshops", row, "need_id", need, params)


def many_from_one_company(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C214: more than a few participants come from the same company."""
    if not has(book, participants=("workshop_id", "company_id")):
        return
    people = book["participants"].dropna(subset=["workshop_id", "company_id"])
    by_company = people.groupby(["workshop_id", "company_id"])
    most, count = _limit(settings, "C214", "people"), by_company["company_id"].transform("size")
    rows = people.assign(count=count)
    many = (count > most) & (by_company.cumcount() == most)
    for row, company, shop, size in rows_where(rows, many, "company_id", "workshop_id", "count"):
        params = {"workshop": str(shop), "count": str(size), "people": str(most)}
        yield Hit("C214", "participants", row, "company_id", company, params)


def few_participants(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C215: few people took part in a workshop that has been held."""
    if not has(book, workshops=("workshop_id", "date"), participants=("workshop_id",)):
        return
    shops, least = _workshops(book), _limit(settings, "C215", "people")
    counts = _per(shops["workshop_id"], book["participants"]["workshop_id"])
    few = _held(shops, settings) & (counts < least)
    for row, shop, count in rows_where(shops.assign(count=counts), few, "workshop_id", "count"):
        yield Hit("C215", "workshops", row, "workshop_id", shop, {"count": str(count), "people": str(least)})


def participants_without_company(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """C216: a participant from business has no company."""
    if has(book, participants=("participant_id", "side", "company_id")):
        people = book["participants"]
        nameless = (people["side"] == "business") & people["company_id"].isna()
        for row, person in rows_where(people, nameless, "participant_id"):
            yield Hit("C216", "participants", row, "company_id", None, {"participant": _text(person)})


RULES: tuple[RuleFunction, ...] = (
    sides_in_the_room,
    time_for_five_steps,
    groups,
    choices_against_the_votes,
    departments_in_the_room,
    outcomes,
    ungraded_choices,
    companies_behind_the_need,
    facilitators,
    insights_behind_the_need,
    many_from_one_company,
    few_participants,
    participants_without_company,
)


def _workshops(book: Workbook) -> pd.DataFrame:
    """Return the workshops that have an id; a row that repeats an earlier id is a data finding already."""
    ids = book["workshops"]["workshop_id"]
    return book["workshops"][~(ids.isna() | ids.duplicated())]


def _held(shops: pd.DataFrame, settings: Settings) -> pd.Series[Any]:
    return shops["date"] < pd.Timestamp(settings.as_of)


def _chosen(ideas: pd.DataFrame) -> pd.DataFrame:
    return ideas[true(ideas["chosen"])]


def _blank(texts: pd.Series[Any]) -> pd.Series[Any]:
    return texts.isna() | ~texts.str.contains(r"\S", na=False)


def _per(ids: pd.Series[Any], found: pd.Series[Any]) -> pd.Series[Any]:
    """Return how many times each id is found."""
    return ids.map(found.value_counts()).fillna(0).astype("int64")


def _fold(texts: pd.Series[Any]) -> pd.Series[Any]:
    folded: pd.Series[Any] = texts.str.casefold().str.split().str.join(" ").astype(object)
    return folded


def _limit(settings: Settings, rule: str, name: str) -> int:
    return settings.limit(load_rules(PACKAGE)[rule], name)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _side(book: Workbook, side: str) -> Both:
    field = book.descriptor.tables["participants"].columns["side"]
    return {lang: field.label(side, lang) for lang in LANGS}


def _words(name: str, **places: object) -> Both:
    words = load_texts(PACKAGE, "texts.toml")["rules"][name]
    return {lang: words[lang].format(**places) for lang in LANGS}
