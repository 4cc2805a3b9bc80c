"""FSI Kit: a municipality's work with its local businesses, from company visit to effect."""

__version__ = "0.1.0"
