"""Banks' own catalogs are kept in step with ours, each by one replica at a time."""

from __future__ import annotations

from collections.abc import Mapping

from billing.catalog.banking import CatalogProvider
from billing.catalog.syncing import Syncing
from billing.ports import Clock
from bot.bank_turns import BankTurns
from store.engine import Database

TURN = 5.0


class Stocking(BankTurns):
    """Tells banks of new, changed and deleted items, and looks at what they show."""

    def __init__(
        self, database: Database, catalogs: Mapping[str, CatalogProvider], clock: Clock, *, owner: str
    ) -> None:
        banks = {slug: Syncing(database, each, clock) for slug, each in catalogs.items()}
        super().__init__(database, banks, clock, owner=owner, name="catalog", loop="stocking", every=TURN)
