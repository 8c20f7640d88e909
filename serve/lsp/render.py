"""Remarks in the protocol's words: diagnostics and hovers."""

from collections.abc import Iterator

from lsprotocol import types
from pygls.workspace import PositionCodec

from model.criteria import Span, Verdict
from serve.guide.address import address, at
from serve.lsp.documents import Document
from serve.lsp.markdown_words import written
from serve.lsp.remarks import Remark, Remarks, distinct

SOURCE = "aimwell"
_SEVERITY = {
    Verdict.NOT_MET: types.DiagnosticSeverity.Warning,
    Verdict.CANNOT_TELL: types.DiagnosticSeverity.Information,
}
_VERDICT = {Verdict.NOT_MET: "not met", Verdict.CANNOT_TELL: "cannot tell"}


def diagnostics(
    document: Document, found: Remarks, codec: PositionCodec, service_url: str | None = None
) -> list[types.Diagnostic]:
    """Return the document's diagnostics, in the client's units; the last says where reading stopped, if it did.

    Where the service is known, each leads to its section in the guide.
    """
    shown = [diagnostic(document, remark, codec, service_url) for remark in distinct(found.remarks)]
    if found.unread is not None:
        here = document.range(Span(found.unread, found.unread), codec)
        said = (
            "Aimwell has judged this document up to here. Split it, or mend what stands above, to have the rest judged."
        )
        shown.append(types.Diagnostic(here, said, types.DiagnosticSeverity.Information, code="unread", source=SOURCE))
    return shown


def diagnostic(
    document: Document, remark: Remark, codec: PositionCodec, service_url: str | None = None
) -> types.Diagnostic:
    """Return one remark as a diagnostic; its data carry what it is known by and what could stand there instead."""
    finding = remark.finding
    return types.Diagnostic(
        range=document.range(remark.words, codec),
        message=f"{finding.message} {finding.question}",
        severity=_SEVERITY[remark.verdict],
        code=finding.rule,
        code_description=None if service_url is None else types.CodeDescription(_guide(remark, service_url)),
        source=SOURCE,
        data={"fingerprint": remark.fingerprint, "rewrites": [fix.says for fix in remark.fixes]},
    )


def hover(
    document: Document,
    found: Remarks,
    offset: int,
    codec: PositionCodec,
    *,
    markdown: bool,
    service_url: str | None = None,
) -> types.Hover | None:
    """Return the reasons for the remarks on the words at an offset; None where there are none."""
    here = [r for r in found.remarks if r.words.start <= offset < max(r.words.end, r.words.start + 1)]
    if not here:
        return None
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    said = "\n\n---\n\n".join("\n\n".join(_reason(remark, service_url, markdown=markdown)) for remark in here)
    narrowest = min((r.words for r in here), key=lambda words: words.end - words.start)
    return types.Hover(types.MarkupContent(kind, said), document.range(narrowest, codec))


def _reason(remark: Remark, service_url: str | None, *, markdown: bool) -> Iterator[str]:
    finding = remark.finding
    criterion = finding.criterion.value.replace("_", "-").capitalize()
    heading = f"{criterion}: {_VERDICT[remark.verdict]} ({finding.rule})"
    plain = (heading, finding.message, finding.question, f"Source: {finding.source}")
    if not markdown:
        yield from (*plain, f"Guide: {_guide(remark, service_url) if service_url else _command(remark)}")
        return
    said = [written(words) for words in plain]
    guide = (
        f"[What it means, and what to do](<{_guide(remark, service_url)}>)"
        if service_url
        else f"Guide: `{_command(remark)}`"
    )
    yield from (f"**{said[0]}**", said[1], f"*{said[2]}*", said[3], guide)


def _guide(remark: Remark, service_url: str) -> str:
    return at(service_url, address(remark.finding.rule, remark.finding.criterion))


def _command(remark: Remark) -> str:
    return f"aimwell guide {remark.finding.rule}"
