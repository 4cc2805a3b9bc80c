"""PDF by typst: tagged, with title and language, in the fonts that travel with the kit.

Data goes in as JSON, never as source. Anything that typst warns of stops the document: a missing glyph or an unknown
font must not reach a reader.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fsi_kit.documents.brand import Brand
from fsi_kit.documents.text import LOCALES
from fsi_kit.texts import Lang, load_texts, shipped

MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')


class TypesetError(Exception):
    """typst refused a document, or warned of something in it; `sign` is what no font has, where that is why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        found = MISSING.search(message)
        self.sign = found[1] if found else ""


def typeset(source: str, title: str, lang: Lang, brand: Brand, data: Mapping[str, Any] | None = None) -> bytes:
    """Return a PDF (PDF/UA-1 as typst exports it).

    Args:
        source: typst; it finds `data` and the brand in ``json(bytes(sys.inputs.data))``.

    Raises:
        TypesetError: typst cannot make it, or warns.
    """
    return bytes(
        _typeset(source, title, lang, brand, data, {"format": "pdf", "pdf_standards": ["ua-1"], "timestamp": 0})
    )


def first_page(
    source: str, title: str, lang: Lang, brand: Brand, data: Mapping[str, Any] | None = None, ppi: float = 72
) -> bytes:
    """Return a picture (PNG) of the first page of what `typeset` would make.

    Args:
        ppi: dots an inch.

    Raises:
        TypesetError: as `typeset`.
    """
    made = _typeset(source, title, lang, brand, data, {"format": "png", "ppi": ppi})
    return bytes(made[0] if isinstance(made, list) else made)


def _typeset(
    source: str, title: str, lang: Lang, brand: Brand, data: Mapping[str, Any] | None, options: Mapping[str, Any]
) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        logo = ""
        if brand.logo:
            logo = f"logo{brand.logo.suffix.lower()}"
            shutil.copy(brand.logo, root / logo)
        words = load_texts("fsi_kit.documents", "documents.toml")["words"]
        language, region = LOCALES[lang].split("-")
        given = {
            **(data or {}),
            "title": title,
            "name": brand.name,
            "unit": brand.unit,
            "ink": brand.ink,
            "lang": language,
            "region": region,
            "logo": logo,
            "logo_alt": words["logo"][lang].format(name=brand.name),
        }
        main = root / "main.typ"
        main.write_text(source, encoding="utf-8")
        inputs = {"data": json.dumps(given, ensure_ascii=False)}
        try:
            return _compiled(main, inputs, options, own_fonts=False)
        except TypesetError as error:
            if not error.sign:
                raise
            return _compiled(main, inputs, options, own_fonts=True)


def _compiled(main: Path, inputs: dict[str, str], options: Mapping[str, Any], own_fonts: bool) -> Any:
    """Compile, in the kit's fonts alone or with the computer's own for signs that they lack."""
    import typst

    try:
        made, warnings = typst.compile_with_warnings(
            str(main),
            root=str(main.parent),
            font_paths=_fonts(own_fonts),
            sys_inputs=inputs,
            **options,
        )
    except RuntimeError as error:
        raise TypesetError(str(error)) from error
    if warnings:
        raise TypesetError("\n".join(warning.message for warning in warnings))
    return made


@cache
def _fonts(own: bool) -> Any:
    import typst

    return typst.Fonts(include_system_fonts=own, font_paths=[str(shipped("templates") / "fonts")])
