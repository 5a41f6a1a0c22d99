"""The shop's figures: what came in, what went back, by bank, cashier and hour, beside the time before."""
