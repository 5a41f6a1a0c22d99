"""The words of the bank's app, in three languages."""

from collections.abc import Iterable

LANGUAGES = ("ru", "kk", "en")
NAMES = {"ru": "Рус", "kk": "Қаз", "en": "Eng"}

TEXTS: dict[str, dict[str, str]] = {
    "ru": {
        "app": "Учебный банк",
        "note": "Деньги здесь ненастоящие",
        "to": "Кому",
        "amount": "К оплате",
        "bonuses": "Бонусами",
        "card": "С карты",
        "for": "За что",
        "bill": "Номер счёта",
        "left": "Осталось",
        "pay": "Оплатить",
        "reject": "Отказаться",
        "new": "Проверьте сумму и получателя",
        "scanned": "Проверьте сумму и получателя",
        "blocked": "Платёж проводится…",
        "paid": "Оплачено",
        "auth": "Сумма заблокирована",
        "rejected": "Платёж не прошёл",
        "expired": "Время счёта вышло",
        "paid_detail": "Можно вернуться в магазин.",
        "auth_detail": "Магазин подтвердит или отменит оплату.",
        "blocked_detail": "Банк обрабатывает платёж. Ничего делать не нужно.",
        "rejected_detail": "Деньги не списаны. Вернитесь в магазин и попробуйте ещё раз.",
        "expired_detail": "Деньги не списаны. Вернитесь в магазин и возьмите новый QR.",
        "no_money": "Недостаточно средств. Деньги не списаны.",
        "offline": "Нет связи с банком. Пробуем ещё раз…",
        "missing": "Такого счёта нет",
        "missing_detail": "Проверьте ссылку или отсканируйте код снова.",
        "scan": "Сканер",
        "scan_hint": "Вставьте текст QR-кода",
        "scan_open": "Открыть счёт",
        "unreadable": "Код не читается",
        "foreign": "Этот код не наш",
    },
    "kk": {
        "app": "Оқу банкі",
        "note": "Мұндағы ақша шынайы емес",
        "to": "Кімге",
        "amount": "Төленетін сома",
        "bonuses": "Бонуспен",
        "card": "Картадан",
        "for": "Не үшін",
        "bill": "Шот нөмірі",
        "left": "Қалған уақыт",
        "pay": "Төлеу",
        "reject": "Бас тарту",
        "new": "Сома мен алушыны тексеріңіз",
        "scanned": "Сома мен алушыны тексеріңіз",
        "blocked": "Төлем жүріп жатыр…",
        "paid": "Төленді",
        "auth": "Сома бұғатталды",
        "rejected": "Төлем өтпеді",
        "expired": "Шоттың мерзімі өтті",
        "paid_detail": "Дүкенге оралуға болады.",
        "auth_detail": "Дүкен төлемді растайды немесе қайтарады.",
        "blocked_detail": "Банк төлемді өңдеп жатыр. Ештеңе істеудің қажеті жоқ.",
        "rejected_detail": "Ақша алынған жоқ. Дүкенге оралып, қайталап көріңіз.",
        "expired_detail": "Ақша алынған жоқ. Дүкенге оралып, жаңа QR алыңыз.",
        "no_money": "Қаражат жеткіліксіз. Ақша алынған жоқ.",
        "offline": "Банкпен байланыс жоқ. Қайта көріп жатырмыз…",
        "missing": "Мұндай шот жоқ",
        "missing_detail": "Сілтемені тексеріңіз немесе кодты қайта сканерлеңіз.",
        "scan": "Сканер",
        "scan_hint": "QR-код мәтінін қойыңыз",
        "scan_open": "Шотты ашу",
        "unreadable": "Код оқылмайды",
        "foreign": "Бұл біздің код емес",
    },
    "en": {
        "app": "Practice bank",
        "note": "No real money here",
        "to": "To",
        "amount": "To pay",
        "bonuses": "With bonuses",
        "card": "From the card",
        "for": "For",
        "bill": "Bill number",
        "left": "Time left",
        "pay": "Pay",
        "reject": "Decline",
        "new": "Check the amount and the shop",
        "scanned": "Check the amount and the shop",
        "blocked": "Paying…",
        "paid": "Paid",
        "auth": "The sum is held",
        "rejected": "Payment failed",
        "expired": "This bill has expired",
        "paid_detail": "You can go back to the shop.",
        "auth_detail": "The shop will confirm or cancel the payment.",
        "blocked_detail": "The bank is working on it. There is nothing to do.",
        "rejected_detail": "No money was taken. Go back to the shop and try again.",
        "expired_detail": "No money was taken. Go back to the shop for a new QR.",
        "no_money": "Not enough money. Nothing was taken.",
        "offline": "No connection to the bank. Trying again…",
        "missing": "There is no such bill",
        "missing_detail": "Check the link or scan the code again.",
        "scan": "Scanner",
        "scan_hint": "Paste the text of a QR code",
        "scan_open": "Open the bill",
        "unreadable": "The code cannot be read",
        "foreign": "This code is not ours",
    },
}


def language_of(chosen: str | None, accepted: str) -> str:
    """The language asked for, else the best of an Accept-Language header, else Russian."""
    if chosen in LANGUAGES:
        return str(chosen)
    for name in _by_weight(accepted):
        if name in LANGUAGES:
            return name
    return LANGUAGES[0]


def _by_weight(accepted: str) -> Iterable[str]:
    weighed = []
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), name.split("-")[0].lower()))
        except ValueError:
            continue
    return [name for _, name in sorted(weighed, key=lambda pair: pair[0])]
