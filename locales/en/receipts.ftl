## Somebody asks about a receipt

proof-genuine = ✅ Genuine receipt: { $amount }
proof-part-back = ✅ Genuine receipt: { $amount }, a part went back
proof-all-back = ↩️ Genuine receipt, but the money went back: { $amount }
proof-practice = 🧪 Genuine receipt, but of practice money: { $amount }
proof-paid = Paid: { $at }
proof-returned = Returned: { $amount }
proof-returned-at = Last time: { $at }
proof-under-way = On its way back: { $amount }
proof-nothing-back = Nothing went back.
proof-code = Receipt code: { $code }
proof-checked = As it stands at { $at }. Please compare the amount and the time with what you were shown: a receipt is for one payment.
proof-none = ❌ This is no receipt of ours
proof-none-hint = { $shop } has no payment with the code { $code }. The code of a genuine receipt is found at once, so please don't rely on this one. If it is of another shop, that shop's own bot can check it: its name stands on the receipt.
proof-foreign = ❔ This receipt is of another bot
proof-foreign-hint = Its QR leads to @{ $bot }, and { $shop } has no payment with the code { $code }. We can't say anything about it. Only that bot can: first make sure that it really is the shop's.
receipt-slip = There is a slip in this receipt code. Please compare each letter and digit and send it again, or send a photo of the QR. A code has three groups of four, without 0, 1, I, L and O.
receipt-old = This is the short code of an older receipt, and nothing can be proved by it. Whoever paid opens the payment in /payments and presses “Receipt”: there is the full code.
receipt-tries = Too many codes that are not ours, or too many pictures. Please try again in an hour. If it cannot wait, ask the shop.
receipt-not-seen = I see no QR of a receipt in this picture. Please hold it straight, near and well lit, or type the code that stands beside it.
btn-receipt-pdf = Receipt as PDF
receipt-file = Receipt: { $amount } · { $shop } · invoice #{ $number }

## The receipt on paper

paper-title = Payment receipt
paper-paid = Paid
paper-part-back = Paid, a part was returned
paper-all-back = Returned in full
paper-invoice = Invoice
paper-for = For
paper-when = Paid on
paper-bank = Bank
paper-reference = Bank's number
paper-card = Card
paper-returned = Returned
paper-returned-at = { $amount } on { $at }
paper-left = Left
paper-code = Receipt code
paper-check = To check this receipt, scan the QR, or send the code or a photo of the QR to the bot @{ $bot }. Anybody may.
paper-fiscal = This receipt says that the payment came. It does not replace the fiscal receipt: that one comes from the seller.
