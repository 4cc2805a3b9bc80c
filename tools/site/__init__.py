"""Builds the course's site from Markdown, notebooks and the library's own data. Not part of the library."""
