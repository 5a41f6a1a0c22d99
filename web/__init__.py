"""Front door 2: HTTP. Bank webhooks, Telegram's webhook, the payment page, health and metrics."""
