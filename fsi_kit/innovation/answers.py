"""Which companies have been told what came of their words, and which are still waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from fsi_kit.innovation.links import acted_on, origins, voices
from fsi_kit.workbook import Workbook
from fsi_kit.workbook.looking import days_between, look_up


@dataclass(frozen=True)
class Told:
    """Who has been told.

    Attributes:
        companies: one row for each company behind a need that something has come of, sorted by id: ``company_id``,
            ``need_id`` (string, the first of its needs that something came of), ``insights`` (int64, how many it gave;
            one into two needs counts twice), ``needs``,
            ``needs_told`` (int64), ``since`` (datetime64[s], the day its wait began), ``first_told``, ``last_told``
            (datetime64[s], missing while it waits), ``waited`` (Int64, days from ``since`` until it was first told,
            or until the day looked at) and ``told`` (bool).
    """

    companies: pd.DataFrame

    @property
    def total(self) -> int:
        """How many companies are owed an answer, told or not."""
        return len(self.companies)

    @property
    def told(self) -> int:
        """How many of them have been told."""
        return int(self.companies["told"].sum())

    @property
    def share(self) -> float | None:
        """The share that has been told, 0 to 1; None where no company is owed an answer."""
        return self.told / self.total if self.total else None


def told(book: Workbook, as_of: date) -> Told:
    """Return which companies have been told what came of their words by a day.

    A company is owed an answer when it gave an insight into a need, and the need has had a workshop or an action
    done. Its wait begins on the first such day, or on the day of its visit if that came later. Feedback answers it
    if it came after that day and speaks of an action of that need, or names no action.
    """
    today = pd.Timestamp(as_of)
    acted = acted_on(book, as_of)
    pairs = voices(book, acted.index)
    pairs["since"] = pairs[["first_visit"]].assign(acted=acted.reindex(pairs["need_id"]).array).max(axis=1)
    pairs = pairs[pairs["since"] <= today]
    feedback = book["feedback"][["company_id", "date", "action_id"]].dropna(subset=["company_id", "date"])
    needs = pd.DataFrame({"action_id": book["actions"]["action_id"], "about": origins(book)["need_id"]})
    feedback = feedback.assign(
        company_id=_as(feedback["company_id"], pairs["company_id"]),
        about=_as(look_up(feedback["action_id"], needs, "action_id", "about"), pairs["need_id"]),
        other=lambda rows: rows["action_id"].isin(needs.dropna()["action_id"]),
    )
    rows = pairs.reset_index(names="pair").merge(feedback[feedback["date"] <= today], on="company_id", how="inner")
    rows = rows[(rows["date"] > rows["since"]) & (~rows["other"] | (rows["about"] == rows["need_id"]))]
    said = rows.groupby("pair")["date"].agg(first_told="min", last_told="max")
    pairs = pairs.join(said).sort_values(["company_id", "since", "need_id"])
    grouped = pairs.groupby("company_id", observed=True)
    companies = grouped.agg(
        insights=("insights", "sum"),
        needs=("insights", "size"),
        needs_told=("first_told", "count"),
        since=("since", "min"),
        first_told=("first_told", "min"),
        last_told=("last_told", "max"),
    ).reset_index()
    companies.insert(1, "need_id", pairs.drop_duplicates("company_id")["need_id"].array)
    companies = companies.astype({"company_id": "string", "need_id": "string"})
    companies["waited"] = days_between(companies["since"], companies["first_told"].fillna(today))
    companies["told"] = companies["first_told"].notna()
    return Told(companies)


def _as(ids: pd.Series[Any], known: pd.Series[Any]) -> pd.Series[Any]:
    """Return ids as the categories of a known series, which compares fast; missing where an id is not known."""
    found: pd.Series[Any] = ids.astype("category").cat.set_categories(known.cat.categories)
    return found
