"""Builds what runs notebooks in the reader's browser: JupyterLite, Python and the kit, all static files."""
