"""How far the threads reach that begin with what a company said."""

from __future__ import annotations

import pandas as pd

from fsi_kit.thread.knots import LINKS
from fsi_kit.workbook import Workbook

ENDS = ("insights", "needs", "workshops", "ideas", "actions", "feedback", "told")
"""How far an insight's thread may reach: to a table, or until the insight's own company was told."""


def ends(book: Workbook) -> pd.Series[str]:
    """Say how far the thread of every insight reaches.

    Returns:
        One of `ENDS` for each insight, by its id. ``feedback`` means that only other companies were told,
        ``told`` that the company behind the insight was.
    """
    ids = book["insights"]["insight_id"].dropna().drop_duplicates()
    reached = pd.Series(ENDS[0], index=pd.Index(ids, name="insight_id"), dtype="string")
    visits = book["visits"][["visit_id", "company_id"]].rename(columns={"company_id": "said_by"}).dropna()
    chain = book["insights"][["insight_id", "visit_id"]].merge(visits, how="left")
    for _, target, holder, from_, to in LINKS[2:]:
        chain = chain.merge(book[holder][[from_, to]].dropna()).drop_duplicates()
        reached[chain["insight_id"]] = target
    told = chain.merge(book["feedback"][["feedback_id", "company_id"]])
    reached[told.loc[told["company_id"].eq(told["said_by"]).fillna(False), "insight_id"]] = ENDS[-1]
    return reached
