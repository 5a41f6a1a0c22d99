"""Papers: what is handed out as a PDF. Pure; drawn in the worker process, never on the event loop.

fpdf2 draws, and is imported when it is first needed. Imports no chat framework.
"""

from screens.papers.model import Paper, Row

__all__ = ["Paper", "Row"]
