"""Cards that a member sends into any chat: what was typed after the bot's name, and what becomes of it."""
