"""The service over HTTP, with real processes behind it."""
