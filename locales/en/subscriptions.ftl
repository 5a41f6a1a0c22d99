## What is asked, and when

sub-title = 🔁 { $title }
sub-from-shop = from { $shop }
sub-every-daily = every day
sub-every-weekly = every week, { $weekday }
sub-every-biweekly = every two weeks, { $weekday }
sub-every-monthly = every month, on day { $day }
sub-every-quarterly = every three months, on day { $day }
sub-every-yearly = every year, { $day }
sub-last-day = in shorter months on the last day
sub-weekday-1 = on Mondays
sub-weekday-2 = on Tuesdays
sub-weekday-3 = on Wednesdays
sub-weekday-4 = on Thursdays
sub-weekday-5 = on Fridays
sub-weekday-6 = on Saturdays
sub-weekday-7 = on Sundays
sub-today = today, { $time }
sub-first = First payment: { $when }
sub-first-now = First payment: the bill comes as soon as you agree
sub-second = Next one: { $when }
sub-by-hand = Nothing is taken by itself: each time a bill comes into this chat, and you pay it as you like.
sub-by-hand-or-card = Each time a bill comes into this chat, and you pay it as you like. Nothing is taken by itself, unless you choose a remembered card below.
sub-tries = If a bill is not paid, it comes again: { $attempts } bills at most, { $hours } apart. Then we wait { $days } more, and the subscription ends by itself.
sub-tries-once = If a bill is not paid, we wait { $days } more, and the subscription ends by itself.
sub-hours =
    { $hours ->
        [one] { $hours } hour
       *[other] { $hours } hours
    }
sub-days =
    { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
sub-stop = Pause or stop at any time: /subscriptions, two taps.
sub-reminded = We remind you: { $days }.
sub-reminded-never = The shop sends no reminders of it.
sub-day-before =
    { $days ->
        [0] on the day
        [one] { $days } day before
       *[other] { $days } days before
    }
sub-preview = 👀 You work here: this is what the customer sees. Send them the link of this offer.
sub-preview-plan = 👀 You work here: this is what a customer sees.
sub-asked-of-you = Do you agree?

btn-sub-agree = Agree
btn-sub-agree-card = Agree: { $method } is charged
btn-sub-agree-phone = By { $bank } to my phone
btn-sub-no = No, thanks

## The card that is charged without asking again

sub-consent = { $amount } will be taken from { $method } each time, without asking you again: { $every }. The price may change only after we have told you.
sub-consent-first = For the first time: { $when }
sub-consent-first-now = For the first time: now
sub-consent-stop = You can switch it off in /subscriptions at any time; then bills come here.
btn-sub-charge-yes = Yes, charge { $method }

## Agreed

sub-agreed = ✅ Agreed: { $title }
sub-agreed-now = The first bill comes now, it stands below.
sub-agreed-now-card = The first payment is taken from { $method } now; its card stands below.
sub-agreed-then = The first bill comes: { $when }
sub-agreed-after = The first bill comes when your earlier subscription has ended.
sub-agreed-then-card = The first payment is taken from { $method }: { $when }
sub-agreed-phone = { $bank } sends the bills to { $phone }; please confirm them in its app. The first one comes on { $day }; { $bank } picks the hour.
sub-agreed-phone-now = { $bank } sends the first bill to { $phone } now; please confirm it in its app.
sub-phone-noted = Noted: { $phone }
sub-no-thanks = All right. Nothing was taken, and nothing will be asked of you. If you change your mind, open the link again.
sub-moved = The date has moved on meanwhile. Nothing is agreed yet; please look at it once more.
sub-has-it = You have this subscription already. Here is how it stands.
sub-withdrawn = The shop has taken this offer back. Nothing was taken. Please ask the shop for a new link.
btn-sub-open = My subscription

## One's own

sub-mine = 🔁 Your subscriptions
sub-in-private = Your subscriptions are in the private chat.
sub-mine-none = You have no subscriptions. The shop offers one by a link: open it and agree, and it will be here.
sub-now-active = it runs
sub-now-next = next bill: { $when }
sub-now-waits = waits for your payment
sub-now-after = begins when the earlier subscription has ended
sub-now-paused = paused
sub-now-cancelled = ended
sub-now-expired = ended
sub-now-offered = offered, not agreed yet
sub-now-make = being set up at the bank…
sub-now-change = being changed at the bank…
sub-now-pause = being paused…
sub-now-resume = being resumed…
sub-now-cancel = being ended…
sub-waits = ⏳ { $amount } for { $span } wait for your payment.
sub-waits-open = A bill of { $amount } for { $span } may still be open in the app of { $bank }: it can be paid, or just left alone.
sub-waits-grace = Please pay by { $until }; after that the subscription ends by itself.
sub-waits-again = If it is not paid, the next bill comes: { $when }
sub-new-price = From { $day } on: { $amount }
sub-pays-here = The bill comes into this chat.
sub-pays-card = It is taken from { $method } each time.
sub-pays-phone = { $bank } bills you by phone: { $phone }
sub-reminders = Reminders: { $days }
sub-reminders-off = Reminders: off
sub-paid-until = What is paid counts until { $day }.
sub-history = Payments
sub-history-none = No payments yet.
sub-period-pending = waits
sub-period-paid = paid
sub-period-failed = no payment came
sub-period-cancelled = called off
sub-period-skipped = not billed

btn-sub-pay = Pay now { $amount }
btn-sub-pause = Pause
btn-sub-resume = Resume
btn-sub-remind = Reminders on
btn-sub-silence = Reminders off
btn-sub-charge = Charge { $method }
btn-sub-no-charge = Don't charge by itself
btn-sub-cancel = Cancel subscription
btn-sub-cancel-yes = Yes, cancel
btn-sub-keep = No, keep it
btn-sub-list = All subscriptions
btn-sub-newer = Newer
btn-sub-again = Subscribe again

sub-cancel-ask = Cancel “{ $title }”?
sub-cancel-open = The open bill of { $amount } is called off: you need not pay it.
sub-cancel-open-bank = Days that are paid stay paid, and no new bills come. One of { $amount } may still be open in the app of { $bank }: it can be paid, or just left alone.
sub-cancel-means = Days that are paid stay paid. No more bills come, and nothing more is taken.
sub-cancel-bank = We ask { $bank } to end it; until it has, please don't confirm new bills.
sub-said-paused = Paused: no bills come until you resume.
sub-said-resumed = It goes on. Nothing is charged for the pause.
sub-said-cancelled = Cancelled. No more bills come.
sub-said-asked = We are asking the bank. We will write here when it has done so.
sub-said-remind = We will remind you before each payment.
sub-said-silence = All right, no more reminders of this one.
sub-said-charge = From now on { $method } is charged each time.
sub-said-no-charge = Nothing is taken by itself any more: bills come here.
sub-said-pay = The bill stands below.
sub-bill-of = 🔁 A bill of your subscription: /subscriptions
sub-bill-over = This bill need not be paid any more. How it goes on: /subscriptions

## What happens to it

sub-told-failed = 🔔 { $amount } have not come yet: { $title }
sub-told-failed-again = Nothing was taken by this bill. The next one comes: { $when } – or pay now, as it suits you.
sub-told-failed-now = Nothing was taken by this bill. A new one takes its place in this chat: please pay it as it suits you.
sub-told-failed-bank = Nothing was taken by this bill. { $bank } sends it again by itself.
sub-told-grace = ⏳ Open until { $until }: { $title }
sub-told-grace-do = { $amount } have not come so far. Pay by then, and the subscription simply goes on; otherwise it ends by itself.
sub-told-expired = ⌛ The subscription has ended: { $title }
sub-told-expired-do = No payment of { $amount } came, so no more bills will come. If you would like it again, you are welcome.
sub-told-refused = 🚫 The subscription has ended: { $title }
sub-told-refused-do = The bill of { $amount } was declined in the bank's app, so no more will come. Nothing was taken. If that was a slip, just subscribe again.
sub-told-not-made = ❗ The subscription did not begin: { $title }
sub-told-not-made-do = { $bank } did not take it, so nothing was billed and nothing will be. Please ask the shop for a new link: bills can come to this chat instead.
sub-told-paid = ✅ Thank you! { $title }: { $amount } for { $span }
sub-told-next = Next payment: { $when }
sub-told-waived = 🚫 The shop has cancelled a bill: { $title }, { $span }
sub-told-waived-do = You need not pay these { $amount }. The subscription itself goes on.
sub-told-price = 🔔 A new price: { $title }
sub-told-price-do = From { $day } on it is { $amount }. What is paid stays as it is. If it doesn't suit you, you can stop in two taps.
sub-told-paused = ⏸ Paused by the shop: { $title }
sub-told-paused-bank = ⏸ Paused: { $title }
sub-told-paused-do = No bills come for now, and nothing is taken. We will write when it goes on.
sub-told-paused-open = New bills do not come for now. One of { $amount } may still be open in the app of { $bank }: it can be paid, or just left alone. We will write when the subscription goes on.
sub-told-resumed = ▶️ It goes on: { $title }
sub-told-ended = 🚫 Ended by the shop: { $title }
sub-told-ended-own = 🚫 It has ended: { $title }
sub-told-ended-do = No more bills come, and nothing more is taken. Days that are paid stay paid; if anything is unclear, ask the shop: /paysupport
sub-told-ended-open = No new bills come. One of { $amount } may still be open in the app of { $bank }: it can be paid, or just left alone. Days that are paid stay paid; if anything is unclear, ask the shop: /paysupport
sub-told-moved = 🔁 The shop has changed how the bills come: { $title }
sub-told-settled = ✅ Settled meanwhile: { $title }
sub-told-settled-do = There is nothing to pay now.

## Why not

subscription-title-wanted = A subscription needs a name, for example: Coffee for a month. Nothing has changed.
subscription-title-too-long = The name is too long: it has room for { $most } characters. Nothing has changed.
subscription-amount = One payment is from 100 to 1 000 000 ₸. Nothing has changed.
subscription-not-found = We can't find this subscription. Nothing was taken. Please ask the shop for a new link. Your own: /subscriptions
subscription-taken = Somebody else has agreed to this offer already. Nothing was taken. Please ask the shop for a link of your own.
subscription-twice = You have this subscription already, so it was not begun twice. See it: /subscriptions
subscription-over = This subscription has ended, so nothing has changed. Nothing more is taken.
subscription-being-made = The bank is still setting this subscription up, so it was not paused. Please try again in a few minutes.
subscription-bill-of-bank = The bank sent this bill by itself, so it is paid there: please confirm it in the bank's app. Nothing was taken here.
subscription-nothing-to-pay = There is nothing to pay now. We will write when the next bill comes.
subscription-not-by-phone = No bank here can send such bills to a phone by itself. Nothing has begun. Bills in the chat work: send the link.
plan-not-found = We can't find this offer. Nothing was taken. Please ask the shop for a new link.
plan-closed = The shop offers this subscription no more. Nothing was taken. Please ask the shop what there is instead.
plan-changed = The offer has changed meanwhile. Nothing is agreed yet; please look at it once more.
term-day = There is no such day: of a month choose 1 to 31, of a week 1 (Monday) to 7. Nothing has changed.
term-first = The first payment can be from today on, at most a year ahead. Nothing has changed.
term-zone = The shop's time zone is not known. Nothing has changed. Please tell those who look after the bot.
term-at = Bills come between 9:00 and 21:00. Nothing has changed. Choose an hour in between.
term-attempts = For one payment 1 to 10 bills are sent. Nothing has changed.
term-retry-hours = Between two bills 1 to 168 hours may pass. Nothing has changed.
term-grace-days = We can wait 1 to 30 days after the last bill. Nothing has changed.
term-reminders = Such a reminder cannot be: it comes after the bill before it, at most 30 days ahead. Nothing has changed.
term-number = This period has begun already, so nothing has changed. Changes count from the next one on.

## Commands

command-subscriptions = Your subscriptions: see, pay, pause, stop
chat-forget-subscriptions =
    { $count ->
        [one] Your subscription ends first: no more bills of it come.
       *[other] Your { $count } subscriptions end first: no more bills of them come.
    }
