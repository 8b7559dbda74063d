"""Reference data: places, units, trade terms, categories, HS headings."""
