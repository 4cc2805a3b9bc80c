"""A real nginx on the loopback address, with the configuration that the site hands out."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.results import ROOT

CONFIGURATION = ROOT / "docs" / "assets" / "fsi-kit.nginx.conf"
AROUND = """daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 2;
events {{ worker_connections 1024; }}
http {{
  include /etc/nginx/mime.types; access_log {folder}/access.log;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  include {folder}/site.conf;
}}
"""


@contextmanager
def nginx(site: Path, folder: Path, strict: bool = True) -> Iterator[str]:
    """Serve a site and yield its address; only port and folder differ from what the page hands out.

    Args:
        strict: whether to send the Content-Security-Policy, which a JupyterLite of others' making does not keep.
    """
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = CONFIGURATION.read_text(encoding="utf-8")
    for said, wanted in (("listen 80;", f"listen 127.0.0.1:{port};"), ("root /var/www/fsi-kit;", f"root {site};")):
        assert text.count(said) == 1
        text = text.replace(said, wanted)
    if not strict:
        text = text.replace("add_header Content-Security-Policy $fsi_policy always;", "")
    (folder / "site.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(
        "user root;\n" * (os.geteuid() == 0) + AROUND.format(folder=folder), encoding="utf-8"
    )
    process = subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
    try:
        _wait_for(port, process, folder)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(100):
        if process.poll() is not None:
            break
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nginx does not start: {(folder / 'error.log').read_text(encoding='utf-8')}")
