"""Stage 3, Innovation: how the actions are doing, who has been told, and what the index says of the effect."""

from fsi_kit.innovation.actions import ActionSummary, LeadTimes, action_state, action_summary, lead_times
from fsi_kit.innovation.answers import Told, told
from fsi_kit.innovation.effect import (
    Approximation,
    PriorityMatrix,
    caveats,
    effect,
    field_name,
    nki_from_answers,
    priority_matrix,
    verdict_text,
)
from fsi_kit.innovation.kolada import KoladaValues, Problem, read_kolada
from fsi_kit.innovation.rules import RULES
from fsi_kit.innovation.scale import Band, Break, Scale, ScaleError, load_scale, national

__all__ = [
    "RULES",
    "ActionSummary",
    "Approximation",
    "Band",
    "Break",
    "KoladaValues",
    "LeadTimes",
    "PriorityMatrix",
    "Problem",
    "Scale",
    "ScaleError",
    "Told",
    "action_state",
    "action_summary",
    "caveats",
    "effect",
    "field_name",
    "lead_times",
    "load_scale",
    "national",
    "nki_from_answers",
    "priority_matrix",
    "read_kolada",
    "told",
    "verdict_text",
]
