"""A small simulation: two scenes and a way back, one way out of time, three endings."""

from __future__ import annotations

from typing import Any

READ = "modules/01-method.md#steps"


def said(text: str) -> dict[str, str]:
    return {"sv": f"{text} på svenska", "en": f"{text} in English"}


def choice(name: str, next: str, **change: int) -> dict[str, Any]:
    texts = {part: said(f"{name} {part}") for part in ("text", "consequence", "debrief")}
    return {**texts, "read": READ, "next": next, **change}


def small() -> dict[str, Any]:
    """Return a simulation as its file would hold it."""
    return {
        "title": said("A workshop"),
        "intro": said("You lead."),
        "start": "talk",
        "minutes": 60,
        "trust": 5,
        "result": 0,
        "scenes": [
            {
                "id": "talk",
                "step": "share",
                "title": said("One talks"),
                "text": said("He goes on."),
                "choices": [
                    choice("wait", "talk", minutes=-50, trust=-9),
                    choice("thank", "vote", minutes=-10, trust=1),
                ],
            },
            {
                "id": "vote",
                "title": said("The vote"),
                "text": said("All look at the boss."),
                "choices": [
                    choice("silent", "end", minutes=-5, result=12),
                    choice("aloud", "end", trust=-2),
                ],
            },
        ],
        "endings": [
            {"id": "good", "title": said("Good"), "text": said("Good end"), "least_result": 6, "least_trust": 6},
            {"id": "calm", "title": said("Calm"), "text": said("Calm end"), "least_minutes": 50},
            {"id": "poor", "title": said("Poor"), "text": said("Poor end")},
        ],
    }
