"""Counts opened pages: in memory for a quarter of a second, then durably, by nothing but the day.

Written together, since one fsync a visit would let a crowd slow the page. A count is on the disk
within half a second of the visit, whatever happens to the process then.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import Counter
from multiprocessing.util import Finalize

from beforehand.web.drop import Drop, Tick

EVERY_SECONDS = 0.25
log = logging.getLogger("beforehand.public")


class Counts:
    """Ticks waiting to be written, and the thread that writes them."""

    def __init__(self, drop: Drop) -> None:
        self._drop = drop
        self._waiting: Counter[Tick] = Counter()
        self._lock = threading.Lock()
        self._some = threading.Event()
        self._writer: threading.Thread | None = None

    def add(self, tick: Tick) -> None:
        """Count one opened page."""
        with self._lock:
            self._waiting[tick] += 1
            if self._writer is None:  # not before: a server may fork after import
                self._writer = threading.Thread(target=self._write_on, daemon=True)
                self._writer.start()
                # Not atexit: a worker process that ends in order does not run it.
                Finalize(None, self.flush, exitpriority=1)
        self._some.set()

    def flush(self) -> None:
        """Write what waits; if the disk refuses, it waits on."""
        with self._lock:
            taken, self._waiting = self._waiting, Counter()
        if not taken:
            return
        try:
            self._drop.add_counts(taken)
        except (sqlite3.Error, OSError) as error:
            log.warning("counts wait: %s", type(error).__name__)
            with self._lock:
                self._waiting.update(taken)
            self._some.set()

    def _write_on(self) -> None:
        pause = threading.Event()
        while True:
            self._some.wait()
            pause.wait(EVERY_SECONDS)
            self._some.clear()
            self.flush()
