"""Stage 1, understanding: the inventory of needs, the coverage of visits and the spreading of insights."""

from fsi_kit.understanding.coverage import NotHeard, coverage, not_heard
from fsi_kit.understanding.inventory import inventory, inventory_over_time
from fsi_kit.understanding.saturation import Saturation, saturation
from fsi_kit.understanding.spreading import Spreading, spreading
from fsi_kit.understanding.suggest import SharedWord, Suggestion, suggest_needs

__all__ = [
    "NotHeard",
    "Saturation",
    "SharedWord",
    "Spreading",
    "Suggestion",
    "coverage",
    "inventory",
    "inventory_over_time",
    "not_heard",
    "saturation",
    "spreading",
    "suggest_needs",
]
