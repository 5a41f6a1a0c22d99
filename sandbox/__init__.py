"""Simulators for trying Tolem without accounts: Telegram's Bot API with a chat page, and the banks."""
