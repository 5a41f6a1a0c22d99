"""The customer's chat about subscriptions: agree by a link, see, pay, pause, stop."""
