"""The protocol as Aimwell speaks it: documents are kept by us, and no fault quotes what somebody wrote."""

import functools
import logging
from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.protocol import LanguageServerProtocol, lsp_method

from serve.faults import place_of

log = logging.getLogger("aimwell")
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class PlanProtocol(LanguageServerProtocol):
    """Hands the changes of documents to the server, whose lines end where the protocol says and nowhere else."""

    _server: Any

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a document."""
        self._server.did_open(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Edit a document."""
        self._server.did_change(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Put a document away."""
        self._server.did_close(params)


def answering(handler: Callable[Given, Awaitable[Answer]]) -> Callable[Given, Awaitable[Answer]]:
    """Let a request that fails be answered with an error that says nothing of its content; the log says where."""

    @functools.wraps(handler)
    async def answered(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        try:
            return await handler(*args, **kwargs)
        except JsonRpcException:
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is, its message may quote the plan)
            log.error("a request could not be answered: %s", place_of(error))  # noqa: TRY400
            raise JsonRpcInternalError("Something failed inside Aimwell; its log says where.") from None

    return answered
