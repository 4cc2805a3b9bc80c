"""What notebooks show: the method and coverage to explore, insights to follow, exercises to do. Needs ipywidgets."""

from fsi_kit.widgets.coverage import see_coverage
from fsi_kit.widgets.figures import weigh_figures
from fsi_kit.widgets.insight import follow_insight
from fsi_kit.widgets.method import explore_method
from fsi_kit.widgets.practise import practise

__all__ = ["explore_method", "follow_insight", "practise", "see_coverage", "weigh_figures"]
