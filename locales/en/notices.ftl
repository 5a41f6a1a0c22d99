## Receipts

receipt-thanks = ✅ Thank you! Paid: { $amount }
receipt-card = card { $card }
receipt-reference = bank's number { $reference }
receipt-returned-all = Returned in full: { $amount }
receipt-code = Receipt code: { $code }
receipt-fiscal = This is a payment receipt. The fiscal one comes from the seller.

## Facts

notice-settled = Nothing more to pay on this invoice.
notice-many =
    { $count ->
        [one] ✅ Paid: { $count } invoice
       *[other] ✅ Paid: { $count } invoices
    }
notice-sum = Total: { $sum }
notice-more =
    { $count ->
        [one] and { $count } more
       *[other] and { $count } more
    }

## Money that waits for a decision: first lines

attention-late = ❗ Late money: { $amount }
attention-second = ❗ Paid twice: { $amount }
attention-short = ❗ Too little came: { $taken } of { $amount }
attention-over = ❗ Too much came: { $taken } instead of { $amount }
attention-currency = ❗ Another currency came: { $taken } instead of { $amount }
attention-held = ❗ Money on hold: { $amount }
attention-unknown = ❗ The bank is silent: { $amount }
attention-question = 💬 A question about a payment: { $amount }
attention-untold = ❗ Another sum came: the invoice is for { $amount }

## … and once a day, while it waits

decisions-wait = ❗ Waiting for your decision: { $count }
decisions-oldest = The oldest has waited since { $since }: invoice #{ $number }.
decisions-do = See and decide: /attention

## … when it came

late-cancelled = Cancelled { $ended }, money came { $came } through { $bank }.
late-cancelled-before = Cancelled earlier, money came { $came } through { $bank }.
late-expired = Expired { $ended }, money came { $came } through { $bank }.
came-through = Money came { $came } through { $bank }.
came = Money came { $came }.

## … and what may be done

decide-late = The money is with you. What shall we do?
decide-second = The money is with you. It is best returned to the customer. What shall we do?
decide-short = The money is with you. Accept it, and the invoice is settled by it. What shall we do?
decide-over = The money is with you. Accept it, and the invoice is settled by it. What shall we do?
decide-currency = The money is with you. Accept it, and the invoice is settled by it. What shall we do?
decide-held = The bank has set the money aside; it is not with you yet. Take it, or let it go back to the customer.
decide-unknown = For a while the bank has not said whether it went through. Look into the bank's merchant portal; please don't bill again. We keep asking.
decide-given-up = The bank never said whether it went through, and by ourselves we ask no more. Look into the bank's merchant portal; “Check payment” asks the bank once again.
decide-question = Please answer the customer, then press Done.
decide-question-link = Write to the customer
decided-kept = ✅ Accepted: { $at }. The money stays with you.
decided-done = ✅ Settled: { $at }.

## The same for the customer

customer-late = Your { $amount } came when the invoice was no longer open. The money is safe: the shop will accept it or send it back.
customer-second = Your { $amount } came, but this invoice had been settled before. The money is safe: the shop will send it back or agree with you what to do.
customer-short = Your { $taken } came; the invoice is for { $amount }. The money is safe: the shop will accept it or send it back.
customer-over = Your { $taken } came; the invoice is for { $amount }. The money is safe: the shop will accept it or send it back.
customer-currency = Your { $taken } came; the invoice is for { $amount }. The money is safe: the shop will accept it or send it back.
customer-held = The bank has set { $amount } aside on your card. The money is safe: the shop will take it or let it go. Please don't send it again.
customer-unknown = We asked the bank about { $amount } and still have no answer. Please don't repeat it: we keep asking and will write.
customer-given-up = The bank never told us what became of { $amount }. Please don't repeat it: the shop will find out at its bank. If the money has left your account, write to the shop.
customer-untold = Another sum came than the { $amount } of the invoice. The money is safe: the shop will accept it or send it back.

## Alerts to owners and managers

alert-bank-refuses = ❗ { $bank } refuses our requests
alert-bank-refuses-over = ✅ { $bank } takes our requests again
alert-not-lost = Payments made meanwhile are not lost: the cards will show them as soon as the bank answers us.
alert-refuses-do = Check the bank's keys and terminal in the bot's settings, or ask the bank.
alert-qr-wrong-do = Ask the bank why; until then customers may choose another way or pay you otherwise.
alert-code = The bank's code: { $code }
alert-bank-puzzles = ❗ Please look into { $bank }
alert-unknown-word = The bank used a word that we don't know: "{ $word }". The payment stays as it was, and we keep asking. Look into the bank's merchant portal and tell those who look after the bot.
alert-evidence-old = The bank showed an operation that is older than this payment. We did not count it. Look into the bank's merchant portal.
alert-evidence-other = The bank showed another operation than before. We did not count it. Look into the bank's merchant portal.
alert-evidence-bound = The bank showed an operation that belongs to another invoice. We did not count it twice. Look into the bank's merchant portal.

## Subscriptions that a bank runs: what the shop must know

alert-sub = ❗ Subscription #{ $number } · { $bank }
alert-sub-unclear = The bank shows a state that we don't know. We changed nothing and keep looking. Please look into the bank's merchant portal and tell those who look after the bot.
alert-sub-revived = It has ended here, and at the bank it runs again, so the bank may send bills. Cancel it in the bank's merchant portal, or offer the subscriber a new one.
alert-sub-double = The bank had made it twice. We kept the first and are having the other cancelled. Check in the bank's merchant portal that the other one has no open bill.
alert-sub-gone = The bank says that it has no such subscription. We changed nothing and keep asking. Check whether the key in the bot's settings is still of the same organisation.
alert-sub-stuck = The bot cannot keep it in step with the bank, and goes on trying. What stands here may not be so at the bank. Please look into the bank's merchant portal, and tell those who look after the bot: the log has the cause.
alert-sub-refused-pause = The bank did not pause it: bills go on. Try again later, or pause it in the bank's merchant portal; we will notice.
alert-sub-refused-resume = The bank did not resume it: there are no bills. Try again later, or resume it in the bank's merchant portal; we will notice.
alert-sub-refused-cancel = The bank does not cancel it, so it may go on billing. We ask again every hour. Or cancel it in the bank's merchant portal; we will notice.
alert-sub-refused-change = The bank did not take the new price or day: its bills are as before. Try again later, or change it in the bank's merchant portal.
alert-sub-price = The bank has sent a bill for { $theirs }; { $ours } was agreed. If it is paid, we will ask you what to do with the money. Check the price in the bank's merchant portal.

## Messages that we failed to handle

set-aside = Sorry: we could not handle your last message. No money moved by it. Please send it once more, or press /help. The shop has been told.
alert-set-aside = ❗ A message was set aside
alert-set-aside-do = We could not handle a person's message and have apologised to them. No money moved by it. Those who look after the bot find the cause in its log: update { $update }.
