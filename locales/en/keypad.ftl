## The number pad of /till

keypad-open = The till is open. Tap a sum and press “Show the QR”, or just write it. The buttons at the bottom stay: the next sum is one tap away.
keypad-show = Show the QR
keypad-clear = Clear
keypad-next = Next sum
keypad-close = Close the till
keypad-closed = The till is closed. Open it again: /till
keypad-empty = Tap a sum first.
keypad-in-private = The till works in the private chat.
command-till = Number pad for the counter
