## Pieces of a line

number = invoice #{ $number }
number-first = Invoice #{ $number }
shop-named = { $shop }
cashier = cashier { $name }
qr-until = QR valid until { $until }
at-today = at { $time }
at-day = on { $day } at { $time }
bank-halyk = Halyk
bank-apipay = Kaspi
bank-horizonpay = HorizonPay
way-horizonpay = Card / other

## Languages by their own names

language-kk = Қазақша
language-ru = Русский
language-en = English

## Short answers: 200 characters at most

asking-bank = Asking the bank…
bank-sees-nothing = The bank sees no payment yet. Please check again in a minute.
outcome-unknown = The bank has not told us yet whether it went through. Please don't repeat it: we keep asking and will write.
second-tap = Already on it.
staff-only = Only the shop's staff can press this.
button-old = This button is old. Here is how things stand now.
amount-not-read = Write the amount in digits, for example: 5000 Coffee
amount-too-big = This amount is too big for one invoice. Nothing was issued. Please check the digits or split it.
not-a-member = You can pay here; only the shop's staff issue invoices.
start-needed = Open the bot and press the button at the bottom to get your QR.
our-fault = Something broke on our side. Your money is where it was. We are on it; please try in a few minutes.
being-paid = The customer is confirming in the bank's app right now. Nothing is cancelled yet. Please wait a minute and check the payment.
bill-still-open = The bank can still take money by the old bill, so no other was issued. Press "Check payment" on its card; once it has ended, issue it again.
bill-of-subscription = A subscription's bill is not issued again by hand, so that nobody pays for the same days twice.
money-under-decision = Money has already come for this invoice. It is safe: the shop decides about it. Please don't send it again.
already-decided = This has already been decided. Nothing else has changed.
invoice-not-found = We can't find this invoice. Your money is where it was. Please ask the shop for a new link.
no-bank = No bank can take this payment here now. Nothing was taken. Please ask the shop how to pay.
bank-away = This bank does not take payments for the shop right now. Nothing was taken. Choose another way, or try later.
phone-wanted = This bank sends the bill to a phone. Which number? For example: +7 707 123 45 67

## What a check by hand found

check-progress = The QR has been scanned. The payment is being confirmed in the bank's app.
check-paid = The money has come. The card shows it.
check-declined = The payment did not go through. The card says why and what to do.
check-ended = It can't be settled this way any more: the time is up. The card has a button for a new try.
check-closed = This invoice is closed. The bank sees no payment for it.

## Menus

command-invoice = Issue an invoice: amount and words
command-invoices = Issued invoices
command-refund = Return money to the customer
command-attention = What waits for a decision
command-payments = Your payments and receipts
command-language = Language
command-privacy = What is kept about you, and deleting it
command-paysupport = A question about a payment
command-help = What this bot can do
