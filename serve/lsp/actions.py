"""Quick fixes: each rewrite of the objective under the cursor, and "Ignore here" for each remark on it."""

from collections.abc import Sequence

from lsprotocol import types
from pygls.workspace import PositionCodec

from model.criteria import Span
from serve.lsp.documents import Document
from serve.lsp.remarks import Fix, Remark, Remarks, distinct
from serve.lsp.render import diagnostic

IGNORE = "aimwell.ignore"
LONGEST_TITLE = 120


def actions(
    document: Document, found: Remarks, touched: Span, codec: PositionCodec, *, versioned: bool
) -> list[types.CodeAction]:
    """Return the quick fixes for the remarks on a stretch of text: rewrites first.

    Remarks on one objective share their rewrites, so each rewrite is offered once, as the answer to all of them.
    `versioned` edits are refused by the client when the document has changed since.
    """
    here = [r for r in found.remarks if r.words.start <= touched.end and touched.start <= r.words.end]
    ignore = [_ignore(document, remark, codec) for remark in distinct(here)]
    return [*_rewrites(document, distinct(here), codec, versioned=versioned), *ignore]


def wanted(only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Say whether a client that asks for `only` these kinds of action wants quick fixes."""
    fix = types.CodeActionKind.QuickFix.value
    return only is None or any(kind in ("", fix) for kind in only)


def _rewrites(
    document: Document, remarks: Sequence[Remark], codec: PositionCodec, *, versioned: bool
) -> list[types.CodeAction]:
    offered: dict[tuple[Span, str], tuple[Fix, list[types.Diagnostic]]] = {}
    for remark in remarks:
        for fix in remark.fixes:
            _, answers = offered.setdefault((remark.objective, fix.says), (fix, []))
            answers.append(diagnostic(document, remark, codec))
    return [
        types.CodeAction(
            title=_title(f"Rewrite: {fix.says}"),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=answers,
            edit=_edit(document, fix, codec, versioned=versioned),
        )
        for fix, answers in offered.values()
    ]


def _edit(document: Document, fix: Fix, codec: PositionCodec, *, versioned: bool) -> types.WorkspaceEdit:
    edit = types.TextEdit(document.range(fix.span, codec), fix.written)
    if not versioned:
        return types.WorkspaceEdit(changes={document.uri: [edit]})
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri=document.uri, version=document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, [edit])])


def _ignore(document: Document, remark: Remark, codec: PositionCodec) -> types.CodeAction:
    rule = remark.finding.rule
    return types.CodeAction(
        title=f"Ignore here: {rule}",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(document, remark, codec)],
        command=types.Command("Ignore here", IGNORE, arguments=[remark.fingerprint, rule, document.uri]),
    )


def _title(words: str) -> str:
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1]}…"
