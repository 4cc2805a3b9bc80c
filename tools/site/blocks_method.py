"""Blocks of the pages about the method: its map, stages and steps, all drawn from ``method.toml``."""

from __future__ import annotations

from markupsafe import Markup

from fsi_kit.method import load_method
from fsi_kit.method_map import draw_map
from fsi_kit.workbook import load_descriptor
from tools.site.place import Place
from tools.site.render import render


def method_map(place: Place) -> str:
    """Draw three stages, three questions and five steps as SVG."""
    return render("method_map.html", words=place.words, svg=Markup(draw_map(load_method(place.lang))))  # noqa: S704 - ours


def interpretation(place: Place) -> str:
    """Say that the five steps are this kit's reading."""
    return load_method(place.lang).interpretation


def stages(place: Place) -> str:
    """Describe the three stages, a heading each."""
    titles = {t.name: t.titles[place.lang] for t in load_descriptor().tables.values()}
    parts = []
    for stage in load_method(place.lang).stages:
        heading = place.words("stages.number", number=stage.number, name=stage.name)
        tables = {name: titles[name] for name in stage.tables}
        html = render("stage.html", words=place.words, stage=stage, tables=tables, link=place.href("workbook.md"))
        parts.append(f"### {heading} {{#stage-{stage.id}}}\n\n{html}")
    return "\n\n".join(parts)


def steps(place: Place) -> str:
    """Describe the five steps with their activities, a heading each."""
    parts = []
    for step in load_method(place.lang).steps:
        heading = place.words("steps.number", number=step.number, name=step.name)
        html = render("step.html", words=place.words, step=step, link=place.href(f"steps/{step.id}.md"))
        parts.append(f"### {heading} {{#step-{step.id}}}\n\n{html}")
    return "\n\n".join(parts)
