"""The thread from visit to effect: what a row came from and what it led to, both ways, and where it breaks."""

from fsi_kit.thread.following import Thread, follow
from fsi_kit.thread.gaps import KINDS, Gap, gaps, summary
from fsi_kit.thread.knots import KNOTS, LINKS, Knot, Link
from fsi_kit.thread.picture import describe, draw_thread
from fsi_kit.thread.places import Place, places
from fsi_kit.thread.reach import ENDS, ends

__all__ = [
    "ENDS",
    "KINDS",
    "KNOTS",
    "LINKS",
    "Gap",
    "Knot",
    "Link",
    "Place",
    "Thread",
    "describe",
    "draw_thread",
    "ends",
    "follow",
    "gaps",
    "places",
    "summary",
]
