"""The trained rewriter as it ships: made from base and adapter in a cache of its own, and asked for rewrites."""

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
from model.rewriter_bundle import open_rewriter
from model.rules_generator import RulesGenerator
from model.statement import compose
from model.suggester import Suggester
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
    index = ours.similar(classifier.encode)
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


def test_what_is_late_is_left_out_and_the_rules_answer(cache: Path) -> None:
    found = suggester(cache, 0.0, RulesGenerator()).suggest(
        Objective("John will stop disrupting the class"), 3, date(2026, 11, 22)
    )[1]
    assert {s.origin for s in found} == {"rules"}


def test_before_it_is_made_it_says_how_to_make_it(tmp_path: Path) -> None:
    classifier = bundle.load()
    ours = open_rewriter()
    with pytest.raises(RewriterNotPrepared, match="aimwell prepare"):
        ours.continuer(tmp_path, GENEROUS)
