"""The front page of the staff: what waits, oldest first, and the menu of the back office."""
