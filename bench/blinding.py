"""How fast linkage values are blinded: each part of RFC 9497, beside the package ``oprf``.

Run by ``make bench``; writes ``docs/bench/blinding.md``. CPU seconds of one process, each part the
median of five. ``oprf`` (PyPI) is what one would pick instead: the same curve by the same C
library, one random number for a whole file where the standard draws one for each value, and a
hash of its own; it runs in ``.venv-peers``.
"""

from __future__ import annotations

import json
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from beforehand.keyholder import oprf
from beforehand.share.partner.linkage.scheme import KEYS

ROOT = Path(__file__).parents[1]
VALUES = 4_000
PARTS = ("blind", "evaluate", "finalize")
PEER = """
import json, statistics, sys, time
import oprf
values = [oprf.data.hash(str(at)) for at in range(4000)]
mask, key = oprf.mask(), oprf.mask()
def cpu(work):
    taken = []
    for _ in range(5):
        began = time.process_time(); work(); taken.append(time.process_time() - began)
    return statistics.median(taken)
masked = [mask(value) for value in values]
evaluated = [key(value) for value in masked]
print(json.dumps([
    cpu(lambda: [mask(oprf.data.hash(str(at))) for at in range(4000)]),
    cpu(lambda: [key(value) for value in masked]),
    cpu(lambda: [mask.unmask(value) for value in evaluated]),
]))
"""


def cpu(work: Callable[[], object]) -> float:
    """Median CPU seconds of five runs."""
    taken = []
    for _ in range(5):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def ours() -> list[float]:
    """CPU seconds of the three parts."""
    key = oprf.derive_key(secrets.token_bytes(32), b"bench")
    values = [secrets.token_bytes(32) for _ in range(VALUES)]
    drawn, elements = oprf.blind(values)
    evaluated = oprf.evaluate(key, elements)
    return [
        cpu(lambda: oprf.blind(values)),
        cpu(lambda: oprf.evaluate(key, elements)),
        cpu(lambda: oprf.finalize(values, drawn, evaluated)),
    ]


def theirs() -> list[float]:
    """The same of the package."""
    python = ROOT / ".venv-peers" / "bin" / "python"
    ran = subprocess.run([python, "-c", PEER], capture_output=True, text=True, check=True)
    return [float(one) for one in json.loads(ran.stdout)]


def main() -> int:
    """Measure and write the page."""
    one, other = ours(), theirs()
    lines = [
        "# Blinding: how fast",
        "",
        f"CPU seconds for {VALUES:,} values, median of five, one process. Written by `make bench`.",
        "",
        "| part | where | beforehand | `oprf` | ratio |",
        "|---|---|---|---|---|",
    ]
    where = ("partner", "keyholder", "partner")
    for name, at, ours_took, took in zip(PARTS, where, one, other, strict=True):
        lines.append(f"| {name} | {at} | {ours_took:.3f} | {took:.3f} | {ours_took / took:.2f} |")
    each = (one[0] + one[2]) / VALUES
    records = 10_000 * len(KEYS)
    lines += [
        "",
        (
            f"A record has up to {len(KEYS)} values, so 10,000 records take a partner at most "
            f"{records * each:.0f} CPU s and the keyholder {records * one[1] / VALUES:.0f} CPU s; "
            "values that repeat are blinded once."
        ),
        "",
        (
            "`oprf` draws one random number for a whole file and is no implementation of RFC 9497; "
            "it stands here for what the curve itself costs."
        ),
    ]
    (ROOT / "docs" / "bench" / "blinding.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
