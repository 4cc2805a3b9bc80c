"""The widgets, driven as a learner does: values are chosen, buttons pressed, and what is shown is read."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import ipywidgets as w
import pandas as pd
import pytest
from planted_exercise import ID, plant

from fsi_kit.course.exercises import exercise_ids, load_exercise
from fsi_kit.examples import load_exempelby
from fsi_kit.method import load_method
from fsi_kit.texts import LANGS, Lang, load_texts
from fsi_kit.thread import ends, follow
from fsi_kit.widgets import explore_method, follow_insight, practise, sort_insights
from fsi_kit.widgets.insight import insight_options
from fsi_kit.widgets.method import stage_html, step_html
from fsi_kit.widgets.practise import Practice
from fsi_kit.widgets.thread import SHOWN_AT_ONCE, places, thread_html
from fsi_kit.workbook import Workbook, workbook

CARDS = "01-sort-the-cards"
HOSTILE = "<script>alert(1)</script>"
BOOK = load_exempelby("sv")
REACHED = ends(BOOK)
WORDS = load_texts("fsi_kit.widgets", "texts.toml")
GAPS = load_texts("fsi_kit.thread", "texts.toml")["gaps"]
each_lang = pytest.mark.parametrize("lang", LANGS)


def parts(widget: Any) -> Iterator[Any]:
    """Yield a widget and all that is in it, in the order that the Tab key meets them."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


def of(widget: Any, kind: type) -> list[Any]:
    return [part for part in parts(widget) if isinstance(part, kind)]


def html(widget: Any) -> str:
    return "\n".join(part.value for part in of(widget, w.HTML))


def said(widget: Any) -> str:
    """Return what a widget says, without its markup."""
    return plain(html(widget))


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def markdown_of(widget: Any) -> list[str]:
    return [each["data"]["text/markdown"] for output in of(widget, w.Output) for each in output.outputs]


def button(widget: Any, label: str) -> Any:
    (found,) = [each for each in of(widget, w.Button) if each.description == label]
    return found


class Balanced(HTMLParser):
    """Refuses HTML whose elements are not closed in order, or that holds anything that runs."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(markup)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"div", "p", "strong", "ol", "ul", "li", "details", "summary", "h3"}, tag
        assert {name for name, _ in attrs} <= {"style", "role"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


# All of them.


def widget_of(name: str, lang: Lang) -> Any:
    makers = {
        "method": explore_method,
        "insight": follow_insight,
        "sorting": sort_insights,
        "exercise": lambda each: practise(CARDS, each),
    }
    return makers[name](lang)


each_widget = pytest.mark.parametrize("name", ["method", "insight", "sorting", "exercise"])


@each_lang
@each_widget
def test_every_control_has_a_label_of_its_own_that_is_shown_whole(name: str, lang: Lang) -> None:
    controls = of(widget_of(name, lang), w.Dropdown)
    labels = [control.description for control in controls]
    assert len(labels) >= 2
    assert all(labels) and len(set(labels)) == len(labels)
    assert all(control.style.description_width == "initial" for control in controls)


@each_lang
@each_widget
def test_nothing_is_wider_than_a_phone(name: str, lang: Lang) -> None:
    for part in parts(widget_of(name, lang)):
        assert part.layout.width in (None, "auto", "100%")
        assert part.layout.min_width in (None, "0", "6rem")


@each_lang
@each_widget
def test_what_is_shown_is_well_formed_and_nothing_in_it_runs(name: str, lang: Lang) -> None:
    shown = [part.value for part in of(widget_of(name, lang), w.HTML)]
    assert shown
    for markup in shown:
        Balanced(markup)


@each_widget
def test_the_two_languages_say_different_things(name: str) -> None:
    assert said(widget_of(name, "sv")) != said(widget_of(name, "en"))


@pytest.mark.parametrize("show", [explore_method, follow_insight, lambda lang: practise(CARDS, lang)])
def test_a_language_that_there_is_none_of_is_said_in_both_and_raises_nothing(show: Any) -> None:
    shown = said(show("fi"))
    assert all(WORDS["any"]["unknown_lang"][lang] in shown for lang in LANGS)


def test_ipywidgets_is_loaded_only_with_the_widgets() -> None:
    code = "import sys, fsi_kit.course.answers, fsi_kit.thread, fsi_kit.cli; print('ipywidgets' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# explore_method


@each_lang
def test_each_stage_shows_its_aim_what_it_takes_and_what_it_gives(lang: Lang) -> None:
    shown = explore_method(lang)
    stage, _ = of(shown, w.Dropdown)
    assert [value for _, value in stage.options] == ["understanding", "collaboration", "innovation"]
    for entry in load_method(lang).stages:
        stage.value = entry.id
        for text in (entry.aim, entry.takes, entry.gives):
            assert text in said(shown)


@each_lang
def test_each_step_shows_its_question_and_its_activities_with_minutes_form_and_materials(lang: Lang) -> None:
    shown = explore_method(lang)
    _, step = of(shown, w.Dropdown)
    for entry in load_method(lang).steps:
        step.value = entry.id
        text = said(shown)
        assert entry.question.text in text and entry.turns in text and entry.into in text
        for activity in entry.activities:
            assert activity.name in text and activity.how in text
            assert f"{activity.minutes} minut" in text
            assert WORDS["method"][activity.form][lang] in text
            assert all(thing in text for thing in activity.materials)


def test_the_first_stage_and_the_first_step_are_shown_from_the_start() -> None:
    method = load_method("sv")
    shown = said(explore_method("sv"))
    assert method.stages[0].aim in shown and method.steps[0].activities[0].how in shown
    assert method.stages[1].aim not in shown


@each_lang
def test_it_is_said_once_that_the_steps_are_an_interpretation(lang: Lang) -> None:
    assert said(explore_method(lang)).count(load_method(lang).interpretation) == 1


def test_the_time_of_a_step_is_the_sum_of_its_activities() -> None:
    step = load_method("sv").step("choose")
    assert (sum(a.minutes for a in step.activities), sum(a.least for a in step.activities)) == (35, 16)
    assert "Tid: 35 minuter, minst 16" in plain(step_html(step, "sv"))


def test_an_activity_that_can_be_left_out_says_so() -> None:
    step = load_method("en").step("create")
    assert [a.least for a in step.activities] == [12, 0]
    assert plain(step_html(step, "en")).count("can be left out") == 1


def test_a_municipalitys_own_method_is_shown_as_text() -> None:
    method = load_method("sv")
    own = replace(
        method,
        stages=(replace(method.stages[0], aim=HOSTILE, tables=("visits", "own_table")), *method.stages[1:]),
        steps=(replace(method.steps[0], name=HOSTILE, turns=HOSTILE), *method.steps[1:]),
    )
    shown = explore_method("sv", own)
    assert "<script" not in html(shown)
    assert said(shown).count(HOSTILE) == 2
    assert "I arbetsboken: Besök, own_table" in plain(stage_html(own.stages[0], "sv"))
    assert of(shown, w.Dropdown)[1].options[0][0] == f"1. {HOSTILE}"


def test_an_activity_without_materials_needs_none() -> None:
    step = load_method("en").steps[0]
    bare = replace(step, activities=(replace(step.activities[0], materials=()),))
    assert "You need" not in plain(step_html(bare, "en"))


# follow_insight


@each_lang
def test_the_first_thread_shown_goes_all_the_way_with_every_place_in_order(lang: Lang) -> None:
    shown = follow_insight(lang)
    _, pick = of(shown, w.Dropdown)
    assert REACHED[pick.value] == "told"
    text = said(shown)
    assert WORDS["thread"]["reached"]["told"][lang] in text
    names = re.findall(r"<li[^>]*><strong>([^<]*)", html(shown))
    assert names == [WORDS["thread"][t]["name"][lang] for t in (
        "companies", "visits", "insights", "needs", "workshops", "ideas", "actions", "feedback"
    )]  # fmt: skip
    assert WORDS["thread"]["gap"][lang] + ":" not in text


def test_a_thread_shows_the_companys_words_the_dates_and_what_the_company_was_told() -> None:
    insight = str(REACHED.index[REACHED == "told"][0])
    text = plain(thread_html(BOOK, insight, "told", "sv"))
    thread = follow(BOOK, "insights", insight)
    row = BOOK["insights"].set_index("insight_id").loc[insight]
    assert f"”{row['statement']}”" in text
    visit = BOOK["visits"].set_index("visit_id").loc[row["visit_id"]]
    assert f"Datum: {visit['date'].date()}" in text
    feedback = BOOK["feedback"]
    own = feedback[
        feedback["feedback_id"].isin(thread.ids("feedback")) & (feedback["company_id"] == visit["company_id"])
    ]
    assert len(own)
    assert all(message in text for message in own["message"])


def test_the_rows_that_lead_to_the_company_stand_first_and_the_others_are_counted_and_folded() -> None:
    insight = str(REACHED.index[REACHED == "told"][0])
    found = {place.table: place for place in places(BOOK, insight)}
    thread = follow(BOOK, "insights", insight)
    told = found["feedback"].first
    assert set(told["company_id"]) == set(thread.ids("companies"))
    assert set(found["actions"].first["action_id"]) == set(told["action_id"])
    assert set(found["ideas"].first["idea_id"]) == set(found["actions"].first["idea_id"])
    for table in ("ideas", "actions", "feedback"):
        place = found[table]
        assert len(place.first) <= SHOWN_AT_ONCE
        assert len(place.first) + len(place.rest) == len(thread.ids(table)) > SHOWN_AT_ONCE
        assert str(len(thread.ids(table))) in place.said("sv") or table == "feedback"
    markup = thread_html(BOOK, insight, "told", "sv")
    assert markup.count("<details>") == 3
    assert f"Visa resten ({len(found['ideas'].rest)})" in markup


@pytest.mark.parametrize("end", sorted(set(REACHED)))
def test_choosing_how_far_threads_reach_leaves_only_such_insights(end: str) -> None:
    shown = follow_insight("sv")
    how_far, pick = of(shown, w.Dropdown)
    how_far.value = end
    assert [id_ for _, id_ in pick.options] == list(REACHED.index[REACHED.eq(end)])
    assert WORDS["thread"]["reached"][end]["sv"] in said(shown)
    statement = BOOK["insights"].set_index("insight_id").loc[pick.value, "statement"]
    assert statement in said(shown)


def test_choosing_another_insight_shows_its_thread() -> None:
    shown = follow_insight("sv")
    _, pick = of(shown, w.Dropdown)
    before, pick.value = pick.value, pick.options[1][1]
    statements = BOOK["insights"].set_index("insight_id")["statement"]
    assert statements[pick.value] in said(shown) and statements[before] not in said(shown)


def test_how_many_threads_reach_so_far_is_shown_and_adds_up() -> None:
    options = of(follow_insight("sv"), w.Dropdown)[0].options
    counts = [int(re.findall(r"\((\d+)\)", label)[0]) for label, _ in options]
    assert sum(counts) == len(REACHED)
    assert options[0][1] == "told"


def test_one_may_begin_with_an_insight_of_ones_own_choice() -> None:
    wanted = str(REACHED.index[REACHED == "needs"][0])
    how_far, pick = of(follow_insight("sv", insight=wanted), w.Dropdown)
    assert (how_far.value, pick.value) == ("needs", wanted)


def test_an_insight_that_there_is_none_of_is_said_and_another_is_shown() -> None:
    shown = follow_insight("en", insight=HOSTILE)
    assert f"There is no insight with the id “{HOSTILE}”" in said(shown)
    assert "<script" not in html(shown)
    assert of(shown, w.Dropdown)[1].value


@each_lang
def test_a_workbook_without_insights_says_so(lang: Lang) -> None:
    shown = follow_insight(lang, workbook({}))
    assert said(shown) == WORDS["thread"]["none"][lang]


def own_book(**tables: list[dict[str, object]]) -> Workbook:
    """Return a workbook of one insight and what else is given."""
    rows: dict[str, list[dict[str, object]]] = {
        "companies": [{"company_id": "C1", "name": HOSTILE}, {"company_id": "C2", "name": "Annat"}],
        "visits": [{"visit_id": "V1", "company_id": "C1", "date": pd.Timestamp("2026-01-02")}],
        "insights": [{"insight_id": "I1", "visit_id": "V1", "statement": HOSTILE}],
    }
    return workbook({name: pd.DataFrame(each) for name, each in {**rows, **tables}.items() if each})


STEPS: list[tuple[str, dict[str, list[dict[str, object]]]]] = [
    ("insights", {}),
    ("needs", {"needs": [{"need_id": "N1", "title": "t"}], "need_insights": [{"need_id": "N1", "insight_id": "I1"}]}),
    ("workshops", {"workshops": [{"workshop_id": "W1", "need_id": "N1", "place": "p"}]}),
    ("ideas", {"ideas": [{"idea_id": f"D{n}", "workshop_id": "W1", "what": f"idé {n}"} for n in range(7)]}),
    ("actions", {"actions": [{"action_id": "A1", "idea_id": "D1", "how": "h", "status": "done"}]}),
    ("feedback", {"feedback": [{"feedback_id": "B1", "company_id": "C2", "action_id": "A1", "message": HOSTILE}]}),
    ("told", {"feedback": [{"feedback_id": "B1", "company_id": "C1", "action_id": "A1", "message": HOSTILE}]}),
]
GAP_AT = {
    "insights": ("insight_without_need", "needs"),
    "needs": ("need_without_workshop", "workshops"),
    "workshops": ("workshop_without_ideas", "ideas"),
    "ideas": ("workshop_without_choice", "actions"),
    "actions": ("action_without_feedback", "feedback"),
    "feedback": ("insight_untold", "feedback"),
    "told": (None, "feedback"),
}


@each_lang
@pytest.mark.parametrize("number", range(len(STEPS)), ids=[end for end, _ in STEPS])
def test_a_thread_that_stops_names_its_gap_and_shows_nothing_beyond(lang: Lang, number: int) -> None:
    tables: dict[str, list[dict[str, object]]] = {}
    for _, more in STEPS[: number + 1]:
        tables |= more
    end = STEPS[number][0]
    shown = follow_insight(lang, own_book(**tables))
    text = said(shown)
    assert WORDS["thread"]["reached"][end][lang] in text
    gap, at = GAP_AT[end]
    if gap is None:
        assert WORDS["thread"]["gap"][lang] + ":" not in text
    else:
        assert f"{WORDS['thread']['gap'][lang]}: {GAPS[gap]['one'][lang]}" in text
        assert text.count(WORDS["thread"]["gap"][lang] + ":") == 1
    names = re.findall(r"<li[^>]*><strong>([^<]*)", html(shown))
    assert names[-1] == WORDS["thread"][at]["name"][lang]
    assert "<script" not in html(shown) and HOSTILE in text


def test_without_chosen_ideas_a_handful_is_shown_and_the_rest_folded() -> None:
    tables = {name: rows for _, more in STEPS[:4] for name, rows in more.items()}
    (place,) = [place for place in places(own_book(**tables), "I1") if place.table == "ideas"]
    assert (len(place.first), len(place.rest)) == (SHOWN_AT_ONCE, 2)
    chosen = [{**row, "chosen": row["idea_id"] == "D6"} for row in tables["ideas"]]
    (place,) = [p for p in places(own_book(**{**tables, "ideas": chosen}), "I1") if p.table == "ideas"]
    assert list(place.first["idea_id"]) == ["D6"]
    assert "7 idéer, 1 valda" in place.said("sv")


def test_an_insight_whose_visit_or_company_is_gone_is_still_followed() -> None:
    lost = own_book(visits=[])
    assert GAPS["insight_without_visit"]["one"]["sv"] in said(follow_insight("sv", lost))
    assert GAPS["insight_without_need"]["one"]["sv"] in said(follow_insight("sv", lost))
    assert insight_options(lost, ends(lost), "insights", "sv") == [(f"I1 : {HOSTILE}", "I1")]
    nameless = own_book(companies=[])
    assert GAPS["visit_without_company"]["one"]["sv"] in said(follow_insight("sv", nameless))


def test_the_choice_of_an_insight_is_cut_to_one_short_line() -> None:
    labels = [label for label, _ in insight_options(BOOK, REACHED, "told", "sv")]
    assert max(map(len, labels)) <= 80
    assert all("\n" not in label for label in labels)
    assert any(label.endswith("…") for label in labels)


# practise


def answer(shown: Any, **rows: tuple[str, str]) -> None:
    """Choose stage and step of cards by the ids of the answers."""
    for card, values in rows.items():
        controls = [each for each in of(shown, w.Dropdown) if each.description.startswith(f"{card}, ")]
        for control, value in zip(controls, values, strict=True):
            control.value = value


def right_answers() -> dict[str, tuple[str, str]]:
    cards = load_exercise(CARDS, "sv").solution["cards"].fillna("")
    return {card: (stage, step) for card, stage, step in zip(cards.card_id, cards.stage, cards.step, strict=True)}


@each_lang
def test_an_exercise_shows_its_task_every_row_and_a_drop_down_for_each_answer(lang: Lang) -> None:
    exercise = load_exercise(CARDS, lang)
    shown = practise("01", lang)
    assert markdown_of(shown) == [exercise.task]
    text = said(shown)
    assert exercise.title in text
    assert all(card in text for card in exercise.solution["cards"]["card"])
    controls = of(shown, w.Dropdown)
    assert len(controls) == 30
    stages = exercise.solution.sheets["cards"].table.columns["stage"]
    assert [value for _, value in controls[0].options] == ["", *stages.enum]
    assert [label for label, _ in controls[0].options][1:] == [stages.label(value, lang) for value in stages.enum]
    assert all(control.value == "" for control in controls)


@each_lang
def test_wrong_then_right_answers(lang: Lang) -> None:
    words = WORDS["practise"]
    shown = practise(CARDS, lang)
    right = right_answers()
    answer(shown, **{**right, "K06": ("collaboration", "choose"), "K13": ("collaboration", "choose")})
    button(shown, words["check"][lang]).click()
    text = said(shown)
    assert words["count"][lang].format(right=13, total=15) in text
    assert words["wrong"][lang].format(ids="K06, K13") in text
    assert text.count(words["mark_right"][lang]) == 13 and text.count(words["mark_wrong"][lang]) == 2
    assert load_exercise(CARDS, lang).done not in markdown_of(shown)
    answer(shown, **right)
    assert words["changed"][lang] in said(shown)
    button(shown, words["check"][lang]).click()
    assert words["count"][lang].format(right=15, total=15) in said(shown)
    assert markdown_of(shown)[-1] == load_exercise(CARDS, lang).done


@each_lang
def test_help_comes_a_little_at_a_time_and_the_button_says_what_is_next(lang: Lang) -> None:
    words, mistake = WORDS["practise"], load_exercise(CARDS, lang).mistakes["creating-is-not-choosing"]
    shown = practise(CARDS, lang)
    assert button(shown, words["hint"][lang]).disabled
    answer(shown, **{**right_answers(), "K06": ("collaboration", "choose")})
    button(shown, words["check"][lang]).click()
    hint, why = mistake["hint"][lang], mistake["why"][lang]
    solution = {
        "sv": "K06: Etapp: Samverkan, Steg: Skapa idéer",
        "en": "K06: Stage: Collaboration, Step: Create ideas",
    }[lang]
    seen = []
    for label in ("hint", "why", "solution"):
        seen.append([text in said(shown) for text in (hint, why, solution)])
        assert not button(shown, words[label][lang]).disabled
        button(shown, words[label][lang]).click()
    seen.append([text in said(shown) for text in (hint, why, solution)])
    assert seen == [[False] * 3, [True, False, False], [True, True, False], [True] * 3]
    assert button(shown, words["solution"][lang]).disabled
    button(shown, words["check"][lang]).click()
    assert hint not in said(shown), "a new check begins with thinking for oneself"


def test_what_is_right_among_few_answers_is_never_all_right() -> None:
    shown = practise(CARDS, "sv")
    answer(shown, K01=right_answers()["K01"])
    button(shown, "Rätta").click()
    text = said(shown)
    assert "1 av 15 rätt. 14 saknar svar." in text
    assert text.count("– Inget svar än") == 14 and text.count("✓ Rätt") == 1
    assert len(markdown_of(shown)) == 1


def test_nothing_answered_is_judged_too() -> None:
    shown = practise(CARDS, "en")
    button(shown, "Check").click()
    assert "0 of 15 right. 15 without an answer." in said(shown)
    assert "✓" not in said(shown)


def test_a_change_takes_back_what_was_said() -> None:
    shown = practise(CARDS, "sv")
    answer(shown, **right_answers())
    button(shown, "Rätta").click()
    assert len(markdown_of(shown)) == 2
    answer(shown, K01=("innovation", ""))
    text = said(shown)
    assert "15 av 15" not in text and "✓" not in text
    assert len(markdown_of(shown)) == 1
    assert WORDS["practise"]["changed"]["sv"] in text
    assert button(shown, "Visa ledtråd").disabled


def test_starting_over_makes_everything_as_it_was() -> None:
    shown = practise(CARDS, "sv")
    before = html(shown)
    answer(shown, **{**right_answers(), "K06": ("collaboration", "choose")})
    button(shown, "Rätta").click()
    button(shown, "Visa ledtråd").click()
    button(shown, "Börja om").click()
    assert all(control.value == "" for control in of(shown, w.Dropdown))
    assert html(shown) == before
    assert button(shown, "Visa ledtråd").disabled


@each_lang
@pytest.mark.parametrize("id_", ["99", "", HOSTILE])
def test_an_exercise_that_there_is_none_of_is_said_with_those_there_are(lang: Lang, id_: str) -> None:
    shown = practise(id_, lang)
    assert said(shown) == WORDS["practise"]["unknown"][lang].format(id=id_, ids=", ".join(exercise_ids()))
    assert "<script" not in html(shown)


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    plant(tmp_path, monkeypatch)
    return Practice(load_exercise(ID, "sv"))


def test_dates_are_picked_numbers_and_words_written_and_yes_or_no_chosen(planted: Practice) -> None:
    kinds = {cell: type(control) for cell, control in planted.controls.items()}
    assert [kind for cell, kind in kinds.items() if cell.row == 2] == [w.DatePicker, w.Text, w.Dropdown, w.Text]
    assert [control.value for cell, control in planted.controls.items() if cell.row == 3] == [None, "2", "", ""]
    booked = next(control for cell, control in planted.controls.items() if cell.column == "booked")
    assert booked.options == (("(inget svar)", ""), ("Ja", "true"), ("Nej", "false"))
    assert all(text.style.description_width == "initial" for text in of(planted.widget, w.Text))


def fill(practice: Practice, row: int, *values: str) -> None:
    for control, value in zip([c for cell, c in practice.controls.items() if cell.row == row], values, strict=True):
        control.value = date.fromisoformat(value) if isinstance(control, w.DatePicker) else value


def test_what_is_written_is_judged_as_a_file_would_be(planted: Practice) -> None:
    fill(planted, 2, "2026-03-02", "1", "true", "Näringslivschef")
    fill(planted, 3, "2026-03-03", "två", "false", "")
    planted.check()
    assert "1 av 2 rätt" in said(planted.widget)
    assert "två" in said(planted.widget), "the finding names what cannot be read as a number"
    fill(planted, 3, "2026-03-03", "2", "false", "")
    planted.check()
    assert "2 av 2 rätt" in said(planted.widget)
    assert markdown_of(planted.widget)[-1] == "Klart."


def test_starting_over_brings_back_what_stood_there_from_the_start(planted: Practice) -> None:
    fill(planted, 3, "2026-03-03", "7", "true", "x")
    planted.restart()
    assert [control.value for cell, control in planted.controls.items() if cell.row == 3] == [None, "2", "", ""]


def test_whatever_an_exercise_and_an_answer_hold_is_shown_as_text(planted: Practice) -> None:
    fill(planted, 2, "2026-03-02", HOSTILE, "true", HOSTILE)
    planted.check()
    for _ in range(4):
        planted.help()
    markup = html(planted.widget)
    assert "<script" not in markup and "<b>" not in markup and "<besök>" not in markup
    text = said(planted.widget)
    assert HOSTILE in text and "Planera <besök>" in text and "who (sv): (tomt)" in text
    for part in of(planted.widget, w.HTML):
        Balanced(part.value)


def test_a_mistake_is_shown_with_its_own_hint(planted: Practice) -> None:
    fill(planted, 2, "2026-05-05", "1", "true", "Näringslivschef")
    planted.check()
    planted.help()
    assert "V1 Ledtråd: Är det <b>för sent?</b>" in said(planted.widget)


@each_lang
def test_a_row_is_told_without_blank_columns_and_ids_that_are_the_same_everywhere(lang: Lang) -> None:
    exercise = load_exercise("09-choose-the-change", lang)
    told = said(Practice(exercise).widget)
    fields = exercise.start.sheets["ideas"].table.columns
    assert "W05" not in told and fields["workshop_id"].titles[lang] not in told
    notes = exercise.start["ideas"]["notes"].notna()
    assert told.count(f"{fields['notes'].titles[lang]}:") == notes.sum() < len(notes)
