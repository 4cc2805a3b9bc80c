"""Texts in Swedish and English: how every room reads the data files that hold them."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

Lang = Literal["sv", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)

Both = Mapping[str, str]
"""One text in both languages: ``{"sv": …, "en": …}``."""


def as_lang(value: str) -> Lang:
    """Return `value` as a language.

    Raises:
        ValueError: the language is neither ``sv`` nor ``en``.
    """
    if value not in LANGS:
        raise ValueError(f"språk / language: sv | en, inte / not {value!r}")
    return value


def users_lang() -> Lang:
    """Return the language the user has asked for: ``FSI_LANG``, else the locale's, else Swedish."""
    for name in ("FSI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        start = os.environ.get(name, "")[:2].lower()
        if start in LANGS:
            return start
    return "sv"


@cache
def load_texts(package: str, name: str) -> dict[str, Any]:
    """Return the TOML file `name` that lies in `package`, for example ``("fsi_kit.cli", "cli.toml")``."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))


def shipped(folder: str) -> Path:
    """Return a folder that travels with the kit (``exercises``, ``templates``).

    In an installed kit it lies inside the package, in a checkout beside it.
    """
    package = Path(__file__).parent
    inside = package / folder
    return inside if inside.is_dir() else package.parent / folder
