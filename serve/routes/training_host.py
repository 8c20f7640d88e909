"""`/v1/training/sessions`: what the page of a facilitator asks; where keys are needed, with one of scope `review`."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from data.training.answers import item_in
from data.training.exercises import scenarios
from data.training.report_text import markdown, page
from data.training.session import Session
from serve.dependencies import Wired
from serve.training.asked import STREAM_HEADERS, InRoom
from serve.training.feed import Audience, Event, Pace, stream
from serve.training.host_schemas import (
    BeginIn,
    SessionOut,
    SessionsOut,
    StepIn,
    TallyOut,
    WordsOut,
    event_id,
    session_out,
    tally_out,
)
from serve.training.room import Room
from serve.training.schemas import scenario_out

router = APIRouter(prefix="/v1/training/sessions", include_in_schema=False)
GAP_SECONDS = 0.5
"""Between two tallies: sixty people who answer at once are told of in one."""


@router.get("")
def sessions(room: InRoom) -> SessionsOut:
    """List the sessions that are kept."""
    now = room.store.now()
    return SessionsOut(
        sessions=[session_out(s, now) for s in reversed(room.store.sessions())],
        scenarios=[scenario_out(s) for s in scenarios()],
    )


@router.post("", status_code=201)
def begin(body: BeginIn, room: InRoom) -> SessionOut:
    """Begin a session."""
    return session_out(room.begin(body.scenario), room.store.now())


@router.get("/{code}")
def session(code: str, room: InRoom) -> TallyOut:
    """Show a session as it stands."""
    return _tally(room, room.session(code))


@router.put("/{code}/step")
def lead(code: str, body: StepIn, room: InRoom) -> TallyOut:
    """Lead a session to a step; the last one ends it."""
    return _tally(room, room.lead(code, body.step))


@router.delete("/{code}", status_code=204)
def delete(code: str, room: InRoom) -> Response:
    """Delete a session, now."""
    room.delete(code)
    return Response(status_code=204)


@router.get("/{code}/words/{item}")
def words(code: str, item: str, room: InRoom) -> WordsOut:
    """Show what people wrote for one statement or situation, without who."""
    found = item_in(item)
    return WordsOut(words=room.words(room.session(code), found) if found else [])


@router.get("/{code}/report.md")
def report_markdown(code: str, room: InRoom) -> PlainTextResponse:
    """Give the report as Markdown."""
    return PlainTextResponse(markdown(room.report(room.session(code))), media_type="text/markdown")


@router.get("/{code}/report.html")
def report_page(code: str, room: InRoom) -> HTMLResponse:
    """Give the report as a page that stands alone."""
    return HTMLResponse(page(room.report(room.session(code))))


@router.get("/{code}/events")
async def events(
    code: str, room: InRoom, wired: Wired, heard: Annotated[str | None, Header(alias="Last-Event-ID")] = None
) -> StreamingResponse:
    """Tell a facilitator's page the tallies, now and whenever they change."""
    found = await run_in_threadpool(room.session, code)
    room.feed.check_room(found.code, Audience.FACILITATORS, 0)

    def newest() -> Event:
        now, current = room.store.now(), room.store.session(found.code)
        if current is None:
            return Event("gone", "gone", "{}", last=True)
        online = room.online(found.code)
        counted, revision = room.tally(current)
        told = tally_out(current, counted, online, now).model_dump_json()
        return Event(event_id(current, revision, online, now), "tally", told, last=not current.takes_answers(now))

    async def newest_of_all() -> Event:
        return await run_in_threadpool(newest)

    async def body() -> AsyncIterator[str]:
        with room.feed.listening(found.code, Audience.FACILITATORS, 0) as listener:
            async for told in stream(listener, newest_of_all, heard, wired.life, Pace(gap=GAP_SECONDS)):
                yield told

    return StreamingResponse(body(), media_type="text/event-stream", headers=STREAM_HEADERS)


def _tally(room: Room, current: Session) -> TallyOut:
    counted, _ = room.tally(current)
    return tally_out(current, counted, room.online(current.code), room.store.now())
