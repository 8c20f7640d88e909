"""The assessor with the bundle that is shipped, loaded once."""

import pytest

from model.assessor import Assessor
from model.bundle import DEFAULT_BUNDLE, load


@pytest.fixture(scope="session")
def assessor() -> Assessor:
    return Assessor(load(DEFAULT_BUNDLE))
