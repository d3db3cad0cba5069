"""The service's routes, one file for each group of DESIGN section 10."""
