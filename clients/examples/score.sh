#!/usr/bin/env bash
# Judge two objectives, the second in the columns of a plan. The reply is JSON.
# AIMWELL_URL says where Aimwell answers, AIMWELL_KEY is your key where it asks for one; curl reads it as
# from a file, so that the list of processes does not show it.
set -euo pipefail

curl --silent --show-error --fail-with-body --retry 3 "${AIMWELL_URL:-http://127.0.0.1:8642}/v1/score" \
  --header @<(printf 'X-API-Key: %s\n' "${AIMWELL_KEY:-}") --header 'Content-Type: application/json' --data-binary @- <<'JSON'
{"objectives": [
  {"text": "John will stop disrupting the class", "need": "Other pupils cannot hear the teacher."},
  {"text": "Attend a mutual aid group", "who": "Alfie", "when": "2027-03-01", "measure": "attendance slip"}
]}
JSON
