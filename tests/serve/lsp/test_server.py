"""The server in this process, on the rules alone, with a client at the other end of two pipes."""

import ast
import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from lsprotocol import types
from pygls.io_ import StdinAsyncReader, StdoutWriter, run_async
from pytest_lsp import LanguageClient, make_test_lsp_client

from data.ignored import IgnoreFile
from model.errors import HouseRulesError
from serve.dependencies import Services
from serve.houses import House, Houses
from serve.lsp.server import PlanServer
from tests.serve.conftest import services

JOHN = "It rained 😀. John will stop disrupting the class."
URI = "file:///office/plan.md"
PULLS = types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities())
REFRESHES = types.WorkspaceClientCapabilities(
    diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
    configuration=True,
    did_change_configuration=types.DidChangeConfigurationClientCapabilities(dynamic_registration=True),
)
Connect = Callable[..., Awaitable[LanguageClient]]


class OneHouse(Houses):
    """Every plan lies in the same house, or in one whose rules do not hold."""

    def __init__(self, house: House | None) -> None:
        super().__init__(isolated=True)
        self.house = house

    def of(self, plan: Path) -> House:
        if self.house is None:
            raise HouseRulesError(Path("aimwell.toml"), "rules-off", "is no list")
        return self.house


def engine(house: House | None = None) -> Services:
    wired = services()
    return Services(wired.settings, wired.assessor, wired.suggester, wired.checker, houses=OneHouse(house or House()))


class Line:
    """Two pipes between a server in a thread and a client in this one."""

    def __init__(self, server: PlanServer) -> None:
        (server_in, client_out), (client_in, server_out) = os.pipe(), os.pipe()
        self.files = [os.fdopen(server_in, "rb"), os.fdopen(client_in, "rb")]
        self.thread = Thread(target=server.start_io, args=(self.files[0], os.fdopen(server_out, "wb")))
        self.writer = StdoutWriter(os.fdopen(client_out, "wb"))
        self.pool = ThreadPoolExecutor(1)
        self.client = make_test_lsp_client()
        self.client.protocol.set_writer(self.writer)
        reader = StdinAsyncReader(self.files[1], self.pool)
        self.thread.start()
        self.reading = asyncio.create_task(run_async(Event(), reader, self.client.protocol))

    async def hang_up(self) -> None:
        if self.thread.is_alive():
            await self.client.shutdown_async(None)
            self.client.exit(None)
        await asyncio.wait_for(self.reading, 5)
        await asyncio.to_thread(self.thread.join, 5)
        self.writer.close()  # type: ignore[no-untyped-call]
        self.pool.shutdown()
        for file in self.files:
            file.close()
        assert not self.thread.is_alive()


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Start a server and return a client that has introduced itself."""
    lines: list[Line] = []

    async def connected(
        load: Callable[[], Services] = engine,
        capabilities: types.ClientCapabilities | None = None,
        configuration: dict[str, Any] | None = None,
        options: object = None,
    ) -> LanguageClient:
        line = Line(PlanServer(load, "1", pause=0.02))
        lines.append(line)
        line.client.set_configuration(configuration or {})
        await line.client.initialize_session(
            types.InitializeParams(capabilities or types.ClientCapabilities(), initialization_options=options)
        )
        return line.client

    yield connected
    for line in lines:
        await line.hang_up()


def put(client: LanguageClient, text: str, uri: str = URI) -> None:
    item = types.TextDocumentItem(uri, "markdown", 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))


def change(client: LanguageClient, version: int, *changes: types.TextDocumentContentChangeEvent) -> None:
    identifier = types.VersionedTextDocumentIdentifier(uri=URI, version=version)
    client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, list(changes)))


async def published(client: LanguageClient) -> set[object]:
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return {diagnostic.code for diagnostic in client.diagnostics[URI]}


async def pulled(client: LanguageClient, previous: str | None = None) -> types.DocumentDiagnosticReport:
    return await client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(types.TextDocumentIdentifier(URI), previous_result_id=previous)
    )


async def codes(client: LanguageClient) -> set[object]:
    report = await pulled(client)
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    return {diagnostic.code for diagnostic in report.items}


async def offered(client: LanguageClient, character: int) -> list[types.CodeAction | types.Command]:
    here = types.Position(0, character)
    found = await client.text_document_code_action_async(
        types.CodeActionParams(types.TextDocumentIdentifier(URI), types.Range(here, here), types.CodeActionContext([]))
    )
    return list(found or [])


async def ignore(client: LanguageClient, rule: str) -> None:
    title = f"Ignore here: {rule}"
    action = next((action for action in await offered(client, 30) if action.title == title), None)
    assert isinstance(action, types.Command)  # lsprotocol 2025.0 takes every action with a command for one
    command = ast.literal_eval(action.command)
    await client.workspace_execute_command_async(types.ExecuteCommandParams(command["command"], command["arguments"]))


async def test_diagnostics_are_sent_when_a_plan_is_opened_changed_and_closed(connect: Connect) -> None:
    client = await connect()
    put(client, JOHN)
    assert "stop-behaviour" in await published(client)
    whole = types.Range(types.Position(0, 0), types.Position(0, 99))
    change(client, 2, types.TextDocumentContentChangePartial(whole, "It rained."))
    assert await published(client) == set()
    client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(URI)))
    assert await published(client) == set()


async def test_a_client_that_asks_is_answered_and_nothing_is_sent(connect: Connect) -> None:
    client = await connect(capabilities=types.ClientCapabilities(text_document=PULLS))
    put(client, JOHN)
    first = await pulled(client)
    assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
    assert {d.code for d in first.items} >= {"stop-behaviour", "no-deadline"}
    again = await pulled(client, first.result_id)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    assert client.diagnostics == {}


async def test_whoever_asks_while_somebody_types_is_told_of_the_last_version(connect: Connect) -> None:
    client = await connect(capabilities=types.ClientCapabilities(text_document=PULLS))
    put(client, JOHN)
    end = types.Range(types.Position(0, 0), types.Position(0, 14))
    asked = asyncio.create_task(pulled(client))
    for version, text in enumerate(("", "Ann. ", "😀 "), start=2):
        change(client, version, types.TextDocumentContentChangePartial(end, text))
        end = types.Range(types.Position(0, 0), types.Position(0, len(text.encode("utf-16-le")) // 2))
    report = await asked
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    stop = next(d for d in report.items if d.code == "stop-behaviour")
    assert stop.range.start == types.Position(0, 13)


async def test_hover_and_fixes_are_given_at_the_place_and_in_the_form_that_was_asked_for(connect: Connect) -> None:
    hovers = types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown])
    edits = types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)
    )
    abilities = types.TextDocumentClientCapabilities(hover=hovers)
    client = await connect(capabilities=types.ClientCapabilities(text_document=abilities, workspace=edits))
    put(client, JOHN)
    hover = await client.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(URI), types.Position(0, 30))
    )
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert "**Specific: not met (stop-behaviour)**" in hover.contents.value
    first = (await offered(client, 30))[0]
    assert isinstance(first, types.CodeAction)
    assert first.edit is not None
    assert first.edit.document_changes is not None
    assert await offered(client, 3) == []


async def test_a_remark_is_ignored_for_good_in_the_house_of_its_plan(connect: Connect, tmp_path: Path) -> None:
    house = House(ignored=IgnoreFile(tmp_path / "ignored.jsonl"))
    client = await connect(lambda: engine(house))
    put(client, JOHN)
    assert "stop-behaviour" in await published(client)
    await ignore(client, "stop-behaviour")
    assert "stop-behaviour" not in await published(client)
    kept = (tmp_path / "ignored.jsonl").read_text(encoding="utf-8")
    assert '"rule": "stop-behaviour"' in kept
    assert "disrupting" not in kept


async def test_a_client_that_asks_is_told_to_ask_again_when_something_is_ignored(connect: Connect) -> None:
    client = await connect(capabilities=types.ClientCapabilities(text_document=PULLS, workspace=REFRESHES))
    put(client, JOHN)
    assert "no-deadline" in await codes(client)
    before = client.diagnostic_refresh_count
    await ignore(client, "no-deadline")
    assert "no-deadline" not in await codes(client)
    assert client.diagnostic_refresh_count > before


async def test_what_cannot_be_ignored_is_said(connect: Connect, tmp_path: Path) -> None:
    client = await connect(lambda: engine(House(ignored=IgnoreFile(tmp_path))))
    put(client, JOHN)
    await ignore(client, "no-deadline")
    assert [m.type for m in client.messages] == [types.MessageType.Error]
    assert "cannot be" in client.messages[0].message


async def test_settings_come_with_the_introduction_or_from_the_configuration(connect: Connect) -> None:
    client = await connect(options={"picky": True, "rules_off": ["no-deadline"]})
    put(client, JOHN)
    found = await published(client)
    assert "no-need-given" in found
    assert "no-deadline" not in found
    client.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"aimwell": {"rules_off": ["stop-behaviour"]}})
    )
    found = await published(client)
    assert "no-deadline" in found
    assert "stop-behaviour" not in found


async def test_a_client_with_a_configuration_is_asked_for_it(connect: Connect) -> None:
    client = await connect(
        capabilities=types.ClientCapabilities(text_document=PULLS, workspace=REFRESHES),
        configuration={"aimwell": {"picky": True}},
    )
    put(client, JOHN)
    async with asyncio.timeout(5):
        while "no-need-given" not in await codes(client):
            await asyncio.sleep(0.01)
    assert client.diagnostic_refresh_count > 0


async def test_settings_and_house_rules_that_do_not_hold_are_said_and_plans_are_judged_all_the_same(
    connect: Connect,
) -> None:
    def load() -> Services:
        wired = engine()
        wired.houses.house = None  # type: ignore[attr-defined]
        return wired

    client = await connect(load, options={"picky": "yes"})
    put(client, JOHN)
    assert "stop-behaviour" in await published(client)
    said = " ".join(message.message for message in client.messages)
    assert "picky is neither true nor false" in said
    assert "aimwell.toml: rules-off: is no list" in said


async def test_introducing_waits_for_no_engine(connect: Connect) -> None:
    def slow() -> Services:
        time.sleep(0.5)  # a bundle that takes its time
        return engine()

    started = time.monotonic()
    client = await connect(slow)
    assert time.monotonic() - started < 0.4
    put(client, JOHN)
    assert "stop-behaviour" in await published(client)


async def test_what_is_missing_is_said_in_the_clients_log(connect: Connect) -> None:
    wired = engine()
    client = await connect(
        lambda: Services(wired.settings, wired.assessor, wired.suggester, wired.checker, "the rules answer alone")
    )
    put(client, JOHN)
    await published(client)
    assert [m.message for m in client.log_messages] == ["Aimwell: the rules answer alone"]


async def test_a_request_that_fails_is_answered_without_its_content(connect: Connect) -> None:
    def broken() -> Services:
        raise ValueError(JOHN)

    client = await connect(broken)
    put(client, JOHN)
    with pytest.raises(Exception, match="Something failed inside Aimwell") as failed:
        await offered(client, 30)
    assert "disrupting" not in str(failed.value)
    assert client.messages == []
