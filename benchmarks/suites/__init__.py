"""Readers of public instances: each turns a file into a problem and its travel matrix."""
