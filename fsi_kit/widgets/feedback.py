"""What is said of an attempt at an exercise: how many are right, then as much help as the learner has asked for."""

from __future__ import annotations

from fsi_kit.course.answers import known_answer
from fsi_kit.course.exercises import Assessment, Exercise, Feedback
from fsi_kit.texts import Lang
from fsi_kit.widgets.html import GAP, definitions, element, paragraph, say, strong, text

MARKS_ONLY, HINT, WHY, SOLUTION = range(4)


def feedback_html(exercise: Exercise, result: Assessment, level: int, blank: int = 0) -> str:
    """Return what is said of an attempt.

    Args:
        level: how much help to give: `MARKS_ONLY`, `HINT`, `WHY` or `SOLUTION`.
        blank: how many of the rows that are not right have no answer at all.
    """
    lang = exercise.lang
    said = [say("practise.count", lang, right=result.right, total=result.total)]
    if blank:
        said.append(say("practise.blank", lang, count=blank))
    html = element("p", strong(" ".join(said)), role="status")
    if result.agreement:
        html += paragraph(say("practise.agreement", lang)) + _agreement_html(result, lang)
    for finding in result.findings:
        html += element("p", text(f"{finding.message(lang)} {finding.fix(lang)}"), style=GAP)
    if level == MARKS_ONLY:
        ids = ", ".join(dict.fromkeys(id_ for feedback in result.feedback for id_ in feedback.ids))
        return html + (paragraph(say("practise.wrong", lang, ids=ids)) if ids else "")
    return html + "".join(_mistake_html(exercise, feedback, level) for feedback in result.feedback)


def mark_html(wrong: bool, blank: bool, lang: Lang) -> str:
    """Return the mark beside a row, in words as well as by a sign."""
    what = "right" if not wrong else "blank" if blank else "wrong"
    return element("p", text(say(f"practise.mark_{what}", lang)), style="margin:.1rem 0")


def _agreement_html(result: Assessment, lang: Lang) -> str:
    said = (say("practise.agreed", lang, column=a.title, right=a.right, total=a.total) for a in result.agreement)
    return element("ul", "".join(element("li", text(each)) for each in said))


def _mistake_html(exercise: Exercise, feedback: Feedback, level: int) -> str:
    lang = exercise.lang
    pairs = [(say("practise.hint_label", lang), feedback.hint)]
    if level >= WHY:
        pairs.append((say("practise.why_label", lang), feedback.why))
    html = element("p", strong(", ".join(feedback.ids)), style="margin:.3rem 0") + definitions(pairs, lang)
    if level >= SOLUTION:
        nothing = say("practise.nothing", lang)
        answers = (
            ", ".join(say("any.pair", lang, label=title, value=value or nothing) for title, value in answer)
            or say("practise.elsewhere", lang)
            for answer in (known_answer(exercise, id_) for id_ in feedback.ids)
        )
        lines = "".join(
            element("li", strong(say("any.pair", lang, label=id_, value="")) + text(answer))
            for id_, answer in zip(feedback.ids, answers, strict=True)
        )
        html += element("p", strong(say("practise.solution_label", lang)), style="margin:.3rem 0") + element(
            "ul", lines
        )
    return element("div", html, style=GAP)
