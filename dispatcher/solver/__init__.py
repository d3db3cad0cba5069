"""The only room that imports ortools."""
