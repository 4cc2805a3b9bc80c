"""``fsi groups``: a workshop's participants divided into mixed groups."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fsi_kit.cli.say import (
    BookArgument,
    LangOption,
    TableFormatOption,
    console,
    did_you_mean,
    fail,
    help_text,
    open_workbook,
    put,
    say,
    working,
)
from fsi_kit.cli.tables import counted, put_csv, put_frame, put_json, put_table, records
from fsi_kit.texts import Lang, users_lang

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from fsi_kit.collaboration.groups import Groups
    from fsi_kit.workbook import Workbook

COLUMNS = ["participant_id", "role", "side", "department"]


def groups(
    path: BookArgument,
    workshop: Annotated[str | None, typer.Option("--workshop", help=help_text("groups", "workshop"))] = None,
    size: Annotated[int, typer.Option("--size", help=help_text("groups", "size"))] = 5,
    together: Annotated[list[str] | None, typer.Option("--together", help=help_text("groups", "together"))] = None,
    apart: Annotated[list[str] | None, typer.Option("--apart", help=help_text("groups", "apart"))] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help=help_text("groups", "seed"))] = 0,
    lang: LangOption = None,
    format: TableFormatOption = "text",
) -> None:
    """Divide a workshop's participants; the help text stands in ``cli.toml``."""
    from fsi_kit.collaboration.groups import GroupError, make_groups

    lang = lang or users_lang()
    held, kept = _pairs(together or [], lang), _pairs(apart or [], lang)
    book = open_workbook(path, lang)
    people = _participants(book, workshop, lang)
    try:
        with working(say("groups", "dividing", lang)):
            made = make_groups(people, size, held, kept, seed)
    except GroupError as error:
        fail(error.text(lang))
    rows = made.assignment.merge(people[COLUMNS], on="participant_id")
    rows = rows.assign(_order=rows["group"].astype("int64")).sort_values(["_order", "side", "participant_id"])
    rows = rows[["group", *COLUMNS]]
    if format == "csv":
        put_csv(list(rows.columns), records(rows))
    elif format == "json":
        put_json(_as_dict(made, rows, lang))
    else:
        _print(console(), book, made, rows, lang)


def _pairs(texts: list[str], lang: Lang) -> list[tuple[str, str]]:
    """Return the pairs that lists of ids make: of three ids, each with each."""
    pairs: list[tuple[str, str]] = []
    for text in texts:
        ids = [id_.strip() for id_ in text.split(",") if id_.strip()]
        if len(ids) < 2:
            fail(say("groups", "no_pair", lang, value=text))
        pairs += combinations(ids, 2)
    return pairs


def _participants(book: Workbook, workshop: str | None, lang: Lang) -> pd.DataFrame:
    known = book["workshops"]
    ids = [str(id_) for id_ in known["workshop_id"].dropna().unique()]
    named = {id_.casefold(): id_ for id_ in ids}
    chosen = named.get((workshop or "").strip().casefold())
    if chosen is None:
        listed = ", ".join(ids)
        if not ids:
            fail(say("groups", "no_workshops", lang))
        if workshop is None:
            fail(say("groups", "choose", lang, ids=listed))
        fail(say("groups", "unknown", lang, id=workshop, close=did_you_mean(workshop, ids, lang), ids=listed))
    everyone = book["participants"]
    people = everyone[(everyone["workshop_id"] == chosen).fillna(False)].dropna(subset="participant_id")
    if people.empty:
        fail(say("groups", "nobody", lang, id=chosen))
    return people


def _as_dict(made: Groups, rows: pd.DataFrame, lang: Lang) -> dict[str, Any]:
    return {
        "sentence": made.sentence(lang),
        "best": made.best,
        "imbalance": made.imbalance._asdict(),
        "participants": records(rows),
        "balance": records(made.balance),
    }


def _print(out: Console, book: Workbook, made: Groups, rows: pd.DataFrame, lang: Lang) -> None:
    fields = book.descriptor.tables["participants"].columns
    for number, members in rows.groupby("group", sort=False):
        people = counted(len(members), "person", lang)
        put(out, say("groups", "group", lang, group=number, people=people), style="bold underline")
        put_frame(out, members[COLUMNS], lang, fields)
        out.print()
    put(out, say("groups", "balance", lang), style="bold underline")
    put(out, made.sentence(lang))
    sides = made.balance[made.balance["kind"] == "side"]
    sizes = rows.groupby("group", sort=False).size()
    counts = sides.pivot_table("people", "group", "name", "sum", sort=False).reindex(sizes.index).fillna(0)
    headings = [fields["group"].titles[lang], say("headings", "people", lang)]
    headings += [fields["side"].label(str(name), lang) for name in counts.columns]
    numbers = [
        [str(int(n)) for n in (sizes[group], *row)] for group, row in zip(sizes.index, counts.to_numpy(), strict=True)
    ]
    put_table(
        out,
        headings,
        [[str(group), *line] for group, line in zip(sizes.index, numbers, strict=True)],
        range(1, len(headings)),
    )
    out.print()
    put(out, say("groups", "not_written", lang), style="dim")
