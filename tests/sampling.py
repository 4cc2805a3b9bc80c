"""How much is tried: a sample in ``make test``, everything in ``make test-all``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

One = TypeVar("One")

EVERYTHING = os.environ.get("FSI_TESTS") == "all"
long = pytest.mark.skipif(not EVERYTHING, reason="takes long; make test-all runs it")
"""Marks a test of which `make test` runs others of the same kind."""


def examples(many: int) -> int:
    """Return how many made-up examples to try: all of them, or a tenth and at least three."""
    return many if EVERYTHING else max(3, many // 10)


def sample(several: Sequence[One], most: int = 6) -> Sequence[One]:
    """Return what to try of several like things: all of them, or at most so many, evenly from first to last."""
    return several if EVERYTHING else several[:: max(1, len(several) // most)]
