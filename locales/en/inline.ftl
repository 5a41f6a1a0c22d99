## A card in any chat

inline-example = Write amount and words: 5000 Coffee
inline-too-much = You may not issue that much
inline-in-channel = Not in channels: one card, one payer
inline-about = Send a card to pay by, here in the chat
inline-about-phone = Send a card to pay by. The number is not used here
inline-from = Invoice from { $shop }. Press the button to pay. For a receipt, pay in private.
inline-over = This card is not valid any more. Nothing was taken. Ask the shop for a new one.
inline-card-over = ⌛ This card is not valid any more
btn-inline-pay = Pay
