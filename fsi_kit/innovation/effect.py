"""Effect: NKI year by year, and what may be said of it.

The figures come from SKR's survey Insikt. It asks companies that have had a case with the municipality, so a change
is never shown as the effect of a workshop (`caveats`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from fsi_kit.findings import load_rules
from fsi_kit.innovation.scale import Scale, load_scale, national
from fsi_kit.innovation.words import both, say
from fsi_kit.settings import Settings
from fsi_kit.texts import Lang
from fsi_kit.workbook import Workbook

Verdict = Literal["hidden", "missing", "first", "break", "unknown", "few", "up", "down", "same"]
SERIES = ["municipality", "area", "index"]
CHANGES: tuple[Verdict, ...] = ("up", "down", "same")
"""The verdicts that let a change be shown."""

Answers = float | Iterable[float] | Iterable[Iterable[float]]


@dataclass(frozen=True)
class Approximation:
    """An NKI worked out from answers, which is not a published NKI.

    Attributes:
        value: 0 to 100.
    """

    value: float

    def text(self, lang: Lang) -> str:
        """Return the value as a whole number, labelled as our approximation."""
        return say("approximation.label", lang, value=f"{np.floor(self.value + 0.5):.0f}")


@dataclass(frozen=True)
class PriorityMatrix:
    """What to work on first.

    Attributes:
        fields: one row a factor in the order given, by its id: ``grade``, ``effect`` (float64) and ``field``
            (string: ``keep``, ``improve``, ``lower`` or ``prioritise``; missing where grade or effect is).
        grade_split, effect_split: the means that divide high from low; None where nothing can be divided.
    """

    fields: pd.DataFrame
    grade_split: float | None
    effect_split: float | None


def limits(settings: Settings | None = None) -> tuple[int, int]:
    """Return the fewest answers to show a figure and to claim a change, as rules I305 and I310 have them.

    Args:
        settings: the municipality's own limits; the rules' if left out.
    """
    rules = load_rules("fsi_kit.innovation")
    show, claim = (rules[id_] for id_ in ("I305", "I310"))
    if settings is None:
        return show.limits["answers"], claim.limits["answers"]
    return settings.limit(show, "answers"), settings.limit(claim, "answers")


def effect(
    book: Workbook, index: str | None = "nki", settings: Settings | None = None, scale: Scale | None = None
) -> pd.DataFrame:
    """Return the index of each area and year, with what may be said of the change from the year before.

    Args:
        book: the workbook; its table ``measurements`` is read.
        index: the index or service factor; None for all of them.
        settings: the municipality's own limits for showing figures and claiming changes.
        scale: bands and breaks; the kit's if left out.

    Returns:
        One row a measurement, sorted by municipality, area, index and year. ``municipality``, ``area``, ``index``
        (string), ``year``, ``answers`` (Int64), ``value`` (Float64, 0–100, masked below 7 answers), ``band``
        (string), ``before`` (Float64, the year before), ``change`` (Float64, only where it may be claimed),
        ``verdict`` (string, `Verdict`), ``national`` (Float64, only beside the total NKI) and ``certainty`` (string:
        how sure the national figure is). A measurement that stands twice (rule D301) counts once, by its first row.
    """
    scale = scale or load_scale()
    show, claim = limits(settings)
    rows = book["measurements"].dropna(subset=[*SERIES, "year"]).drop_duplicates([*SERIES, "year"])
    if index is not None:
        rows = rows[rows["index"] == index]
    rows = rows[[*SERIES, "year", "value", "answers"]].sort_values([*SERIES, "year"], ignore_index=True)
    last = rows.assign(year=rows["year"] + 1).rename(columns={"value": "before", "answers": "answers_before"})
    rows = rows.merge(last, on=[*SERIES, "year"], how="left")
    few, few_before = (_fewer(rows[name], show) for name in ("answers", "answers_before"))
    verdicts: dict[Verdict, pd.Series[bool]] = {
        "hidden": few,
        "missing": rows["value"].isna(),
        "first": rows["before"].isna(),
        "break": scale.is_break(rows["area"], rows["year"]),
        "unknown": rows[["answers", "answers_before"]].isna().any(axis=1),
        "few": _fewer(rows["answers"], claim) | _fewer(rows["answers_before"], claim),
        "up": (rows["value"] > rows["before"]).fillna(False).astype(bool),
        "down": (rows["value"] < rows["before"]).fillna(False).astype(bool),
    }
    chosen = np.select([flags.to_numpy(dtype=bool) for flags in verdicts.values()], list(verdicts), default="same")
    rows["verdict"] = pd.Series(chosen, index=rows.index, dtype="string")
    rows["value"], rows["before"] = rows["value"].mask(few), rows["before"].mask(few_before)
    rows["band"] = scale.band(rows["value"])
    rows["change"] = (rows["value"] - rows["before"]).round(2).where(rows["verdict"].isin(CHANGES))
    country = national().rename(columns={"value": "national"})
    rows = rows.merge(country, on="year", how="left")
    beside = (rows["area"] == "total") & (rows["index"] == "nki")
    rows["national"], rows["certainty"] = rows["national"].where(beside), rows["certainty"].where(beside)
    order = [*SERIES, "year", "answers", "value", "band", "before", "change", "verdict", "national", "certainty"]
    return rows[order]


def verdict_text(verdict: Verdict, lang: Lang, settings: Settings | None = None) -> str:
    """Return a verdict as a sentence. Raises KeyError where there is no such verdict."""
    show, claim = limits(settings)
    return say(f"verdict.{verdict}", lang, show=show, claim=claim)


def caveats(lang: Lang) -> tuple[str, ...]:
    """Return what must be said wherever NKI is shown: whom Insikt asks, and what a change is not."""
    return tuple(say(f"caveats.{name}", lang) for name in ("asked", "cause", "nation"))


def nki_from_answers(answers: Answers) -> Approximation:
    """Return roughly what NKI the answers to the three overall questions give.

    The formula, (mean − 1) × 100 / 9, is our inference: it turns the questions' scale of 1–10 into 0–100, and fits
    two published pairs of a rounded mean and an index (7.5 with 72, 8.7 with 85). We found no weights for the
    questions, so all of them count alike here.

    Args:
        answers: one mean; or the questions' means; or the answers to each question, one list a question. Missing
            answers (None or NaN) are left out.

    Raises:
        ValueError: there are no answers, or one is not between 1 and 10.
    """
    mean = _mean(answers)
    if mean is None:
        raise ValueError("no answers")
    return Approximation((mean - 1) * 100 / 9)


def priority_matrix(grades: Mapping[str, float], effects: Mapping[str, float]) -> PriorityMatrix:
    """Divide the service factors into the four fields of SCB's priority matrix.

    A factor's grade is high if it is at least the mean of all grades, and its effect if it is at least the mean of
    all effects; the means are taken over the factors that have both. High grade and low effect: keep. High and high:
    improve. Low grade and low effect: lower. Low grade and high effect: prioritise. Where the line goes is this
    kit's choice, so a factor close to it may as well belong to the next field.

    Args:
        grades: factor → grade (0–100 in Insikt).
        effects: factor → how much the factor moves NKI. It comes from the survey's analysis; the kit cannot
            work it out.
    """
    order = list(dict.fromkeys([*grades, *effects]))
    columns = {
        name: pd.Series([given.get(each) for each in order], index=pd.Index(order, dtype="object"), dtype="float64")
        for name, given in (("grade", dict(grades)), ("effect", dict(effects)))
    }
    frame = pd.DataFrame(columns)
    whole = frame.dropna()
    if len(whole) < 2:
        return PriorityMatrix(frame.assign(field=pd.Series(pd.NA, index=frame.index, dtype="string")), None, None)
    grade, effect_ = float(whole["grade"].mean()), float(whole["effect"].mean())
    high, much = frame["grade"] >= grade, frame["effect"] >= effect_
    names = np.select([high & ~much, high & much, ~high & much], ["keep", "improve", "prioritise"], default="lower")
    field = pd.Series(names, index=frame.index, dtype="string").where(frame.notna().all(axis=1))
    return PriorityMatrix(frame.assign(field=field), grade, effect_)


def field_name(field: str, lang: Lang) -> str:
    """Return what a field of the priority matrix is called. Raises KeyError where there is none."""
    return both(f"matrix.{field}")[lang]


def _fewer(answers: pd.Series[Any], limit: int) -> pd.Series[bool]:
    return (answers < limit).fillna(False).astype(bool)


def _mean(answers: Any) -> float | None:
    if isinstance(answers, Iterable):
        means = [mean for mean in map(_mean, answers) if mean is not None]
        return sum(means) / len(means) if means else None
    if pd.isna(answers):
        return None
    if not 1 <= answers <= 10:
        raise ValueError(f"an answer is between 1 and 10, not {answers}")
    return float(answers)
