"""Days computed by hand: every rule with its arithmetic, read by every reader of the rules."""
