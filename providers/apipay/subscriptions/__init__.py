"""ApiPay's own subscriptions: it bills by its calendar, and the payer confirms each bill as any other."""
