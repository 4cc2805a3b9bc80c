"""Every chart of Exempelby in both languages: readable, whole, and without help from colour."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from html import unescape
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as Xml

import matplotlib
import pytest
from looking_at_charts import outside, overlapping, texts
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from fsi_kit import charts
from fsi_kit.charts import style
from fsi_kit.charts.words import fitted, listed, number, percent
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Workbook

BOOKS = {lang: load_exempelby(lang) for lang in LANGS}
CHARTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "inventory by kind": ("inventory", ()),
    "inventory by factor": ("inventory", ("factor",)),
    "coverage by size": ("coverage", ()),
    "coverage by industry": ("coverage", ("industry",)),
    "coverage by place": ("coverage", ("place",)),
    "ideas of the first workshop": ("ideas", ("W01",)),
    "ideas of the last workshop": ("ideas", ("W04",)),
    "all actions": ("actions", (AS_OF,)),
    "actions on a need": ("actions", (AS_OF, "N03")),
    "total NKI": ("nki", ()),
    "NKI of an area with few answers": ("nki", ("alcohol_serving",)),
    "NKI of an area that fails": ("nki", ("building_permits",)),
    "NUI": ("nki", ("procurement", "nui")),
    "no such measurement": ("nki", ("land_survey",)),
}


def both(name: str) -> tuple[Callable[..., Figure], Callable[..., str]]:
    return getattr(charts, f"{name}_chart"), getattr(charts, f"{name}_text")


@cache
def drawn(case: str, lang: Lang) -> Figure:
    name, given = CHARTS[case]
    return both(name)[0](BOOKS[lang], lang, *given)


each_chart = pytest.mark.parametrize("case", CHARTS)
each_lang = pytest.mark.parametrize("lang", LANGS)


@each_lang
@each_chart
def test_no_text_reaches_outside_the_canvas(case: str, lang: Lang) -> None:
    assert texts(drawn(case, lang))
    assert outside(drawn(case, lang)) == []


@each_lang
@each_chart
def test_no_text_covers_another(case: str, lang: Lang) -> None:
    assert overlapping(drawn(case, lang)) == []


@each_lang
@each_chart
def test_every_chart_is_as_wide_as_a_page_of_text(case: str, lang: Lang) -> None:
    assert drawn(case, lang).get_size_inches()[0] == 6.5


@each_lang
@each_chart
def test_text_is_never_smaller_than_seven_points(case: str, lang: Lang) -> None:
    sizes = [text.get_fontsize() for text in drawn(case, lang).findobj(matplotlib.text.Text) if text.get_text().strip()]
    assert sizes and min(sizes) >= 7


@each_chart
def test_the_two_languages_say_different_things(case: str) -> None:
    sv, en = (set(texts(drawn(case, lang))) for lang in LANGS)
    assert sv != en
    name, given = CHARTS[case]
    assert both(name)[1](BOOKS["sv"], "sv", *given) != both(name)[1](BOOKS["en"], "en", *given)


@each_chart
def test_the_two_languages_have_the_same_figures(case: str) -> None:
    name, given = CHARTS[case]
    sv, en = (re.findall(r"\d+", both(name)[1](BOOKS[lang], lang, *given)) for lang in LANGS)
    assert sorted(sv) == sorted(en)


@each_lang
@each_chart
def test_the_text_alternative_goes_with_the_chart(case: str, lang: Lang) -> None:
    name, given = CHARTS[case]
    alternative = both(name)[1](BOOKS[lang], lang, *given)
    assert alternative.endswith(".") and "  " not in alternative
    markup = drawn(case, lang)._repr_html_()  # type: ignore[attr-defined]
    assert unescape(re.findall(r'alt="([^"]*)"', markup)[0]) == alternative
    assert markup.count('src="data:image/png;base64,') == 1


@each_chart
def test_areas_of_different_kinds_differ_in_lightness_or_hatch(case: str) -> None:
    for legend in drawn(case, "sv").legends:
        patches = [patch for patch in legend.get_patches() if isinstance(patch, Patch)]
        for i, one in enumerate(patches):
            for other in patches[i + 1 :]:
                apart = abs(lightness(one.get_facecolor()) - lightness(other.get_facecolor()))
                assert one.get_hatch() != other.get_hatch() or apart > 0.3


def test_a_text_outside_the_canvas_is_found() -> None:
    planted = style.new_figure(2, "")
    planted.text(0.98, 0.5, "for far")
    planted.text(0.2, 0.5, "inside")
    assert outside(planted) == ["for far"]


def test_texts_that_cover_each_other_are_found() -> None:
    planted = style.new_figure(2, "")
    planted.text(0.2, 0.5, "one")
    planted.text(0.21, 0.5, "two")
    planted.text(0.2, 0.9, "three")
    assert overlapping(planted) == [("one", "two")]


def test_tick_labels_that_cover_each_other_are_found() -> None:
    planted = style.new_figure(2, "")
    planted.subplots().set_xticks([0, 0.01, 1], ["Kompetensförsörjning", "Markupplåtelse", "Annat"])
    assert [pair for pair in overlapping(planted) if "Markupplåtelse" in pair] == [
        ("Kompetensförsörjning", "Markupplåtelse")
    ]


def lightness(colour: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return float((luminance * 24389 / 27 if luminance <= 216 / 24389 else 116 * luminance ** (1 / 3) - 16) / 100)


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    def luminance(colour: tuple[float, ...]) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_palette_only_grows_darker() -> None:
    palette = style.shades()
    steps = [lightness(palette(i / 50)) for i in range(51)]
    assert all(after < before for before, after in pairwise(steps))
    assert steps[0] > 0.99 and steps[-1] < 0.3


def test_figures_in_squares_stand_out_from_every_shade() -> None:
    palette = style.shades()
    for i in range(101):
        ground = palette(i / 100)
        ink = matplotlib.colors.to_rgba(style.ink_on(ground))
        assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("ink", [style.INK, style.SOFT])
def test_text_stands_out_from_paper_and_from_every_band(ink: str) -> None:
    from fsi_kit.charts.nki import BAND_SHADES

    assert len({round(lightness(matplotlib.colors.to_rgba(shade)), 2) for shade in BAND_SHADES}) == len(BAND_SHADES)
    for ground in (style.PAPER, *BAND_SHADES):
        assert contrast(matplotlib.colors.to_rgba(ink), matplotlib.colors.to_rgba(ground)) >= 4.5


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_the_charts_and_writing_their_texts_needs_no_matplotlib() -> None:
    code = (
        "import sys; from fsi_kit.charts import inventory_text; from fsi_kit.examples import load_exempelby;"
        "print(len(inventory_text(load_exempelby('sv'), 'sv')) > 100, 'matplotlib' in sys.modules)"
    )
    assert run(code) == "True False"


def test_drawing_leaves_pyplot_alone() -> None:
    code = (
        "import sys; from fsi_kit.charts import coverage_chart; from fsi_kit.examples import load_exempelby;"
        "coverage_chart(load_exempelby('sv'), 'sv').canvas.draw();"
        "print('matplotlib.figure' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    assert run(code) == "True False"


def test_a_notebooks_own_settings_change_nothing_and_are_left_as_they_were() -> None:
    with matplotlib.rc_context({"font.size": 30, "text.color": "red", "axes.facecolor": "black"}):
        figure = charts.coverage_chart(BOOKS["sv"], "sv")
        assert matplotlib.rcParams["font.size"] == 30
        assert overlapping(figure) == [] and outside(figure) == []
        assert figure.axes[0].get_facecolor() == (1, 1, 1, 1)


def svg_of(figure: Figure) -> str:
    out = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        figure.savefig(out, format="svg")
    return out.getvalue()


@each_chart
def test_every_chart_can_be_saved_as_svg(case: str) -> None:
    assert Xml.fromstring(svg_of(drawn(case, "sv"))).tag.endswith("svg")


def test_numbers_are_written_as_each_language_does() -> None:
    assert [number(1234.5, lang) for lang in LANGS] == ["1\u00a0234,5", "1,234.5"]
    assert [number(72.0, lang) for lang in LANGS] == ["72", "72"]
    assert [number(0.04, "sv"), number(-2.25, "sv"), number(1_000_000, "sv")] == ["0", "-2,2", "1\u00a0000\u00a0000"]
    assert [percent(1, 3, lang) for lang in LANGS] == ["33\u00a0%", "33%"]


def test_lists_are_written_as_in_a_sentence() -> None:
    assert [listed(["a", "b", "c"], lang) for lang in LANGS] == ["a, b och c", "a, b and c"]
    assert [listed(["a"], "sv"), listed([], "sv"), listed(["a, 1", "b, 2"], "sv")] == ["a", "", "a, 1; b, 2"]


def test_long_names_are_parted_where_they_may_be_and_cut_where_they_must() -> None:
    assert fitted("Rättssäkerhet", 9, "sv") == "Rätts-\nsäkerhet"
    assert fitted("Rättssäkerhet", 20, "sv") == "Rättssäkerhet"
    assert fitted("N Uthyrning, fastighetsservice, resor och stödtjänster", 30, "sv", 3).count("\n") == 2
    assert fitted("Markupplåtelse och mer", 14, "sv", 1) == "Markupplåtels…" or fitted("a b c", 3, "sv", 1) == "a…"
    assert fitted("", 9, "sv") == ""


def test_notes_are_as_wide_as_the_chart_and_cut_where_they_are_too_long() -> None:
    lines = style.wrapped(["kort", "ord " * 200, "w" * 500])
    assert lines[0] == "kort" and len(lines) == 7
    assert lines[3].endswith("…") and lines[6].endswith("…")
    planted = style.new_figure(3, "")
    style.frame(planted, "x", notes=lines)
    assert outside(planted) == []


def test_no_sign_is_taken_for_a_formula_or_for_the_end_of_a_line() -> None:
    assert fitted("kostar $5 och $6\x00\nnu", 40, "sv") == r"kostar \$5 och \$6 nu"


@pytest.mark.parametrize("name", ["inventory", "coverage"])
def test_a_grouping_that_there_is_none_of_is_a_value_error(name: str) -> None:
    for function in both(name):
        with pytest.raises(ValueError, match="colour"):
            function(BOOKS["sv"], "sv", "colour")


EMPTY: list[tuple[str, tuple[Any, ...]]] = [
    ("inventory", ()), ("coverage", ()), ("ideas", ("W1",)), ("actions", (AS_OF,)), ("nki", ()),
]  # fmt: skip


@each_lang
@pytest.mark.parametrize(("name", "given"), EMPTY)
def test_an_empty_workbook_gives_a_chart_that_says_why_there_is_none(name: str, given: Any, lang: Lang) -> None:
    from fsi_kit.workbook import workbook

    chart, text = both(name)
    empty: Workbook = workbook({})
    figure = chart(empty, lang, *given)
    assert texts(figure) == [text(empty, lang, *given)]
    assert outside(figure) == []
