"""What of a fault is written to the log: where it happened, never what it was about."""

from __future__ import annotations

import logging
import traceback


class Plain(logging.Formatter):
    """Level, logger, and of an exception its kind and the lines of code that it went through.

    Messages are left out, of records and of exceptions: they quote addresses, paths, host names,
    cells of a file that could not be read.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line, and one more for each place in the code."""
        said = f"{record.levelname} {record.name}"
        if not record.exc_info or record.exc_info[0] is None:
            return said
        kind, _, way = record.exc_info
        places = [f"  {at.filename}:{at.lineno} {at.name}" for at in traceback.extract_tb(way)]
        return "\n".join([f"{said} {kind.__name__}", *places])
