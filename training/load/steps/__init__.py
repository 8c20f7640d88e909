"""One step of a load test a module: each starts a service of its own, measures, and returns its figures as JSON."""
