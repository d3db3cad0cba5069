"""Measuring the planner on synthetic days and public instances."""
