"""Everything that must stay true; mirrors the source."""
