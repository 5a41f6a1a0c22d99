## Facts about money that goes back

refund-started = The bank has the refund of { $amount }. We will write when it is done.
refund-unclear = The bank has not told us yet whether the refund of { $amount } went through. Please don't repeat it: we keep asking and will write.
refund-reckoned = ❗ The bank returns another sum: { $amount }
refund-reckoned-why = We asked for { $ours }. The bank adds up by itself, and its sum is the one that counts.
refund-failed = ⚠️ Refund not made: { $amount }
refund-done = ↩️ Refunded: { $amount }
refund-left = Left: { $left }.
refund-whole = All of it is back with the customer.
refund-by-bank = ↩️ Returned at the bank: { $amount }
refund-by-bank-hint = Nobody asked for it in this chat: it was done in the bank's merchant portal, or by the bank itself.
refund-done-customer = ↩️ Returned to you: { $amount }
refund-later-on-card = The bank may show it on your card a little later.

## Why it did not go back, for the shop

refund-refusal-limit = The limit for refunds in your contract with the bank is used up. Top up the account at the bank and try again.
refund-refusal-not-charged = The bank holds no money of this payment that could go back. Look into the bank's merchant portal.
refund-refusal-left = Less is left of this payment at the bank. Try a smaller amount.
refund-refusal-bank-trouble = The bank could not be reached, so nothing was sent. Please try again in a few minutes.
refund-refusal-setup = The bank takes no refunds from this shop now. Check its keys and terminal in the bot's settings, or ask the bank.
refund-refusal-our-request = The bank could not read our request. Tell those who look after the bot.
refund-refusal-meanwhile = Nothing was sent: money of this payment had gone back already by the time. See what went back, and ask again only if this is still to be returned.
refund-refusal-not-moved = Somebody found out at the bank that it never happened. If it is still needed, make it again.
refund-refusal-unsaid = The bank said no and gave no reason we know. Try again later, or ask the bank.
refund-stayed = The money is with you. Should the bank show otherwise, we will see it and write.

## What is refused before the bank is asked: 200 characters at most

refund-under-way = A refund of this payment is under way already. Nothing new was sent. Once the bank has answered, the rest can go back.
refund-not-here = This bank sends no money back from here. Nothing was sent. Use the bank's merchant portal.
refund-held = This money is only on hold, it is not with you yet. Nothing was sent. Let it go, and the customer has it again.
refund-before-charge = No money has come for this invoice, so there is nothing to return.
refund-in-shares = This invoice is paid in shares, each under a number of its own. Nothing was sent. Open the share in /invoices and refund it there.
refund-nothing-left = Everything has gone back already. Nothing is left to return.
refund-too-much = That is more than is left. Nothing was sent. At most { $left } can go back.
refund-too-small = The bank returns no less than { $least }. Nothing was sent. Please choose a bigger amount.
refund-items-wrong = So many of these items cannot go back any more. Nothing was sent. Please choose again.
refund-items-only = The bank billed this by items, so a part goes back by items only. Nothing was sent. Press “By items”.
refund-not-proven = It is too early to be sure: the money may be on its way. Nothing was changed. We keep asking the bank; please try again later.
hold-not-here = This bank takes no word about money on hold from here. Nothing was changed. Use the bank's merchant portal.
already-on-it = That has been decided already, and the bank is being told. Nothing else was done.

## Money on hold

hold-refused = ❗ The bank did not do it: { $amount }
hold-refused-hint = The money is still on hold. Please try again, or look into the bank's merchant portal.

## A refund that nobody has confirmed

attention-refund = ❗ Refund not confirmed: { $amount }
decide-refund = The bank's answer was lost: nobody knows whether the money went back. We keep asking. Look into the bank's merchant portal; “Send again” works once the bank's figures have shown for an hour that nothing moved.
decide-refund-pending = The bank took the refund and for days has not shown that the money is back. We keep asking. Ask the bank too; if it will never happen, press “It did not happen”.

## Refunds that somebody proposes

attention-proposal = 🙋 Refund proposed: { $amount }
refund-agreed = 👍 Refund approved: { $amount }
refund-not-to-be = 🚫 No refund: { $amount }
decide-proposal = Shall it go back to the customer?
refund-proposed-by = Proposed by { $who }.
refund-approved-by = Approved by { $who }.
refund-declined-by = Declined by { $who }: no money goes back.
refund-taken-back = Taken back by who proposed it: no money goes back.
refund-outdated-why = It cannot go back any more: less is left of this payment.
refund-propose = Propose to return { $amount } to the customer? Somebody else decides about it.
refund-you-propose = You propose it, and a manager or an owner decides.
refund-two-people = Above { $most } somebody else has to say yes: you propose it.
refund-nobody-else = Nobody else may decide yet. Invite a manager, or change the limit: /team
refund-waits = A manager or an owner decides about what is proposed. We will write.
refund-proposed = 🙋 { $amount }, invoice #{ $number }: proposed. We will write what is decided.
refund-proposed-toast = Proposed. We will write what is decided.
refund-declined-toast = Noted: no money goes back.
refund-proposed-already = A refund of this payment is proposed already and waits for a decision. Nothing new was proposed.
refund-another-person = You proposed this refund yourself. So much takes the yes of another person. Nothing was sent.
btn-refund-propose = Yes, propose { $amount }
btn-refund-approve = Approve: { $amount }
btn-refund-decline = Decline
btn-refund-take-back = Take it back

## Questions

refund-title = ↩️ Refund, invoice #{ $number }
refund-asked = Received { $taken }, returned { $returned }. How much shall we return?
refund-parts-by-items = The bank billed this by items: a part goes back by items only.
refund-parts-not-here = The bank billed this by items: a part of it goes back in the bank's merchant portal only.
refund-items-asked = What goes back?
refund-items-line = { $number }. { $name }: { $count } of { $left }
refund-items-gone = { $number }. { $name }: all returned
refund-items-typed = Many pieces? Write the line and how many, for example: 1 50
refund-items-none = Nothing is chosen yet.
refund-items-sum = We return { $amount }.
refund-items-capped = They cost { $cost }, but only { $amount } is left of the money: we return that.
refund-items-choose = Choose with plus what goes back.
refund-items-not-read = Write the line and how many, for example: 1 50. Nothing was returned.
refund-ask-number = Which invoice shall we refund? Write its number, for example: 1042
refund-ask-amount = How much shall we return? Write the amount in digits, for example: 1500. At most { $left }.
refund-ask-amount-bound = How much shall we return? Write the amount in digits, for example: 1500. At least { $least }, at most { $left }.
refund-number-not-read = Write the invoice's number, and the amount if you like, for example: /refund 1042 1500
refund-amount-not-read = Write the amount in digits, for example: 1500. Nothing was returned.
refund-confirm = Return { $amount } to the customer? This cannot be undone.
refund-same-again = ⚠️ The same sum went back for this invoice already. This would be once more.
refund-reason = Reason: { $reason }
refund-sending = ↩️ { $amount }, invoice #{ $number }: asking the bank… We will write what it says.
refund-left-alone = All right, nothing was returned.
refund-open = The bank has the refund of { $amount } and has not finished it yet. The rest can go back after that.
refund-checked = Checked at { $time }: not finished yet.
refund-check-open = The bank has not finished it yet. We keep asking and will write.
refund-check-done = Done: the money is back with the customer.
refund-check-failed = No money went back. We have written why.
refund-call-off = Are you sure that { $amount } never went back? Look into the bank's merchant portal first: after a yes it can be returned once more.
refund-called-off = Noted: it did not happen. It can be returned anew.
refund-for-deciders = Managers and owners of the shop return money. Please ask one of them.
refund-for-customers = The shop returns money. Ask it: /paysupport

refund-line-proposed = 🙋 { $amount } · proposed
refund-line-declined = 🚫 { $amount } · declined
refund-line-requested = ⏳ { $amount } · on its way to the bank
refund-line-unknown = ⏳ { $amount } · no answer from the bank yet
refund-line-pending = ⏳ { $amount } · the bank has it
refund-line-completed = ✅ { $amount } · returned
refund-line-failed = ⚠️ { $amount } · not made
refund-line-at-bank = at the bank

btn-refund = Refund
btn-refund-sum = Refund { $amount }
btn-refund-all = All: { $amount }
btn-refund-other = Another amount
btn-refund-by-items = By items
btn-refund-go-on = Continue
btn-refund-earlier = ‹ Items
btn-refund-later = Items ›
btn-refund-yes = Yes, refund { $amount }
btn-refund-no = No
btn-ask-bank = Ask the bank
btn-send-again = Send again
btn-call-off = It did not happen
btn-call-off-yes = Yes, it did not happen
btn-take = Take the money
btn-let-go = Let it go
