"""Each step says what it has not handed over, in both languages, and nothing where all is there."""

from __future__ import annotations

from datetime import date

import pytest
from collaboration.small import Change, add, cell, changed, column, csv_rows, drop, empty, followed, made

from fsi_kit.collaboration import contract, hands_over
from fsi_kit.examples import load_exempelby
from fsi_kit.method import load_method
from fsi_kit.settings import Settings
from fsi_kit.texts import LANGS
from fsi_kit.workbook import workbook

STEPS = [step.id for step in load_method().steps]


def test_every_step_of_the_method_has_a_contract() -> None:
    assert len(STEPS) == 5
    for step in STEPS:
        assert hands_over(step, "sv") != hands_over(step, "en")


@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_missing_where_the_steps_were_done(step: str) -> None:
    assert contract(step, made(followed()), "W1") == ()


@pytest.mark.parametrize(
    ("step", "change", "missing"),
    [
        ("share", column("visits", company_id="C1"), ["companies"]),
        ("share", empty("need_insights"), ["companies"]),
        ("share", column("participants", side="other"), ["municipality", "business"]),
        ("share", column("participants", side="municipality"), ["business"]),
        ("frame", cell("needs", 2, why=None, root_cause="  "), ["why", "root_cause"]),
        ("frame", cell("needs", 2, title="Build a portal"), ["title"]),
        ("frame", cell("needs", 2, title="Kommunen behöver en app"), ["title"]),
        ("frame", cell("needs", 2, title=None), ["title"]),
        ("frame", cell("workshops", 2, need_id=None), ["need"]),
        ("create", drop("ideas", 11), ["ideas"]),
        ("choose", column("ideas", chosen=None), ["none"]),
        ("choose", column("ideas", chosen=True, effect=3, effort=3), ["many"]),
        ("choose", cell("ideas", 2, votes=None, effect=None, effort=None), ["votes", "effect", "effort"]),
        ("plan", column("ideas", chosen=False), ["chosen"]),
        ("plan", drop("actions", 3), ["action"]),
        ("plan", cell("actions", 2, owner="", due=None, measure=None), ["owner", "due", "measure"]),
    ],
)
def test_what_is_missing_is_named_in_both_languages(step: str, change: Change, missing: list[str]) -> None:
    found = contract(step, changed(change), "W1")
    assert [one.id for one in found] == missing
    for one in found:
        texts = [one.text(lang) for lang in LANGS]
        assert len(set(texts)) == 2 and "{" not in "".join(texts) and one.step == step


def test_a_text_names_the_row_and_the_numbers() -> None:
    (few,) = contract("share", changed(column("visits", company_id="C1")), "W1")
    assert few.text("en") == "The need N1 rests on insights from 1 companies. There should be at least 2."
    (bare,) = contract("plan", changed(cell("actions", 3, owner=None)), "W1")
    assert "A3" in bare.text("sv") and bare.places["idea"] == "D3"


def test_what_is_missing_comes_in_the_order_of_ids_whatever_the_order_of_rows() -> None:
    turned = changed(cell("actions", 2, due=None), cell("actions", 3, due=None), lambda t: t["actions"].reverse())
    assert [one.places["action"] for one in contract("plan", turned, "W1")] == ["A1", "A3"]


def test_the_municipalitys_own_limit_on_choices_holds_here_too() -> None:
    many = changed(add("ideas", *[{"idea_id": f"E{i}", "workshop_id": "W1", "chosen": True} for i in range(4)]))
    assert "many" in [one.id for one in contract("choose", many, "W1")]
    own = Settings(date(2026, 6, 1), limits={"C209": {"ideas": 6}})
    assert "many" not in [one.id for one in contract("choose", many, "W1", own)]


def test_an_unknown_step_or_workshop_is_refused() -> None:
    for step, shop in (("dream", "W1"), ("share", "W9")):
        with pytest.raises(KeyError, match=r"dream|W9"):
            contract(step, made(followed()), shop)
    with pytest.raises(KeyError):
        contract("share", workbook({}), "W1")


def test_every_workshop_of_exempelby_has_handed_over_all() -> None:
    shops = [row["workshop_id"] for row in csv_rows("workshops")]
    assert len(shops) == 4
    for lang in LANGS:
        book = load_exempelby(lang)
        assert [one for shop in shops for step in STEPS for one in contract(step, book, shop)] == []
        assert len(contract("create", made({**followed(), "ideas": []}), "W1")) == 1
