"""What an audit found: its page, its findings and its JSON."""
