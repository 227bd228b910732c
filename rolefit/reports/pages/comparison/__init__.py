"""What a comparison looks like: the page, and the parts it is made of."""
