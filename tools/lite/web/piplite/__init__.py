"""Stands where JupyterLite's installer would: everything is here already, and nothing is fetched from elsewhere."""
