"""Load on a running service, and on others beside it: `aimwell-train load` and `aimwell-train compare-serving`."""
