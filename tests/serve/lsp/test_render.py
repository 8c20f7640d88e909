from collections.abc import Callable

import pytest
from lsprotocol import types
from pygls.workspace import PositionCodec

from serve.lsp import render
from serve.lsp.remarks import Remarks
from tests.serve.lsp.conftest import UTF_16, document

JOHN = "It rained 😀. John will stop disrupting the class."
Judged = Callable[..., Remarks]


def test_a_diagnostic_names_rule_reason_and_question_in_the_clients_units(judged: Judged) -> None:
    found = render.diagnostics(document(JOHN), judged(JOHN), UTF_16)
    shown = {d.code: d for d in found}
    assert len(shown) == len(found)
    stop = shown["stop-behaviour"]
    assert stop.range == types.Range(types.Position(0, 24), types.Position(0, 49))
    assert stop.message.endswith("What will be done instead?")
    assert (stop.source, stop.severity) == ("aimwell", types.DiagnosticSeverity.Warning)
    assert stop.data is not None
    assert stop.data["rewrites"][0].startswith("Instead of disrupting the class")
    utf_8 = render.diagnostics(document(JOHN), judged(JOHN), PositionCodec("utf-8"))
    assert next(d for d in utf_8 if d.code == "stop-behaviour").range.start.character == 26


def test_what_cannot_be_told_is_information(judged: Judged) -> None:
    shown = render.diagnostics(document(JOHN), judged(JOHN, picky=True), UTF_16)
    severities = {d.code: d.severity for d in shown}
    assert severities["no-need-given"] is types.DiagnosticSeverity.Information


def test_where_reading_stopped_is_shown() -> None:
    last = render.diagnostics(document("a\nb"), Remarks(unread=2), UTF_16)[-1]
    assert last.range.start == types.Position(1, 0)
    assert last.code == "unread"


def test_a_hover_gives_reason_question_and_source(judged: Judged) -> None:
    shown = render.hover(document(JOHN), judged(JOHN), JOHN.index("disrupting"), UTF_16, markdown=True)
    assert shown is not None
    assert isinstance(shown.contents, types.MarkupContent)
    said = shown.contents.value
    assert "**Specific: not met (stop-behaviour)**" in said
    assert "*What will be done instead?*" in said
    assert "Source: LIAP, Specific" in said
    assert shown.range == types.Range(types.Position(0, 24), types.Position(0, 49))


def test_where_the_service_is_known_each_remark_leads_to_its_section_of_the_guide(judged: Judged) -> None:
    service, section = "http://aimwell.example.org", "http://aimwell.example.org/guide/specific#stop-behaviour"
    shown = {d.code: d for d in render.diagnostics(document(JOHN), judged(JOHN), UTF_16, service)}
    assert shown["stop-behaviour"].code_description == types.CodeDescription(section)
    offset = JOHN.index("disrupting")
    for markdown in (True, False):
        said = render.hover(document(JOHN), judged(JOHN), offset, UTF_16, markdown=markdown, service_url=service)
        assert said is not None
        assert isinstance(said.contents, types.MarkupContent)
        assert section in said.contents.value


@pytest.mark.parametrize("markdown", [True, False])
def test_where_it_is_not_known_the_command_line_is_named(judged: Judged, markdown: bool) -> None:
    assert {d.code_description for d in render.diagnostics(document(JOHN), judged(JOHN), UTF_16)} == {None}
    said = render.hover(document(JOHN), judged(JOHN), JOHN.index("disrupting"), UTF_16, markdown=markdown)
    assert said is not None
    assert isinstance(said.contents, types.MarkupContent)
    assert "aimwell guide stop-behaviour" in said.contents.value


def test_a_hover_is_plain_where_the_client_reads_no_markdown(judged: Judged) -> None:
    shown = render.hover(document(JOHN), judged(JOHN), JOHN.index("disrupting"), UTF_16, markdown=False)
    assert shown is not None
    assert isinstance(shown.contents, types.MarkupContent)
    assert shown.contents.kind is types.MarkupKind.PlainText
    assert "*" not in shown.contents.value


def test_there_is_no_hover_where_there_is_no_remark(judged: Judged) -> None:
    text = f"{JOHN} It snowed."
    assert render.hover(document(text), judged(text), len(text) - 2, UTF_16, markdown=True) is None
