"""People: who they are, how they sign in, what they may be.

Words: a *person* has one account; a *sign-in* is one browser that stays signed in, ended on the server;
a *pass* is a single-use secret in a letter (verify an address, choose a new password, confirm a new
address). Staff are persons with a staff role: officer, editor, administrator.
Beside the usual furniture: ``signing`` (the cookie), ``passwords`` (digests and what is too easy to
guess), ``guessing`` (how many wrong passwords are too many), ``letters`` (a letter in its reader's
language), ``devices`` (what a person calls a browser).
What hurts: known and unknown addresses must get the same answer in the same time; passes and session
tokens are kept as digests only; a link in a letter is opened by programs before people, so opening it
changes nothing.
"""
