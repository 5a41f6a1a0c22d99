"""The shop's figures as their readers see them: the page of ``/stats`` and the morning's message."""
