"""What a report looks like: what is said (page), and one module for each way to draw it."""
