"""Nothing is lost: processes are killed while banks and Telegram misbehave, and then books are compared."""
