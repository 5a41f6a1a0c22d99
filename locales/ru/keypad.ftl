## The number pad of /till

keypad-open = Касса открыта. Наберите сумму и нажмите «Показать QR» или просто напишите её. Кнопки внизу остаются: следующая сумма — в одно касание.
keypad-show = Показать QR
keypad-clear = Сбросить
keypad-next = Следующая сумма
keypad-close = Закрыть кассу
keypad-closed = Касса закрыта. Открыть снова: /till
keypad-empty = Сначала наберите сумму.
keypad-in-private = Касса работает в личном чате.
command-till = Касса: набор суммы
