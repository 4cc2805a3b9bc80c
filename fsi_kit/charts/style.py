"""How the charts look: readable in grey print, by those who do not tell colours apart, and 6.5 inches wide.

Nothing is said by colour alone: values are written out, marks have shapes, areas have hatches, and palettes go from
light to dark. `matplotlib` is imported when a chart is drawn, and `pyplot` never.
"""

from __future__ import annotations

import base64
import io
import textwrap
from collections.abc import Callable, Sequence
from functools import cache, wraps
from html import escape
from typing import TYPE_CHECKING, Any, ParamSpec

from fsi_kit.charts.words import number
from fsi_kit.texts import Lang

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

WIDTH = 6.5  # inches
POINTS = 72  # to an inch
EDGE, LEFT, LEADING = 4, 0.01, 1.35  # points, part of the width, and heights of a letter from line to line
SMALL, NORMAL, LARGE = 7.5, 8.5, 10.5
INK, SOFT, LINE, PAPER = "#1b2527", "#4c585a", "#8a9799", "#ffffff"
DARK, MIDDLE, LIGHT = "#17494f", "#7fa6a9", "#dfeaea"
SETTINGS: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.size": NORMAL,
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "svg.fonttype": "none",
}

Given = ParamSpec("Given")


def drawn(draw: Callable[Given, Figure]) -> Callable[Given, Figure]:
    """Let a chart be drawn with the kit's looks, whatever the notebook around it has set."""

    @wraps(draw)
    def with_looks(*args: Given.args, **given: Given.kwargs) -> Figure:
        import matplotlib

        with matplotlib.rc_context():
            matplotlib.rcdefaults()
            matplotlib.rcParams.update(SETTINGS)
            return draw(*args, **given)

    return with_looks


def new_figure(height: float, alternative: str) -> Figure:
    """Return an empty figure of the kit's width.

    Args:
        height: in inches.
        alternative: the chart in words; a notebook shows the chart with it as its text alternative.
    """
    return _chart()(alternative, figsize=(WIDTH, height), layout="constrained")


def empty(message: str) -> Figure:
    """Return a figure that says why there is nothing to draw."""
    figure = new_figure(1.0, message)
    figure.text(0.5, 0.5, message, ha="center", va="center", wrap=True)
    return figure


def wrapped(notes: Sequence[str], most: int = 3) -> list[str]:
    """Return small notes as lines that fit below a chart, at most `most` lines each, words split where they must."""
    room = WIDTH * POINTS * (1 - 2 * LEFT)
    found: list[str] = []
    for note in notes:
        lines = [""]
        for word in (part for whole in note.split() for part in textwrap.wrap(whole, 40)):
            longer = f"{lines[-1]} {word}".lstrip()
            if _width(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        if len(lines) > most:
            lines = [*lines[: most - 1], lines[most - 1].rstrip() + "…"]
        found += lines
    return found


def _width(text: str) -> float:
    """Return how wide a small text is, in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    width, _, _ = text_to_path.get_text_width_height_descent(text, FontProperties(size=SMALL), ismath=False)
    return float(width)


def frame(figure: Figure, title: str, handles: Sequence[Any] = (), notes: Sequence[str] = ()) -> None:
    """Write what stands around a chart and leave it the room between.

    Args:
        title: the chart's name, above it.
        handles: colours and marks to explain in a row below the name.
        notes: small lines below the chart, as `wrapped` gives them.
    """
    height = figure.get_size_inches()[1] * POINTS
    top = bottom = float(EDGE)
    figure.text(LEFT, 1 - top / height, title, va="top", fontsize=LARGE, fontweight="bold")
    top += LARGE * LEADING
    if handles:
        figure.legend(
            handles=handles,
            loc="upper left",
            bbox_to_anchor=(0, 1 - top / height),
            ncols=len(handles),
            borderaxespad=0,
            borderpad=0.5,
            handlelength=2.2,
        )
        top += NORMAL * (LEADING + 0.5)
    if notes:
        text = "\n".join(notes).replace("$", r"\$")
        figure.text(LEFT, bottom / height, text, va="bottom", fontsize=SMALL, color=SOFT)
        bottom += SMALL * LEADING * (text.count("\n") + 1)
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(0, bottom / height, 1, 1 - (top + bottom) / height))


def whole_numbers(axis: Any, lang: Lang) -> None:
    """Let an axis count in whole numbers only."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(lambda value, _: number(value, lang))


def bare(axes: Axes, *sides: str) -> None:
    """Take away the edges of a chart on these sides; all of them where none is named."""
    for side in sides or ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)


def shades() -> Colormap:
    """Return a palette from light to dark in one hue, with more steps among the light ones, where most counts lie."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("fsi", [(0, PAPER), (0.12, LIGHT), (0.55, MIDDLE), (1, DARK)])


def ink_on(colour: Sequence[float]) -> str:
    """Return black or white, whichever stands out more on a colour (red, green and blue, each 0 to 1)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # At this luminance both have the same contrast, 4.6 to 1.
    return "#000000" if luminance > 0.179 else PAPER


@cache
def _chart() -> Callable[..., Figure]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    class Chart(Figure):
        """A figure that a notebook shows by itself, with its text alternative."""

        def __init__(self, alternative: str, **given: Any) -> None:
            super().__init__(**given)
            self.alternative = alternative
            FigureCanvasAgg(self)

        def _repr_html_(self) -> str:
            picture = io.BytesIO()
            self.savefig(picture, format="png", dpi=150)
            data = base64.b64encode(picture.getvalue()).decode("ascii")
            alternative = escape(self.alternative)
            return (
                f'<img style="max-width:100%;width:{WIDTH}in" alt="{alternative}" src="data:image/png;base64,{data}">'
            )

    return Chart
