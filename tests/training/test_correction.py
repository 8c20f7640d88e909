"""Newton's method over several ridges: where it ends does not hang on the way it came."""

import numpy as np
import pytest

from tests.training.test_local_heads import CORPUS, INPUTS, SHIPPED, rng, rows
from training.correction import Lesson
from training.local_heads import RIDGES


def test_a_ridge_ends_where_it_would_have_without_those_before_it() -> None:
    told = rng.integers(0, 2, size=120).astype(np.float32)
    lesson = Lesson(SHIPPED, rows(INPUTS[:120], told), CORPUS, ())
    course = lesson.course(0.25)
    for ridge in sorted(RIDGES, reverse=True):
        after, alone = course.head(ridge), lesson.course(0.25).head(ridge)
        assert after.probability(INPUTS) == pytest.approx(alone.probability(INPUTS), abs=1e-3)
