"""Small pieces of HTML. Whatever comes from data is text: it is escaped here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from fsi_kit.texts import Lang, load_texts

READABLE = "max-width:44rem;line-height:1.5"
GAP = "border-left:.3rem solid currentColor;padding-left:.6rem;margin:.4rem 0"


def say(key: str, lang: Lang, **places: object) -> str:
    """Return a text of the widgets, as plain text: ``say("method.stage", "sv")``."""
    entry: Any = load_texts("fsi_kit.widgets", "texts.toml")
    for name in key.split("."):
        entry = entry[name]
    text: str = entry[lang]
    return text.format(**places) if places else text


def element(name: str, content: str, **attributes: str) -> str:
    """Return an element around HTML that is already safe."""
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{content}</{name}>"


def text(content: object) -> str:
    """Return data as HTML that shows it, letter by letter."""
    return escape(str(content))


def paragraph(content: object, style: str = "margin:.3rem 0") -> str:
    """Return a paragraph of plain text."""
    return element("p", text(content), style=style)


def strong(content: object) -> str:
    """Return plain text that stands out."""
    return element("strong", text(content))


def definitions(pairs: Iterable[tuple[str, str]], lang: Lang) -> str:
    """Return labels and what each stands for, one to a line."""
    lines = (
        element("p", f"{strong(say('any.pair', lang, label=label, value=''))}{text(value)}", style="margin:.3rem 0")
        for label, value in pairs
    )
    return "".join(lines)


def table(title: str, header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of plain text that can be scrolled sideways, also with the keyboard, where it is too wide."""
    cell = "text-align:left;vertical-align:top;padding:.2rem .6rem .2rem 0"
    lines = [element("tr", "".join(element("th", text(name), scope="col", style=cell) for name in header))]
    lines += [element("tr", "".join(element("td", text(value), style=cell) for value in row)) for row in rows]
    whole = element("table", element("caption", strong(title), style="text-align:left") + "".join(lines))
    return element("div", whole, role="region", tabindex="0", style="overflow-x:auto", **{"aria-label": title})


def folded(summary: str, content: str) -> str:
    """Return HTML that is shown when the reader opens it, with a key or a click."""
    return element("details", element("summary", text(summary)) + content)


def readable(content: str) -> str:
    """Return HTML in lines that are not too long, as wide as a narrow window allows."""
    return element("div", content, style=READABLE)
