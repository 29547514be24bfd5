"""``beforehand serve public`` says in one sentence why it does not start."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from made_server import SERVE


def serve(home: Path, *options: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SERVE, "serve", "public", *options],
        env=os.environ | {"BEFOREHAND_HOME": str(home)} | environ,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"BEFOREHAND_REPORTS_A_MINUTE": "many"}, "BEFOREHAND_REPORTS_A_MINUTE is set to many"),
        ({"BEFOREHAND_SITE_KEY": "abc"}, "BEFOREHAND_SITE_KEY holds no key"),
    ],
)
def test_a_faulty_setting_is_refused(tmp_path: Path, environ: dict[str, str], said: str) -> None:
    ran = serve(tmp_path, **environ)
    assert (ran.returncode, ran.stderr.startswith(said)) == (3, True)
    assert len(ran.stderr.splitlines()) == 1


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = serve(tmp_path, "--port", str(port))
    assert ran.returncode == 3
    assert f"127.0.0.1:{port} cannot be listened at" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_port_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    assert serve(tmp_path, "--port", "70000").returncode == 2
