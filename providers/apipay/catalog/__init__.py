"""ApiPay's own catalog of goods, from which bills by lines are made."""
