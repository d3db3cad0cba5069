"""Loads, suites and the frame that keeps evidence."""
