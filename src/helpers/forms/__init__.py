"""The workbook people fill in: written with drop-downs, kept when asked for again, its wrong cells named."""
