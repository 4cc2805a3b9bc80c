"""What builds the course and its example data; not part of the library."""
