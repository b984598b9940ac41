"""Arabic script and the languages around it: pure functions."""
