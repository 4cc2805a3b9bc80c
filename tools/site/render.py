"""HTML from templates: how every block is made, with data always escaped."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import markdown
from jinja2 import Environment, FileSystemLoader, StrictUndefined


def render(template: str, **values: object) -> str:
    """Return a template's HTML without blank lines, so that Markdown takes it for one block."""
    html = _environment().get_template(template).render(**values)
    return "\n".join(line for line in html.splitlines() if line.strip())


def from_markdown(text: str) -> str:
    """Return Markdown as HTML, to stand inside a block."""
    html = markdown.markdown(text, extensions=["tables", "admonition", "attr_list"])
    return "\n".join(line for line in html.splitlines() if line.strip())


def script_json(data: object) -> str:
    """Return JSON that cannot end the script element it stands in."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(Path(__file__).with_name("templates"))
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=False)
