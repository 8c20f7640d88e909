import json
from contextlib import closing
from pathlib import Path

from data.bulk.parts import Parts
from data.bulk.rows import Block, Cursor, Finished
from data.bulk.sink import JsonlSink
from training.bench_bulk import Marks, Run, Timed, made, table


def test_the_rate_is_that_once_a_quarter_is_done() -> None:
    marks = Marks()
    marks.seen = [(50.0, 10), (50.1, 90), (51.0, 100), (53.0, 300), (54.0, 400)]
    assert marks.rate(400) == 100.0
    assert marks.rate(1_600) == 0.0


def test_a_mark_is_what_the_journal_says(tmp_path: Path) -> None:
    out, marks = tmp_path / "out.jsonl", Marks()
    marks.look(out)
    with closing(Parts(out, Cursor())) as parts:
        parts.begin({})
        for number in range(2):
            parts.add([Finished(Block(Cursor(number, 7 * number, number), 7, number + 1), b"")], JsonlSink())
            marks.look(out)
            marks.look(out)
    assert [rows for _, rows in marks.seen] == [7, 14]


def test_the_table_says_what_a_second_worker_brings_on_the_larger_input() -> None:
    runs = [Run("ray", n, times, Timed(1000, 100.0 * n * times, 9.0), 512.0, 4.0) for times in (1, 5) for n in (1, 2)]
    said = table([*runs[:3], Run("ray", 2, 5, Timed(1000, 850.0, 9.0), 512.0, 4.0)])
    assert "| ray | 2 | 1,000 | 850 | 9.0 | 512 MB | 4.00 |" in said
    assert "| too short to tell |" in table([Run("local", 1, 1, Timed(1000, 0.0, 9.0), 512.0, 4.0)])
    assert said.endswith("Two workers of ray do 1.70 times the work of one, on the larger input.")


def test_an_input_has_as_many_rows_as_were_asked_for(tmp_path: Path) -> None:
    lines = made(tmp_path, 5_000).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == list(range(5_000))
