"""Benchmarks: what the kit costs in time and memory, beside the field's own tools, in one run.

``python -m benchmarks`` runs all of them; each module can also be run on its own.
"""
