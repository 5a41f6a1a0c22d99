"""Telegram counts in UTF-16 code units."""


def utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
