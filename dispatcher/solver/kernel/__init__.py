"""Ruin and recreate over the arrays of a problem, compiled: the engine `search`."""
