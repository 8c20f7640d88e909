"""The log: one line of JSON an event on standard error, with no word of what was asked, not even where a library fails."""

import json
import logging
from datetime import UTC, datetime

from serve.faults import place_of

OURS = "aimwell"


class OneLine(logging.Formatter):
    """Writes a record as one line of JSON; of an exception it gives the type and the place, and not its message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        ours = record.name.partition(".")[0] == OURS
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            # Of a library's record the sentence without its values, for these may be what it could not handle.
            "event": (record.getMessage() if ours else str(record.msg)).strip(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and (error := record.exc_info[1]) is not None:
            event["error"] = place_of(error)
        return json.dumps(event, ensure_ascii=False)


def configure(*, requests: bool) -> None:
    """Send warnings and errors of everything here to standard error, and a line a request where that is wanted."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    logging.getLogger().handlers[:] = [handler]
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("aimwell.requests").setLevel(logging.INFO if requests else logging.WARNING)
