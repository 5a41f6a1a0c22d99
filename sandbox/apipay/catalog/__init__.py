"""The organization's goods as ApiPay keeps them: endpoints 9 to 14, and what the cabinet may do to them."""
