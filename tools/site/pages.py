"""Stage the pages: Markdown masters are rendered with what the library knows and laid out for mkdocs.

A page is Markdown and a Jinja2 template at once: ``{{ quiz() }}`` puts the module's quiz there. What a page may call
is listed in `calls`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateError
from mkdocs.utils import meta

from fsi_kit import __version__
from fsi_kit.course.simulation import SceneError
from fsi_kit.texts import Lang
from tools.site import (
    blocks_actions,
    blocks_capstone,
    blocks_charts,
    blocks_collaboration,
    blocks_course,
    blocks_facilitate,
    blocks_follow_up,
    blocks_innovation,
    blocks_method,
    blocks_needs,
    blocks_performance,
    blocks_plans,
    blocks_progress,
    blocks_reference,
    blocks_simulator,
    blocks_steps,
    blocks_templates,
    blocks_thread,
    blocks_trainers,
    blocks_understanding,
    blocks_visits,
)
from tools.site.example import exempelby
from tools.site.place import Place
from tools.site.words import grouped


class PageError(Exception):
    """A page that cannot be rendered: its path and why."""


def stage_pages(root: Path, staged: Path, lang: Lang) -> list[str]:
    """Render every page of a language into the folder that mkdocs reads; return their paths.

    Args:
        root: the checkout.
        staged: the folder for this language, emptied of pages first. Downloads lie in it already.

    Raises:
        PageError: a page calls something that does not exist, or lacks its front matter.
    """
    source = root / "docs" / lang
    paths = sorted(file.relative_to(source).as_posix() for file in source.rglob("*.md"))
    if not paths:
        raise PageError(f"docs/{lang}: no pages")
    for path in paths:
        target = staged / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(render_page((source / path).read_text(encoding="utf-8"), Place(lang, path), root, staged))
    shutil.copytree(root / "docs" / "assets", staged / "assets", dirs_exist_ok=True)
    return paths


def render_page(text: str, place: Place, root: Path, staged: Path) -> str:
    """Return one page, its calls replaced by blocks.

    Raises:
        PageError: as `stage_pages`.
    """
    front, body = split_front_matter(text, place.page)
    try:
        # The pages are Markdown; what must be escaped is escaped by each block's own template.
        # A heading's ``{#anchor}`` would begin one of Jinja's comments: comments are written ``{## … ##}``.
        environment = Environment(
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701
            keep_trailing_newline=True,
            comment_start_string="{##",
            comment_end_string="##}",
        )
        body = environment.from_string(body).render(calls(place, root, staged))
    except (TemplateError, SceneError, KeyError, OSError, TypeError) as error:
        raise PageError(f"docs/{place.lang}/{place.page}: {type(error).__name__}: {error}") from error
    return with_front_matter(front, body)


def split_front_matter(text: str, page: str) -> tuple[dict[str, Any], str]:
    """Return a page's front matter and body.

    Raises:
        PageError: the page has no title, description or keywords.
    """
    body, front = meta.get_data(text)
    missing = [name for name in ("title", "description", "keywords") if not front.get(name)]
    if missing:
        raise PageError(f"{page}: front matter lacks {', '.join(missing)}")
    return front, body


def with_front_matter(front: dict[str, Any], body: str) -> str:
    """Return a page with its front matter; JSON's strings and lists are YAML's too."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front.items()]
    return "\n".join(["---", *lines, "---", "", body])


def calls(place: Place, root: Path, staged: Path) -> dict[str, Callable[..., str]]:
    """Return everything that a page may call."""
    blocks = {
        function.__name__: partial(function, place)
        for function in (
            blocks_actions.action_cards,
            blocks_capstone.own_words,
            blocks_capstone.whole_way,
            blocks_charts.chart,
            blocks_collaboration.agenda_roles,
            blocks_collaboration.idea_ranking,
            blocks_collaboration.planned_agenda,
            blocks_collaboration.quadrant,
            blocks_collaboration.room_layouts,
            blocks_collaboration.spread_example,
            blocks_collaboration.step_contracts,
            blocks_collaboration.time_given,
            blocks_collaboration.time_needed,
            blocks_collaboration.workshop_agenda,
            blocks_collaboration.workshop_groups,
            blocks_course.glossary_list,
            blocks_course.module_head,
            blocks_course.module_list,
            blocks_course.new_terms,
            blocks_course.quiz,
            blocks_course.reflection,
            blocks_course.term,
            blocks_course.this_week,
            blocks_facilitate.canvas,
            blocks_facilitate.step_cards,
            blocks_follow_up.follow_up_rhythm,
            blocks_innovation.action_counts,
            blocks_innovation.companies_told,
            blocks_innovation.factor_matrix,
            blocks_innovation.late_actions,
            blocks_innovation.lead_time_medians,
            blocks_innovation.nki_bands,
            blocks_innovation.nki_caveats,
            blocks_innovation.nki_series,
            blocks_method.interpretation,
            blocks_method.method_map,
            blocks_method.stages,
            blocks_method.steps,
            blocks_needs.need_gathering,
            blocks_needs.need_way,
            blocks_plans.part_guide,
            blocks_plans.plan_picker,
            blocks_plans.trainer_jobs,
            blocks_performance.measured,
            blocks_performance.site_size,
            blocks_progress.certificate,
            blocks_progress.course_progress,
            blocks_reference.components,
            blocks_reference.data_dictionary,
            blocks_reference.rule,
            blocks_reference.rule_index,
            blocks_reference.rule_list,
            blocks_steps.step_activities,
            blocks_steps.step_example,
            blocks_steps.step_head,
            blocks_steps.step_materials,
            blocks_steps.step_title,
            blocks_thread.thread_ends,
            blocks_thread.thread_gaps,
            blocks_thread.thread_picture,
            blocks_thread.thread_text,
            blocks_trainers.knowledge_test,
            blocks_trainers.session_aims,
            blocks_trainers.session_table,
            blocks_understanding.companies_not_heard,
            blocks_understanding.coverage_table,
            blocks_understanding.insights_by_quarter,
            blocks_understanding.inventory_groups,
            blocks_understanding.inventory_themes,
            blocks_understanding.need_suggestions,
            blocks_understanding.new_themes,
            blocks_understanding.sharing_by_department,
            blocks_understanding.stage_one_findings,
            blocks_understanding.suggestion_quality,
            blocks_understanding.suggestion_with,
            blocks_visits.visit_timeline,
        )
    }
    return {
        **blocks,
        "exercise": lambda id: blocks_course.exercise(place, id, staged / blocks_course.DOWNLOADS),
        "notebook_box": lambda: blocks_course.notebook_box(place, root),
        "lite_sizes": lambda: blocks_performance.lite_sizes(place, root),
        "simulator": lambda name: blocks_simulator.simulator(place, name, root),
        "template_count": lambda: blocks_templates.template_count(place, root),
        "template_gallery": lambda: blocks_templates.template_gallery(place, root),
        "template_packs": lambda: blocks_templates.template_packs(place, root),
        "ready_plans": lambda: blocks_plans.ready_plans(place, staged / blocks_course.DOWNLOADS),
        "rows": lambda table: grouped(len(exempelby(place.lang)[table]), place.lang),
        "version": lambda: __version__,
    }
