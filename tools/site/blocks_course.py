"""Blocks of a module's page: its head, quiz, exercise, notebook, reflection and terms."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from fsi_kit.course.answers import cell_text
from fsi_kit.course.exercises import Exercise, load_exercise
from fsi_kit.course.modules import load_glossary, load_module, module_ids
from fsi_kit.course.quiz import Question, mixed
from fsi_kit.workbook import Sheet
from tools.lite.build import lite_folder
from tools.lite.contents import Notebook
from tools.site.blocks_progress import as_script, module_progress
from tools.site.place import Place
from tools.site.render import from_markdown, render
from tools.site.words import size

DOWNLOADS = "assets/downloads"


def module_head(place: Place) -> str:
    """Show the module's objectives, its parts with their minutes and what the reader has done of it."""
    module = load_module(place.module_id, place.lang)
    here = Markup(module_progress(place, module))  # noqa: S704 - made of a template
    return render("module_head.html", words=place.words, module=module, here=here)


def module_list(place: Place) -> str:
    """List the course's modules with their minutes."""
    modules = [load_module(id_, place.lang) for id_ in module_ids()]
    links = {module.id: place.href(f"modules/{module.id}.md") for module in modules}
    return render("module_list.html", words=place.words, modules=modules, links=links)


def quiz(place: Place) -> str:
    """Show the module's quiz; ``quiz.js`` gives the feedback, without a kernel."""
    module = load_module(place.module_id, place.lang)
    return quiz_block(place, module.id, module.quiz)


def quiz_block(place: Place, id: str, questions: Sequence[Question]) -> str:
    """Show questions; `id` is the name under which the reader's answers are kept."""
    deal = [q for q in questions if not q.options]
    said = as_script(place.words.group("quiz.words"))
    return render(
        "quiz.html",
        words=place.words,
        id=id,
        questions=questions,
        keys={question.id: _answer_key(question) for question in questions},
        mixed={question.id: mixed(len(question.answers), f"{id}.{question.id}") for question in deal},
        said=said,
    )


def reflection(place: Place) -> str:
    """Show the module's reflection with a box to write in, kept in the reader's browser."""
    module = load_module(place.module_id, place.lang)
    said = as_script(place.words.group("reflection.words"))
    return render("reflection.html", words=place.words, module=module, said=said)


def this_week(place: Place) -> str:
    """Show what to do at work this week."""
    return render("this_week.html", words=place.words, module=load_module(place.module_id, place.lang))


def new_terms(place: Place) -> str:
    """Show the terms that the module brings, with their meanings."""
    wanted = load_module(place.module_id, place.lang).terms
    terms = [term for term in load_glossary(place.lang) if term.id in wanted]
    return render("terms.html", words=place.words, terms=terms, other_lang=place.other_lang)


def glossary_list(place: Place) -> str:
    """Show the whole glossary in the alphabetical order of the language."""
    return render("terms.html", words=place.words, terms=load_glossary(place.lang), other_lang=place.other_lang)


def term(place: Place, id: str, shown: str | None = None) -> str:
    """Link a term to the glossary, under its own name or in other words.

    Raises:
        KeyError: the glossary does not hold the term.
    """
    name = {term.id: term.name for term in load_glossary(place.lang)}[id]
    return f"[{shown or name}]({place.link('glossary.md')}#{id})"


def notebook_box(place: Place, root: Path) -> str:
    """Link to the module's notebook: to run in the browser where that was built, as a page and as a file."""
    file = root / "notebooks" / place.lang / f"{place.module_id}.ipynb"
    up = "" if place.lang == "sv" else "../"
    address = f"{place.href('index.md')}{up}lite/notebooks/index.html?path={Notebook(place.lang, file).path}"
    return render(
        "notebook_box.html",
        words=place.words,
        live=address if lite_folder(root).exists() else "",
        page=place.href(f"notebooks/{place.module_id}.md"),
        file=place.href(f"{DOWNLOADS}/{file.name}"),
        name=file.name,
        size=size(file.stat().st_size, place.lang),
    )


def exercise(place: Place, id: str, downloads: Path) -> str:
    """Show an exercise: the task, the ways to do it, the hints and the solution, each behind a click.

    Args:
        downloads: the folder that holds the exercise's start table in Excel, to tell its size.
    """
    one = load_exercise(id, place.lang)
    file = downloads / start_name(one)
    words = place.words
    text = escape(words("exercise.start", file=file.name, size=size(file.stat().st_size, place.lang)))
    link = Markup('<a href="{}" download>{}</a>').format(place.href(f"{DOWNLOADS}/{file.name}"), text)
    excel = Markup(words("exercise.excel")).format(link=link, number=id[:2], file=file.name)  # noqa: S704 - ours
    solution = one.solution
    return render(
        "exercise.html",
        words=words,
        exercise=one,
        task=Markup(from_markdown(one.task)),  # noqa: S704 - the course's own Markdown
        excel=excel,
        mistakes=[(m["hint"][place.lang], m["why"][place.lang]) for m in one.mistakes.values()],
        tables=[_solution_table(solution.sheets[name], place) for name, columns in one.answers.items() if columns],
    )


def start_name(exercise: Exercise) -> str:
    """Return the name of the Excel file that a learner begins with."""
    return f"{exercise.id}.{exercise.lang}.xlsx"


def _solution_table(sheet: Sheet, place: Place) -> tuple[str, list[str], list[list[str]]]:
    fields = sheet.table.fields
    rows = [
        [cell_text(field, value, place.lang) for field, value in zip(fields, row, strict=True)]
        for row in sheet.frame[[field.name for field in fields]].itertuples(index=False)
    ]
    return sheet.table.titles[place.lang], [field.titles[place.lang] for field in fields], rows


def _answer_key(question: Question) -> str:
    """Hide the answers from a glance: base64 of JSON, which ``quiz.js`` reads."""
    answers: dict[str, Any] = {"right": question.right, "why": question.whys}
    return base64.b64encode(json.dumps(answers, ensure_ascii=False).encode()).decode()
