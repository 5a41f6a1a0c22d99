### The payment page in the browser: what a payer sees who opens an invoice's link.

page-title = { $state }: { $amount } · { $shop }
page-languages = Language
page-safe = Pay only in your bank's own app. Nobody may ask you for a code from an SMS.
page-offline = No connection. We keep trying…

## Where the payment stands

page-state-no-way = No way to pay yet
page-state-choose = To pay
page-state-preparing = Preparing the QR…
page-state-waiting = Waiting for payment
page-state-scanned = QR scanned
page-state-blocked = Payment on its way
page-state-held = Money on hold
page-state-unknown = Waiting for the bank
page-state-declined = Payment declined
page-state-no-qr = The bank gave no QR
page-state-qr-over = This QR has expired
page-state-expired = The invoice has expired
page-state-cancelled = Invoice cancelled
page-state-paid = Paid
page-state-returned = Money returned
page-state-deciding = The money has come

## What to do now

page-hint-preparing = We are asking the bank for a QR. It takes a few seconds.
page-hint-waiting = On this phone tap your bank's button. From another phone scan the QR.
page-hint-scan = Scan the QR with your bank's app.
page-hint-open = Tap the button and pay on the bank's page.
page-hint-confirm = Open your bank's app and confirm the bill there.
page-hint-unknown = The bank has not told us yet whether it went through. Please don't repeat it: we keep asking, and the answer will appear here.
page-hint-over = Please don't scan the old picture. Press the button for a new QR.
page-hint-paid = Thank you! The shop already sees your payment.

## Links and pictures

page-telegram = Open in Telegram
page-telegram-back = Back to Telegram
page-to-invoice = Back to the invoice
page-qr = QR to pay { $amount }: { $shop }, invoice #{ $number }
page-qr-again = Show the QR again
page-qr-save = Save the QR

## The page with a button into a bank's app

page-go-hint = The button opens your bank's app with this payment.
page-go-over = This link does not work any more. The invoice shows how things stand now.

## When a page cannot be shown

page-problem-missing = There is nothing here
page-problem-missing-hint = Check the link, or ask the shop to send it again.
page-problem-refused = That did not work
page-problem-refused-hint = Nothing has changed. Open the invoice's link again.
page-problem-ours = Something broke on our side
page-problem-ours-hint = Please open the page again in a minute. If you have paid already, don't pay again: the payment is not lost.
