"""What a shop's books are full of: names, goods, banks' words; sealed once, used again."""

from __future__ import annotations

import json
import random

from billing.names import words_of
from store.secrets import Vault

FIRST_NAMES = (
    *("Айгүл", "Алия", "Алихан", "Арман", "Асель", "Ахмет", "Бақыт", "Болат", "Гүлнара", "Дана", "Дәурен"),
    *("Динара", "Ерлан", "Жанар", "Жұлдыз", "Иван", "Кәмила", "Мария", "Мадина", "Нұрлан", "Ольга", "Рустам"),
    *("Сергей", "Сәуле", "Тимур", "Шолпан"),
)
MIDDLE_NAMES = ("Азаматович", "Бекұлы", "Ерланқызы", "Ивановна", "Маратович", "Петрович", "Сериковна")
STEMS = (
    *("Абай", "Абдрахман", "Алтын", "Ахмет", "Байтұрсын", "Бек", "Бел", "Досжан", "Ермек", "Жакып", "Жаңбыр"),
    *(
        "Жұмабай",
        "Иван",
        "Исмағұл",
        "Кәрім",
        "Қайрат",
        "Қасым",
        "Қожа",
        "Мұқан",
        "Мырза",
        "Нұрғали",
        "Нұртай",
    ),
    *("Омар", "Оспан", "Өмір", "Петр", "Рахым", "Сағын", "Сатпай", "Сейіт", "Смағұл", "Сыдық", "Тілеу"),
    *("Тоқтар", "Тулеген", "Үміт", "Федор", "Шәріп", "Шоқан", "Юсуп"),
)
ENDINGS = ("ов", "ова", "ев", "ева", "тегі", "ұлы", "қызы", "баев", "баева", "беков", "бекова", "ханов")
GOODS = (
    *("Кофе", "Капучино", "Чай", "Тойға торт", "Букет роз", "Доставка", "Баурсақ", "Шашлык", "Аренда зала"),
    *("Стрижка", "Маникюр", "Ремонт телефона", "Обед на двоих", "Абонемент", "Урок английского", "Книга"),
)
EMV = (
    "00020101021227400012KZ.HALYKBANK0108HSBKKZKX02089800004228660011104074279080120KZ056010000000000042"
    "0208980000420301N0501006010520447845303398540450005802KZ5904DANA6006ALMATY623801111040742790808031911"
    "0120400000000016304F856"
)
QR = json.dumps(
    {
        "kind": "scan",
        "qr": EMV,
        "links": [{"app": "halyk", "url": "https://pay.example.kz/h/" + "q" * 40}],
        "form": None,
    }
)
ACCESS = 200  # characters of a bank's token
UPDATE = 700  # bytes of a message as Telegram sends it
REPORT = 600  # bytes of a bank's webhook


class Pools:
    """Some values of each sort, among which the books' rows choose."""

    def __init__(self, vault: Vault, chance: random.Random, payers: int) -> None:
        self.names = [_name(chance) for _ in range(payers)]
        self.sealed_names = [vault.seal(name) for name in self.names]
        words = {word for name in self.names for word in words_of(name)}
        marks = {word: vault.marks(f"1:{word}")[0] for word in words}
        self.marks = [tuple(marks[word] for word in words_of(name)) for name in self.names]
        self.access = [vault.seal("t" * ACCESS) for _ in range(20)]
        self.updates = [vault.seal("u" * UPDATE) for _ in range(20)]
        self.reports = [vault.seal("r" * REPORT) for _ in range(20)]


def _name(chance: random.Random) -> str:
    common = int(len(STEMS) * chance.random() ** 2)
    parts = [STEMS[common] + chance.choice(ENDINGS), chance.choice(FIRST_NAMES)]
    return " ".join([*parts, chance.choice(MIDDLE_NAMES)] if chance.random() < 0.6 else parts)


def description(chance: random.Random) -> str:
    """What is sold, often with a word about it."""
    words = chance.choice(GOODS)
    if chance.random() < 0.6:
        return words
    return f"{words}, {chance.choice(GOODS).lower()} {chance.randrange(99)}"
