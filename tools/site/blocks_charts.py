"""Blocks that draw Exempelby's figures: each chart as inline SVG, with the same figures in words."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple

from markupsafe import Markup

from fsi_kit import charts
from fsi_kit.examples import AS_OF
from tools.site.example import exempelby
from tools.site.place import Place
from tools.site.render import render


class Chart(NamedTuple):
    """A chart and its text; both are called with the workbook, the language and what else is given here."""

    draw: Callable[..., Any]
    tell: Callable[..., str]
    given: dict[str, Any]


def _pair(name: str, **given: Any) -> Chart:
    return Chart(getattr(charts, f"{name}_chart"), getattr(charts, f"{name}_text"), given)


CHARTS = {
    "inventory-kind": _pair("inventory", by="kind"),
    "inventory-factor": _pair("inventory", by="factor"),
    "coverage-size": _pair("coverage", by="size"),
    "coverage-industry": _pair("coverage", by="industry"),
    "coverage-place": _pair("coverage", by="place"),
    "ideas": _pair("ideas", workshop="W01"),
    "actions": _pair("actions", as_of=AS_OF, need="N01"),
    "actions-followed": _pair("actions", as_of=AS_OF, need="N03"),
    "nki-total": _pair("nki", area="total"),
    "nki-alcohol": _pair("nki", area="alcohol_serving"),
}
# What matplotlib writes of each text's font: every family that it knows. Verdana is as wide as DejaVu Sans.
FAMILIES = re.compile(r"'DejaVu Sans'[^;\"]*")


def chart(place: Place, name: str) -> str:
    """Draw one of `CHARTS` from Exempelby, with a caption and a box that says the same in words.

    Raises:
        KeyError: there is no chart of that name.
    """
    drawn, book = CHARTS[name], exempelby(place.lang)
    words = drawn.tell(book, place.lang, **drawn.given)
    caption = place.words(f"charts.{name}")
    svg = inline(drawn.draw(book, place.lang, **drawn.given), f"chart-{name}", caption, words)
    return render("chart.html", words=place.words, svg=Markup(svg), text=words, caption=caption)  # noqa: S704 - ours


def inline(figure: Any, prefix: str, title: str, description: str) -> str:
    """Return a figure as SVG that can stand in a page.

    Args:
        prefix: begins every id, so that two charts on a page do not clash.
        title, description: the figure's name, and the whole of it in words.
    """
    import matplotlib

    out = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": prefix}):
        figure.savefig(out, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    # This style would reach every picture on the page: its two settings stand on the picture itself instead.
    svg = re.sub(r"<defs>\s*<style[^>]*>[^<]*</style>\s*</defs>", "", svg, count=1)
    svg = FAMILIES.sub("'DejaVu Sans', Verdana, sans-serif", svg)
    used = set(re.findall(r'(?:url\(|href=")#([^)"]+)', svg))
    svg = re.sub(r' id="([^"]*)"', lambda found: f' id="{prefix}-{found[1]}"' if found[1] in used else "", svg)
    svg = re.sub(r'(url\(|href=")#', rf"\1#{prefix}-", svg).replace("xlink:href", "href")
    box = re.search(r'viewBox="([^"]*)"', svg)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="fsi-chart__svg" role="img" '
        f'aria-labelledby="{prefix}-title" aria-describedby="{prefix}-desc" '
        f'viewBox="{box[1] if box else ""}" stroke-linejoin="round" stroke-linecap="butt">'
        f'<title id="{prefix}-title">{escape(title)}</title><desc id="{prefix}-desc">{escape(description)}</desc>'
    )
    return opening + svg[svg.index(">") + 1 :]
