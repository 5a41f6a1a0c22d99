### The payment page in the browser: what a payer sees who opens an invoice's link.

page-title = { $state }: { $amount } · { $shop }
page-languages = Language

## Where the payment stands

page-state-choose = To pay
page-state-preparing = Preparing the QR…
page-state-waiting = Waiting for payment
page-state-scanned = QR scanned
page-state-unknown = Waiting for the bank
page-state-declined = Payment declined
page-state-over = This QR has expired
page-state-paid = Paid
page-state-twice = Paid twice
page-state-held = The bank holds the money
page-state-decision = The money has come
page-state-expired = The invoice has expired
page-state-cancelled = The invoice is cancelled

## What to do now

page-hint-choose = Press the button and we will ask the bank for a QR.
page-hint-preparing = We are asking the bank for a QR. It takes a few seconds.
page-hint-waiting = On this phone tap your bank's button. From another phone scan the QR.
page-hint-waiting-app = Open your bank's app and confirm the payment there.
page-hint-scanned = Confirm the payment in the bank's app.
page-hint-unknown = The bank has not told us yet whether it went through. Please don't repeat it: we keep asking, and this page will show the answer.
page-hint-declined = Press the button below to try once more.
page-hint-over = Please don't scan the old picture. Make a new QR below.
page-hint-paid = Thank you! The shop already sees your payment.
page-hint-twice = The money came twice. It is safe: the shop will send the extra payment back or agree with you what to do.
page-hint-held = Your { $amount } is held on the card. The shop will accept it or release it.
page-hint-decision = { $amount } came, which is not the invoice's amount. The money is safe: the shop will accept it or send it back.
page-hint-late = Your { $amount } came when the invoice was no longer open. The money is safe: the shop will accept it or send it back.
page-hint-expired = Ask the shop for a new one.
page-hint-cancelled = There is nothing to pay. If you still want to, ask the shop for a new invoice.
page-no-way = Paying here is not possible right now. Please ask the shop.
page-old-qr = The old QR may still work until { $time }: please don't scan it.

## Facts

page-number = invoice #{ $number }
page-until = QR valid until { $time }
page-paid-at = { $bank }, { $time }
page-checked = Checked at { $time }: the bank sees no payment yet.
page-nothing-taken = Nothing was taken.
page-invoice-until = The invoice is open until { $time }.
page-bank-halyk = Halyk

## Why it was declined

page-refusal-funds = Not enough money on the card.
page-refusal-card = The bank does not accept this card.
page-refusal-limit = The card's limit does not allow this amount.
page-refusal-authentication = The bank could not confirm that it was you.
page-refusal-issuer = The card's bank declined the payment.
page-refusal-payer = The payment was declined in the bank's app.
page-refusal-bank-trouble = The bank is not available right now.
page-refusal-qr-wrong = The bank sent a wrong QR, so we do not show it.
page-refusal-qr-failed = The bank could not make a QR.
page-refusal-setup = The shop cannot take payments through this bank right now. It has been told.
page-refusal-our-request = The bank could not read our request. The shop has been told.
page-refusal-unsaid = The bank gave no reason.

## Buttons and pictures

page-open-homebank = Open Halyk
page-open-onlinebank = Open Onlinebank
page-open-app = Open the bank's app
page-way = Show the QR
page-way-halyk = Pay through Halyk
page-renew = New QR
page-again = Try again
page-check = Check payment
page-asking = Asking the bank…
page-telegram = Open in Telegram
page-telegram-back = Back to Telegram
page-to-invoice = Back to the invoice
page-qr = QR to pay { $amount }: { $shop }, invoice #{ $number }
page-qr-again = Show the QR again
page-qr-save = Save the QR
page-safe = Pay only in your bank's own app. Nobody may ask you for a code from an SMS.
page-offline = No connection. We keep trying…

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
