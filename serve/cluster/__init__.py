"""The service on an engine that others run already: Ray Serve. `docs/guide/cluster.md` is for whoever operates it."""
