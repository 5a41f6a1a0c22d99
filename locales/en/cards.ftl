## First lines: the state, and the amount where it fits

card-waiting = ⏳ Waiting: { $amount }
card-scanned = 📲 QR scanned: { $amount }
card-blocked = 📲 Payment on its way: { $amount }
card-held = 🔒 Money on hold: { $amount }
card-unknown = ⏳ Waiting for the bank: { $amount }
card-declined = ⚠️ Payment declined
card-no-qr = ⚠️ The bank gave no QR
card-no-way = ⚠️ No way to pay yet: { $amount }
card-qr-over = ⌛ This QR has expired
card-expired = ⌛ The invoice has expired
card-cancelled = 🚫 Invoice cancelled: { $amount }
card-paid = ✅ Paid: { $amount }
card-returned = ↩️ Returned: { $amount }
card-deciding = ⏳ The shop is deciding: { $amount }
card-moved = ⬇️ Moved below: { $amount }

## What to do

hint-preparing = Preparing the QR…
hint-choose-issuer = How will the customer pay?
hint-choose-payer = How would you like to pay?
hint-get-qr = Press the button to get the QR.
hint-issuer = Show the QR to your customer or send the link.
hint-issuer-link = Send the link to your customer.
hint-payer = Invoice from { $shop }. On this phone tap your bank's button; from another phone scan the QR.
hint-payer-scan = Invoice from { $shop }. Scan the QR with your bank's app.
hint-payer-open = Invoice from { $shop }. Tap the button and pay on the bank's page.
hint-payer-confirm = Invoice from { $shop }. Open your bank's app and confirm the bill there.
hint-no-instruction = The bank has the invoice, but its QR did not reach us. We keep asking and will show what the bank says.
hint-confirm-payer = Confirm the payment in the bank's app.
hint-confirm-staff = The customer has scanned the QR and is confirming.
hint-blocked = The bank is moving the money; this can take a few minutes. Please don't send it again.
hint-held-payer = The bank has set the money aside on your card. The shop will take it or let it go. Please don't send it again.
hint-held-staff = The bank has set the money aside; it is not with you yet. A manager or an owner takes it or lets it go.
hint-hold-told = The bank is being told what was decided about the money on hold. The card will show what came of it.
hint-qr-over =
    { $minutes ->
        [0] Please don't scan the old picture. Press the button for a new QR.
        [one] Please don't scan the old picture. A new QR works for { $minutes } minute.
       *[other] Please don't scan the old picture. A new QR works for { $minutes } minutes.
    }
hint-expired-payer = Ask the shop for a new one.
hint-expired-staff = No money came. If it is still needed, issue a new one.
hint-cancelled-payer = The shop has cancelled it: there is nothing to pay. Please don't scan the old QR.
hint-cancelled-staff = Customers see that there is nothing to pay.
hint-old-qr-staff = { $bank } can still take money by the old QR until { $until }. If it does, you will be asked what to do.
hint-deciding-staff = The money is with you. An owner or a manager decides what to do with it.
hint-deciding-other = A payment for this invoice has reached the shop's bank, and the shop is deciding about it. There is nothing to pay now.
hint-second-staff = One more payment has come for this invoice. An owner or a manager decides about it.
hint-returned = Returned: { $amount }
hint-returned-at = Returned { $at }.
hint-returned-second = Returned of another payment: { $amount }
hint-paid-late = It came late, and the shop accepted it.
hint-paid-other-sum = The invoice was for { $amount }; the shop accepted the sum as it came.
hint-no-way-payer = No bank here takes this amount now. Nothing was taken. Please ask the shop how to pay.
hint-no-way-staff = No bank here takes this amount. Nothing was taken. Switch a bank on in the settings, or issue another amount.
hint-moved = This invoice has a newer card further down in this chat.
hint-checked = Checked { $at }: no payment yet.

## Words stamped on the picture

stamp-paid = Paid
stamp-returned = Returned
stamp-expired = Expired
stamp-over = QR expired
stamp-cancelled = Cancelled
stamp-rejected = Declined
stamp-moved = Moved below
