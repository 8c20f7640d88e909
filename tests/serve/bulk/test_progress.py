from io import StringIO

from rich.console import Console

from serve.bulk.progress import Told


def told(steps: list[tuple[float, int]], total: int, done: int = 0, *, terminal: bool = False) -> list[str]:
    said, now = StringIO(), [0.0]
    console = Console(file=said, force_terminal=terminal, width=200)
    with Told(console, lambda: now[0]) as progress:
        progress.begin(total, done)
        for at, rows in steps:
            now[0] = at
            progress.at(rows, 1)
    return said.getvalue().splitlines()


def test_a_log_gets_a_line_every_half_minute_at_the_rate_since_the_first_rows() -> None:
    steps = [(10.0, 1_000), (20.0, 2_000), (40.0, 4_000), (41.0, 4_100), (71.0, 7_100)]
    assert told(steps, 10_000) == [
        "aimwell: 4,000 of 10,000 rows, 1 bad, 100 a second, 6,000 left: 1 min",
        "aimwell: 7,100 of 10,000 rows, 1 bad, 100 a second, 2,900 left: 0 min",
    ]


def test_a_run_that_goes_on_says_so_and_counts_only_its_own_rows() -> None:
    assert told([(10.0, 5_000), (30.0, 5_200)], 10_000, 5_000)[0] == "aimwell: goes on after 5,000 of 10,000 rows"
    assert told([(10.0, 5_100), (30.0, 5_300)], 10_000, 5_000)[-1].endswith("10 a second, 4,700 left: 8 min")


def test_a_terminal_gets_a_bar_that_is_put_away() -> None:
    assert "50%" in "".join(told([(10.0, 5_000)], 10_000, terminal=True))
