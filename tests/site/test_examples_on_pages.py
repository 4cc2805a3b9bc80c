"""The Python examples on the stages' pages run as they stand, each on its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fsi_kit.texts import LANGS

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(docs: Path) -> dict[str, str]:
    """Every Python block of the stages' pages in both languages, by page and number.

    Raises:
        LookupError: there is none at all, or a page has none.
    """
    pages = [page for lang in LANGS for page in sorted((docs / lang / "stages").glob("*.md"))]
    found: dict[str, str] = {}
    for page in pages:
        blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
        name = page.relative_to(docs).as_posix()
        if not blocks:
            raise LookupError(f"{name} has no Python example")
        found |= {f"{name}, {number}": code for number, code in enumerate(blocks, start=1)}
    if not found:
        raise LookupError(f"no pages about stages in {docs}")
    return found


def run(code: str) -> None:
    exec(compile(code, "<example>", "exec"), {"__name__": "example"})


FOUND = examples(ROOT / "docs")


@pytest.mark.parametrize("name", FOUND)
def test_an_example_runs_and_says_something(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(FOUND[name])
    assert capsys.readouterr().out.strip(), f"{name} prints nothing"


def test_both_languages_have_as_many_examples() -> None:
    counts = [sum(name.startswith(f"{lang}/") for name in FOUND) for lang in LANGS]
    assert counts[0] == counts[1] > 0


def test_an_example_that_does_not_run_is_noticed() -> None:
    with pytest.raises(ImportError):
        run("from fsi_kit.innovation import no_such_thing\n")


def test_a_site_or_a_page_without_examples_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="no pages"):
        examples(tmp_path)
    (tmp_path / "sv" / "stages").mkdir(parents=True)
    (tmp_path / "sv" / "stages" / "x.md").write_text("No code here.\n```bash\nls\n```\n", encoding="utf-8")
    with pytest.raises(LookupError, match=r"sv/stages/x\.md"):
        examples(tmp_path)
