"""Type into a spreadsheet as a person would, in LibreOffice. Runs in the system's Python, which knows LibreOffice.

Arguments: the profile folder, the file to open, the file to save as, and a JSON file of cells,
``{sheet: [[row, column, text], …]}``, counted from 1.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

SECONDS_TO_START = 60


def setting(name: str, value: object) -> PropertyValue:
    """Return a named option, as LibreOffice takes them."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connected(pipe: str) -> object:
    """Return LibreOffice's desktop when it answers. Raises TimeoutError where it does not."""
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(SECONDS_TO_START * 2):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.5)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise TimeoutError(pipe)


def main(profile: str, source: str, target: str, cells: str) -> None:
    """Open the file, type the cells, save as Excel."""
    pipe = Path(profile).name
    command = [
        "soffice",
        f"-env:UserInstallation={Path(profile).as_uri()}",
        "--headless",
        "--norestore",
        f"--accept=pipe,name={pipe};urp;",
    ]
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        desktop = connected(pipe)
        book = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (setting("Hidden", True),))
        for sheet, typed in json.loads(Path(cells).read_text(encoding="utf-8")).items():
            for row, column, text in typed:
                book.Sheets.getByName(sheet).getCellByPosition(column - 1, row - 1).setFormula(text)
        book.storeToURL(Path(target).as_uri(), (setting("FilterName", "Calc MS Excel 2007 XML"),))
        book.close(True)
        desktop.terminate()
        office.wait(30)
    finally:
        office.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
