"""The training room on HTTP: its room, its feed of events, and what goes over the wire."""
