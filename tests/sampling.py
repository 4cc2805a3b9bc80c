"""How much is tried: a sample in ``make test``, everything in ``make test-all``."""

from __future__ import annotations

import os

import pytest

EVERYTHING = os.environ.get("FSI_TESTS") == "all"
long = pytest.mark.skipif(not EVERYTHING, reason="takes long; make test-all runs it")
"""Marks a test of which `make test` runs others of the same kind."""


def examples(many: int) -> int:
    """Return how many made-up examples to try: all of them, or a fifth and at least three."""
    return many if EVERYTHING else max(3, many // 5)
