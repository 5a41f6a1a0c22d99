## Facts about money that goes back

refund-started = The bank has the refund of { $amount }. We will write when it is done.
refund-unclear = The bank has not told us yet whether the refund of { $amount } went through. Please don't repeat it: we keep asking and will write.
refund-failed = ⚠️ Refund not made: { $amount }
refund-done = ↩️ Refunded: { $amount }
refund-left = Left: { $left }.
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
refund-refusal-not-moved = Somebody found out at the bank that it never happened. If it is still needed, make it again.
refund-refusal-unsaid = The bank said no and gave no reason we know. Try again later, or ask the bank.
refund-stayed = The money is with you. Should the bank show otherwise, we will see it and write.

## What is refused before the bank is asked: 200 characters at most

refund-under-way = A refund of this payment is under way already. Nothing new was sent. Once the bank has answered, the rest can go back.
refund-not-here = This bank sends no money back from here. Nothing was sent. Use the bank's merchant portal.
refund-held = This money is only on hold, it is not with you yet. Nothing was sent. Let it go, and the customer has it again.
refund-before-charge = No money has come for this invoice, so there is nothing to return.
refund-nothing-left = Everything has gone back already. Nothing is left to return.
refund-too-much = That is more than is left. Nothing was sent. At most { $left } can go back.
refund-too-small = The bank returns no less than { $least }. Nothing was sent. Please choose a bigger amount.
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
