"""Who belongs to the shop, what each may do, and how somebody comes, rises and goes."""
