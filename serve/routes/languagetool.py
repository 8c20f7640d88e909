"""The LanguageTool HTTP API under `/v2` and without it: its clients disagree on what belongs to the address they are given."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import PlainTextResponse

from model.text_check import Match
from serve.access import allowed
from serve.dependencies import Wired, day
from serve.guide.address import address, at
from serve.keys import KeyScope
from serve.languagetool.asked import MOST_CHARACTERS, asked
from serve.languagetool.checking import checked
from serve.languagetool.documented import FORM, QUERY, REFUSALS
from serve.languagetool.fields import read_fields
from serve.languagetool.languages import LISTED
from serve.languagetool.refused import Refused
from serve.languagetool.reply import LinksTo, check_reply, software
from serve.languagetool.schemas import CheckReply, Info, LanguageOut
from serve.refusals import Refusal

router = APIRouter(tags=["LanguageTool"])
OF_THE_WAIT = 2 / 3
"""What checking may take of the time after which the door gives up on a request: then there is an answer, if a part of one."""


async def _sent(request: Request) -> dict[str, str]:
    """Return the fields of a request whose key, where one is needed, may be used for this."""
    fields = read_fields(request.scope["query_string"].decode("utf-8", "replace"), await request.body())
    try:
        allowed(request, KeyScope.SCORE, fields.get("apiKey") or fields.get("api_key"))
    except Refusal as refusal:
        raise Refused(str(refusal), refusal.status, refusal.headers) from None
    return fields


def _links(request: Request) -> LinksTo:
    def links_to(match: Match) -> tuple[str, ...]:
        finding, service = match.finding, str(request.base_url)
        said = urlencode({"fingerprint": match.fingerprint, "rule": finding.rule})
        return at(service, f"/ignore?{said}"), at(service, address(finding.rule, finding.criterion))

    return links_to


Fields = Annotated[dict[str, str], Depends(_sent)]
Links = Annotated[LinksTo, Depends(_links)]


@router.get("/v2/check", openapi_extra=QUERY, responses=REFUSALS, summary="Check running text (LanguageTool)")
@router.get("/check", openapi_extra=QUERY, responses=REFUSALS, summary="Check running text (LanguageTool)")
@router.post("/v2/check", openapi_extra=FORM, responses=REFUSALS, summary="Check running text (LanguageTool)")
@router.post("/check", openapi_extra=FORM, responses=REFUSALS, summary="Check running text (LanguageTool)")
def check(fields: Fields, links_to: Links, wired: Wired) -> CheckReply:
    """Find the objectives in a text that are not SMART: one match a finding, with what to write instead.

    Offsets are UTF-16 code units of what was sent, markup included. Text that is no objective is left alone.
    """
    request = asked(fields)
    seconds = wired.settings.request_seconds * OF_THE_WAIT
    return check_reply(request, checked(wired.checker, request, day(None), seconds), links_to)


@router.options("/v2/check", status_code=204, summary="What may be asked of it?")
@router.options("/check", status_code=204, summary="What may be asked of it?")
def may(response: Response) -> None:
    """Name the methods; which web pages may use them is the operator's list of origins."""
    response.headers["Allow"] = "GET, POST, OPTIONS"


@router.get("/v2/languages", summary="The languages that are checked (LanguageTool)")
@router.get("/languages", summary="The languages that are checked (LanguageTool)")
def languages() -> list[LanguageOut]:
    """List every English, one entry a locale."""
    return [LanguageOut(name=one.name, code=one.code, longCode=one.long_code) for one in LISTED]


@router.get("/v2/info", summary="Who answers? (LanguageTool)")
@router.get("/info", summary="Who answers? (LanguageTool)")
def info() -> Info:
    """Name the software, for clients that ask first."""
    return Info(software=software())


@router.get("/v2/maxtextlength", response_class=PlainTextResponse, summary="How long a text may be (LanguageTool)")
@router.get("/maxtextlength", response_class=PlainTextResponse, summary="How long a text may be (LanguageTool)")
def most_characters() -> str:
    """Return the number of characters that one request may hold."""
    return str(MOST_CHARACTERS)
