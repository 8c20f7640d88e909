import textwrap
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.lines import lines
from model.sentences import sentences

LETTER = (
    "Thank you for coming to the meeting on Tuesday, and for bringing the letters. I thought that the family had worked hard.",
    "We agreed three things: Ms Okafor will ring at eight on school days, Dad keeps Mondays free, and Leila chooses the book. "
    "Nobody minded that it took so long.",
    "The next letter will come from Mrs Hale. She is away until the end of the month, and I look after her work until then.",
)


def read(text: str) -> list[str]:
    return [s.of(text) for s in sentences(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We met. Mum will ring.", ["We met.", "Mum will ring."]),
        ("Dr. Okafor will ring Mrs. Hale. She agreed.", ["Dr. Okafor will ring Mrs. Hale.", "She agreed."]),
        ("He needs aids, e.g. a frame. He has none.", ["He needs aids, e.g. a frame.", "He has none."]),
        ("They saw Sr. Agnes, No. 4 High St. and the park.", ["They saw Sr. Agnes, No. 4 High St. and the park."]),
        ("Did she agree? No. She left.", ["Did she agree?", "No.", "She left."]),
        ("Attendance is 85.5 per cent. It was 80.", ["Attendance is 85.5 per cent.", "It was 80."]),
        ("Meet at 3.30 p.m. on Monday. Bring tea.", ["Meet at 3.30 p.m. on Monday.", "Bring tea."]),
        ("We meet at 3 p.m. Monday. It ends at 4 pm. Mum knows.", ["We meet at 3 p.m. Monday.", "It ends at 4 pm.", "Mum knows."]),
        ("J. Smith and A.B. Jones will drive. So will I. Ask us.", ["J. Smith and A.B. Jones will drive.", "So will I.", "Ask us."]),
        ("We chose plan B. We start in May.", ["We chose plan B.", "We start in May."]),
        ("Toys, books, etc. were given. Toys, books, etc. They were new.", ["Toys, books, etc. were given.", "Toys, books, etc.", "They were new."]),
        ("He waited… and left. Well... Then he rang.", ["He waited… and left.", "Well...", "Then he rang."]),
        ("“Stop!” he said. “Will you?” she asked.", ["“Stop!” he said.", "“Will you?” she asked."]),
        ("He said “I will ring.” Then he left.", ["He said “I will ring.”", "Then he left."]),
        ("she came late. he had left. mtg. next week", ["she came late.", "he had left.", "mtg. next week"]),
        ("See aimwell.toml at www.example.org/a.b for more. Ask.", ["See aimwell.toml at www.example.org/a.b for more.", "Ask."]),
        ("It helped.[1] Then it stopped.² We met.", ["It helped.[1]", "Then it stopped.²", "We met."]),
    ],
)  # fmt: skip
def test_a_stop_ends_a_sentence_only_where_a_reader_would_pause(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    "mark",
    ["- ", "– ", "• ", "\uf0b7\t", "1. ", "12) ", "(a) ", "a) ", "iv. ", "(IV) ", "2.1 ", "☐ ", "- [ ] ", "* ", "> ", "## ", "o ",
     "• 3. ", "★ ", "» ", "=> ", "-> ", "~ ", "✅ ", "❖ ", "2/ ", "2: ", "2 - ", "[2] ", "#2 ", "2a. ", "2️⃣ ", "-", "__ "],
)  # fmt: skip
def test_bullets_and_numbers_stay_outside_the_sentence(mark: str) -> None:
    assert read(f"{mark}Ring the school by Friday") == ["Ring the school by Friday"]


@pytest.mark.parametrize(
    "marks",
    [("1 ", "2 "), ("A. ", "B. "), ("I. ", "II. "), ("IV. ", "V. "), ("No. 1 ", "No. 2 "), ("1.1 ", "1.2 "), ("A - ", "B - ")],
)  # fmt: skip
def test_what_could_be_a_word_is_a_number_where_the_next_line_goes_on_counting(marks: tuple[str, str]) -> None:
    first, second = marks
    assert read(f"{first}ring the school\n{second}pay the rent") == ["ring the school", "pay the rent"]


@pytest.mark.parametrize(
    "text",
    ["3.30 pm is late", "-", "e.g. a frame", "A. Smith will ring", "I. Khan will ring", "150 homes will be lived in", "A crèche at every session", "B1. Looking back", "£5 a week", "2026 was long", "mid-May", "*Ring* him now"],
)  # fmt: skip
def test_what_looks_like_a_number_or_bullet_and_is_none_stays(text: str) -> None:
    assert read(text) == ([text] if any(c.isalnum() for c in text) else [])


def test_cells_are_set_apart_and_rulers_are_nothing() -> None:
    table = "| Goal | Who | When |\n|:---|:---:|---|\n| Walk home. Ring Gran. | Kofi | |\nSwim\tSana\t3 May"
    assert read(table) == ["Goal", "Who", "When", "Walk home.", "Ring Gran.", "Kofi", "Swim", "Sana", "3 May"]
    assert [(line.row, line.column) for line in lines(table)] == [
        (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)
    ]  # fmt: skip


def test_a_paragraph_broken_for_want_of_room_is_read_as_one() -> None:
    letter = (
        "Thank you for coming to the meeting on Tuesday. I thought that the\n"
        "family had thought hard about mornings. We agreed that from next week\n"
        "Ms Okafor will ring at eight, and that we look at it again with\n"
        "Mrs Hale before Easter."
    )
    assert [" ".join(s.split()) for s in read(letter)] == [
        "Thank you for coming to the meeting on Tuesday.",
        "I thought that the family had thought hard about mornings.",
        "We agreed that from next week Ms Okafor will ring at eight, and that we look at it again with Mrs Hale before Easter.",
    ]


@pytest.mark.parametrize("text", ["1 ring the school", "A. Ring", "I. Ring", "No. 1 is done", "A - ring"])
def test_without_such_a_line_it_is_a_word(text: str) -> None:
    assert read(f"{text}\nPay the rent")[0] == text


@pytest.mark.parametrize("width", [40, 60, 72, 90])
def test_a_mail_whose_lines_a_program_broke_reads_as_it_was_written(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in LETTER)
    assert [" ".join(s.split()) for s in read(wrapped)] == read("\n\n".join(LETTER))


@pytest.mark.parametrize(
    "text",
    ["Attend group\nRing school\nPay rent by Friday", "Dear Ann,\nthank you for the flowers", "Actions:\nring the school",
     "Walk to school\n\nand back", "Mum will attend the group until the end of the spring term\nDad will phone the school",
     "ring the school\v- pay the rent", "Yours sincerely,\u2028Sana Malik"],
)  # fmt: skip
def test_lines_that_their_author_broke_stay_apart(text: str) -> None:
    assert len(read(text)) == len([line for line in text.splitlines() if line])


def test_what_readers_do_not_see_is_passed_over_at_the_edges_and_kept_inside() -> None:
    text = "\u200bIt helped.\u200b  Dr\u00a0Hale will re\u00adturn at 5\u202fpm\u200b.\ufeff"
    assert read(text) == ["It helped.", "Dr\u00a0Hale will re\u00adturn at 5\u202fpm\u200b."]


def test_emphasis_around_a_whole_sentence_stays_outside_it() -> None:
    assert read("**Ring the school.** *Pay the rent*\n__Walk__ home") == [
        "Ring the school.",
        "Pay the rent",
        "__Walk__ home",
    ]


WRITTEN = st.text(alphabet=st.sampled_from(list("aBcé1. \n\t|-•*_)!?…“”'’:,\u200b\u00a0\r\v\u2028>#")), max_size=60)


@given(st.one_of(st.text(max_size=60), WRITTEN))
@example("1. a) - x")
@example("a.\n|b|.\nc")
def test_sentences_are_in_order_apart_in_bounds_and_hold_every_letter_but_those_of_marks(text: str) -> None:
    found = sentences(text)
    marks = [line.mark for line in lines(text)]
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(not s.of(text)[0].isspace() and not s.of(text)[-1].isspace() for s in found)
    held = {i for s in (*found, *marks) for i in range(s.start, s.end)}
    assert all(i in held for i, c in enumerate(text) if c.isalnum())
    assert not any(s.overlaps(m) for s in found for m in marks)
