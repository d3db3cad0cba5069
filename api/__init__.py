"""HTTP around the core."""
