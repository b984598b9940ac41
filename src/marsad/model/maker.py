"""How a finding names who made a post when no registered outlet is recognised."""

PLACE = "place:"
"""Begins the value when the place where the post was seen speaks for itself."""
ORIGIN = "origin:"
"""Begins the value when the post was forwarded from a channel that nobody has registered."""
