#!/usr/bin/env bash
# Ask what an objective could say instead; days are proposed by the plan's next review. The reply is JSON.
# AIMWELL_URL says where Aimwell answers, AIMWELL_KEY is your key where it asks for one; curl reads it as
# from a file, so that the list of processes does not show it.
set -euo pipefail

curl --silent --show-error --fail-with-body --retry 3 "${AIMWELL_URL:-http://127.0.0.1:8642}/v1/rewrite" \
  --header @<(printf 'X-API-Key: %s\n' "${AIMWELL_KEY:-}") --header 'Content-Type: application/json' --data-binary @- <<'JSON'
{"text": "Mum to attend parenting group asap", "need": "Bedtimes are chaotic.", "n": 2, "review": "2027-01-20"}
JSON
