"""The thread from visit to effect: what a row came from and what it led to, both ways, and where it breaks."""

from fsi_kit.thread.following import ENDS, KNOTS, LINKS, Knot, Thread, ends, follow

__all__ = ["ENDS", "KNOTS", "LINKS", "Knot", "Thread", "ends", "follow"]
