"""What is asked: rubrics, their items, conditions and texts, and the responses to them."""
