"""LitServe around Aimwell's own assessor, with batches.

python -m training.load.subjects.lit PORT WORKERS
"""

import sys
from collections.abc import Sequence
from typing import Any

import litserve
import litserve.server

from model.assessor import Assessor
from model.bundle import load
from training.load.subjects.verdicts import day, objective_of, reply

AT_MOST, WAIT = 16, 0.002
"""Requests in one batch, and the seconds that it waits for more: about what Aimwell's own queue does."""
CORES = 2

# LitServe 0.2.19 offers its own MCP route wherever a package of that name is installed, and fails on version 2 of it.
litserve.server._MCP_AVAILABLE = False


class Scoring(litserve.LitAPI):  # type: ignore[misc]  # litserve has no types here
    """One worker: an assessor, asked for a batch at a time."""

    threads = 1

    def setup(self, device: str) -> None:  # noqa: ARG002  (the library's signature)
        """Load the bundle."""
        self.assessor = Assessor(load(threads=self.threads))

    def decode_request(self, request: dict[str, Any]) -> dict[str, Any]:
        """Take a request as it is."""
        return request

    def batch(self, inputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Take several requests as one batch."""
        return list(inputs)

    def predict(self, x: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Judge a batch; all of it is judged from one day."""
        judged = self.assessor.assess([objective_of(body) for body in x], day(x[0]))
        return [reply(self.assessor, assessment) for assessment in judged]

    def unbatch(self, output: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give each request its own."""
        return output

    def encode_response(self, output: dict[str, Any]) -> dict[str, Any]:
        """Answer with it."""
        return output


def main(port: int, workers: int) -> None:
    """Serve on this machine only until SIGTERM."""
    Scoring.threads = max(1, CORES // workers)
    api = Scoring(max_batch_size=AT_MOST, batch_timeout=WAIT, api_path="/v1/score")
    server = litserve.LitServer(api, accelerator="cpu", workers_per_device=workers, healthcheck_path="/healthz")
    server.run(host="127.0.0.1", port=port, generate_client_file=False, log_level="warning")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
