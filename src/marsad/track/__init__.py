"""Stage 5. Who says what, and what in the world it answers."""
