## On cards

btn-share = Share
btn-check = Check payment
btn-cancel = Cancel invoice
btn-another-way = Another way
btn-new-qr = New QR
btn-show-qr = Get the QR
btn-try-again = Try again
btn-pay-private = Pay in private
btn-receipt = Receipt
btn-question = A question about it
btn-again = Issue again
btn-back = Back
link-homebank = Open Halyk
link-page = Go to payment
link-qr = Open the QR
link-onlinebank = Open Onlinebank
link-any = Open the bank's app

## In questions

btn-accept = Accept
btn-later = Decide later
btn-done = Done
btn-open-invoice = Show the invoice

## In Telegram's own window for sharing

share-text = Invoice from { $shop }: { $amount }
