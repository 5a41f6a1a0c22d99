"""What the shop's staff do with subscriptions in the chat."""
