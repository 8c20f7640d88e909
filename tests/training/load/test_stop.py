import pytest

from training.load.steps.stop import Sent, Stopped

CLOSED = 0.5


@pytest.mark.parametrize(
    ("sent", "outcome", "lost"),
    [
        (0.1, "200", False),
        (0.1, "503", False),
        (0.1, "closed without an answer", True),
        (-0.2, "ConnectionResetError", True),
        (0.1, "no answer in time", True),
        (0.6, "closed without an answer", False),
        (None, "ConnectionRefusedError", False),
    ],
)
def test_a_request_is_lost_when_it_was_sent_while_the_door_was_open_and_never_answered(
    sent: float | None, outcome: str, lost: bool
) -> None:
    one = Sent(sent, 0.7, outcome, kept_open=False)
    assert Stopped(CLOSED, 1.0, 0, [one]).lost == ([one] if lost else [])


def test_requests_that_were_over_before_sigterm_are_not_counted_after_it() -> None:
    sent = [Sent(-2, -1, "200", True), Sent(-0.1, 0.1, "200", True), Sent(None, 0.8, "ConnectionRefusedError", False)]
    assert Stopped(CLOSED, 1.0, 0, sent).counts() == {"200, sent while it was open": 1, "no connection": 1}
