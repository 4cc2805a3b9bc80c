"""Setting up: what stops it is said in one sentence, in the user's language, and the exit code is not 0."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import setup

ROOT = Path(__file__).parents[2]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Setting up in an empty folder, with its own log and with this test run's Python as its environment."""
    for name, value in {"VENV": tmp_path, "PYTHON": Path(sys.executable), "LOG": ROOT / "build" / "test.log"}.items():
        monkeypatch.setattr(setup, name, value)
    monkeypatch.setenv("FSI_LANG", "en")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return tmp_path


@pytest.mark.parametrize(("lang", "said"), [("sv", "är för gammal"), ("en", "is too old")])
def test_an_old_python_is_told_which_one_is_needed(lang: str, said: str) -> None:
    code = (
        "import sys; sys.version_info = (3, 9, 2); sys.path.insert(0, 'tools'); import setup; sys.exit(setup.main([]))"
    )
    environment = {**os.environ, "FSI_LANG": lang}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert said in done.stderr and "3.9.2" in done.stderr and "3.11" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_network_is_one_sentence(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_RETRIES", "0")
    wanted = elsewhere / "wanted.txt"
    wanted.write_text(f"no-such-part==1.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(setup.SetupError, match=r"cannot be fetched\. Check that the computer has a network"):
        setup.install(wanted)


def test_a_file_with_another_hash_is_refused(elsewhere: Path) -> None:
    wheel = elsewhere / "part-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("part-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: part\nVersion: 1.0\n")
    wanted = elsewhere / "wanted.txt"
    wanted.write_text(f"part @ {wheel.as_uri()} --hash=sha256:{'0' * 64}\n")
    with pytest.raises(setup.SetupError, match="wrong checksum"):
        setup.install(wanted)


def test_what_is_installed_is_not_installed_again(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = elsewhere / "wanted.txt"
    wanted.write_text("part==1.0\n")
    (elsewhere / ".installed-wanted").write_text(setup._digest(wanted))
    monkeypatch.setattr(setup, "_logged", lambda command: pytest.fail(f"ran {command}"))
    setup.install(wanted)


def test_a_larger_list_that_stands_will_do(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("course", "test", "bench"):
        (elsewhere / f"{name}.txt").write_text(f"{name}==1.0\n")
    (elsewhere / ".installed-test").write_text(setup._digest(elsewhere / "test.txt"))
    monkeypatch.setattr(setup, "_logged", lambda command: pytest.fail(f"ran {command}"))
    setup.install(elsewhere / "course.txt")
    with pytest.raises(pytest.fail.Exception, match="ran"):
        setup.install(elsewhere / "bench.txt")


def test_a_missing_program_is_named_with_its_package(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    monkeypatch.setattr(setup, "_logged", lambda command: 1)
    with pytest.raises(
        setup.SetupError, match=r"Chromium, LibreOffice Calc, nginx.*apt install chromium libreoffice-calc nginx-light"
    ):
        setup.install_system()


def test_every_sentence_stands_in_both_languages() -> None:
    import json

    texts = json.loads((ROOT / "tools" / "setup.json").read_text("utf-8"))
    assert len(texts) >= 8
    for name, said in texts.items():
        assert said["sv"] and said["en"] and said["sv"] != said["en"], name
        assert re.findall(r"\{\w+\}", said["sv"]) == re.findall(r"\{\w+\}", said["en"]), name


def test_the_locks_pin_every_part_with_a_hash() -> None:
    for name in ("course.txt", "test.txt", "bench.txt"):
        lines = (ROOT / "requirements" / name).read_text("utf-8").replace("\\\n", " ").splitlines()
        parts = [line for line in lines if line and not line.lstrip().startswith("#")]
        assert len(parts) > 100
        assert [part for part in parts if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", part)] == []


def test_make_help_tells_of_every_command() -> None:
    shown = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("course", "test", "lab", "help", "lint", "bench", "clean"):
        assert f"make {target} " in shown


def test_continuous_integration_runs_the_readme_s_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.rstrip().endswith("make test")
    assert "make test" in (ROOT / "README.md").read_text("utf-8")
