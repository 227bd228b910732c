"""What a match of a need and candidates looks like: the page, and the parts it is made of."""
