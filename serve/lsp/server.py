"""The language server: what it answers, and when it tells of remarks by itself.

A client that asks for diagnostics (3.17) is left to ask, and is told when to ask again; to every other they are sent. The
trained bundle is loaded beside the conversation, after `initialize` has been answered.
"""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable, Coroutine
from functools import cache
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.workspace import PositionCodec

from model.criteria import Span
from model.errors import AimwellError
from serve.faults import place_of
from serve.lsp import actions, render
from serve.lsp.client_settings import SECTION, ClientSettings, settings_of
from serve.lsp.desk import PAUSE, Desk
from serve.lsp.documents import Document
from serve.lsp.protocol import PlanProtocol, answering
from serve.lsp.remarks import Remarks

if TYPE_CHECKING:
    from serve.dependencies import Services
    from serve.lsp.engine import Engine

log = logging.getLogger("aimwell")
LOOK_FOR_CLIENT = 2.0
"""Seconds between two looks whether the client is still alive."""


class PlanServer(LanguageServer):
    """One client's server; `load` returns the engine and is called once, aside, when a document is first judged."""

    def __init__(self, load: "Callable[[], Services]", version: str, pause: float = PAUSE) -> None:
        super().__init__("aimwell", version, protocol_cls=PlanProtocol, max_workers=1)
        self._load = load
        self._engine = cache(self._new_engine)
        self.settings = ClientSettings()
        self.desk = Desk(self._remarks, self._told, pause)
        self.asked_to_stop = False
        self._beside: set[asyncio.Task[None]] = set()
        self._features()

    @property
    def codec(self) -> PositionCodec:
        """The units that the client counts in."""
        return self.workspace.position_codec

    def did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Judge a document that is opened."""
        self.desk.open(Document.opened(params.text_document))

    def did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Judge the next version of a document, once its author pauses."""
        before = self.desk.documents.get(params.text_document.uri)
        if before is not None:
            self.desk.change(before.changed(params.text_document.version, params.content_changes, self.codec))

    def did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a document and what was said of it."""
        self.desk.close(params.text_document.uri)
        if not self._pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(params.text_document.uri, []))

    def report_server_error(self, error: Exception, source: object) -> None:  # noqa: ARG002  (pygls says so)
        """Log where a message of the client failed; pygls would show the client the error's own words."""
        log.error("a message could not be handled: %s", place_of(sys.exc_info()[1] or error))

    def _features(self) -> None:
        self.feature(types.INITIALIZE)(answering(self._initialize))
        self.feature(types.INITIALIZED)(answering(self._initialized))
        self.feature(types.SHUTDOWN)(answering(self._stop))
        self.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(answering(self._did_change_configuration))
        options = types.DiagnosticOptions(
            inter_file_dependencies=False, workspace_diagnostics=False, identifier=render.SOURCE
        )
        self.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(answering(self._diagnostic))
        self.feature(types.TEXT_DOCUMENT_HOVER)(answering(self._hover))
        fixes = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
        self.feature(types.TEXT_DOCUMENT_CODE_ACTION, fixes)(answering(self._code_action))
        self.command(actions.IGNORE)(answering(self._ignore))

    async def _initialize(self, params: types.InitializeParams) -> None:
        self.loop = asyncio.get_running_loop()
        self._set(params.initialization_options)
        if params.process_id is not None and os.name == "posix":
            self._run_beside(_leave_with(params.process_id))

    async def _initialized(self, _: types.InitializedParams) -> None:
        workspace = self.client_capabilities.workspace
        changes = workspace.did_change_configuration if workspace else None
        if changes and changes.dynamic_registration:
            watch = types.Registration("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, {"section": SECTION})
            self._run_beside(self._asking(self.client_register_capability_async(types.RegistrationParams([watch]))))
        self._run_beside(self._warm_up())
        self._run_beside(self._ask_for_settings())

    async def _did_change_configuration(self, params: types.DidChangeConfigurationParams) -> None:
        if params.settings:
            self._set(params.settings)
            await self._show_anew()
        else:
            await self._ask_for_settings()

    async def _diagnostic(self, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        judged = await self.desk.judged(params.text_document.uri)
        if judged is None:
            return types.RelatedFullDocumentDiagnosticReport([])
        document, remarks, turn = judged
        if params.previous_result_id == str(turn):
            return types.RelatedUnchangedDocumentDiagnosticReport(str(turn))
        shown = render.diagnostics(document, remarks, self.codec, self._service_url)
        return types.RelatedFullDocumentDiagnosticReport(shown, result_id=str(turn))

    async def _hover(self, params: types.HoverParams) -> types.Hover | None:
        judged = await self.desk.judged(params.text_document.uri)
        if judged is None:
            return None
        document, remarks, _ = judged
        hover = self.client_capabilities.text_document and self.client_capabilities.text_document.hover
        formats = hover.content_format if hover and hover.content_format else [types.MarkupKind.PlainText]
        markdown = types.MarkupKind.Markdown in formats
        at = document.offset(params.position, self.codec)
        return render.hover(document, remarks, at, self.codec, markdown=markdown, service_url=self._service_url)

    async def _code_action(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        judged = await self.desk.judged(params.text_document.uri) if actions.wanted(params.context.only) else None
        if judged is None:
            return []
        document, remarks, _ = judged
        workspace = self.client_capabilities.workspace
        edits = workspace.workspace_edit if workspace else None
        touched: Span = document.span(params.range, self.codec)
        return actions.actions(document, remarks, touched, self.codec, versioned=bool(edits and edits.document_changes))

    async def _ignore(self, fingerprint: str, rule: str, uri: str) -> None:
        try:
            await self.desk.aside(lambda: self._engine().ignore(uri, fingerprint, rule))
        except AimwellError as error:
            self._show(types.MessageType.Error, str(error))
        else:
            await self._show_anew()

    async def _stop(self, _: None) -> None:
        self.asked_to_stop = True
        self.desk.clear()

    def _new_engine(self) -> "Engine":
        from serve.lsp.engine import Engine  # with the rules and all that they read; see `load`

        return Engine(self._load(), self._complain_aside)

    def _remarks(self, document: Document, stale: Callable[[], bool]) -> Remarks:
        return self._engine().remarks(document, self.settings, stale)

    def _complain_aside(self, said: str) -> None:
        """Show a warning from the thread that judges."""
        self.loop.call_soon_threadsafe(self._show, types.MessageType.Warning, said)

    def _show(self, kind: types.MessageType, said: str) -> None:
        self.window_show_message(types.ShowMessageParams(kind, f"Aimwell: {said}"))

    def _told(self, document: Document, remarks: Remarks) -> None:
        if not self._pulls:
            shown = render.diagnostics(document, remarks, self.codec, self._service_url)
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(document.uri, shown, document.version)
            )

    @property
    def _service_url(self) -> str | None:
        """Where the service is whose guide remarks lead to: the client's word, or else that of the environment."""
        return self.settings.service_url or self._engine().services.settings.service_url

    @property
    def _pulls(self) -> bool:
        document = self.client_capabilities.text_document
        return bool(document and document.diagnostic)

    async def _warm_up(self) -> None:
        warning = (await self.desk.aside(self._engine)).services.warning
        if warning:
            self.window_log_message(types.LogMessageParams(types.MessageType.Warning, f"Aimwell: {warning}"))

    async def _ask_for_settings(self) -> None:
        workspace = self.client_capabilities.workspace
        if not (workspace and workspace.configuration):
            return
        asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
        given = await self.workspace_configuration_async(asked)
        if given and given[0]:
            self._set(given[0])
            await self._show_anew()

    def _set(self, given: object) -> None:
        self.settings, complaints = settings_of(given)
        for complaint in complaints:
            self._show(types.MessageType.Warning, f"settings: {complaint}")

    async def _show_anew(self) -> None:
        self.desk.judge_again()
        workspace = self.client_capabilities.workspace
        if self._pulls and workspace and workspace.diagnostics and workspace.diagnostics.refresh_support:
            self._run_beside(self._asking(self.workspace_diagnostic_refresh_async(None)))

    async def _asking(self, question: Coroutine[Any, Any, None]) -> None:
        with contextlib.suppress(JsonRpcException):  # the client cannot; nothing hangs on it
            await question

    def _run_beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something without which the conversation goes on."""
        task = asyncio.create_task(_logged(work))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001  (nobody waits for it, and its message may quote the plan)
        log.error("something beside the conversation failed: %s", place_of(error))  # noqa: TRY400


async def _leave_with(client: int) -> None:
    """Leave when the client has died without a word; its pipe may be held open by others."""
    while True:
        await asyncio.sleep(LOOK_FOR_CLIENT)
        try:
            os.kill(client, 0)
        except ProcessLookupError:
            os._exit(1)  # a thread waits for the client's next line, for ever
        except PermissionError:
            pass
