"""The fictional municipality Exempelby: its texts, and the script that deals its tables."""
