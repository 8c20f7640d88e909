"""How many replicas make sense."""

import pytest

from serve.cluster.size import Size, SizeRefused


@pytest.mark.parametrize(
    ("least", "most", "size"),
    [(None, None, Size(1, 2)), (3, None, Size(3, 3)), (None, 8, Size(1, 8)), (2, 5, Size(2, 5)), (None, 1, Size(1, 1))],
)
def test_a_bound_that_is_not_given_goes_along_with_the_other(least: int | None, most: int | None, size: Size) -> None:
    assert Size.given(least, most) == size


@pytest.mark.parametrize(("least", "most"), [(0, None), (3, 2), (1, 0), (1, 500)])
def test_what_makes_no_sense_is_refused_with_the_options_to_change(least: int, most: int | None) -> None:
    with pytest.raises(SizeRefused, match="--replicas-min"):
        Size.given(least, most)
