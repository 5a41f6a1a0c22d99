## Members' shifts

shift-title = 🕘 Shift
shift-none = No shift is open. Invoices can be issued without one, too.
shift-opened-at = 🟢 Shift opened: { $since }
shift-hint = The X report shows what has come so far, as often as you like. The Z report comes when the shift is closed, and never changes.
shift-others = Open now, of others:
shift-of-since = { $who }: { $since }
shift-of-gone = no longer in the team
shift-for-members = The shop's staff open shifts here. You can pay here: /help
shift-in-private = Shifts are shown in the private chat.
shift-begun = The shift is open.
shift-fresh = As of { $time }
shift-over = The shift is closed already. How things stand: /shift
shift-not-found = There is no such shift. How things stand: /shift
btn-shift-open = Open a shift
btn-shift-close = Close the shift
btn-shift-close-yes = Yes, close the shift
btn-shift-x = X report
btn-shift-z = Z report #{ $number }
btn-shift-refresh = Refresh
btn-shift-earlier = Earlier shifts
btn-shift-older = Earlier ›
btn-shift-newest = ‹ Newest

## Reports

shift-x-title = 📊 X report: { $who }
shift-z-title = 🧾 Z report #{ $number }: { $who }
shift-span = { $since } – { $until }
shift-closed-by = Closed by: { $who }
shift-counted = Sum · payments
shift-no-money = No payments in this shift.
shift-average = Average payment: { $sum }
shift-net = Less refunds: { $sum }
shift-what-paid = Total
shift-what-refunded = Returned
shift-what-early = Came before this shift, not in the total
shift-what-early-refunded = Returned before this shift
shift-what-late = Late money
shift-what-surplus = Money beyond the invoice
shift-what-short = Less than the invoice
shift-what-foreign = Another currency
shift-what-open = Open invoices
shift-what-held = On hold at the bank, not yours yet
shift-what-waiting = ❗ Waiting for a decision
shift-what-returning = Being returned now

## The question before closing, and earlier shifts

shift-close-sure = Close the shift of { $who }? The Z report comes, and never changes.
shift-nothing-open = Nothing is left: no open invoices.
shift-left-open = What stays open:
shift-later = Money that comes later will be on the report of the next shift.
shift-earlier-title = 🧾 Z reports
shift-earlier-none = No shift has been closed yet.
shift-file = { $title }. Lines: { $count }.

## What has changed

told-shift-closed = 🧾 Z report #{ $number }: the shift of { $who } is closed.
told-shift-closed-you = 🧾 Your shift is closed: Z report #{ $number }.
told-shift-long = 🕘 { $who }: the shift is not closed, begun: { $since }. You may close it.
told-shift-long-you = 🕘 Your shift has been open for more than a day, begun: { $since }. If you are done, close it: the Z report comes.

## The file

sheet-shift = Summary
sheet-shift-entries = Payments
sheet-shift-what = What
sheet-shift-bank = Bank
sheet-shift-count = Count
sheet-shift-amount = Sum
sheet-shift-currency = Currency
sheet-shift-when = When
sheet-shift-number = Invoice
sheet-shift-about = Note
sheet-shift-description = Description
sheet-shift-who = Member
sheet-shift-since = Begun
sheet-shift-until = Ended
sheet-shift-paid = Payment
sheet-shift-refunded = Refund

## Menu and help

command-shift = Shift: open, X report, close with a Z report
chat-help-shift = /shift — your shift: open it, see the X report, close it with a Z report
