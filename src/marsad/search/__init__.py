"""Stage 6. Find it again."""
