"""How many replicas there are, and how a cluster treats each."""

from dataclasses import dataclass

from model.errors import AimwellError

MOST_REPLICAS = 200
RESERVED_CORES = 0.5
"""What a replica reserves of a core. Half of what it can use, so that in a rolling change the new finds room beside the old."""


class SizeRefused(AimwellError):
    """The number of replicas makes no sense."""


@dataclass(frozen=True, slots=True)
class Size:
    """From `least` to `most` replicas; another one is begun when each has more requests under way than it should."""

    least: int = 1
    most: int = 2

    def __post_init__(self) -> None:
        if not 1 <= self.least <= self.most <= MOST_REPLICAS:
            raise SizeRefused(
                f"from {self.least} to {self.most} replicas cannot be; give --replicas-min and --replicas-max "
                f"between 1 and {MOST_REPLICAS}, the first no higher than the second"
            )

    @classmethod
    def given(cls, least: int | None, most: int | None) -> "Size":
        """Return the size for what was given: the other bound goes along.

        Raises:
            SizeRefused: when it makes no sense.
        """
        least = 1 if least is None else least
        return cls(least, max(least, 2) if most is None else most)
