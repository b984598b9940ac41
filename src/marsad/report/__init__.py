"""Stage 7. Write it down, sourced."""
