"""What each command does, loaded only when it is run; its options are in the module above."""
