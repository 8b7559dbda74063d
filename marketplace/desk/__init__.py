"""The front page of a booth's people: what waits for me, and the menu of the desk."""
