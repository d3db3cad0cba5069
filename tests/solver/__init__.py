"""Tests of the room that imports OR-Tools."""
