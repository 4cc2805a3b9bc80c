"""Charts of a municipality's work, each with the same figures in words.

`matplotlib` is needed to draw, and is imported only then; the words and the thread need nothing more than the kit.
"""

from fsi_kit.charts.actions import actions_chart, actions_text
from fsi_kit.charts.coverage import coverage_chart, coverage_text
from fsi_kit.charts.ideas import ideas_chart, ideas_text
from fsi_kit.charts.inventory import inventory_chart, inventory_text
from fsi_kit.charts.nki import nki_chart, nki_text
from fsi_kit.thread import describe as thread_text
from fsi_kit.thread import draw_thread as thread_chart

__all__ = [
    "actions_chart",
    "actions_text",
    "coverage_chart",
    "coverage_text",
    "ideas_chart",
    "ideas_text",
    "inventory_chart",
    "inventory_text",
    "nki_chart",
    "nki_text",
    "thread_chart",
    "thread_text",
]
