"""The shop in the chat: customers leaf through it and pay their carts, members fill carts for customers."""
