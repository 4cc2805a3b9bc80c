"""The page on performance: its figures come from what was built and measured, and it says so where nothing was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import measured as keeping
from fsi_kit.texts import LANGS, Lang
from tools.lite.build import lite_folder
from tools.lite.runtime import manifest
from tools.site import blocks_performance as blocks
from tools.site.place import Place

PAGE = "performance.md"
each_lang = pytest.mark.parametrize("lang", LANGS)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A checkout whose notebooks have been built, a few bytes each."""
    runtime = lite_folder(tmp_path) / "runtime"
    (runtime / "pyodide-1.0").mkdir(parents=True)
    (runtime / "pyodide-1.0" / "python.wasm").write_bytes(bytes(4_000_000))
    (runtime / "pyodide-1.0" / "python.wasm.gz").write_bytes(bytes(1_000_000))
    (runtime / "charts-1.tar.gz").write_bytes(bytes(11_000_000))
    return tmp_path


def test_sizes_are_those_on_disk_and_compressed_copies_count_once(built: Path) -> None:
    shown = blocks.lite_sizes(Place("sv", PAGE), built)
    assert ">4 MB<" in shown and ">1 MB<" in shown and shown.count(">11 MB<") == 2
    assert ">15 MB<" in shown and ">12 MB<" in shown, "the sums"


@each_lang
def test_a_site_without_live_notebooks_says_so(lang: Lang, tmp_path: Path) -> None:
    assert "<table" not in blocks.lite_sizes(Place(lang, PAGE), tmp_path)


def test_the_whole_site_s_size_is_filled_in_where_each_page_tells_it(tmp_path: Path) -> None:
    for lang, folder in (("sv", "performance"), ("en", "en/performance")):
        page = tmp_path / folder / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"<p>{blocks.site_size(Place('sv' if lang == 'sv' else 'en', PAGE))}</p>")
    (tmp_path / "big.js").write_bytes(bytes(2_500_000))
    (tmp_path / "big.js.br").write_bytes(bytes(900_000))
    assert blocks.fill_site_size(tmp_path) < 2_501_000
    assert "2,5 MB" in (tmp_path / "performance" / "index.html").read_text()
    assert "2.5 MB" in (tmp_path / "en" / "performance" / "index.html").read_text()


@each_lang
@pytest.mark.parametrize("name", ["browser", "hosting"])
def test_a_benchmark_s_figures_stand_with_their_day(name: str, lang: Lang) -> None:
    kept = json.loads(blocks.MEASURED.read_text(encoding="utf-8"))[name]
    shown = blocks.measured(Place(lang, PAGE), name)
    assert kept["day"] in shown and shown.count("<tr>") == len(kept["figures"]) + 1


def test_figures_are_kept_rounded_with_the_day_they_were_measured(tmp_path: Path) -> None:
    file = tmp_path / "browser.json"
    file.write_text("{}")
    data = {
        "machine": {"cores": 2, "system": "Linux"},
        "results": [{"id": "widget-cold", "figure": 0.51234, "unit": ""}],
    }
    kept = keeping.figures(data, file)
    assert kept["figures"] == {"widget-cold": [0.51, ""]} and len(kept["day"]) == 10


def test_the_list_of_parts_names_the_versions_that_the_browser_runs() -> None:
    text = (Path(blocks.__file__).parent / "components.toml").read_text(encoding="utf-8")
    packages = manifest()["packages"]
    wanted = [manifest()["info"]["version"], manifest()["info"]["python"]]
    for version in (*wanted, packages["ipython"]["version"], packages["matplotlib"]["version"]):
        assert f'version = "{version}"' in text
