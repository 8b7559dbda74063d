"""Real neighbours of the house for its tests: mail, PostgreSQL, a browser, the house itself."""
