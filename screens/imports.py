"""What a sheet with items would do to the catalog, and what is wrong with it, in a message's few lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from billing.catalog.importing import Changed, Draft, Plan, Trouble
from billing.catalog.models import BARCODE_MOST, NAME_MOST, Unit
from billing.money import Money
from screens.format import clean, money
from screens.sheets import catalog_words
from screens.texts import Words

LINES = 15  # with the sentences around them a message of at most twenty
TITLES = 5
SHOWN = 40  # characters of a name, or of what stands in a cell


def planned(plan: Plan, ignored: Sequence[str], words: Words) -> str:
    """The plan before it is confirmed, or its troubles; HTML. ``ignored``: titles of columns not read."""
    return "\n".join(
        [*(_troubles(plan, words) if plan.troubles else _changes(plan, words)), *_ignored(ignored, words)]
    )


def wrong(trouble: Trouble, words: Words) -> str:
    """What is wrong in one cell, without its row; plain text."""
    return words(
        f"import-trouble-{trouble.why}",
        column=catalog_words.column(trouble.field, words),
        given=clean(trouble.given, SHOWN),
        other=str(trouble.other),
        name_most=str(NAME_MOST),
        barcode_most=str(BARCODE_MOST),
    )


def _troubles(plan: Plan, words: Words) -> Iterator[str]:
    yield words("import-troubles", count=len(plan.troubles))
    yield ""
    for trouble in plan.troubles[:LINES]:
        yield words.html("import-row", row=str(trouble.row), told=wrong(trouble, words))
    yield from _more(len(plan.troubles), words)


def _changes(plan: Plan, words: Words) -> Iterator[str]:
    if plan.idle:
        yield words("import-nothing", count=plan.same)
        return
    yield words("import-plan", added=len(plan.new), changed=len(plan.changed), same=plan.same)
    yield ""
    shown: list[Draft | Changed] = [*plan.changed[:LINES], *plan.new[:LINES]]
    for each in shown[:LINES]:
        yield _change(each, words) if isinstance(each, Changed) else _new(each, words)
    yield from _more(len(plan.changed) + len(plan.new), words)


def _new(draft: Draft, words: Words) -> str:
    assert draft.name is not None
    assert draft.price is not None
    return words.html("import-new", name=clean(draft.name, SHOWN), price=money(draft.price, words.locale))


def _change(each: Changed, words: Words) -> str:
    told = ", ".join(
        words(
            "import-was",
            column=catalog_words.column(field, words),
            was=_value(getattr(each.item, field), words),
            to=_value(value, words),
        )
        for field, value in each.changes.items()
    )
    return words.html("import-changed", name=clean(each.item.name, SHOWN), told=told)


def _value(value: object, words: Words) -> str:
    if isinstance(value, Money):
        return money(value, words.locale)
    if isinstance(value, Unit):
        return catalog_words.unit(value, words)
    if isinstance(value, bool):
        return catalog_words.truth(value, words)
    return clean(str(value), SHOWN) or "–"


def _more(count: int, words: Words) -> Iterator[str]:
    if count > LINES:
        yield words("import-more", count=count - LINES)


def _ignored(titles: Sequence[str], words: Words) -> Iterator[str]:
    if titles:
        yield ""
        shown = ", ".join(f"«{clean(title, SHOWN)}»" for title in titles[:TITLES])
        yield words.html("import-ignored", titles=f"{shown}, …" if len(titles) > TITLES else shown)
