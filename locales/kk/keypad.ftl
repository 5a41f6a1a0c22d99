## The number pad of /till

keypad-open = Касса ашық. Соманы теріп, «QR көрсету» түймесін басыңыз немесе соманы жазып жіберіңіз. Төмендегі түймелер қала береді: келесі сома — бір түйме.
keypad-show = QR көрсету
keypad-clear = Тазарту
keypad-next = Келесі сома
keypad-close = Кассаны жабу
keypad-closed = Касса жабылды. Қайта ашу: /till
keypad-empty = Алдымен соманы теріңіз.
keypad-in-private = Касса жеке чатта жұмыс істейді.
command-till = Касса: соманы теру
