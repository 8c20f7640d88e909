"""`/training`: the pages of the training room, and what the page of a participant asks.

A participant has no API key: the code of the session lets them in, and from then on a random token of their own, which
their browser keeps for its tab. These addresses serve the room's own pages and are no part of the documented API.
"""

from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import FileResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from data.training.answers import item_in
from model.criteria import Criterion
from serve.dependencies import Wired
from serve.rates import address
from serve.training.asked import STREAM_HEADERS, Guests, InRoom, Me
from serve.training.feed import Audience, Event, Pace, stream
from serve.training.feedback import Judge
from serve.training.refused import DecideFirst, NoSuchSession
from serve.training.schemas import (
    AnswersIn,
    FeedbackOut,
    JoinedOut,
    JoinIn,
    KeptOut,
    MineOut,
    RefusedOut,
    mine_out,
    state_out,
)

router = APIRouter(include_in_schema=False)


@router.get("/training")
def join_page() -> FileResponse:
    """Show the page on which people join."""
    return _page("join.html")


@router.get("/training/room")
def room_page() -> FileResponse:
    """Show the page of a participant."""
    return _page("room.html")


@router.get("/training/facilitate")
def facilitator_page() -> FileResponse:
    """Show the page of a facilitator."""
    return _page("facilitate.html")


@router.post("/v1/training/join", status_code=201)
def join(body: JoinIn, room: InRoom, request: Request) -> JoinedOut:
    """Let somebody in by the code."""
    guests: Guests = request.app.state.guests
    try:
        found, token = room.join(body.code, body.pseudonym)
    except NoSuchSession:
        client = request.client
        guests.wrong.take(address((client.host, client.port) if client else None))
        raise
    return JoinedOut(token=token, code=found.code)


@router.get("/v1/training/mine")
def mine(me: Me, room: InRoom) -> MineOut:
    """Give a participant's page all that it shows."""
    person, session = me
    return mine_out(session, person, room.standing_of(person), room.store.now())


@router.post("/v1/training/mine/answers")
def answer(body: AnswersIn, me: Me, room: InRoom) -> KeptOut:
    """Keep answers; sent again, they are kept once."""
    kept, refused = room.keep(*me, ((a.id, a.item, a.said) for a in body.answers))
    return KeptOut(kept=kept, refused=[RefusedOut(id=i, why=why) for i, why in refused.items()])


@router.get("/v1/training/mine/feedback/{item}", response_model_exclude_none=True)
def feedback(item: str, me: Me, room: InRoom, wired: Wired, request: Request) -> FeedbackOut:
    """Say what the key and Aimwell think of an answer that was given."""
    person, session = me
    found = item_in(item)
    if found is None:
        raise DecideFirst
    standing = room.standing_of(person)
    said, assessment = Judge(wired.assessor, wired.ignored, request.app.state.guests.known).feedback(
        session, found, standing
    )
    if assessment is not None:
        room.store.judged(standing[found].seq, {c: assessment[c].verdict for c in Criterion})
    return said


@router.get("/v1/training/mine/events")
async def events(
    me: Me, room: InRoom, wired: Wired, heard: Annotated[str | None, Header(alias="Last-Event-ID")] = None
) -> StreamingResponse:
    """Tell a participant's page where the session is, now and whenever it moves on."""
    person, session = me
    room.feed.check_room(session.code, Audience.PEOPLE, person.number)

    def newest() -> Event:
        now, current = room.store.now(), room.store.session(session.code)
        if current is None:
            return Event("gone", "gone", "{}", last=True)
        open_ = current.takes_answers(now)
        state = state_out(current, now).model_dump_json()
        return Event(f"{current.moves}{'' if open_ else '-closed'}", "moved", state, last=not open_)

    async def told() -> Event:
        return await run_in_threadpool(newest)

    async def body() -> AsyncIterator[str]:
        with room.feed.listening(session.code, Audience.PEOPLE, person.number) as listener:
            async for words in stream(listener, told, heard, wired.life, Pace()):
                yield words

    return StreamingResponse(body(), media_type="text/event-stream", headers=STREAM_HEADERS)


def _page(name: str) -> FileResponse:
    return FileResponse(str(files("serve") / "web" / "training" / name))
