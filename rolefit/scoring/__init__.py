"""What follows from responses: scores, bounds, gates, the verdict and what would change it."""
