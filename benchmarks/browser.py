"""How long until the first widget of a notebook is there, beside a JupyterLite with nothing done to it.

python -m benchmarks browser
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from benchmarks.browser_reader import PATIENCE, chromium
from benchmarks.nginx import nginx
from benchmarks.results import ROOT, Result, keep
from benchmarks.stock import stock
from tools.lite.contents import Notebook

RUNS = 3
AT_MOST = 0.7
READY = "() => window.jupyterapp?.shell?.currentWidget?.context?.isReady"
RUN = """() => {
  jupyterapp.shell.currentWidget.sessionContext.ready.then(() => jupyterapp.commands.execute("notebook:run-all-cells"));
}"""
WIDGET = ".jp-OutputArea-output .jupyter-widgets"


def run(quick: bool = False, say: Callable[[str], None] = print) -> list[Result]:
    """Measure, keep the figures and the profile in ``build/bench/browser.json`` and return them."""
    notebook = Notebook("sv", ROOT / "notebooks" / "sv" / "01-method.ipynb")
    pages = {
        "ours": f"lite/notebooks/index.html?path={notebook.path}",
        "stock": "lite/notebooks/index.html?path=first.ipynb",
    }
    seconds: dict[str, list[float]] = {f"{who}-{when}": [] for who in pages for when in ("cold", "warm")}
    profile: dict[str, Any] = {}
    with (
        TemporaryDirectory() as one,
        TemporaryDirectory() as two,
        nginx(ROOT / "site", Path(one)) as ours,
        nginx(stock(), Path(two), strict=False) as theirs,
        chromium() as browser,
    ):
        addresses = {"ours": f"{ours}/{pages['ours']}", "stock": f"{theirs}/{pages['stock']}"}
        for _ in range(1 if quick else RUNS):
            for who, address in addresses.items():
                for when, taken, times in cold_and_warm(browser, address):
                    seconds[f"{who}-{when}"].append(taken)
                    profile[f"{who}-{when}"] = times
                    say(f"{who}, {when}: {taken:.1f} s")
    took = {name: median(each) for name, each in seconds.items()}
    results = [
        *(
            Result(
                f"widget-{when}",
                f"first widget, {when}: ours over stock",
                took[f"ours-{when}"] / took[f"stock-{when}"],
                "",
                "at most",
                AT_MOST,
            )
            for when in ("cold", "warm")
        ),
        *(
            Result(f"widget-{name}", f"first widget, {name.replace('-', ', ')}", taken, "s")
            for name, taken in took.items()
        ),
    ]
    say(f"kept in {keep('browser', results, {'seconds': seconds, 'profile': profile})}")
    return results


def cold_and_warm(browser: Browser, address: str) -> list[tuple[str, float, dict[str, float]]]:
    """Open a notebook in a fresh browser and then again; return when its first widget stood there, and the profile."""
    context = browser.new_context()
    measured = [(when, *first_widget(context, address)) for when in ("cold", "warm")]
    context.close()
    return measured


def first_widget(context: BrowserContext, address: str) -> tuple[float, dict[str, float]]:
    """Return the seconds until the first widget, and when each step was done where that is known."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(READY)
    page.evaluate(RUN)
    page.wait_for_selector(WIDGET)
    taken = time.perf_counter() - begun
    times: dict[str, float] = page.evaluate("() => window.fsiLite?.times ?? {}")
    page.close()
    opened = times.get("opened", 0)
    return taken, {name: (at - opened) / 1000 for name, at in times.items() if name != "opened"}


if __name__ == "__main__":
    from benchmarks.__main__ import main

    main(["browser"])
