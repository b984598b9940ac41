"""The pages, one file per stage."""
