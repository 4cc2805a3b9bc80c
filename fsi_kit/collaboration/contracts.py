"""What each of the five steps must hand to the next, and what is missing of it in a workshop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from fsi_kit.findings import load_rules
from fsi_kit.settings import Settings
from fsi_kit.texts import Lang, load_texts
from fsi_kit.workbook import Workbook


@dataclass(frozen=True)
class Missing:
    """Something that a step should hand over and does not.

    Attributes:
        step: the step's id.
        id: what is missing, for example ``owner``.
        places: the ids and numbers that the text names.
    """

    step: str
    id: str
    places: Mapping[str, str] = field(default_factory=dict)

    def text(self, lang: Lang) -> str:
        """Return what is missing, one sentence."""
        template: str = _data()[self.step][self.id][lang]
        return template.format_map(self.places)


Found = Iterator[tuple[str, dict[str, object]]]
Workshop = Mapping[str, str]
_ROOM = "fsi_kit.collaboration"


def hands_over(step_id: str, lang: Lang) -> str:
    """Return what a step must hand to the next, in words. Raises KeyError for a step that has no contract."""
    text: str = _data()[step_id]["hands_over"][lang]
    return text


def contract(step_id: str, book: Workbook, workshop_id: str, settings: Settings | None = None) -> tuple[Missing, ...]:
    """Return what a step should have handed over and has not, in the contract's order; nothing if all is there.

    Args:
        step_id: ``share``, ``frame``, ``create``, ``choose`` or ``plan``.
        workshop_id: one of the workbook's workshops.
        settings: the municipality's own; how many ideas may be chosen is the limit of the rule C209.

    Raises:
        KeyError: there is no such step or workshop.
    """
    step = _STEPS[step_id]
    shops = book["workshops"]
    rows = shops[(shops["workshop_id"] == workshop_id).fillna(False)]
    if rows.empty:
        raise KeyError(workshop_id)
    need = rows["need_id"].iloc[0]
    rule = load_rules(_ROOM)["C209"]
    most = settings.limit(rule, "ideas") if settings else rule.limits["ideas"]
    shop = {"workshop": workshop_id, "need": "" if pd.isna(need) else str(need), "most": str(most)}
    return tuple(
        Missing(step_id, id_, {**shop, **{name: str(value) for name, value in places.items()}})
        for id_, places in step(book, shop)
    )


def _share(book: Workbook, shop: Workshop) -> Found:
    linked = _where(book["need_insights"], "need_id", shop["need"])["insight_id"].dropna()
    insights = book["insights"][book["insights"]["insight_id"].isin(linked)]
    visits = book["visits"][book["visits"]["visit_id"].isin(insights["visit_id"].dropna())]
    count, least = visits["company_id"].nunique(), _limit("companies")
    if count < least:
        yield "companies", {"count": count, "least": least}
    sides = set(_where(book["participants"], "workshop_id", shop["workshop"])["side"].dropna())
    yield from ((side, {}) for side in ("municipality", "business") if side not in sides)


def _frame(book: Workbook, shop: Workshop) -> Found:
    rows = _where(book["needs"], "need_id", shop["need"])
    if rows.empty:
        yield "need", {}
        return
    need = rows.iloc[0]
    yield from ((part, {}) for part in ("why", "root_cause") if _blank(need[part]))
    if _blank(need["title"]) or not _says_who_needs(str(need["title"])):
        yield "title", {}


def _create(book: Workbook, shop: Workshop) -> Found:
    count, least = len(_where(book["ideas"], "workshop_id", shop["workshop"])), _limit("ideas")
    if count < least:
        yield "ideas", {"count": count, "least": least}


def _choose(book: Workbook, shop: Workshop) -> Found:
    chosen, most = _chosen(book, shop), int(shop["most"])
    if chosen.empty:
        yield "none", {}
    if len(chosen) > most:
        yield "many", {"count": len(chosen)}
    for _, idea in chosen.iterrows():
        yield from ((part, {"idea": idea["idea_id"]}) for part in ("votes", "effect", "effort") if pd.isna(idea[part]))


def _plan(book: Workbook, shop: Workshop) -> Found:
    chosen = _chosen(book, shop)
    if chosen.empty:
        yield "chosen", {}
    for idea in chosen["idea_id"].dropna():
        actions = _where(book["actions"], "idea_id", idea)
        if actions.empty:
            yield "action", {"idea": idea}
        for _, action in actions.sort_values("action_id").iterrows():
            named = {"action": action["action_id"], "idea": idea}
            yield from ((part, named) for part in ("owner", "due", "measure") if _blank(action[part]))


_STEPS: Mapping[str, Callable[[Workbook, Workshop], Found]] = {
    "share": _share,
    "frame": _frame,
    "create": _create,
    "choose": _choose,
    "plan": _plan,
}


def _chosen(book: Workbook, shop: Workshop) -> pd.DataFrame:
    ideas = _where(book["ideas"], "workshop_id", shop["workshop"])
    return ideas[ideas["chosen"].fillna(False).astype(bool)].sort_values("idea_id")


def _says_who_needs(title: str) -> bool:
    words = _data()["need"]
    said = " ".join(title.casefold().split())
    spaced = f" {said.translate(str.maketrans('.,:;!?', '      '))} "
    ours = any(said.startswith(start) for start in words["not_we"])
    return not ours and any(f" {word} " in spaced for word in words["needs"])


def _where(frame: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    return frame[(frame[column] == value).fillna(False).astype(bool)]


def _blank(value: Any) -> bool:
    return bool(pd.isna(value)) or not str(value).strip()


def _limit(name: str) -> int:
    return int(_data()["limits"][name])


def _data() -> dict[str, Any]:
    return load_texts(_ROOM, "contracts.toml")
