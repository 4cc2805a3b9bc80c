"""How the charts look: readable in grey print, by those who do not tell colours apart, and 6.5 inches wide.

Nothing is said by colour alone: values are written out, marks have shapes, areas have hatches, and palettes go from
light to dark. `matplotlib` is imported when a chart is drawn, and `pyplot` never.
"""

from __future__ import annotations

import base64
import io
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


def heading(figure: Figure, text: str, handles: Sequence[Any] = ()) -> None:
    """Write the chart's name above it, to the left, and explain its colours and marks in a row below the name."""
    # A figure's legend takes no room of its own: an empty second line of the name keeps it free.
    figure.suptitle(f"{text}\n" if handles else text, x=0.01, ha="left", fontsize=LARGE, fontweight="bold")
    if handles:
        top = 1 - (LARGE * 1.2 + 6) / 72 / figure.get_size_inches()[1]
        figure.legend(
            handles=handles,
            loc="upper left",
            bbox_to_anchor=(0, top),
            ncols=len(handles),
            borderaxespad=0,
            borderpad=0.4,
            handlelength=2.2,
        )


def notes(figure: Figure, lines: list[str]) -> None:
    """Write small lines below the chart."""
    if lines:
        figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=SMALL, color=SOFT)


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
    """Return a palette from light to dark in one hue."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("fsi", [PAPER, LIGHT, MIDDLE, DARK])


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
