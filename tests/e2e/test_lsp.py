"""`aimwell lsp` itself, with the trained bundle, as an editor speaks with it; one server for all tests."""

import ast
import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

from model.criteria import Span
from serve.lsp.documents import Document, Kind
from tests.serve.lsp.conftest import UTF_16

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]
COMMAND = [sys.executable, "-m", "serve", "lsp"]
WITHIN = 30.0
PLAN = """# Notes

😀 It rained on Tuesday, and nobody minded.

- 😀😀 **John** will stop disrupting the class.

| Who | What will be done? | By when |
| --- | --- | --- |
| Mrs Lowe | Ring the school about the bus | ongoing |
"""
SHEET = 'Who,What will be done?,By when\nJohn,"Stop disrupting\nthe ""quiet"" class",by 5 March 2027\n'
PULLS = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities())
)


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND), scope="module")  # type: ignore[untyped-decorator]
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    await lsp_client.initialize_session(types.InitializeParams(types.ClientCapabilities()))
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND), scope="module")  # type: ignore[untyped-decorator]
async def asking(lsp_client: LanguageClient) -> AsyncIterator[None]:
    await lsp_client.initialize_session(types.InitializeParams(PULLS))
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def plan(tmp_path: Path) -> Document:
    """Return a plan in a house of its own, where matches may be ignored."""
    (tmp_path / "aimwell.toml").touch()
    return Document((tmp_path / "plan.md").as_uri(), 1, PLAN, Kind.MARKDOWN)


async def found(client: LanguageClient, plan: Document) -> dict[object, types.Diagnostic]:
    """Return what is said of a plan, the next time that something is."""
    client.diagnostics.pop(plan.uri, None)
    async with asyncio.timeout(WITHIN):
        while plan.uri not in client.diagnostics:
            await asyncio.sleep(0.01)
    return {diagnostic.code: diagnostic for diagnostic in client.diagnostics[plan.uri]}


def put(client: LanguageClient, plan: Document) -> None:
    item = types.TextDocumentItem(plan.uri, "markdown", plan.version, plan.text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))


def words(plan: Document, diagnostic: types.Diagnostic) -> str:
    return plan.span(diagnostic.range, UTF_16).of(plan.text)


async def actions(
    client: LanguageClient, plan: Document, diagnostic: types.Diagnostic
) -> list[types.CodeAction | types.Command]:
    asked = types.CodeActionParams(
        types.TextDocumentIdentifier(plan.uri), diagnostic.range, types.CodeActionContext([diagnostic])
    )
    return list(await client.text_document_code_action_async(asked) or [])


def applied(plan: Document, action: object) -> str:
    """Return the plan's text after an action, as an editor changes it."""
    assert isinstance(action, types.CodeAction)
    assert action.edit is not None
    assert action.edit.changes is not None
    changes = [types.TextDocumentContentChangePartial(e.range, e.new_text) for e in action.edit.changes[plan.uri]]
    return plan.changed(2, changes, UTF_16).text


async def test_objectives_are_marked_among_prose_and_in_tables_and_nothing_else_is(
    client: LanguageClient, plan: Document
) -> None:
    put(client, plan)
    shown = await found(client, plan)
    assert words(plan, shown["stop-behaviour"]) == "stop disrupting the class"
    assert words(plan, shown["ongoing"]) == "ongoing"
    lines = {diagnostic.range.start.line for diagnostic in shown.values()}
    assert lines <= {4, 8}


async def test_a_fix_gives_the_suggested_sentence_which_is_then_found_better(
    client: LanguageClient, plan: Document
) -> None:
    put(client, plan)
    stop = (await found(client, plan))["stop-behaviour"]
    offered = await actions(client, plan, stop)
    assert stop.data is not None
    text = applied(plan, offered[0])
    line = text.splitlines()[4]
    assert line.endswith(stop.data["rewrites"][0])
    assert line.startswith("- ")
    whole = plan.range(Span(0, len(plan.text)), UTF_16)
    identifier = types.VersionedTextDocumentIdentifier(uri=plan.uri, version=2)
    change = types.TextDocumentContentChangePartial(whole, text)
    client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))
    assert "stop-behaviour" not in await found(client, plan)


async def test_a_cell_is_mended_in_its_own_column(client: LanguageClient, plan: Document) -> None:
    put(client, plan)
    ongoing = (await found(client, plan))["ongoing"]
    rows = [
        applied(plan, action).splitlines()[8]
        for action in await actions(client, plan, ongoing)
        if action.title.startswith("Rewrite: when")
    ]
    assert rows
    assert all(row.startswith("| Mrs Lowe | Ring the school about the bus | ") for row in rows)
    assert not any("ongoing" in row for row in rows)


async def test_a_hover_says_why_and_on_whose_authority(client: LanguageClient, plan: Document) -> None:
    put(client, plan)
    stop = (await found(client, plan))["stop-behaviour"]
    hover = await client.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(plan.uri), stop.range.start)
    )
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert "What will be done instead?" in hover.contents.value
    assert "LIAP, Specific" in hover.contents.value


async def test_what_is_ignored_stays_ignored(client: LanguageClient, plan: Document, tmp_path: Path) -> None:
    put(client, plan)
    stop = (await found(client, plan))["stop-behaviour"]
    ignore = next(a for a in await actions(client, plan, stop) if a.title == "Ignore here: stop-behaviour")
    assert isinstance(ignore, types.Command)  # lsprotocol 2025.0 takes every action with a command for one
    command = ast.literal_eval(ignore.command)
    await client.workspace_execute_command_async(types.ExecuteCommandParams(command["command"], command["arguments"]))
    assert "stop-behaviour" not in await found(client, plan)
    kept = json.loads((tmp_path / "aimwell-ignored.jsonl").read_text(encoding="utf-8"))
    assert kept["rule"] == "stop-behaviour"


async def test_a_client_that_asks_is_answered(asking: LanguageClient, tmp_path: Path) -> None:
    sheet = Document((tmp_path / "plan.csv").as_uri(), 1, SHEET, Kind.CSV)
    put(asking, sheet)
    identifier = types.TextDocumentIdentifier(sheet.uri)
    report = await asking.text_document_diagnostic_async(types.DocumentDiagnosticParams(identifier))
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    shown = {diagnostic.code: diagnostic for diagnostic in report.items}
    assert words(sheet, shown["stop-behaviour"]) == 'Stop disrupting\nthe ""quiet"" class'
    after = applied(sheet, (await actions(asking, sheet, shown["stop-behaviour"]))[0])
    assert after.splitlines()[0] == SHEET.splitlines()[0]
    assert after.endswith(",by 5 March 2027\n")
    assert asking.diagnostics == {}
