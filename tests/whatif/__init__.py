"""What-if studies: files, cells, workers, statistics, reports."""
