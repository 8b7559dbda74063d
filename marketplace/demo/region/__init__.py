"""The words and facts of the demonstration region, read from tables and composed.

`load_region()` gives one frozen value with everything in it: staff, organizations and their booths,
products, offers, buyers, conversations, and where each stands in review. It touches no database and
no clock: what depends on the day is kept as a number of days, and `content(today)` turns it into dates.
The content of a booth, a product or an offer has the keys of its model's `CONTENT`, without photos.

- `data/`         tables a person can read and correct; a good is written once and sold by many booths
- `things.py`     the frozen values
- `wording.py`    how names, descriptions and taglines are put together in three languages
- `prices.py`     trade prices in four currencies
- `catalogue.py`  a good on the shelf of a booth becomes a product, or an offer
- `loading.py`    reads it all and refuses what does not fit together
"""

from .loading import load_region
from .things import Region

__all__ = ["Region", "load_region"]
