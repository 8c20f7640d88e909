"""How a PostgreSQL server is called: one that has vanished, or is kept waiting, holds nobody for long."""

from typing import Any

from sqlalchemy import URL, Connection

CONNECT_SECONDS = 5
SILENT_SECONDS = 15
"""How long a server may acknowledge nothing. Without a bound the system waits for a quarter of an hour, or for ever."""
STATEMENT_SECONDS = 20
"""How long one statement may take, waiting for locks included."""
POOL_SECONDS = 5
"""How long one waits for a connection while others have all of them."""


def patience(url: URL, *options: str, statement_seconds: int = STATEMENT_SECONDS) -> dict[str, Any]:
    """Return what `create_engine` is told for a server, with options for each session; 0 seconds have no end.

    What the address says of the connection outweighs it, the options excepted.
    """
    asked = url.query.get("options", ())
    said = [f"-cstatement_timeout={statement_seconds}s", *([asked] if isinstance(asked, str) else asked), *options]
    bounds: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "keepalives": 1,
        "keepalives_idle": 5,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        "tcp_user_timeout": SILENT_SECONDS * 1000,
    }
    told = {name: bound for name, bound in bounds.items() if name not in url.query}
    return {
        "pool_pre_ping": True,
        "pool_timeout": POOL_SECONDS,
        "connect_args": {**told, "options": " ".join(said)},
    }


def without_end(connection: Connection) -> None:
    """Let the statements of this transaction take as long as they do: a change of the tables is not cut short."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
