"""The few controls that the widgets are made of. All of them can be used with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as w

from fsi_kit.texts import LANGS, Lang
from fsi_kit.widgets.html import paragraph, readable, say

WIDE = {"width": "auto", "max_width": "44rem", "min_width": "0"}


def in_language(lang: str, build: Callable[[Lang], Any]) -> Any:
    """Return the widget that `build` makes in a language, or one that says which languages there are."""
    for known in LANGS:
        if lang == known:
            return build(known)
    return shown("".join(paragraph(say("any.unknown_lang", known)) for known in LANGS))


def shown(html: str) -> Any:
    """Return a widget that shows safe HTML, as wide as there is room for."""
    return w.HTML(readable(html), layout=w.Layout(width="auto", min_width="0"))


def show(widget: Any, html: str) -> None:
    """Let a widget that `shown` made show something else."""
    widget.value = readable(html)


def choice(label: str, options: Sequence[tuple[str, str]], value: str) -> Any:
    """Return a drop-down with its whole label before it. Options are (what is shown, value)."""
    return w.Dropdown(
        description=label,
        options=list(options),
        value=value,
        style={"description_width": "initial"},
        layout=w.Layout(**WIDE),
    )


def button(label: str, press: Callable[[], None], main: bool = False) -> Any:
    """Return a button that is as wide as its words."""
    made = w.Button(
        description=label,
        button_style="primary" if main else "",
        layout=w.Layout(width="auto", min_width="6rem"),
    )
    made.on_click(lambda _: press())
    return made


def markdown(source: str) -> tuple[dict[str, Any], ...]:
    """Return what an `ipywidgets.Output` holds to show Markdown; the notebook lays it out as it does its own."""
    data = {"text/markdown": source, "text/plain": source}
    return ({"output_type": "display_data", "data": data, "metadata": {}},)


def on_choice(widget: Any, act: Callable[[], None]) -> None:
    """Call `act` each time another value is chosen."""
    widget.observe(lambda _: act(), names="value")
