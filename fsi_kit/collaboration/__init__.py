"""Stage 2, collaboration: a workshop's agenda, its groups, the choice among ideas and what each step hands over."""

from fsi_kit.collaboration.agenda import Agenda, AgendaError, Item, LeftOut, Role, least_minutes, plan_agenda
from fsi_kit.collaboration.contracts import Missing, contract, hands_over
from fsi_kit.collaboration.groups import GroupError, Groups, Imbalance, group_sizes, imbalance, make_groups
from fsi_kit.collaboration.priorities import BallotProblem, ballot_problems, prioritise, quadrant_name

__all__ = [
    "Agenda",
    "AgendaError",
    "BallotProblem",
    "GroupError",
    "Groups",
    "Imbalance",
    "Item",
    "LeftOut",
    "Missing",
    "Role",
    "ballot_problems",
    "contract",
    "group_sizes",
    "hands_over",
    "imbalance",
    "least_minutes",
    "make_groups",
    "plan_agenda",
    "prioritise",
    "quadrant_name",
]
