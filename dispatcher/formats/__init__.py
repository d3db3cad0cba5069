"""The files people have: JSON, XLSX and CSV in; JSON, XLSX, CSV, a page and day sheets out."""
