"""Telegram counts in UTF-16 code units."""


def utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, most: int) -> str:
    """As much of the text as fits, no character torn apart."""
    while utf16_length(text) > most:
        text = text[: min(len(text) - 1, most)]
    return text
