"""`python -m serve.healthy [ADDRESS]`: exit 0 while requests may be sent to the service, 1 while not.

For the health checks of container engines and service managers, in images without a shell and without curl. It asks every
few seconds, so it imports nothing but the standard library.
"""

import json
import os
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

PATIENCE = 4.0
"""Seconds; a service that takes longer to say how it is has too much to do for more requests."""
USUAL_PORT = 8642
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  (asked of this machine, and never bound)


def address() -> str:
    """Return where the service of this environment answers, as `AIMWELL_HOST` and `AIMWELL_PORT` say."""
    host = os.environ.get("AIMWELL_HOST") or "127.0.0.1"
    near = "127.0.0.1" if host in _EVERYWHERE else host
    return f"http://{f'[{near}]' if ':' in near else near}:{os.environ.get('AIMWELL_PORT') or USUAL_PORT}"


def ask(url: str) -> tuple[bool, str]:
    """Return whether requests may be sent to the service at `url`, and what it says of itself."""
    try:
        asked = urlsplit(url)
        connection = HTTPConnection(asked.hostname or "", asked.port or 80, timeout=PATIENCE)
        try:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            status = json.loads(answer.read())["status"]
        finally:
            connection.close()
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        return False, f"no answer from {url}: {type(error).__name__}"
    return answer.status == 200, str(status)


def main() -> int:
    """Ask, say what was answered, and return the exit code."""
    ready, said = ask(sys.argv[1] if len(sys.argv) > 1 else address())
    print(said)  # noqa: T201
    return 0 if ready else 1


if __name__ == "__main__":
    sys.exit(main())
