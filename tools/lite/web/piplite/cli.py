"""What ``%pip`` does in a cell."""

SAID = (
    "Allt som kursen behöver finns redan här. Inget mer går att installera.\\n"
    "All that the course needs is here already. Nothing more can be installed."
)


async def get_transformed_code(argv: list[str]) -> str:
    """Return the line that runs in the place of ``%pip``."""
    return f'print("{SAID}")'
