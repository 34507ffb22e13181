"""The lines of notes, each with the time that stands before it."""

from rubrics.scorecards.note_lines import note_lines


def test_a_stamp_holds_until_the_next() -> None:
    text = (
        "before\n[0:12] asked about retries\n  no answer on ordering \n\n———\n[61:05]\ndrew [2:10] the outbox"
    )
    assert [(line.stamp, line.text) for line in note_lines(text)] == [
        ("", "before"),
        ("0:12", "asked about retries"),
        ("0:12", "no answer on ordering"),
        ("61:05", "drew [2:10] the outbox"),
    ]
    assert note_lines(text)[3].offset == 3665
    assert len({line.id for line in note_lines(text)}) == 4


def test_nothing_and_odd_stamps() -> None:
    assert note_lines(" \n\n") == []
    assert [line.offset for line in note_lines("[1:75] no time")] == [None]
