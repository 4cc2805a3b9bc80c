"""A municipality's own looks and names, ``[brand]`` in its ``fsi.toml``.

::

    [brand]
    name = "Exempelby kommun"
    unit = "Näringslivsenheten"        # whom companies may contact; a unit, not a person
    colour = "#1b5e4b"                 # headings and lines
    logo = "logo.png"                  # PNG or JPEG, beside fsi.toml
    reference_docx = "brev.docx"       # the municipality's own Word template
    reference_pptx = "bilder.pptx"     # and its own PowerPoint template
    method = "method.toml"             # its own wording of the steps
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fsi_kit.texts import Lang, load_texts

PACKAGE = "fsi_kit.documents"
COLOUR = "#1f4e5f"
READABLE = 4.5
"""The least contrast between text and paper (WCAG 2.1, success criterion 1.4.3)."""
FILES = {
    "logo": (".png", ".jpg", ".jpeg"),
    "reference_docx": (".docx",),
    "reference_pptx": (".pptx",),
    "method": (".toml",),
}
TEXTS = ("name", "unit", "colour")
MOST_SIGNS = 200
MOST_BYTES = 20_000_000


class BrandError(Exception):
    """A brand that cannot be used; `problems` names each key that is wrong."""

    def __init__(self, source: str, problems: tuple[tuple[str, Mapping[str, object]], ...]) -> None:
        self.source, self.problems = source, problems
        super().__init__(self.text("en"))

    def text(self, lang: Lang) -> str:
        """Return what is wrong, a sentence a line, after the file's name."""
        words = load_texts(PACKAGE, "documents.toml")["brand"]
        return "\n".join([self.source, *(words[what][lang].format_map(places) for what, places in self.problems)])


@dataclass(frozen=True)
class Brand:
    """Whose documents they are.

    Attributes:
        name, unit: the municipality and the unit to contact; "" where documents leave a place to fill in.
        colour: of headings and lines, ``#rrggbb``.
        logo, reference_docx, reference_pptx, method: the municipality's own files; None for the kit's.
    """

    name: str = ""
    unit: str = ""
    colour: str = COLOUR
    logo: Path | None = None
    reference_docx: Path | None = None
    reference_pptx: Path | None = None
    method: Path | None = None

    @property
    def contrast(self) -> float:
        """The colour's contrast with white paper, 1–21."""
        return contrast(self.colour, "#ffffff")

    def notes(self, lang: Lang) -> tuple[str, ...]:
        """Return what to say about the brand: a colour that is hard to read."""
        if self.contrast >= READABLE:
            return ()
        said: str = load_texts(PACKAGE, "documents.toml")["brand"]["pale"][lang]
        figure = f"{self.contrast:.1f}"
        return (said.format(colour=self.colour, contrast=figure.replace(".", ",") if lang == "sv" else figure),)

    @property
    def ink(self) -> str:
        """The colour to write with: the brand's own where it can be read on white, else the kit's."""
        return self.colour if self.contrast >= READABLE else COLOUR


def load_brand(path: Path | None) -> Brand:
    """Return the brand in a settings file; the kit's own where `path` is None or the file has no ``[brand]``.

    Raises:
        BrandError: the file cannot be read, or a key is unknown, of the wrong kind, or names a file that is not there.
    """
    if path is None:
        return Brand()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrandError(str(path), (("unreadable", {"detail": str(error)}),)) from error
    given = data.get("brand", {})
    if not isinstance(given, dict):
        raise BrandError(str(path), (("table", {}),))
    problems = tuple(_problems(given, path.parent))
    if problems:
        raise BrandError(str(path), problems)
    files = {key: path.parent / given[key] for key in FILES if key in given}
    return Brand(**{key: given[key].strip() for key in TEXTS if key in given}, **files)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1–21, by the formula of WCAG 2.1."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _problems(given: Mapping[str, Any], folder: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    for key, value in given.items():
        places: dict[str, object] = {"key": f"brand.{key}", "value": value}
        if key not in (*TEXTS, *FILES):
            yield "unknown", {**places, "allowed": ", ".join((*TEXTS, *FILES))}
        elif not isinstance(value, str) or not value.strip() or len(value) > MOST_SIGNS:
            yield "text", {**places, "most": MOST_SIGNS}
        elif key == "colour" and not re.fullmatch(r"#[0-9a-fA-F]{6}", value.strip()):
            yield "colour", places
        elif key in FILES:
            yield from _file_problems(folder / value, FILES[key], places)


def _file_problems(
    file: Path, endings: tuple[str, ...], places: Mapping[str, object]
) -> Iterator[tuple[str, Mapping[str, object]]]:
    if file.suffix.lower() not in endings:
        yield "ending", {**places, "endings": ", ".join(endings)}
    elif not file.is_file():
        yield "missing", {**places, "file": file}
    elif file.stat().st_size > MOST_BYTES:
        yield "large", {**places, "most": MOST_BYTES // 1_000_000}


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
