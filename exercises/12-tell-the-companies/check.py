"""Judge answers to companies: who is waiting, and whether the answers make the rules quiet.

What stands in ``given`` is the municipality's workbook before anything was answered. The attempt's answers are added to
its feedback, and the kit's own rules say what is left.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from fsi_kit.course.judging import Miss
from fsi_kit.innovation import told
from fsi_kit.innovation.rules import company_not_told, done_and_not_told
from fsi_kit.settings import Settings
from fsi_kit.workbook import Workbook, read

TODAY = date(2026, 6, 1)
FEWEST_WORDS = 8
ANSWERS = ["state", "action_id", "channel", "message"]
NO_ACTION = "none"
UNTOLD = {"done": "done-not-told", "stopped": "stopped-not-told"}
Row = dict[str, str]


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Judge each company's state, then what is written to those that wait, then all answers together."""
    given = read(Path(__file__).parent / "given")
    right, answers = _rows(solution), _rows(attempt)
    states = _states(given)
    found: dict[str, str] = {}
    for company in right:
        mistake = _mistake(company, answers, right, states, mistakes)
        if mistake:
            found[company] = mistake
    written = {id_: row for id_, row in answers.items() if states.get(id_) == "waits" and id_ not in found}
    for company, mistake in _left(given, written, right):
        found.setdefault(company, mistake)
    place = {str(id_): int(row) for row, id_ in attempt["feedback"]["company_id"].dropna().items()}
    for company, mistake in found.items():
        yield Miss(mistake, "feedback", company, place.get(company))


def _rows(book: Workbook) -> dict[str, Row]:
    frame = book["feedback"].astype("string").fillna("")
    frame = frame[frame["company_id"] != ""].drop_duplicates("company_id", keep="last")
    frame = frame.apply(lambda column: column.str.strip())
    return {row["company_id"]: row for row in frame.to_dict("records")}


def _states(given: Workbook) -> dict[str, str]:
    """Return how it stands with each company, as `told` counts: waiting, told, or owed nothing yet."""
    owed = told(given, TODAY).companies
    states = dict.fromkeys(given["companies"]["company_id"], "not_yet")
    return states | {id_: "told" if was else "waits" for id_, was in zip(owed["company_id"], owed["told"], strict=True)}


def _mistake(
    company: str,
    answers: dict[str, Row],
    right: dict[str, Row],
    states: dict[str, str],
    mistakes: Mapping[str, Mapping[str, Any]],
) -> str | None:
    """Return what is wrong with one company's row by itself; None where nothing is."""
    answer = answers.get(company, dict.fromkeys(ANSWERS, ""))
    if not answer["state"]:
        return "blank"
    if answer["state"] != states[company]:
        return _wrong_state(company, answer["state"], states[company], mistakes)
    if states[company] != "waits":
        return None
    if not answer["action_id"]:
        return "action-missing"
    if answer["channel"] != right[company]["channel"]:
        return "channel-other" if answer["channel"] else "channel-missing"
    return _wrong_message(company, answers, right, states)


def _wrong_state(company: str, state: str, truth: str, mistakes: Mapping[str, Mapping[str, Any]]) -> str:
    for name, mistake in mistakes.items():
        if company in mistake.get("companies", ()) and state in mistake.get("states", (state,)):
            return name
    if state not in ("waits", "told", "not_yet"):
        return "other"
    return {"waits": "still-waiting", "told": "told-already", "not_yet": "nothing-yet"}[truth]


def _wrong_message(company: str, answers: dict[str, Row], right: dict[str, Row], states: dict[str, str]) -> str | None:
    message = _plain(answers[company]["message"])
    if not message:
        return "message-missing"
    if len(message.split()) < FEWEST_WORDS:
        return "message-short"
    if any(_plain(row["company"]) in message for id_, row in right.items() if id_ != company):
        return "names-another"
    for id_, answer in answers.items():
        if id_ == company:
            return None
        if states.get(id_) == "waits" and _plain(answer["message"]) == message:
            return "same-words"
    return None


def _left(given: Workbook, written: dict[str, Row], right: dict[str, Row]) -> Iterator[tuple[str, str]]:
    """Yield what the rules and the thread still find when the answers have been entered, by the company to tell."""
    book, settings = _with_answers(given, written), Settings(TODAY)
    for hit in company_not_told(book, settings):
        if hit.value in written:
            yield str(hit.value), "other-need"
    untold = {str(hit.value) for hit in done_and_not_told(book, settings)}
    untold |= set(book["actions"]["action_id"]) - set(book["feedback"]["action_id"].dropna())
    status = dict(zip(book["actions"]["action_id"], book["actions"]["status"], strict=True))
    for company, row in right.items():
        if row["action_id"] in untold and company in written:
            yield company, UNTOLD.get(status[row["action_id"]], "other-need")


def _with_answers(given: Workbook, written: dict[str, Row]) -> Workbook:
    sheet = given.sheets["feedback"]
    added = pd.DataFrame(
        [
            {
                "feedback_id": f"NEW-{company}",
                "company_id": company,
                "action_id": pd.NA if row["action_id"] == NO_ACTION else row["action_id"],
                "date": pd.Timestamp(TODAY),
                "channel": row["channel"],
                "message": row["message"],
            }
            for company, row in written.items()
        ],
        columns=sheet.frame.columns,
    ).astype(sheet.frame.dtypes.to_dict())
    frame = pd.concat([sheet.frame, added], ignore_index=True)
    return replace(given, sheets={**given.sheets, "feedback": replace(sheet, frame=frame)})


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
