"""The course's modules and glossary: whole, alike in both languages, and each objective put to the test."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from fsi_kit.check import all_rules
from fsi_kit.course import modules
from fsi_kit.course.exercises import load_exercise
from fsi_kit.course.modules import (
    ActivityKind,
    Module,
    load_glossary,
    load_module,
    module_ids,
)
from fsi_kit.course.quiz import Item, Pair, Question, QuestionKind, load_question, mixed
from fsi_kit.method import load_method
from fsi_kit.texts import LANGS, Lang

ROOT = Path(__file__).parents[2]
IDS = module_ids()
MODULES = [load_module(id_, lang) for id_ in IDS for lang in LANGS]
QUESTIONS = [(module, question) for module in MODULES for question in module.quiz]
MOST_NEW_TERMS = 8
FEWEST_QUESTIONS = 5
MODULES_IN_ALL = 8
FEWEST_QUESTIONS_IN_ALL = 40
FEWEST_EXERCISES_IN_ALL = 12

each_module = pytest.mark.parametrize("module", MODULES, ids=lambda m: f"{m.id}-{m.lang}")
each_question = pytest.mark.parametrize(
    ("module", "question"), QUESTIONS, ids=[f"{m.id}-{m.lang}-{q.id}" for m, q in QUESTIONS]
)
each_id = pytest.mark.parametrize("id_", IDS)
each_lang = pytest.mark.parametrize("lang", LANGS)


def both(id_: str) -> tuple[Module, Module]:
    return load_module(id_, "sv"), load_module(id_, "en")


def page(module: Module) -> str:
    return (ROOT / "docs" / module.lang / "modules" / f"{module.id}.md").read_text(encoding="utf-8")


def anchors(text: str) -> list[str]:
    return re.findall(r"^## .*\{#([\w-]+)\}$", text, flags=re.MULTILINE)


def unassessed(module: Module) -> set[str]:
    """Return the objectives that neither a question nor an exercise puts to the test."""
    exercises = [load_exercise(id_, module.lang) for id_ in module.exercises]
    tested = {question.objective for question in module.quiz} | {o for e in exercises for o in e.objectives}
    return {objective.id for objective in module.objectives} - tested


def unexplained(question: Question) -> list[str]:
    """Return what is wrong with the explanations of a question's options."""
    explained = list(zip(question.answers, question.whys, strict=True))
    found = [f"no explanation: {text}" for text, why in explained if not why.strip()]
    found += [f"repeats the answer: {o.text}" for o in question.options if o.text.rstrip(".").lower() in o.why.lower()]
    return found + [f"twice: {why}" for why in question.whys if question.whys.count(why) > 1]


def badly_asked(question: Question) -> list[str]:
    """Return why a question cannot be asked as its kind is."""
    right, answers = len(question.right), question.answers
    fewest, most = {"order": (4, 6), "match": (3, 6)}.get(question.kind, (3, 5))
    found = [] if fewest <= len(answers) <= most else [f"{len(answers)} answers"]
    found += ["an answer stands twice"] if len(set(answers)) < len(answers) else []
    found += ["one answer must be right"] if question.kind == "one" and right != 1 else []
    found += ["some answers must be right"] if question.kind == "several" and not 1 < right < len(answers) else []
    lefts = {pair.left for pair in question.pairs}
    return found + (["a line stands twice"] if len(lefts) < len(question.pairs) else [])


def test_there_are_modules_questions_and_terms() -> None:
    assert IDS and QUESTIONS
    assert all(load_glossary(lang) for lang in LANGS)


@pytest.mark.parametrize("id_", ["", "99-nothing", "01-method.toml", "../01-method"])
def test_a_module_that_does_not_exist_is_a_key_error(id_: str) -> None:
    with pytest.raises(KeyError):
        load_module(id_, "sv")


def test_modules_are_numbered_in_the_order_of_their_ids() -> None:
    numbers = [load_module(id_, "sv").number for id_ in IDS]
    assert numbers == [int(id_[:2]) for id_ in IDS]
    assert all(before < after for before, after in pairwise(numbers))


@each_id
def test_a_module_has_the_same_ids_counts_and_minutes_in_both_languages(id_: str) -> None:
    sv, en = both(id_)
    for module in (sv, en):
        assert len({o.id for o in module.objectives}) == len(module.objectives)
        assert len({q.id for q in module.quiz}) == len(module.quiz)
    assert [o.id for o in sv.objectives] == [o.id for o in en.objectives]
    assert [(p.kind, p.minutes, p.anchor) for p in sv.parts] == [(p.kind, p.minutes, p.anchor) for p in en.parts]
    assert [(q.id, q.kind, q.objective, q.right, len(q.answers)) for q in sv.quiz] == [
        (q.id, q.kind, q.objective, q.right, len(q.answers)) for q in en.quiz
    ]
    assert (sv.exercises, sv.terms, sv.rules, len(sv.prompts)) == (en.exercises, en.terms, en.rules, len(en.prompts))


@each_id
def test_every_text_of_a_module_is_translated(id_: str) -> None:
    sv, en = ([*texts(module)] for module in both(id_))
    same = [a for a, b in zip(sv, en, strict=True) if a == b]
    assert sv and same == []
    assert all(text.strip() for text in (*sv, *en))


def texts(module: Module) -> list[str]:
    answers = [text for q in module.quiz for text in (*(pair.left for pair in q.pairs), *q.answers, *q.whys)]
    return [
        *(module.title, module.summary, module.reflection, module.this_week, *module.prompts),
        *(o.text for o in module.objectives),
        *(p.title for p in module.parts),
        *(q.text for q in module.quiz),
        *answers,
    ]


@each_module
def test_a_module_takes_between_25_and_50_minutes_and_its_parts_add_up(module: Module) -> None:
    assert module.minutes == sum(part.minutes for part in module.parts)
    assert 25 <= module.minutes <= 50
    assert all(part.minutes > 0 and part.kind in get_args(ActivityKind) for part in module.parts)


@each_module
def test_a_modules_exercise_parts_take_as_long_as_its_exercises_say(module: Module) -> None:
    exercises = [load_exercise(id_, module.lang) for id_ in module.exercises]
    assert exercises
    assert all(exercise.module == module.id for exercise in exercises)
    assert sum(e.minutes for e in exercises) == sum(p.minutes for p in module.parts if p.kind == "exercise")


@each_module
def test_every_objective_is_assessed_and_nothing_else_is(module: Module) -> None:
    known = {objective.id for objective in module.objectives}
    assert 3 <= len(known) <= 5
    assert unassessed(module) == set()
    assert {question.objective for question in module.quiz} <= known
    assert all(set(load_exercise(id_, module.lang).objectives) <= known for id_ in module.exercises)


def test_an_objective_that_nothing_assesses_is_noticed() -> None:
    module = load_module(IDS[0], "sv")
    quiz = tuple(q for q in module.quiz if q.objective != module.objectives[0].id)
    assert unassessed(replace(module, quiz=quiz, exercises=())) >= {module.objectives[0].id}


@each_module
def test_a_module_brings_at_most_eight_terms_and_the_glossary_knows_them(module: Module) -> None:
    known = {term.id for term in load_glossary(module.lang)}
    assert 0 < len(module.terms) <= MOST_NEW_TERMS
    assert len(set(module.terms)) == len(module.terms)
    assert set(module.terms) <= known


def test_a_term_is_new_in_one_module_only() -> None:
    terms = [term for id_ in IDS for term in load_module(id_, "sv").terms]
    assert len(terms) == len(set(terms))


@each_module
def test_the_rules_that_a_module_lists_exist_and_stand_once(module: Module) -> None:
    assert set(module.rules) <= set(all_rules())
    assert len(set(module.rules)) == len(module.rules)


@each_module
def test_a_rule_that_a_page_names_is_among_the_rules_of_its_module(module: Module) -> None:
    assert set(re.findall(r'\{\{ rule\("(\w+)"', page(module))) <= set(module.rules)


def unmet(modules: list[Module]) -> set[str]:
    """Return the stages' rules that a learner does not meet in any of the modules."""
    wanted = {rule.id for rule in all_rules().values() if rule.stage != "data"}
    return wanted - {id_ for module in modules for id_ in module.rules}


def lacking(modules: list[Module]) -> list[str]:
    """Return what a course of these modules, in one language, lacks."""
    questions = [question for module in modules for question in module.quiz]
    kinds = set(get_args(QuestionKind)) - {question.kind for question in questions}
    exercises = {id_ for module in modules for id_ in module.exercises}
    found = [f"no module meets {id_}" for id_ in sorted(unmet(modules))]
    found += [f"only {len(questions)} questions"] if len(questions) < FEWEST_QUESTIONS_IN_ALL else []
    found += [f"only {len(exercises)} exercises"] if len(exercises) < FEWEST_EXERCISES_IN_ALL else []
    return found + [f"no question of the kind {kind}" for kind in sorted(kinds)]


@each_lang
def test_the_whole_course_meets_every_rule_and_asks_and_trains_enough(lang: Lang) -> None:
    course = [load_module(id_, lang) for id_ in IDS]
    lacks = lacking(course)
    assert len(course) <= MODULES_IN_ALL
    assert lacks == [] or len(course) < MODULES_IN_ALL, lacks


def test_a_course_that_lacks_something_is_noticed() -> None:
    module = replace(load_module(IDS[0], "sv"), rules=tuple(all_rules()))
    questions = tuple(Question(f"{kind}{n}", kind, "o", "?") for kind in get_args(QuestionKind) for n in range(10))
    exercises = tuple(f"{n:02}-x" for n in range(FEWEST_EXERCISES_IN_ALL))
    whole = replace(module, quiz=questions, exercises=exercises)
    assert lacking([whole]) == []
    assert lacking([replace(whole, rules=tuple(all_rules())[:-1])])
    assert lacking([replace(whole, exercises=exercises[1:])])
    assert lacking([replace(whole, quiz=questions[1:])])
    assert lacking([replace(whole, quiz=questions[:10] * 4)]) == [
        "no question of the kind match",
        "no question of the kind order",
        "no question of the kind several",
    ]


@each_module
def test_a_module_asks_enough_questions(module: Module) -> None:
    assert len(module.quiz) >= FEWEST_QUESTIONS
    assert len(module.prompts) == 3


@each_question
def test_a_question_can_be_asked_as_its_kind_is(module: Module, question: Question) -> None:
    assert badly_asked(question) == []


def test_a_question_that_cannot_be_asked_is_noticed() -> None:
    one = next(question for _, question in QUESTIONS if question.kind == "one")
    items = tuple(Item(text, f"why {text}") for text in "abcd")
    pairs = tuple(Pair(text, text.upper(), f"why {text}") for text in "abc")
    order, match = (Question("q", "order", "o", "?", items=items), Question("q", "match", "o", "?", pairs=pairs))
    assert [*badly_asked(order), *badly_asked(match)] == []
    assert badly_asked(replace(one, options=tuple(replace(option, right=True) for option in one.options)))
    assert badly_asked(replace(one, kind="several"))
    assert badly_asked(replace(order, items=(*items[:3], items[0])))
    assert badly_asked(replace(order, items=items[:3]))
    assert badly_asked(replace(match, pairs=(*pairs, Pair("d", "A", "again"))))
    assert badly_asked(replace(match, pairs=(*pairs, Pair("a", "D", "again"))))


def test_a_question_of_a_kind_that_does_not_exist_is_a_key_error() -> None:
    data = {"id": "q", "kind": "riddle", "objective": "o", "question": {"sv": "?", "en": "?"}}
    with pytest.raises(KeyError, match="riddle"):
        load_question(data, "sv")


def test_what_is_to_be_put_in_order_is_never_dealt_with_anything_in_its_own_place() -> None:
    deals = {count: [mixed(count, f"seed {n}") for n in range(30)] for count in range(2, 7)}
    for count, dealt in deals.items():
        assert all(sorted(order) == list(range(count)) for order in dealt)
        assert all(number != place for order in dealt for place, number in enumerate(order))
    assert len(set(deals[6])) > 10, "the seed decides"
    assert mixed(6, "seed 1") == deals[6][1], "and deals alike each time"


@each_question
def test_every_option_says_why_it_is_right_or_wrong(module: Module, question: Question) -> None:
    assert unexplained(question) == []


def test_an_option_without_an_explanation_of_its_own_is_noticed() -> None:
    question = next(question for _, question in QUESTIONS if question.options)
    first, second, *rest = question.options
    blank = replace(question, options=(replace(first, why=" "), second, *rest))
    echo = replace(question, options=(replace(first, why=f"Nej. {first.text}"), second, *rest))
    twin = replace(question, options=(replace(first, why=second.why), second, *rest))
    assert all(unexplained(changed) for changed in (blank, echo, twin))


@each_module
def test_neither_length_nor_place_gives_the_right_answer_away(module: Module) -> None:
    ones = [question for question in module.quiz if question.kind == "one"]
    longest = [q.id for q in ones if max(q.options, key=lambda option: len(option.text)).right]
    places = {[option.right for option in q.options].index(True) for q in ones}
    assert len(ones) >= 3
    assert len(longest) <= len(ones) / 2, longest
    assert len(places) > 1


@each_module
def test_the_page_has_a_heading_for_every_part_and_shows_every_block(module: Module) -> None:
    text = page(module)
    assert {part.anchor for part in module.parts} <= set(anchors(text))
    for call in ("module_head()", "quiz()", "reflection()", "this_week()", "new_terms()", "notebook_box()"):
        assert text.count(f"{{{{ {call} }}}}") == 1, call
    for id_ in module.exercises:
        assert text.count(f'{{{{ exercise("{id_}") }}}}') == 1


@each_id
def test_a_modules_pages_have_the_same_headings_calls_and_figures_in_both_languages(id_: str) -> None:
    sv, en = (page(module) for module in both(id_))
    assert anchors(sv) and anchors(sv) == anchors(en)
    assert calls(sv) and calls(sv) == calls(en)
    assert cells(sv) == cells(en)
    assert not set(paragraphs(sv)) & set(paragraphs(en))


def calls(text: str) -> list[str]:
    """Return the page's calls in order, without the words that a term is shown with."""
    return re.findall(r"\{\{ (\w+\((?:\"[\w-]+\")?)", text)


def cells(text: str) -> list[str]:
    """Return the table cells that hold nothing but a number."""
    return re.findall(r"(?<=\| )\d+(?= \|)", text)


def paragraphs(text: str) -> list[str]:
    body = text.split("---\n", 2)[2]
    return [part for part in body.split("\n\n") if part.strip() and not part.startswith(("{{", "</"))]


@each_module
def test_a_page_that_presents_the_five_steps_says_once_that_they_are_our_reading(module: Module) -> None:
    text = page(module)
    steps = [step.name for step in load_method(module.lang).steps]
    if all(name in text for name in steps):
        assert text.count("{{ interpretation() }}") == 1
        assert text.index("{{ interpretation() }}") < min(text.index(f"*{name}*") for name in steps)


@each_lang
def test_terms_on_a_page_are_in_the_glossary(lang: Lang) -> None:
    known = {term.id for term in load_glossary(lang)}
    used = {id_ for module in IDS for id_ in re.findall(r'term\("([\w-]+)"', page(load_module(module, lang)))}
    assert used and used <= known


@each_lang
def test_every_term_has_a_name_and_a_short_meaning(lang: Lang) -> None:
    for term in load_glossary(lang):
        assert term.name.strip() and term.other.strip()
        assert re.fullmatch(r"[a-z][a-z-]*", term.id)
        assert term.meaning.endswith((".", "?")) and len(term.meaning) <= 200, term.id


def test_the_glossary_is_the_same_in_both_languages_and_differs_in_words() -> None:
    sv, en = ({term.id: term for term in load_glossary(lang)} for lang in LANGS)
    assert set(sv) == set(en)
    for id_, term in sv.items():
        assert (term.name, term.other) == (en[id_].other, en[id_].name)
        assert term.meaning != en[id_].meaning


@each_lang
def test_no_two_terms_share_a_name(lang: Lang) -> None:
    names = [term.name.casefold() for term in load_glossary(lang)]
    assert len(names) == len(set(names))


def test_the_glossary_is_in_each_languages_own_alphabetical_order() -> None:
    sv = [term.name for term in load_glossary("sv")]
    assert sv[-2:] == ["återkoppling", "åtgärd"], "å comes after z"
    assert sv[:2] == ["1-2-4-alla", "allmän handling"], "and numbers before all letters"
    en = [term.name.casefold() for term in load_glossary("en")]
    assert en == sorted(en)


def test_swedish_letters_come_after_z_in_their_own_order(monkeypatch: pytest.MonkeyPatch) -> None:
    same = {"sv": "…", "en": "…"}
    data = {
        name: {"name": {"sv": name, "en": name}, "meaning": same} for name in ("öra", "ärende", "Åre", "zon", "ort")
    }
    monkeypatch.setattr(modules, "load_texts", lambda package, name: data)
    assert [term.name for term in load_glossary("sv")] == ["ort", "zon", "Åre", "ärende", "öra"]
