"""A line of digits, read as a whole: what the network believes along it, and CTC by hand."""
