"""`make bench`: what the marketplace's pages cost, beside a page that does the least a page can do.

Machines differ and are shared, so milliseconds mean little by themselves. Everything is measured in turns
with *baseline J* in the same run, and only the ratio to it is compared with the budgets. A time never fails
anything: what is over its budget is printed.

* ``baseline``  J itself: Flask and Jinja, 24 cards, 27 KB, no database
* ``region``    a region of any size: one of each goes through the front door, the rest are copies of its rows
* ``visits``    the pages that are measured, their budgets, and how a visitor asks for them
* ``visitors``  who asks: over a socket, or within this process to count queries
* ``load``      the load generator: processes of visitors, one answer after the other
* ``servers``   gunicorn and PostgreSQL as processes: their processor time, their memory
* ``measuring`` takes turns, counts queries, and weighs pages
* ``imports``   a price list brought in, beside plain inserts of the database rows it becomes
* ``table``     what is printed
* ``keeping``   where it stays, in ``results/``
"""
