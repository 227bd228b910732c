"""What an audit objects to: one module for each check."""
