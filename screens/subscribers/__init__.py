"""The chat of the shop's staff about subscriptions: what is set up, who subscribes, how it goes."""
