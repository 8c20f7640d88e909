"""`make e2e`: every client and program against Aimwell, one line for each; what failed, in full, below them.

python -m tests.e2e.run [what pytest takes, such as tests/e2e/test_mcp.py]
"""

import contextlib
import io
import os
import sys
import time

import pytest

from tests.e2e.groups import CLIENTS
from tests.e2e.lines import Lines


def main(arguments: list[str]) -> int:
    """Run the tests marked `e2e`, those of every client unless told, and return the status to exit with."""
    started, said = time.monotonic(), io.StringIO()
    asked = arguments or [file for client in CLIENTS for file in client.files()]
    # pytest takes the standard output of whatever it runs for itself; the lines go to the real one meanwhile.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:

        def say(line: str) -> None:
            print(line, file=out, flush=True)

        with contextlib.redirect_stdout(said):
            status = pytest.main(["-m", "e2e", "--color=no", *asked], plugins=[Lines(say)])
        if status is not pytest.ExitCode.OK:
            say(said.getvalue())
        say(
            f"{'passed' if status is pytest.ExitCode.OK else 'failed':8} all of them, in {time.monotonic() - started:.0f} s"
        )
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
