"""The block that a facilitation simulator is played in."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fsi_kit.course.scene_checks import MOST
from fsi_kit.course.simulation import Choice, Simulation, load_simulation
from fsi_kit.method import load_method
from tools.site.blocks_progress import as_script
from tools.site.place import Place
from tools.site.render import render


def simulator(place: Place, name: str, root: Path) -> str:
    """Show a simulation to play; ``simulator.js`` plays it, without a kernel.

    Raises:
        KeyError: there is no such simulation, or a choice sends the reader to a heading that does not exist.
        SceneError: its file is not whole.
    """
    return simulator_block(place, load_simulation(name, place.lang), root)


def simulator_block(place: Place, simulation: Simulation, root: Path) -> str:
    """Show a simulation.

    Raises:
        KeyError: a choice sends the reader to a heading that does not exist.
    """
    steps = {
        step.id: place.words("steps.number", number=step.number, name=step.name)
        for step in load_method(place.lang).steps
    }
    scenes = {
        scene.id: {
            "step": steps[scene.step] if scene.step else "",
            "title": scene.title,
            "text": scene.text,
            "choices": [_choice(choice, place, root) for choice in scene.choices],
        }
        for scene in simulation.scenes.values()
    }
    data = {
        "start": simulation.start,
        "begin": asdict(simulation.begin),
        "most": MOST,
        "scenes": scenes,
        "endings": [asdict(ending) for ending in simulation.endings],
    }
    return render(
        "simulator.html",
        words=place.words,
        simulation=simulation,
        most=MOST,
        data=as_script(data),
        said=as_script(place.words.group("simulator.words")),
    )


def _choice(choice: Choice, place: Place, root: Path) -> dict[str, Any]:
    return {
        "text": choice.text,
        "consequence": choice.consequence,
        "debrief": choice.debrief,
        "next": choice.next,
        "change": asdict(choice.change),
        "read": {"href": place.href(choice.read), "heading": heading(root / "docs" / place.lang, choice.read)},
    }


def heading(pages: Path, target: str) -> str:
    """Return the words of a page's heading, ``modules/05-facilitate.md#time``.

    Raises:
        KeyError: the page does not exist, or has no such heading.
    """
    page, _, anchor = target.partition("#")
    text = (pages / page).read_text(encoding="utf-8") if (pages / page).is_file() else ""
    found = re.search(rf"^#{{1,4}} (.+?) \{{#{re.escape(anchor)}\}}\s*$", text, flags=re.MULTILINE)
    if not found:
        raise KeyError(target)
    return found[1]
