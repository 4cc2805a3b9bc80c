"""What notebooks show: pictures to explore, figures to weigh, ideas to vote on, exercises to do. Needs ipywidgets."""

from fsi_kit.widgets.action import write_action
from fsi_kit.widgets.board import prioritise_board
from fsi_kit.widgets.coverage import see_coverage
from fsi_kit.widgets.figures import weigh_figures
from fsi_kit.widgets.insight import follow_insight
from fsi_kit.widgets.method import explore_method
from fsi_kit.widgets.needs import sort_insights, try_need
from fsi_kit.widgets.own import check_own
from fsi_kit.widgets.practise import practise
from fsi_kit.widgets.workshop import mix_groups, plan_workshop

__all__ = [
    "check_own",
    "explore_method",
    "follow_insight",
    "mix_groups",
    "plan_workshop",
    "practise",
    "prioritise_board",
    "see_coverage",
    "sort_insights",
    "try_need",
    "weigh_figures",
    "write_action",
]
