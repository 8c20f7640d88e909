"""`POST /v1/plans/progress` and the evidence pack: a plan at successive reviews, and what to ask where nothing moves."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from data.documents.pack_markdown import markdown_pack
from data.documents.pack_word import word_pack
from model.progress.pack import evidence_pack
from model.progress.report import progress
from serve.errors import PROBLEM_RESPONSES
from serve.progress_schemas import ProgressIn, ProgressOut, progress_out

router = APIRouter(prefix="/v1/plans/progress", tags=["plans"])
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown"


class PackFormat(StrEnum):
    """How the evidence pack is written."""

    DOCX = "docx"
    MD = "md"


_PACKS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The evidence pack, as a file.",
        "content": {WORD: {"schema": {"type": "string", "format": "binary"}}, MARKDOWN: {"schema": {"type": "string"}}},
    }
}


@router.post("", response_model=ProgressOut, responses=PROBLEM_RESPONSES, summary="Which objectives moved?")
def show_progress(body: ProgressIn) -> ProgressOut:
    """Say which objectives moved, stalled or slipped, with the figures and their rows; ask LIAP's questions where some do not.

    It decides nothing about a child.
    """
    return progress_out(progress([review.review() for review in body.reviews]))


@router.post("/pack", response_class=Response, responses={**_PACKS, **PROBLEM_RESPONSES}, summary="The evidence pack")
def pack(
    body: ProgressIn,
    format_: Annotated[
        PackFormat, Query(alias="format", description="As a Word file or as Markdown.")
    ] = PackFormat.DOCX,
) -> Response:
    """Write what resource groups require: everything tried, by whom, when, with what result, each statement with its row."""
    made = evidence_pack(progress([review.review() for review in body.reviews]), body.plan)
    if format_ is PackFormat.MD:
        return _file(markdown_pack(made).encode(), f"{MARKDOWN}; charset=utf-8", "evidence-pack.md")
    now = datetime.now()  # noqa: DTZ005  (documents are dated by the office's clock)
    return _file(word_pack(made, now), WORD, "evidence-pack.docx")


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
