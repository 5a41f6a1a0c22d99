## A bill by phone: on cards

card-bill-over = ⌛ This bill is no longer valid
card-no-bill = ⚠️ The bank took no bill
card-cancelling = ⏳ Cancelling: { $amount }
hint-sending = Sending the bill…
hint-get-bill = Press the button, and the bill comes to your phone.
hint-get-bill-staff = Press the button and write the customer's number.
hint-billed = We sent the bill to { $bank }: { $phone }. Open its app and confirm it.
hint-billed-other = The bill is in { $bank }. It is confirmed in its app.
hint-billed-staff = We sent the bill to { $bank }: { $phone }. The customer confirms it in the app.
hint-bill-over = The bank takes it no longer. A new bill can be sent.
hint-cancelled-bill = The shop has cancelled it: there is nothing to pay. Please don't confirm the bill in the bank's app.
bill-until = bill valid until { $until }
stamp-bill-over = No longer valid
btn-other-number = Another number
btn-new-bill = New bill
btn-bill-by-phone = Bill to a phone

## Other bills of the same invoice

hint-whole-only = { $bank } takes whole tenge only, so it is not offered here.
hint-cancelling-staff = We have asked { $bank } to cancel its bill. Until it has, money may still come.
hint-cancelling-payer = The bill in { $bank } is being cancelled: please don't confirm it.
hint-replaced = The bill to { $phone } is being cancelled: please don't confirm that one.
hint-old-bill-staff = { $bank } can still take money by its bill until { $until }. If it does, you will be asked what to do.
hint-old-qr-payer = Please don't scan the old QR of { $bank }: nothing more is owed.

## Which number?

phone-known = { $bank } sends the bill to a phone. Shall it be { $phone }? Or write another number.
phone-known-yes = Bill { $phone }
phone-forget = Forget this number
phone-ask = { $bank } sends the bill to a phone. Press the button below to send your number, or write another one, for example: 8 707 123 45 67
phone-ask-staff = { $bank } sends the bill to a phone. Write the customer's number, for example: 8 707 123 45 67
phone-share = Send my number
phone-wrong = This is not a phone number. Write it like this: 8 707 123 45 67. Or press “Back”.
phone-foreign = This bank sends bills only to mobile numbers of Kazakhstan, so no bill was sent. Write another number, for example: 8 707 123 45 67. Or press “Back”.
phone-billed = The bill goes to { $phone }.
phone-standing = A bill is on its way already, so no other was sent. The card shows how things stand.
phone-left = All right, no bill was sent.
phone-question-over = This question is over: it waits 15 minutes. No bill was sent. Please choose the way to pay on the invoice's card again.
phone-forgotten = The number is forgotten.
phone-none-kept = No number is kept.
too-many-phones = This invoice has gone to several different numbers already. We send it to no other, so that nobody is disturbed. Choose another way to pay, or ask the shop for a new invoice.
too-many-pushes = This invoice has been sent to phones too often. Nothing was sent and nothing was taken. Choose another way to pay, or ask the shop for a new invoice.

## On the payment page

page-state-bill-over = This bill is no longer valid
page-state-no-bill = The bank took no bill
page-hint-sending = We are sending the bill to the phone. It takes a few seconds.
page-hint-phone = This shop's bank sends the bill to a phone. Open the invoice in Telegram and write your number there.

## Help

chat-help-phone =
    <code>/invoice 5000 87071234567 Coffee</code> – the bill goes to that phone at once
