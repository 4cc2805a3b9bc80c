"""`explore_method`: choose a stage or a step and see what it is for."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from fsi_kit.method import Activity, Method, Stage, Step, load_method
from fsi_kit.texts import Lang
from fsi_kit.widgets.html import definitions, element, paragraph, say, strong
from fsi_kit.widgets.parts import choice, in_language, on_choice, show, shown
from fsi_kit.workbook import load_descriptor


def explore_method(lang: str = "sv", method: Method | None = None) -> Any:
    """Show the method to explore: three stages and five steps, one of each at a time.

    Args:
        lang: ``sv`` or ``en``.
        method: a municipality's own (`fsi_kit.method.load_method`); by default the kit's.

    Returns:
        A widget.
    """
    return in_language(lang, lambda known: _explore(method or load_method(known), known))


def _explore(method: Method, lang: Lang) -> Any:
    stage = choice(say("method.stage", lang), _options(method.stages, lang), method.stages[0].id)
    step = choice(say("method.step", lang), _options(method.steps, lang), method.steps[0].id)
    stage_panel, step_panel = shown(""), shown("")

    def show_stage() -> None:
        show(stage_panel, stage_html(method.stage(stage.value), lang))

    def show_step() -> None:
        show(step_panel, step_html(method.step(step.value), lang))

    on_choice(stage, show_stage)
    on_choice(step, show_step)
    show_stage()
    show_step()
    return w.VBox([stage, stage_panel, shown(paragraph(method.interpretation)), step, step_panel])


def stage_html(stage: Stage, lang: Lang) -> str:
    """Return what a stage is for, takes in and gives, and where it lives in the workbook."""
    tables = load_descriptor().tables
    names = ", ".join(tables[name].titles[lang] if name in tables else name for name in stage.tables)
    pairs = [("aim", stage.aim), ("takes", stage.takes), ("gives", stage.gives), ("tables", names)]
    return definitions([(say(f"method.{key}", lang), value) for key, value in pairs], lang)


def step_html(step: Step, lang: Lang) -> str:
    """Return a step's question, what it turns into what, its time and its activities in order."""
    minutes, least = (sum(getattr(a, name) for a in step.activities) for name in ("minutes", "least"))
    pairs = [
        (say("method.question", lang), step.question.text),
        (say("method.turns", lang), step.turns),
        (say("method.into", lang), step.into),
        (say("method.time", lang), say("method.minutes", lang, minutes=minutes, least=least)),
    ]
    return definitions(pairs, lang) + element("ol", "".join(_activity(a, lang) for a in step.activities))


def _activity(activity: Activity, lang: Lang) -> str:
    time = say(
        "method.activity" if activity.least else "method.optional",
        lang,
        minutes=activity.minutes,
        least=activity.least,
        form=say(f"method.{activity.form}", lang),
    )
    content = strong(activity.name) + paragraph(time) + paragraph(activity.how)
    if activity.materials:
        content += paragraph(say("method.materials", lang, materials=", ".join(activity.materials)))
    return element("li", content)


def _options(entries: tuple[Stage, ...] | tuple[Step, ...], lang: Lang) -> list[tuple[str, str]]:
    return [(say("method.numbered", lang, number=entry.number, name=entry.name), entry.id) for entry in entries]
