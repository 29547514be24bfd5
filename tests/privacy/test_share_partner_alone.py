"""What runs at the partner needs the standard library and four pure-Python wheels alone."""

from __future__ import annotations

import subprocess
import sys

#: Refuses every import but those allowed, then seals a sheet; as a browser would.
ALONE = """
import sys

ALLOWED = {"beforehand", "openpyxl", "et_xmlfile", "phonenumbers", "ruamel", "defusedxml"}

class Fence:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in ALLOWED | sys.stdlib_module_names:
            raise ModuleNotFoundError(name, name=name)
        return None

sys.meta_path.insert(0, Fence())
from beforehand.share.partner import GivenFile, check, load_mapping, mark_up, seal_file

text = b'''partner: Made-up Charity Test (example)
partner_type: NGO
dataset: cases
edition: 1
provenance: made-up
token: [Name]
columns: {Sex: gender}
'''
mapping = load_mapping(GivenFile("m.yaml", text))
good = GivenFile("c.csv", b"Name,Sex\\nx,Male\\n")
wrong = GivenFile("c.csv", b"Name,Sex\\nx,Mle\\n")
assert seal_file(good, mapping, bytes(range(32))).report.rows == 1
assert mark_up(wrong, mapping, check(wrong, mapping).faults)
tops = {name.partition(".")[0] for name in sys.modules}
print(sorted(tops & {"pyarrow", "duckdb", "numpy", "django", "click", "msgspec", "sqlite3"}))
"""


def test_the_partners_code_runs_without_arrow_duckdb_or_anything_compiled_of_ours() -> None:
    run = subprocess.run(
        [sys.executable, "-I", "-c", ALONE], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "[]"
