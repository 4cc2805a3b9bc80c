"""Blocks of the trainers' pages: a session's aims and minute table, and what is asked before and after a course."""

from __future__ import annotations

from string import ascii_uppercase

from fsi_kit.course.modules import load_module
from fsi_kit.course.quiz import Question
from fsi_kit.course.sessions import load_session
from fsi_kit.texts import Lang, load_texts
from tools.site.place import Place
from tools.site.render import render


def session_aims(place: Place) -> str:
    """List what learners can do after the session of the page's module."""
    module = load_module(place.module_id, place.lang)
    return render("session_aims.html", words=place.words, module=module)


def session_table(place: Place) -> str:
    """Show what the trainer does and says and what learners do, part by part, with the minutes of the page's module."""
    module = load_module(place.module_id, place.lang)
    return render(
        "session_table.html",
        words=place.words,
        module=module,
        moments=load_session(module.id, place.lang),
        page=place.href(f"modules/{module.id}.md"),
        plan=place.href("trainers.md"),
    )


def knowledge_test(place: Place) -> str:
    """Show one question a module to ask before and after a course, with the key below, folded up."""
    asked = [question for _, question in knowledge_questions(place.lang)]
    key = [ascii_uppercase[question.right[0]] for question in asked]
    return render("knowledge_test.html", words=place.words, questions=asked, letters=ascii_uppercase, key=key)


def knowledge_questions(lang: Lang) -> list[tuple[str, Question]]:
    """Return the questions asked before and after a course, each with its module's id.

    Raises:
        KeyError: a module does not have such a question.
    """
    found = []
    for module_id, question_id in load_texts("fsi_kit.course", "evaluation.toml")["questions"]:
        questions = {question.id: question for question in load_module(module_id, lang).quiz}
        found.append((module_id, questions[question_id]))
    return found
