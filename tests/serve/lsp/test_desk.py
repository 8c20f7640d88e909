import asyncio
import logging
from collections.abc import Callable
from threading import Event

import pytest

from serve.lsp.desk import Desk
from serve.lsp.documents import Document
from serve.lsp.remarks import Remarks, Stale
from tests.serve.lsp.conftest import document


class FakeJudge:
    """Remembers what it judged; while `held` is cleared, a judgement waits until it is stale."""

    def __init__(self) -> None:
        self.judged: list[str] = []
        self.given_up: list[str] = []
        self.begun, self.held = Event(), Event()
        self.held.set()

    def __call__(self, plan: Document, stale: Callable[[], bool]) -> Remarks:
        self.begun.set()
        while not self.held.wait(0.001):
            if stale():
                self.given_up.append(plan.text)
                raise Stale
        self.judged.append(plan.text)
        return Remarks(unread=len(plan.text))


class Told:
    """Hears of every judgement."""

    def __init__(self) -> None:
        self.versions: list[int] = []

    def __call__(self, plan: Document, remarks: Remarks) -> None:
        self.versions.append(plan.version)


async def test_a_document_is_judged_when_it_is_opened() -> None:
    judge, told = FakeJudge(), Told()
    desk = Desk(judge, told, pause=0.01)
    desk.open(document("a"))
    found = await desk.judged("file:///plan")
    assert found is not None
    assert found[1] == Remarks(unread=1)
    assert told.versions == [1]
    desk.clear()


async def test_typing_is_judged_once_it_pauses() -> None:
    judge, told = FakeJudge(), Told()
    desk = Desk(judge, told, pause=0.02)
    for version, text in enumerate(["J", "Jo", "Joh", "John"], start=1):
        desk.change(document(text, version=version))
        await asyncio.sleep(0.001)
    found = await desk.judged("file:///plan")
    assert found is not None
    assert found[0].text == "John"
    assert (judge.judged, told.versions) == (["John"], [4])
    desk.clear()


async def test_a_judgement_that_has_become_stale_is_given_up_and_told_to_nobody() -> None:
    judge, told = FakeJudge(), Told()
    desk = Desk(judge, told, pause=0.0)
    judge.held.clear()
    desk.open(document("old"))
    waiting = asyncio.create_task(desk.judged("file:///plan"))
    while not judge.begun.is_set():
        await asyncio.sleep(0.001)
    desk.change(document("new", version=2))
    while not judge.given_up:
        await asyncio.sleep(0.001)
    judge.held.set()
    found = await waiting
    assert found is not None
    assert found[0].text == "new"
    assert (judge.given_up, judge.judged, told.versions) == (["old"], ["new"], [2])
    desk.clear()


async def test_whoever_stops_waiting_stops_nothing() -> None:
    judge, told = FakeJudge(), Told()
    desk = Desk(judge, told, pause=0.01)
    desk.open(document("a"))
    waiting = asyncio.create_task(desk.judged("file:///plan"))
    await asyncio.sleep(0)
    waiting.cancel()
    assert await desk.judged("file:///plan") is not None
    assert told.versions == [1]
    desk.clear()


async def test_a_closed_document_is_no_longer_judged() -> None:
    desk = Desk(FakeJudge(), Told(), pause=0.01)
    desk.change(document("a"))
    desk.close("file:///plan")
    assert await desk.judged("file:///plan") is None
    assert desk.documents == {}
    desk.clear()


async def test_documents_are_judged_again_when_what_counts_has_changed() -> None:
    judge, told = FakeJudge(), Told()
    desk = Desk(judge, told)
    desk.open(document("a"))
    first = await desk.judged("file:///plan")
    desk.judge_again()
    second = await desk.judged("file:///plan")
    assert first is not None
    assert second is not None
    assert first[2] != second[2]
    assert judge.judged == ["a", "a"]
    desk.clear()


async def test_a_fault_is_logged_by_its_place_and_never_by_its_words(caplog: pytest.LogCaptureFixture) -> None:
    def faulty(plan: Document, stale: Callable[[], bool]) -> Remarks:
        raise ValueError(plan.text)

    desk = Desk(faulty, Told())
    with caplog.at_level(logging.ERROR):
        desk.open(document("John's secret"))
        with pytest.raises(ValueError, match="secret"):
            await desk.judged("file:///plan")
        await asyncio.sleep(0)
    assert "ValueError at" in caplog.text
    assert "secret" not in caplog.text
    desk.clear()
