"""What a score and a suggestion are: light, without torch, database or web."""

import os

# ONNX Runtime reports to its maker from version 1.29 on, on Linux too, unless this is set before it is loaded. Nothing that
# computes on plans may speak to anybody.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
