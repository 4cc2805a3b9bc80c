"""What can be wrong with a simulation's file, so that no learner gets lost in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeGuard

from fsi_kit.method import load_method
from fsi_kit.texts import LANGS

END = "end"
MOST = 10  # trust and result go from 0 to this


def find_problems(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a sentence for each thing that lacks or is wrong; the ways between scenes are looked at when all is there.

    Args:
        data: what the file holds.
    """
    return tuple(_shape(data)) or tuple(_ways(data)) or tuple(_last_ending(data))


def _shape(data: Mapping[str, Any]) -> Iterator[str]:
    """Say what lacks or is of the wrong kind; the ways between scenes are looked at only when nothing is."""
    yield from _texts(data, "the simulation", ("title", "intro"))
    for name, most in (("trust", MOST), ("result", MOST), ("minutes", None)):
        if not _whole(value := data.get(name)) or value < 0 or (most is not None and value > most):
            yield f"the simulation: {name} is not a whole number from 0{f' to {most}' if most else ''}"
    steps = {step.id for step in load_method("en").steps}
    for kind in ("scenes", "endings"):
        entries = data.get(kind) or []
        if not entries:
            yield f"the simulation: no {kind}"
        ids = [entry.get("id") for entry in entries]
        yield from (f"{kind}: an entry without an id" for id_ in ids if not id_ or not isinstance(id_, str))
        yield from (f"{kind}: {id_} stands twice" for id_ in sorted({i for i in ids if i and ids.count(i) > 1}))
        for entry in entries:
            yield from _texts(entry, f"{kind}: {entry.get('id')}", ("title", "text"))
    for scene in data.get("scenes") or []:
        place = f"scenes: {scene.get('id')}"
        if scene.get("step", None) not in {None, *steps}:
            yield f"{place}: there is no step {scene['step']}"
        if len(scene.get("choices") or []) < 2:
            yield f"{place}: fewer than two choices"
        for number, choice in enumerate(scene.get("choices") or [], 1):
            yield from _choice_shape(choice, f"{place}, choice {number}")


def _choice_shape(choice: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _texts(choice, place, ("text", "consequence", "debrief"))
    page, _, anchor = str(choice.get("read", "")).partition("#")
    if not page.endswith(".md") or not anchor:
        yield f"{place}: read does not name a page and a heading"
    if not choice.get("next"):
        yield f"{place}: no next"
    yield from (
        f"{place}: {name} is not a whole number"
        for name in ("trust", "minutes", "result")
        if not _whole(choice.get(name, 0))
    )
    if _whole(choice.get("minutes", 0)) and choice.get("minutes", 0) > 0:
        yield f"{place}: minutes are given back"


def _ways(data: Mapping[str, Any]) -> Iterator[str]:
    """Say which scenes do not exist, cannot be reached, or never lead to the end."""
    ways = {scene["id"]: [choice["next"] for choice in scene["choices"]] for scene in data["scenes"]}
    if END in ways:
        yield f"scenes: {END} is not a scene's id"
    if data.get("start") not in ways:
        yield f"the simulation: there is no scene {data.get('start')} to start with"
    unknown = {(id_, to) for id_, targets in ways.items() for to in targets if to not in ways and to != END}
    yield from (f"scenes: {id_} leads to {to}, which does not exist" for id_, to in sorted(unknown))
    reached = _from([data.get("start", "")], ways)
    yield from (f"scenes: {id_} is never reached" for id_ in ways if id_ not in reached)
    back = {to: [id_ for id_, targets in ways.items() if to in targets] for to in (*ways, END)}
    out = _from([END], back)
    yield from (f"scenes: {id_} never leads to the end" for id_ in ways if id_ not in out)


def _from(start: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    """Return everything that can be reached along the ways."""
    found, todo = set[str](), list(start)
    while todo:
        here = todo.pop()
        if here not in found:
            found.add(here)
            todo.extend(ways.get(here, ()))
    return found


def _last_ending(data: Mapping[str, Any]) -> Iterator[str]:
    least = ("least_trust", "least_minutes", "least_result")
    for ending in data["endings"]:
        yield from (
            f"endings: {ending['id']}: {name} is not a whole number"
            for name in least
            if name in ending and not _whole(ending[name])
        )
    *others, last = data["endings"]
    if any(name in last for name in least):
        yield f"endings: the last, {last['id']}, has conditions, so that some plays have no ending"
    yield from (
        f"endings: {e['id']} has no conditions, so that those after it never hold"
        for e in others
        if not any(name in e for name in least)
    )


def _texts(entry: Mapping[str, Any], place: str, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        said = entry.get(name)
        for lang in LANGS:
            if not isinstance(said, Mapping) or not isinstance(said.get(lang), str) or not said[lang].strip():
                yield f"{place}: no {name} in {lang}"


def _whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
