"""Far more than the service can do: who is let in is answered in time, all others are told when to come again."""

from training.load.generator import put
from training.load.limits import MOST_RATE
from training.load.samples import NOT_SENT, timeline
from training.load.service import started
from training.load.steps.common import Bench, Figures, Say, figures

AFTER_RATE, AFTER_SECONDS = 20.0, 5.0
TIMES = 10


def overload(bench: Bench, say: Say, knee: float, seconds: float, processes: int) -> Figures:
    """Return what came of ten times the knee, and how the service is afterwards."""
    asked = min(TIMES * knee, MOST_RATE)
    with started(bench.subject()) as service:
        bench.warmed(service)
        done = put(bench.load(service, asked, seconds), processes)
        found = done.summary
        after = put(bench.load(service, AFTER_RATE, min(AFTER_SECONDS, seconds))).summary
        alive = service.alive
    faults = {o: n for o, n in found.errors.items() if o.startswith("5") and o != "503"}
    unanswered = {o: n for o, n in found.errors.items() if o not in ("503", NOT_SENT, *faults)}
    say(f"{asked:.0f}/s is {asked / knee:.1f} times the knee of {knee:.0f}/s. {found}")
    say(
        f"{found.without_retry_after} of the 503s say nothing of when to come again; other 5xx: {faults or 'none'}; "
        f"no answer: {unanswered or 'none'}; admitted, counted from when they were begun: {found.begun or 'none'}"
    )
    say(f"the load tool was {found.lag_p99:.0f} ms late at p99 and took {done.cpu / seconds:.2f} cores")
    say(f"afterwards it {'answers' if alive else 'IS GONE'}: {after}")
    return {
        "rate": asked,
        "knee": knee,
        "load": figures(done),
        "faults": faults,
        "unanswered": unanswered,
        "alive": alive,
        "after": after.body(),
        "timeline": timeline(done.samples, seconds, 1.0),
    }
