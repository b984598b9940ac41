"""Stage 3. Say something about each post, signed and never overwriting."""
