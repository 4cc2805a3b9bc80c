"""Stage 2: from a need to chosen changes and a plan."""
