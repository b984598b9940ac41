"""Stage 7. Write it down, sourced: compose, check, sign, publish, render."""
