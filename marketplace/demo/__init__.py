"""The demonstration region: an invented stretch of the Vietnam–Laos border, the same on every run.

Used by `flask seed`, by screenshots and by browser journeys; nothing else imports this room, and
only the CLI calls it. Nobody in it is real: organizations, numbers and contacts are made up, and
every text that a visitor can mistake for a fact carries the region's demonstration notice.

- `region/`   the words and facts of the region as tables a person can read and correct
- `pictures/` its photographs, logos and banners, drawn by our own code
- `album.py` makes and keeps the pictures, `seed.py` tells it all through the verbs everybody uses
"""
