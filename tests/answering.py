"""Answer the site's quizzes in a browser, as a reader would; what is right is read from the question's own key."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator

KEY = "f => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(f.dataset.key), c => c.charCodeAt(0))))"


def answer_right(form: Locator) -> None:
    """Answer a question right and check it."""
    key = _key(form)
    _answer(form, key["right"])
    form.locator("[type=submit]").click()


def answer_wrong(form: Locator) -> str:
    """Answer a question wrong, check it and return what must be said of it."""
    key = _key(form)
    right, count = key["right"], len(key["why"])
    if form.get_attribute("data-kind") in ("order", "match"):
        wrong = [*right[1:], right[0]]
    else:
        wrong = [next(n for n in range(count) if n not in right)]
    _answer(form, wrong)
    form.locator("[type=submit]").click()
    why: str = key["why"][wrong[0]]
    return why


def order_of(form: Locator) -> list[int]:
    """Return the answers of an order question as they stand."""
    return [
        int(number) for number in form.locator("[data-answer]").evaluate_all("all => all.map(e => e.dataset.answer)")
    ]


def _key(form: Locator) -> dict[str, Any]:
    key: dict[str, Any] = form.evaluate(KEY)
    return key


def _answer(form: Locator, answer: list[int]) -> None:
    match form.get_attribute("data-kind"):
        case "order":
            _put_in_order(form, answer)
        case "match":
            for row, number in enumerate(answer):
                form.locator("select").nth(row).select_option(str(number))
        case _:
            form.evaluate("form => form.reset()")
            for number in answer:
                form.locator("input").nth(number).check()


def _put_in_order(form: Locator, answer: list[int]) -> None:
    """Move each answer up to its place with the keyboard alone, as bubble sort does."""
    for place, number in enumerate(answer):
        up = form.locator(f'[data-answer="{number}"] [data-move="-1"]')
        up.focus()
        for _ in range(order_of(form).index(number) - place):
            up.press("Enter")
