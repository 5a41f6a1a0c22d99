"""Back door 1: banks, one folder each, behind the port in ``billing.ports``."""
