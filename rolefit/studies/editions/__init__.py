"""Several editions of one rubric: answers carried from one to the next, and what differs."""
