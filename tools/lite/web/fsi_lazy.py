"""Brings parts that most notebooks never use at the moment when one is imported, wherever that is."""

import importlib
import sys
from collections.abc import Callable, Mapping
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any


class LazyParts(MetaPathFinder):
    """Finds modules in parts that are yet to be fetched."""

    def __init__(self, parts: Mapping[str, str], fetch: Callable[[str], object]) -> None:
        self.parts, self.fetch = dict(parts), fetch

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Fetch the part that holds a module, once, and find the module in it."""
        part = self.parts.get(name)
        if part is None:
            return None
        self.parts = {name: other for name, other in self.parts.items() if other != part}
        self.fetch(part)
        importlib.invalidate_caches()
        return PathFinder.find_spec(name, path)


def install(parts: Mapping[str, str], fetch: Callable[[str], object]) -> None:
    """Look for modules in parts after all other places.

    Args:
        parts: the part that each top-level module is in.
        fetch: puts a part's files in their place.
    """
    sys.meta_path.append(LazyParts(parts, fetch))
