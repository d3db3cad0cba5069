"""Other solvers on the same days: the same rules, the same clock, the same judge."""
