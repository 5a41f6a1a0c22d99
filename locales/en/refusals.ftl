## What happened

refusal-funds = Not enough money on the card.
refusal-card = This card can't be used for this payment.
refusal-limit = The card's limit has been reached.
refusal-authentication = The bank could not make sure that it is the card's owner.
refusal-issuer = The card's bank did not allow the payment.
refusal-payer = The payment was called off in the bank's app or on its page.
refusal-phone = Nobody in the bank's app has this phone number.
refusal-bank-trouble = The bank has technical trouble.
refusal-crowded = Too many bills are going out just now.
refusal-qr-wrong = The bank's QR did not match this invoice, so we don't show it.
refusal-qr-failed = The bank could not make the QR.
refusal-setup = The bank does not take this shop's payments now: its settings need care.
refusal-shop-limit = The shop has used up its bills at this bank for now.
refusal-turned-off = The shop has turned this bank off.
refusal-particulars = The bank does not take something that was told about the payer.
refusal-our-request = The bank could not read our request.
refusal-unsaid = The bank gave no reason.
refusal-in-words = The bank said: “{ $said }”.

## Where the money is

nothing-taken = Nothing was taken.
money-watched = If any money did leave, we will see it and write: we keep asking the bank.

## What to do now, for the customer

remedy-funds =
    { $ways ->
        [1] Top up or use another card; the invoice is open until { $until }.
       *[other] Top up or choose another way; the invoice is open until { $until }.
    }
remedy-card =
    { $ways ->
        [1] Use another card; the invoice is open until { $until }.
       *[other] Use another card or choose another way; the invoice is open until { $until }.
    }
remedy-limit =
    { $ways ->
        [1] Raise the limit in your bank's app or use another card; the invoice is open until { $until }.
       *[other] Raise the limit in your bank's app or choose another way; the invoice is open until { $until }.
    }
remedy-authentication =
    { $ways ->
        [1] Try again and confirm in your bank's app; the invoice is open until { $until }.
       *[other] Try again or choose another way; the invoice is open until { $until }.
    }
remedy-issuer =
    { $ways ->
        [1] Ask your bank or use another card; the invoice is open until { $until }.
       *[other] Use another card or choose another way; the invoice is open until { $until }.
    }
remedy-payer =
    { $ways ->
        [1] You can try again; the invoice is open until { $until }.
       *[other] You can try again or choose another way; the invoice is open until { $until }.
    }
remedy-phone =
    { $ways ->
        [1] Check the number or give another one; the invoice is open until { $until }.
       *[other] Check the number, give another one or choose another way; the invoice is open until { $until }.
    }
remedy-bank-trouble =
    { $ways ->
        [1] Please try again in a minute; the invoice is open until { $until }.
       *[other] Please try again in a minute or choose another way; the invoice is open until { $until }.
    }
remedy-crowded =
    { $ways ->
        [1] Please try again in a minute; the invoice is open until { $until }.
       *[other] Please try again in a minute or choose another way; the invoice is open until { $until }.
    }
remedy-qr-wrong =
    { $ways ->
        [1] Please try again or tell the shop; the invoice is open until { $until }.
       *[other] Please try again or choose another way; the invoice is open until { $until }.
    }
remedy-qr-failed =
    { $ways ->
        [1] Please try again in a minute; the invoice is open until { $until }.
       *[other] Please try again or choose another way; the invoice is open until { $until }.
    }
remedy-setup =
    { $ways ->
        [1] Please tell the shop; the invoice is open until { $until }.
       *[other] Please choose another way or tell the shop; the invoice is open until { $until }.
    }
remedy-shop-limit =
    { $ways ->
        [1] Please try later, or ask the shop for another way: the invoice is open until { $until }.
       *[other] Choose another way or try later: the invoice is open until { $until }.
    }
remedy-particulars =
    { $ways ->
        [1] Try again: we will ask for it once more; the invoice is open until { $until }.
       *[other] Try again, we will ask for it once more; or choose another way. The invoice is open until { $until }.
    }
remedy-our-request =
    { $ways ->
        [1] Please tell the shop; the invoice is open until { $until }.
       *[other] Please choose another way or tell the shop; the invoice is open until { $until }.
    }
remedy-unsaid =
    { $ways ->
        [1] Ask your bank or try again; the invoice is open until { $until }.
       *[other] Ask your bank or choose another way; the invoice is open until { $until }.
    }

## What to do now, for the shop

staff-declined = The customer can try again; the invoice is open until { $until }.
staff-no-qr = Try again; if it goes on, ask the bank. The invoice is open until { $until }.
staff-crowded = Please try again in a minute. The invoice is open until { $until }.
staff-open = The invoice is open until { $until }.
bank-said = { $bank }: { $words }

## Halyk's own codes, for the shop

halyk-217 = Halyk got no terminal with the request. Check the terminal in the bot's settings (HALYK_TERMINAL).
halyk-218 = Halyk got no number with the request. Tell those who look after the bot: its program needs mending.
halyk-219 = QR payments are switched off for your terminal. Ask Halyk to switch on QR (pay_qr_local).
halyk-220 = Halyk could not make the QR. Try again; if it goes on, ask Halyk's support.
halyk-563 = Halyk does not know this terminal. Check the terminal and its keys in the bot's settings (HALYK_TERMINAL, HALYK_CLIENT_ID).
halyk-1531 = Halyk could not read the request. Tell those who look after the bot: its program needs mending.
