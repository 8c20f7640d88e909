"""Remarks in the protocol's words: diagnostics and hovers."""

from collections.abc import Iterator

from lsprotocol import types
from pygls.workspace import PositionCodec

from model.criteria import Span, Verdict
from serve.lsp.documents import Document
from serve.lsp.markdown_words import written
from serve.lsp.remarks import Remark, Remarks, distinct

SOURCE = "aimwell"
_SEVERITY = {
    Verdict.NOT_MET: types.DiagnosticSeverity.Warning,
    Verdict.CANNOT_TELL: types.DiagnosticSeverity.Information,
}
_VERDICT = {Verdict.NOT_MET: "not met", Verdict.CANNOT_TELL: "cannot tell"}


def diagnostics(document: Document, found: Remarks, codec: PositionCodec) -> list[types.Diagnostic]:
    """Return the document's diagnostics, in the client's units; the last says where reading stopped, if it did."""
    shown = [diagnostic(document, remark, codec) for remark in distinct(found.remarks)]
    if found.unread is not None:
        here = document.range(Span(found.unread, found.unread), codec)
        said = (
            "Aimwell has judged this document up to here. Split it, or mend what stands above, to have the rest judged."
        )
        shown.append(types.Diagnostic(here, said, types.DiagnosticSeverity.Information, code="unread", source=SOURCE))
    return shown


def diagnostic(document: Document, remark: Remark, codec: PositionCodec) -> types.Diagnostic:
    """Return one remark as a diagnostic; its data carry what it is known by and what could stand there instead."""
    finding = remark.finding
    return types.Diagnostic(
        range=document.range(remark.words, codec),
        message=f"{finding.message} {finding.question}",
        severity=_SEVERITY[remark.verdict],
        code=finding.rule,
        source=SOURCE,
        data={"fingerprint": remark.fingerprint, "rewrites": [fix.says for fix in remark.fixes]},
    )


def hover(document: Document, found: Remarks, at: int, codec: PositionCodec, *, markdown: bool) -> types.Hover | None:
    """Return the reasons for the remarks on the words at an offset; None where there are none."""
    here = [r for r in found.remarks if r.words.start <= at < max(r.words.end, r.words.start + 1)]
    if not here:
        return None
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    said = "\n\n---\n\n".join("\n\n".join(_reason(remark, markdown=markdown)) for remark in here)
    narrowest = min((r.words for r in here), key=lambda words: words.end - words.start)
    return types.Hover(types.MarkupContent(kind, said), document.range(narrowest, codec))


def _reason(remark: Remark, *, markdown: bool) -> Iterator[str]:
    finding = remark.finding
    criterion = finding.criterion.value.replace("_", "-").capitalize()
    heading = f"{criterion}: {_VERDICT[remark.verdict]} ({finding.rule})"
    plain = (heading, finding.message, finding.question, f"Source: {finding.source}")
    if not markdown:
        yield from plain
        return
    said = [written(words) for words in plain]
    yield from (f"**{said[0]}**", said[1], f"*{said[2]}*", said[3])
