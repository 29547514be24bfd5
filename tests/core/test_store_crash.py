"""``kill -9`` at any moment leaves the old pool or the new one, and the next write sweeps up."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from beforehand import store
from beforehand.home import Home
from beforehand.records.people import SHELL

TODAY = date(2026, 1, 7)

#: Runs one action in a child process for n = 1, 2, 3 ... and kills the child with SIGKILL before
#: its n-th writing, renaming or removing call under the home, until one child gets to its end.
KILLER = """
import os, shutil, signal, sys
from datetime import date
from pathlib import Path
import pyarrow as pa
from beforehand import store
from beforehand.home import Home
from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.people import SHELL
from beforehand.records.schema import CASE_SCHEMA

root, action = Path(sys.argv[1]), sys.argv[2]
CASES = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)

def add(home, giver, count):
    rows = [{"row_id": f"{giver}{n}", "people": 1, "age_from": n} for n in range(count)]
    said = store.Offer(giver=giver, dataset="cases", edition="1", source_class=CASES,
                       title=giver, licence="CC0")
    return store.add(home, said, pa.Table.from_pylist(rows, schema=CASE_SCHEMA).to_reader(),
                     today=date(2026, 1, 5))[0]

def act(home, given):
    if action == "add":
        add(home, "South", 3)
    else:
        store.recall(home, given, today=date(2026, 1, 6))

def killed_at(moment, home, given):
    seen = 0
    def hook(event, args):
        nonlocal seen
        reads = event == "open" and not args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if event in WATCHED and not reads and any(str(home.root) in str(a) for a in args):
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    act(home, given)

WATCHED = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree"}
before = Home(root / f"{action}0")
if not os.fork():
    (before.root.parent / "given").write_text(add(before, "North", 2).id)
    os._exit(0)
os.wait()
given = (root / "given").read_text()
moment, done = 0, False
while not done:
    moment += 1
    home = Home(root / f"{action}{moment}")
    shutil.copytree(before.root, home.root)
    child = os.fork()
    if not child:
        killed_at(moment, home, given)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, status
        done = True
print(moment)
"""


def moments(root: Path, action: str) -> int:
    run = subprocess.run(
        [sys.executable, "-c", KILLER, str(root), action],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    return int(run.stdout)


def leftovers(home: Home) -> list[str]:
    kept = {".lock", ".tombstones", ".derived", ".staging", ".states"}
    names = [path.name for path in home.pool.iterdir() if path.name not in kept]
    return [name for name in names if len(name) != 32] + [
        path.name for path in (home.pool / ".staging").glob("*")
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("action", "old", "new"), [pytest.param("add", 2, 5, marks=pytest.mark.long), ("recall", 2, 0)]
)
def test_killed_at_any_moment_the_pool_is_the_old_one_or_the_new_one_and_is_swept(
    tmp_path: Path, action: str, old: int, new: int
) -> None:
    last = moments(tmp_path, action)
    homes = [Home(tmp_path / f"{action}{moment}") for moment in range(1, last + 1)]
    seen = [_rows(home) for home in homes]
    assert set(seen) == {old, new}
    assert (seen[0], seen[-1]) == (old, new)
    assert seen == sorted(seen, reverse=new < old)
    assert any(leftovers(home) for home in homes)
    for home in [one for one in homes if leftovers(one)]:
        store.relink(home)  # the next write
        store.recall(home, (tmp_path / "given").read_text(), today=TODAY)
        assert leftovers(home) == []


def _rows(home: Home) -> int:
    """Rows that answer, read without writing."""
    rows = sum(given.rows for given in store.submissions(home, SHELL))
    if rows:
        cases = store.open_cases(home, SHELL)
        assert cases.links
        assert cases.links.exists()
        assert all(file.exists() for file in cases.files)
    return rows
