#!/usr/bin/env bash
# Check running text, as clients of LanguageTool do: one match a finding, on the objectives among the other sentences.
# The text is the first argument. AIMWELL_URL says where Aimwell answers, AIMWELL_KEY is your key where it asks for one; curl
# reads it as from a file, so that the list of processes does not show it.
set -euo pipefail

curl --silent --show-error --fail-with-body --retry 3 "${AIMWELL_URL:-http://127.0.0.1:8642}/v2/check" \
  --header @<(printf 'X-API-Key: %s\n' "${AIMWELL_KEY:-}") --data language=en-GB \
  --data-urlencode "text=${1:-The team met on Monday. John will stop disrupting the class.}"
