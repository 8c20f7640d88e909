"""Somebody else's plan editor: pages on an address of their own, under a policy that forbids whatever is inline."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

WEB = Path(__file__).parents[1] / "web"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}


class Quiet(BaseHTTPRequestHandler):
    """Answers whole, and writes no log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (as it is called there)
        pass

    def answer(self, status: int, body: bytes = b"", headers: Mapping[str, str] = MappingProxyType({})) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve until the end of the block, at the address returned."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def policy(service: str) -> str:
    """Return what a careful office lets its plan editor do, beside asking Aimwell."""
    return (
        f"default-src 'none'; script-src 'self' {service}; connect-src {service}; style-src 'self'; "
        "img-src 'self' data:; form-action 'self'; require-trusted-types-for 'script'"
    )


def filled(page: str, service: str, line: str) -> str:
    """Return a page with the line that embeds the component of a service."""
    return page.replace("{{script}}", line).replace("{{service}}", service)


@contextmanager
def plan_editor(service: str, line: str, bundles: Path) -> Iterator[str]:
    """Serve the pages of `web`, and the scripts bundled for them."""

    class Pages(Quiet):
        def do_GET(self) -> None:
            name = self.path.partition("?")[0].strip("/")
            found = next((f for f in (bundles / name, WEB / name) if name and f.is_file()), None)
            if found is None:
                self.answer(204 if name == "favicon.ico" else 404)
                return
            body = found.read_text(encoding="utf-8")
            if found.suffix == ".html":
                body = filled(body, service, line)
            kind = TYPES.get(found.suffix, "text/plain")
            self.answer(200, body.encode(), {"Content-Type": kind, "Content-Security-Policy": policy(service)})

        def do_POST(self) -> None:
            self.answer(204)

    with listening(Pages) as address:
        yield address
