"""What the pages show, looked up in the store."""
