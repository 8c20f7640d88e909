"""A log for programs that share their standard error with an editor or assistant: where something failed, never on what.

Libraries log the messages that they could not handle, plans and all. Of theirs, this log keeps the sentence without the
values that belong in it; of an error, its type and the line that raised it.
"""

import logging
import sys

from serve.faults import place_of

OURS = "aimwell"


class QuietHandler(logging.Handler):
    """Writes one line a record to standard error; only our own records are written with what was put into them."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record."""
        ours = record.name.partition(".")[0] == OURS
        said = record.getMessage() if ours else str(record.msg).partition("\n")[0]
        error = record.exc_info[1] if record.exc_info else None
        where = f" ({place_of(error)})" if error else ""
        sys.stderr.write(f"aimwell: {record.levelname.lower()}: {record.name}: {said}{where}\n")


def log_quietly(level: int = logging.WARNING) -> None:
    """Let this be the process's only log."""
    root = logging.getLogger()
    root.handlers[:] = [QuietHandler()]
    root.setLevel(level)
