### Paying on a page of the bank, and practice without real money.

practice-money = 🧪 Practice: no real money
link-until = link valid until { $until }
hint-payer-open-qr = Invoice from { $shop }. On this phone tap the button; from another phone scan the QR.
hint-payer-open-text = Invoice from { $shop }. Open this address in your browser and pay there: { $link }
hint-no-link = The bank's page cannot be reached from here. Please choose another way or tell the shop.
hint-get-page = Press the button to get to the payment page.
hint-preparing-page = Preparing the payment page…
hint-link-over = The old link is of no use any more. Press the button for a new one.
card-link-over = ⌛ This link has expired
card-no-page = ⚠️ The bank gave no payment page
stamp-link-over = Link expired
btn-new-link = New link
btn-get-page = Pay
receipt-of-bank = The bank's own receipt

## On the payment page

page-state-preparing-page = Preparing the payment page…
page-state-link-over = This link has expired
page-state-no-page = The bank gave no payment page
page-hint-preparing-page = We are asking the bank for its payment page. It takes a few seconds.
page-hint-open-qr = On this phone tap the button. From another phone scan the QR.
page-safe-there = Pay only in your bank's app or on its page. Nobody may ask you to tell them a code from an SMS.

## The page that leads to the bank's page

page-form-hint = The bank's page opens now: { $host }. If it does not, press the button.
