"""What change over time looks like: the page, and the parts it is made of."""
