"""What-if studies: the same days under several scenarios, with the same random numbers, compared day by day."""
