"""Judge two objectives: the words behind each doubt, the reason, and the question that settles it.

AIMWELL_URL says where Aimwell answers, AIMWELL_KEY is your key where it asks for one. `aimwell_client.py` stands beside
this file or in a folder of PYTHONPATH.
"""

import os
import sys

from aimwell_client import Client, Objective, Problem

text = sys.argv[1] if len(sys.argv) > 1 else "John will stop disrupting the class"
plan = (
    Objective(text, need="Other pupils cannot hear the teacher."),
    # The same form has fields for a plan's other columns.
    Objective("Attend a mutual aid group", who="Alfie", when="2027-03-01", measure="attendance slip"),
)

with Client(os.environ.get("AIMWELL_URL", "http://127.0.0.1:8642"), os.environ.get("AIMWELL_KEY")) as aimwell:
    try:
        scored = aimwell.score(*plan)
    except Problem as problem:
        sys.exit(str(problem))

for objective, result in zip(plan, scored.results, strict=True):
    print(f"{'SMART' if result.smart else 'not SMART'}: {objective.text}")
    for name, criterion in result.criteria.items():
        print(f"  {name}: {criterion.verdict}")
        for finding in criterion.findings:
            print(f"    “{finding.words(objective)}” {finding.message} {finding.question}")
