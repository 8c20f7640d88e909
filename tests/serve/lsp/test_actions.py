from collections.abc import Callable

import pytest
from lsprotocol import types

from model.criteria import Span
from serve.lsp.actions import IGNORE, LONGEST_TITLE, actions, wanted
from serve.lsp.remarks import Remarks
from tests.serve.lsp.conftest import UTF_16, document

JOHN = "It rained 😀. John will stop disrupting the class."
Judged = Callable[..., Remarks]


@pytest.fixture
def offered(judged: Judged) -> Callable[..., list[types.CodeAction]]:
    def at(words: str, text: str = JOHN, *, versioned: bool = False) -> list[types.CodeAction]:
        start = text.index(words)
        return actions(document(text), judged(text), Span(start, start), UTF_16, versioned=versioned)

    return at


def test_each_rewrite_is_offered_once_for_all_remarks_that_it_answers(
    offered: Callable[..., list[types.CodeAction]],
) -> None:
    rewrites = [action for action in offered("disrupting") if action.edit]
    titles = [action.title for action in rewrites]
    assert titles
    assert len(set(titles)) == len(titles)
    codes = {diagnostic.code for diagnostic in rewrites[0].diagnostics or ()}
    assert {"stop-behaviour", "no-deadline"} <= codes
    assert all(len(title) <= LONGEST_TITLE for title in titles)


def test_an_edit_stands_in_the_clients_units(offered: Callable[..., list[types.CodeAction]]) -> None:
    edit = offered("disrupting")[0].edit
    assert edit is not None
    assert edit.changes is not None
    (change,) = edit.changes["file:///plan"]
    assert change.range.start == types.Position(0, 14)
    assert change.new_text.startswith("Instead of disrupting the class, John will")


def test_a_versioned_edit_names_the_version_that_it_is_for(offered: Callable[..., list[types.CodeAction]]) -> None:
    edit = offered("disrupting", versioned=True)[0].edit
    assert edit is not None
    assert edit.document_changes is not None
    change = edit.document_changes[0]
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document == types.OptionalVersionedTextDocumentIdentifier("file:///plan", 1)


def test_every_remark_can_be_ignored_where_it_stands(
    offered: Callable[..., list[types.CodeAction]], judged: Judged
) -> None:
    ignore = {a.title: a.command for a in offered("disrupting") if a.command}
    command = ignore["Ignore here: stop-behaviour"]
    known_as = next(r.fingerprint for r in judged(JOHN).remarks if r.finding.rule == "stop-behaviour")
    assert command is not None
    assert (command.command, command.arguments) == (IGNORE, [known_as, "stop-behaviour", "file:///plan"])


def test_nothing_is_offered_beside_the_remarks(offered: Callable[..., list[types.CodeAction]]) -> None:
    assert offered("snowed", f"{JOHN} It snowed.") == []


@pytest.mark.parametrize(
    ("only", "fixes"),
    [(None, True), (["quickfix"], True), ([""], True), (["source.fixAll", "refactor"], False), ([], False)],
)
def test_quick_fixes_are_for_clients_that_want_them(only: list[str] | None, fixes: bool) -> None:
    assert wanted(only) is fixes
