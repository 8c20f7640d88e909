"""The trained rewriter as it ships: made from base and adapter in a cache of its own, and asked for rewrites."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from data.corpus import load as load_split
from model import bundle
from model.assessor import Assessor
from model.criteria import Objective
from model.errors import RewriterNotPrepared
from model.facts import facts, given
from model.generator import Generator
from model.guard import lost_facts, new_words
from model.rewriter import vocabulary
from model.rewriter_bundle import open_rewriter
from model.rewriter_input import prompt
from model.rules_generator import RulesGenerator
from model.statement import compose
from model.suggester import Suggester
from serve.writer import NOTHING_TO_DO, RemoteContinuer
from training.corpora import WRITTEN

pytestmark = pytest.mark.e2e
GENEROUS = 30.0


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("cache")
    open_rewriter().prepare(made)
    return made


def suggester(cache: Path, seconds: float, *others: Generator) -> Suggester:
    classifier = bundle.load()
    ours = open_rewriter()
    index = ours.similar(classifier)
    return Suggester(Assessor(classifier), [ours.rewriter(ours.continuer(cache, seconds), index), *others], index)


def test_its_rewrites_keep_what_was_written_and_mark_what_they_add(cache: Path) -> None:
    writer = suggester(cache, GENEROUS)
    flawed = [e.objective for e in load_split("validation") if e.rewrite][::25]
    written = 0
    for objective in flawed:
        for suggestion in writer.suggest(objective, 3, WRITTEN)[1]:
            draft = suggestion.draft
            assert suggestion.origin == "model"
            assert not lost_facts(compose(objective, WRITTEN), draft)
            assert not new_words(objective, draft)
            stray = [f for f in facts(draft.text) if not any(f.span.overlaps(p.span) for p in draft.proposals)]
            assert {(f.kind, f.key) for f in stray} <= given(objective)
            written += 1
    assert written >= len(flawed) // 5, "it has something faithful for two objectives in five (docs/rewriter.md)"


def test_several_rewrites_begin_differently_and_are_whole_even_where_the_prompt_is_long(cache: Path) -> None:
    continuer = open_rewriter().continuer(cache, GENEROUS)
    need = "Robyn has missed the bus on most mornings since the clocks went back, and the school has written home twice"
    text = "Robyn will get the bus with her brother and sit beside him on the way to school and on the way home"
    asked, words = prompt(text, need, None, (), []), vocabulary(Objective(text, need=need), text)
    one, several = continuer.continuations(asked, words, 1), continuer.continuations(asked, words, 4)
    assert one[0] in several
    assert len({line.split()[0] for line in several}) == 4
    assert all(line.endswith((".", "!")) for line in several)


def test_what_is_late_is_left_out_and_the_rules_answer(cache: Path) -> None:
    found = suggester(cache, 0.0, RulesGenerator()).suggest(
        Objective("John will stop disrupting the class"), 3, date(2026, 11, 22)
    )[1]
    assert {s.origin for s in found} == {"rules"}


def test_before_it_is_made_it_says_how_to_make_it(tmp_path: Path) -> None:
    ours = open_rewriter()
    with pytest.raises(RewriterNotPrepared, match="aimwell prepare"):
        ours.continuer(tmp_path, GENEROUS)


def test_the_process_that_writes_for_all_workers_says_what_the_model_says(cache: Path, tmp_path: Path) -> None:
    address = tmp_path / "writer"
    writer = writing(address, cache)
    try:
        until(address.exists)
        asked, words = prompt("Robyn will get the bus", None, None, (), []), ["Robyn", "will", "get", "the", "bus"]
        own = open_rewriter().continuer(cache, GENEROUS).continuations(asked, words, 1)
        assert RemoteContinuer(address, GENEROUS).continuations(asked, words, 1) == own != []
    finally:
        assert writer.stdin is not None
        writer.stdin.close()
    assert writer.wait(10) == 0


def test_where_no_model_was_made_that_process_ends_and_says_that_it_has_nothing_to_do(tmp_path: Path) -> None:
    writer = writing(tmp_path / "writer", tmp_path / "empty")
    assert writer.wait(30) == NOTHING_TO_DO
    assert writer.stdin is not None
    writer.stdin.close()


def writing(address: Path, cache: Path) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "AIMWELL_CACHE": str(cache), "AIMWELL_REWRITE_SECONDS": str(GENEROUS)}
    command = [sys.executable, "-P", "-m", "serve.writer", str(address)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)


def until(so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + GENEROUS
    while not so():
        assert time.monotonic() < give_up
        time.sleep(0.05)
