"""The training room in a service: its routes, and its housekeeping while the service lives."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from data.training.store import FILE_NAME, TrainingStore
from model.errors import TrainingNotKept
from serve.dependencies import Services, day
from serve.errors import problem
from serve.routes import training, training_host
from serve.training.asked import Guests
from serve.training.room import Room
from serve.training.routine import again_and_again

log = logging.getLogger("aimwell")
EVERY_SECONDS = 600.0
"""How often it is looked whether a session has closed, or its 30 days are over."""
LEAVE_SECONDS = 3.0
"""How long a service that stops waits for a database that does not answer."""

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def room_of(wired: Services) -> Room:
    """Return the room of an office, whose file is made at its first session; it lies beside the reviews on a server."""
    store = TrainingStore(_server(wired.settings.reviews) or wired.settings.state / FILE_NAME)
    return Room(store, lambda reviews: wired.reviews.store.add(reviews), lambda: day(None))


def add_training(app: FastAPI, room: Room) -> None:
    """Add the training room to the service."""
    app.state.room = room
    app.state.guests = Guests()
    app.add_exception_handler(TrainingNotKept, _not_kept)
    app.include_router(training.router)
    app.include_router(training_host.router)


def housekept(inner: Lifespan, room: Room, every: float = EVERY_SECONDS) -> Lifespan:
    """Return the app's lifespan with the room's housekeeping in it: when the service starts, and then again and again."""

    @asynccontextmanager
    async def alive(app: FastAPI) -> AsyncIterator[None]:
        async with inner(app):
            over = asyncio.Event()
            kept_up = (
                asyncio.create_task(again_and_again(partial(_keep, room), every, over)),
                asyncio.create_task(room.elsewhere.watch(over)),
            )
            try:
                yield
            finally:
                over.set()
                await asyncio.wait(kept_up, timeout=LEAVE_SECONDS)
                room.store.close()

    return alive


def _server(reviews: str | None) -> str | None:
    """Return the address of the database server that keeps the reviews, None where a file does."""
    try:
        return reviews if reviews and make_url(reviews).get_backend_name() != "sqlite" else None
    except ArgumentError:
        return None  # opening the reviews says what is wrong with it


def _keep(room: Room) -> None:
    try:
        room.keep_house()
    except TrainingNotKept as error:
        log.warning("%s", error)


async def _not_kept(_: Request, error: Exception) -> JSONResponse:
    log.error("%s", error)
    said = (
        "Your answer cannot be kept at the moment; your page sends it again. "
        "Whoever runs Aimwell finds the reason in its log."
    )
    response = problem(503, "Not kept", said)
    response.headers["Retry-After"] = "5"
    return response
