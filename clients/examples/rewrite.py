"""Ask what an objective could say instead, and what somebody must still agree to.

AIMWELL_URL says where Aimwell answers, AIMWELL_KEY is your key where it asks for one. `aimwell_client.py` stands beside
this file or in a folder of PYTHONPATH.
"""

import os
import sys

from aimwell_client import Client, Objective, Problem

text = sys.argv[1] if len(sys.argv) > 1 else "Mum to attend parenting group asap"
objective = Objective(text, need="Bedtimes are chaotic.")

with Client(os.environ.get("AIMWELL_URL", "http://127.0.0.1:8642"), os.environ.get("AIMWELL_KEY")) as aimwell:
    try:
        rewritten = aimwell.rewrite(objective, n=2)
    except Problem as problem:
        sys.exit(str(problem))

for suggestion in rewritten.suggestions:
    print(suggestion.blank_text)  # with [when] and the like, for somebody to fill
    print(suggestion.text)  # with a proposal where there is one; it is no fact until somebody agrees
    for span in suggestion.spans:
        print(f"  “{suggestion.text[span.start : span.end]}” {span.question} {span.source or 'nobody has said'}")
