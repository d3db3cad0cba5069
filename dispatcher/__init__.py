"""A technician dispatch optimizer: who visits which customer, when, with which skills and parts."""
