"""The public frame: home, about, legal pages as editable versions, sitemap, health.

Words: a *legal page* has a slug and numbered *versions*; the newest in force is shown, old ones stay
readable. Vietnamese is the authoritative language.
"""
