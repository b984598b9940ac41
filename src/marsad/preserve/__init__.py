"""Stage 2. Keep what came in, and prove it."""
