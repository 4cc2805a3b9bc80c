"""An index year by year: its bands, the number of answers, the whole country and the break in the series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from fsi_kit.charts.style import (
    DARK,
    INK,
    LINE,
    NORMAL,
    PAPER,
    SMALL,
    SOFT,
    bare,
    drawn,
    empty,
    frame,
    new_figure,
    whole_numbers,
    wrapped,
)
from fsi_kit.charts.words import fitted, listed, number, plain, records, say
from fsi_kit.innovation import Scale, caveats, effect, load_scale
from fsi_kit.innovation.effect import limits
from fsi_kit.settings import Settings
from fsi_kit.texts import Lang
from fsi_kit.workbook import Workbook

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAND_SHADES = ("#ffffff", "#f1f5f5", "#e3ebeb", "#d3dfe0")
MARGIN = 5  # how far the axis goes beyond the values, in units of the index
MOST_YEARS = 15


@dataclass(frozen=True)
class _Series:
    """One area's index in one municipality: `effect`'s rows by year, the breaks among them, and the fewest answers."""

    rows: pd.DataFrame
    breaks: tuple[int, ...]
    index: str
    area: str
    municipality: str
    show: int
    sources: tuple[str, ...]


@drawn
def nki_chart(
    book: Workbook,
    lang: Lang,
    area: str = "total",
    index: str = "nki",
    municipality: str | None = None,
    settings: Settings | None = None,
    scale: Scale | None = None,
) -> Figure:
    """Draw an index year by year with its bands, the number of answers and, for the total NKI, the whole country.

    At most the latest 15 years are drawn, and never a year with too few answers. Nothing joins two years that cannot
    be compared.

    Args:
        area, index: as in the table ``measurements``.
        municipality: its code; the first one in the workbook if left out.
        settings: the municipality's own limit for showing figures.
        scale: bands and breaks; the kit's if left out.
    """
    scale = scale or load_scale()
    series = _series(book, lang, area, index, municipality, settings, scale)
    if not series.rows["value"].notna().any():
        return empty(_none(series, lang))
    lines = wrapped([plain(note) for note in _notes(series, lang)])
    figure = new_figure(3.9 + 0.13 * len(lines), nki_text(book, lang, area, index, municipality, settings, scale))
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
    _bands(top, series, scale, lang)
    _line(top, series, "national", lang)
    _line(top, series, "value", lang)
    _answers(bottom, series, lang)
    for year in series.breaks:
        for axes in (top, bottom):
            axes.axvline(year - 0.5, color=INK, linestyle="--", linewidth=1.1)
        top.annotate(say("nki.break", lang), (year - 0.5, 1), (3, -3), xycoords=("data", "axes fraction"),
                     textcoords="offset points", va="top", fontsize=SMALL)  # fmt: skip
    title = say("nki.title", lang, index=series.index, area=series.area, municipality=series.municipality)
    frame(figure, title, top.get_legend_handles_labels()[0][::-1], lines)
    return figure


def nki_text(
    book: Workbook,
    lang: Lang,
    area: str = "total",
    index: str = "nki",
    municipality: str | None = None,
    settings: Settings | None = None,
    scale: Scale | None = None,
) -> str:
    """Return the index year by year in words; the arguments are those of `nki_chart`."""
    scale = scale or load_scale()
    series = _series(book, lang, area, index, municipality, settings, scale)
    shown = series.rows.dropna(subset=["value"])
    if shown.empty:
        return _none(series, lang)
    points = [
        say("nki.point_unknown" if pd.isna(row.answers) else "nki.point", lang, year=row.year,
            value=number(row.value, lang), answers="" if pd.isna(row.answers) else number(row.answers, lang))
        for row in records(shown)
    ]  # fmt: skip
    parts = [say("nki.series", lang, index=series.index, area=series.area, list=listed(points, lang))]
    country = [
        say("nki.nation_inferred" if row.certainty == "I" else "nki.nation_point", lang, year=row.year,
            value=number(row.national, lang))
        for row in records(series.rows.dropna(subset=["national"]))
    ]  # fmt: skip
    if country:
        parts.append(say("nki.nation", lang, list=listed(country, lang)))
    parts.append(say("nki.in_band", lang, band=scale.name(shown["band"].iloc[-1], lang)))
    parts += [say("nki.broken", lang, year=year) for year in series.breaks]
    parts += _hidden(series, lang)
    if index == "nki":
        parts.append(caveats(lang)[0])
    return " ".join(parts)


def _series(
    book: Workbook,
    lang: Lang,
    area: str,
    index: str,
    municipality: str | None,
    settings: Settings | None,
    scale: Scale,
) -> _Series:
    fields, table = book.descriptor.tables["measurements"].columns, book["measurements"]
    rows = effect(book, index, settings, scale)
    rows = rows[(rows["area"] == area).fillna(False)]
    code = municipality or next(iter(rows["municipality"]), "")
    rows = rows[rows["municipality"] == code].reset_index(drop=True)
    rows = rows[rows["year"] > rows["year"].max() - MOST_YEARS] if len(rows) else rows
    same = table[(table["area"] == area) & (table["index"] == index) & (table["municipality"] == code)]
    years = list(rows["year"])
    breaks = tuple(
        each.year for each in scale.breaks if each.area == area and years and years[0] < each.year <= years[-1]
    )
    name = say(f"nki.index.{index}", lang) if index in ("nki", "nui") else fields["index"].label(index, lang)
    return _Series(rows, breaks, name, fields["area"].label(area, lang), str(code), limits(settings)[0],
                   tuple(same["source"].dropna().unique()))  # fmt: skip


def _none(series: _Series, lang: Lang) -> str:
    return say("nki.none", lang, index=series.index, area=series.area)


def _hidden(series: _Series, lang: Lang) -> list[str]:
    years = [str(year) for year in series.rows.loc[series.rows["verdict"] == "hidden", "year"]]
    return [say("nki.hidden", lang, show=series.show, years=listed(years, lang))] if years else []


def _notes(series: _Series, lang: Lang) -> list[str]:
    """Return what must be said below the chart."""
    rows = series.rows
    found = [say("nki.inferred", lang)] if (rows["certainty"] == "I").any() else []
    if rows["national"].notna().any() and rows["national"].isna().any():
        years = [str(year) for year in rows.loc[rows["national"].isna(), "year"]]
        found.append(say("nki.no_country", lang, years=listed(years, lang)))
    found += _hidden(series, lang)
    if series.index == say("nki.index.nki", lang):
        found += caveats(lang)
    if series.sources:
        found.append(say("nki.source", lang, source="; ".join(series.sources[:2])))
    return found


def _bands(axes: Axes, series: _Series, scale: Scale, lang: Lang) -> None:
    """Shade the bands, lightest lowest, and name them to the right."""
    values = pd.concat([series.rows["value"], series.rows["national"]]).dropna().astype("float64")
    low, high = max(0, values.min() // 1 - MARGIN), min(100, values.max() // 1 + MARGIN + 1)
    axes.set_ylim(low, high)
    starts = [band.start for band in scale.bands]
    places, names = [], []
    for i, (band, end) in enumerate(zip(scale.bands, [*starts[1:], 101], strict=True)):
        # A value is rounded before it is placed, so a band begins half a unit below its first whole number.
        bottom, top = max(low, band.start - 0.5 if i else 0), min(high, end - 0.5)
        if top <= bottom:
            continue
        axes.axhspan(bottom, top, color=BAND_SHADES[min(i, len(BAND_SHADES) - 1)], zorder=0)
        axes.axhline(bottom, color=LINE, linewidth=0.6, zorder=0.5)
        if top - bottom >= (high - low) * 0.07:
            places.append((bottom + top) / 2)
            names.append(
                say(
                    "nki.band",
                    lang,
                    name=band.name[lang],
                    start=number(band.start, lang),
                    end=number(end - 1 if end < 101 else 100, lang),
                )
            )
    right = axes.twinx()
    right.set_ylim(low, high)
    right.set_yticks(places, [fitted(name, 16, lang) for name in names])
    whole_numbers(axes.yaxis, lang)
    for each in (axes, right):
        each.tick_params(axis="y", length=0)
        each.tick_params(axis="x", length=0)
        bare(each, "top", "right", "left")


def _line(axes: Axes, series: _Series, column: str, lang: Lang) -> None:
    """Draw one line with its values; it is broken where years are missing or cannot be compared."""
    own = column == "value"
    rows = series.rows.dropna(subset=[column])
    if rows.empty:
        return
    values = {int(year): float(value) for year, value in zip(rows["year"], rows[column], strict=True)}
    others = dict(zip(values, rows["national" if own else "value"], strict=True))
    inferred = set() if own else {int(year) for year in rows.loc[rows["certainty"] == "I", "year"]}
    colour, style, mark = (DARK, "-", "o") if own else (SOFT, "--", "s")
    joined = [year for year in values if year + 1 in values and year + 1 not in series.breaks]
    for year in joined:
        ends = [values[year], values[year + 1]]
        axes.plot([year, year + 1], ends, style, color=colour, linewidth=2 if own else 1.4)
    for year, value in values.items():
        face = PAPER if year in inferred else colour
        axes.plot(year, value, mark, color=face, markeredgecolor=colour, markersize=6)
        beside = [values[near] for near in (year - 1, year + 1) if min(near, year) in joined]
        above = _above(value, others[year], beside, own)
        axes.annotate(number(value, lang), (year, value), (0, 6 if above else -6), textcoords="offset points",
                      ha="center", va="bottom" if above else "top", fontsize=NORMAL,
                      fontweight="bold" if own else "normal")  # fmt: skip
    axes.plot([], [], style, marker=mark, color=colour, label=say("nki.own" if own else "nki.country", lang))


def _above(value: float, other: Any, beside: list[float], own: bool) -> bool:
    """Say whether a value is written above its mark: away from the other line, else away from its own."""
    if not pd.isna(other):
        return float(other) < value or (float(other) == value and not own)
    return not beside or sum(beside) / len(beside) <= value


def _answers(axes: Axes, series: _Series, lang: Lang) -> None:
    """Draw how many answers each year's figure rests on."""
    rows = series.rows
    for row in records(rows):
        hidden = row.verdict == "hidden"
        if pd.isna(row.answers) or hidden:
            text, height = say("nki.few" if hidden else "nki.unknown", lang, show=series.show), 0.0
        else:
            text, height = number(row.answers, lang), float(row.answers)
            axes.bar(row.year, height, 0.5, color=LINE, edgecolor=INK, linewidth=0.8)
        axes.annotate(
            text, (row.year, height), (0, 2), textcoords="offset points", ha="center", va="bottom", fontsize=SMALL
        )
    shown = rows.loc[rows["verdict"] != "hidden", "answers"].dropna()
    axes.set_ylim(0, max(1.0, float(shown.max()) if len(shown) else 1.0) * 1.45)
    axes.set_yticks([])
    axes.set_ylabel(fitted(say("nki.answers", lang), 8, lang))
    years = [int(year) for year in rows["year"]]
    axes.set_xlim(min(years) - 0.6, max(years) + 0.6)
    axes.set_xticks(range(min(years), max(years) + 1))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
    axes.tick_params(axis="x", length=0)
    bare(axes, "top", "right", "left")
