"""How an index value is read: bands, breaks in the series, and NKI for the whole country."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from fsi_kit.innovation.words import say
from fsi_kit.texts import LANGS, Both, Lang, load_texts


class Band(NamedTuple):
    """A band of the scale, from `start` up to the next band."""

    id: str
    start: float
    name: Both


class Break(NamedTuple):
    """A year from which an area's figure covers something else than the year before."""

    area: str
    year: int
    why: Both


class ScaleError(Exception):
    """A scale that cannot be used; `problems` names each entry that is wrong."""

    def __init__(self, source: str, problems: tuple[tuple[str, dict[str, object]], ...]) -> None:
        self.source, self.problems = source, problems
        super().__init__(self.text("en"))

    def text(self, lang: Lang) -> str:
        """Return what is wrong, a sentence a line, after the file's name."""
        return "\n".join([self.source, *(say(f"scale.{what}", lang, **places) for what, places in self.problems)])


@dataclass(frozen=True)
class Scale:
    """Bands, lowest first, and breaks."""

    bands: tuple[Band, ...]
    breaks: tuple[Break, ...]

    def band(self, values: pd.Series[Any]) -> pd.Series[Any]:
        """Return each value's band id (string); missing where the value is.

        The index is published as whole numbers, so a value is rounded, halves upwards, before it is placed.
        """
        rounded = np.floor(values.to_numpy(dtype="float64", na_value=np.nan) + 0.5)
        place = np.searchsorted([band.start for band in self.bands], rounded, side="right") - 1
        ids = np.array([band.id for band in self.bands], dtype=object)[np.maximum(place, 0)]
        return pd.Series(ids, index=values.index, dtype="string").mask(values.isna())

    def name(self, band: str, lang: Lang) -> str:
        """Return what a band is called. Raises KeyError where there is none."""
        return {each.id: each.name for each in self.bands}[band][lang]

    def is_break(self, areas: pd.Series[Any], years: pd.Series[Any]) -> pd.Series[bool]:
        """Say of each area and year whether the year before was measured in another way."""
        broken = pd.Series(False, index=areas.index)
        for each in self.breaks:
            broken |= (areas.eq(each.area) & years.eq(each.year)).fillna(False).astype(bool)
        return broken


@cache
def load_scale(path: Path | None = None) -> Scale:
    """Return the scale in a file.

    Args:
        path: a municipality's own file in the form of ``nki.toml``; by default the kit's.

    Raises:
        ScaleError: the file cannot be read, or an entry is missing or wrong; all that is wrong is named.
    """
    source = path or files("fsi_kit.innovation").joinpath("nki.toml")
    try:
        data = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ScaleError(str(source), (("unreadable", {"detail": error}),)) from error
    problems = tuple(_problems(data))
    if problems:
        raise ScaleError(str(source), problems)
    return Scale(
        tuple(Band(entry["id"], entry["from"], entry["name"]) for entry in data["bands"]),
        tuple(Break(entry["area"], entry["year"], entry["why"]) for entry in data.get("breaks", ())),
    )


def national() -> pd.DataFrame:
    """Return NKI for the whole country.

    Returns:
        One row a year, sorted: ``year`` (Int64), ``value`` (Float64, missing where none was found) and
        ``certainty`` (string): ``V`` published, ``I`` inferred by us, ``N`` not found.
    """
    years = load_texts("fsi_kit.innovation", "national.toml")["nki"]
    rows = [(int(year), entry.get("value"), entry["certainty"]) for year, entry in sorted(years.items())]
    frame = pd.DataFrame(rows, columns=["year", "value", "certainty"])
    return frame.astype({"year": "Int64", "value": "Float64", "certainty": "string"})


def _problems(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, object]]]:
    bands = data.get("bands")
    if not isinstance(bands, list) or not bands or not isinstance(bands[0], dict) or bands[0].get("from") != 0:
        yield "bands", {}
        return
    before = -1.0
    for number, entry in enumerate(bands, start=1):
        start = entry.get("from")
        if not isinstance(entry.get("id"), str) or not _both(entry.get("name")) or not _is(start, int, float):
            yield "band", {"number": number}
            continue
        if start <= before:
            yield "order", {"number": number}
        before = start
    for number, entry in enumerate(data.get("breaks", ()), start=1):
        if not isinstance(entry.get("area"), str) or not _is(entry.get("year"), int) or not _both(entry.get("why")):
            yield "break", {"number": number}


def _is(value: object, *types: type) -> bool:
    return isinstance(value, types) and not isinstance(value, bool)


def _both(texts: object) -> bool:
    return isinstance(texts, dict) and all(isinstance(texts.get(lang), str) and texts[lang] for lang in LANGS)
