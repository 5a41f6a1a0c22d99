## What is offered

subs-cycle-daily = every day
subs-cycle-weekly = every week
subs-cycle-biweekly = every two weeks
subs-cycle-monthly = every month
subs-cycle-quarterly = every three months
subs-cycle-yearly = every year
subs-day-first = Day: as the first payment
subs-day-week = Day: { $weekday }
subs-day-month = Day of the month: { $day }
subs-reminders-none = no reminders
subs-nobody-yet = nobody yet
subs-billed-here = The bills come in the chat.
subs-billed-by = { $bank } sends the bills to the phone.

## A new one, step by step

subs-ask-whom = 🔁 A new subscription. For whom is it? Quickly, in one line: <code>/subscribe 5000 monthly Coffee for a month</code>
subs-ask-plan = Which plan shall it be?
subs-ask-phone = Which phone is billed? For example: 87071234567
subs-ask-name = What shall we call the subscriber? Only the shop sees the name.
subs-ask-amount = How much is one payment? For example: 5000
subs-ask-title = What is it for? For example: Coffee for a month
subs-ask-cycle = How often?
subs-ask-day = On which day of the month? Write a number from 1 to 31. With 29, 30 or 31 shorter months are billed on their last day.
subs-ask-weekday = On which day of the week?
subs-ask-first = When is the first payment? Write a date, for example: 1 December
subs-ask-rules =
    What if nobody pays? The usual way is this. { $usual }
    Or write three numbers: bills in all, hours between them, days to wait after the last one. For example: 3 24 3
subs-ask-reminders = When shall we remind of a payment? Write so many days before, 0 is the day itself. For example: 3 1 0
btn-subs-to-link = One person, by a link
btn-subs-to-phone = A phone, by the bank
btn-subs-to-plan = By a plan
btn-subs-no-name = Without a name
btn-subs-cart = From the cart: { $sum }
btn-subs-day-first = As the first payment
btn-subs-today = Today
btn-subs-when-agreed = When they agree
btn-subs-usual = As usual

## The summary

subs-summary = 🔁 Is it right?
subs-summary-plan = 🔁 A plan. Is it right?
subs-line-who = Subscriber: { $who }
subs-line-link = Subscriber: whoever gets the link
subs-line-anybody = For everybody who has the link
subs-line-first = First payment: { $first }
subs-first-today = First payment: today
subs-first-agreed = First payment: on the day when they agree
subs-line-reminders = Reminders: { $days }
subs-line-dates = Next bills: { $dates }
subs-line-dates-if-today = Agreed today, the bills come: { $dates }
subs-no-bank-by-phone = ❗ No bank here can send such bills to a phone by itself. A link works: bills come in the chat.
btn-subs-make = Make it
btn-subs-stop = Don't set it up
btn-subs-link-instead = By a link instead
btn-subs-edit-title = Name
btn-subs-edit-amount = Price
btn-subs-edit-cycle = How often
btn-subs-edit-day = Day
btn-subs-edit-first = First payment
btn-subs-edit-rules = If unpaid
btn-subs-edit-remind = Reminders
btn-subs-edit-name = Subscriber
btn-subs-edit-phone = Phone
subs-left = All right, nothing has changed.
subs-stopped = All right, nothing was set up, and nothing of it is kept.
subs-make-over = This question is closed. If it was made, it is in /subscribers or /plans; if not, begin again: /subscribe
subs-question-over = This question is closed: it waits 15 minutes. Nothing more has changed. Please open { $again } again.
subs-choose-please = Please choose with a button.

## Made

subs-made-link = ✅ The offer is ready: subscription { $number }
subs-made-link-then = Send the link to the subscriber. Nothing is billed before they agree; you will hear of it here.
subs-made-phone = ✅ Added: subscription { $number }
subs-made-phone-then = { $bank } sends the bills to { $phone }, the first one: { $day }. The subscriber confirms each in the bank's app.
subs-not-remindable = Known by phone only: cannot be reminded in the chat.
subs-blocked = Has not started the bot, or blocked it: cannot be reminded in the chat.
subs-link = Link: { $link }
subs-share-text = { $title } – { $shop }
btn-subs-share = Send the link
btn-subs-copy = Copy the link
btn-subs-see = Subscription
btn-subs-bill = The bill

## Plans

subs-plans = 📋 Plans
subs-plans-hint = Tap a plan for its link. Everybody who has the link can subscribe.
subs-plans-none = There are no plans yet. A plan has a name and a price, and one link for everybody.
subs-closed = closed
subs-plan-closed = 🔒 Closed: nobody else can subscribe. Who has goes on.
subs-plan-link = Link for everybody: { $link }
subs-ask-plan-title = “{ $title }”: what shall it be called? It counts for new subscribers only.
subs-ask-plan-price = “{ $title }” costs { $price } now. What is the new price? It counts for new subscribers only; who has subscribed keeps theirs.
subs-plan-changed = Done. It counts for new subscribers; who has subscribed keeps their price.
subs-plan-closed-now = Closed: nobody else can subscribe.
subs-plan-opened = Open again: the link works.
subs-plan-quicker = Somebody else has changed this plan meanwhile. Nothing of yours was saved. Here is how it is now.
btn-subs-plans = Plans
btn-subs-new-plan = New plan
btn-subs-all-plans = With closed ones
btn-subs-open-plans = Open ones only
btn-subs-close-plan = Close
btn-subs-open-plan = Open again

## The list

subs-title = 🔁 Subscribers
subs-none-all = Nobody yet. Begin with one line: <code>/subscribe 5000 monthly Coffee for a month</code>
subs-none-active = Nobody is active now.
subs-none-risk = Nobody is at risk: all bills are paid.
subs-none-paused = Nobody pauses.
subs-none-offered = No offer waits for an answer.
subs-none-ended = Nobody has left.
subs-total-active = active: { $count }
subs-total-risk = at risk: { $count }
subs-total-paused = paused: { $count }
subs-total-monthly = They bring in a month: { $sum }
subs-total-churned = Left this month: { $count }
subs-now-waits = waits for payment
subs-unpaid = ⏳ Not paid: { $amount } for { $span }
subs-last-paid = last payment: { $day }
subs-failures = failed attempts: { $count }
btn-subs-all = All
btn-subs-active = Active
btn-subs-risk = At risk
btn-subs-paused = Paused
btn-subs-offered = Offered
btn-subs-ended = Ended
btn-subs-new = New
btn-subs-list = All subscribers
btn-subs-figures = Figures

## The figures

subs-figures = 📊 Six months
subs-figures-note = Active at the month's end, and what was paid in it. The last month is not over yet.
subs-chart-active = Active subscriptions
subs-chart-collected = Paid, { $currency }
subs-chart-thousands = Paid, thousand { $currency }
subs-chart-millions = Paid, million { $currency }

## One of them

subs-number = subscription { $number }
subs-of-plan = By a plan.
subs-reminders-silenced = Reminders: the subscriber wants none.
subs-end-shop = Ended by the shop.
subs-end-customer = Ended by the subscriber.
subs-end-refused = Ended: the bill was declined in the bank's app.
subs-end-unpaid = Ended: nobody paid.
subs-end-bank = Ended in the bank's cabinet.
subs-end-not-made = The bank did not take it.
subs-at-bank = <b>By the figures of { $bank }</b>
subs-bank-stats = bills: { $payments }, paid: { $successful }, failed: { $failed }
subs-bank-collected = collected: { $sum }
subs-bank-last = last payment: { $last }
subs-bank-nothing = The bank shows no figures of it.
subs-bank-silent = The bank does not answer now. Nothing has changed; please try again in a few minutes.
btn-subs-at-bank = Figures of { $bank }
btn-subs-to-bank = Bill by { $bank }
btn-subs-do-chat = Bill in the chat
btn-subs-do-pause = Pause
btn-subs-do-resume = Resume
btn-subs-do-cancel = Cancel subscription
btn-subs-do-price = Price
btn-subs-do-day = Day
btn-subs-do-remind = Reminders

subs-ask-new-price = “{ $title }” costs { $price } now. What is the new price?
subs-sure-price = “{ $title }”: { $price } from { $day } on. What has been billed stays as it is. The subscriber hears of it, and may stop.
btn-subs-price-yes = Yes, { $price }
subs-ask-new-day = On which day of the month from now on? Write a number from 1 to 31. With 29, 30 or 31 shorter months are billed on their last day.
subs-sure-day = From now on { $every }. The next one on the new day: { $day }. No day is paid for twice.
btn-subs-day-yes = Yes, so
subs-cancel-open = The open bill of { $amount } is called off.
subs-cancel-open-bank = A bill of { $amount } may still be open in the app of { $bank }: the bank takes none back, and it can be paid. If it is, you decide about the money.
subs-cancel-means = No more bills come. It cannot be undone, only offered anew. Days that are paid stay paid.
subs-sure-bank = From now on { $bank } sends the bills to { $phone }. This subscription ends; the new one begins only when it has ended for certain.
subs-sure-chat = From now on the bills come in the chat. { $bank } is asked to end this one; the new one begins only when it has ended for certain. You get a link, by which the subscriber agrees.
btn-subs-switch-yes = Yes, switch
subs-said-paused = Paused: no bills come until it goes on.
subs-said-resumed = It goes on. Nothing is charged for the pause.
subs-said-cancelled = Cancelled. No more bills come.
subs-said-asked = We are asking the bank. To see whether it is done, open the subscription again: /subscribers
subs-said-price = Done. The new price counts from the next period.
subs-said-day = Done. The new day counts from the next period.
subs-said-reminders = Done. Reminders come so from now on.

## What cannot be

subs-for-staff = Subscriptions are set up by the shop's staff. Your own: /subscriptions
subs-cycle-unknown = We don't know this period. There are six: every day, every week, every two weeks, every month, every three months, every year.
subs-amount-unread = Write the amount in digits, for example: 5000. In one line: /subscribe 5000 monthly Coffee for a month
subs-amount-foreign = We bill in the shop's currency only. Nothing was made. Write just the number, for example: 5000
subs-phone-unread = We cannot read this as a phone number, so nothing was made. Please write it like this: 87071234567
subs-first-unread = We cannot read this as a date. For example: 1 December, 01.12.2026, tomorrow
subs-rules-unread = Write three numbers: bills in all, hours between them, days to wait after the last one. For example: 3 24 3
subs-reminders-unread = Write so many days before, 0 is the day itself. For example: 3 1 0

## What the shop is told

subs-told-agreed = ✅ A new subscriber: { $title }
subs-told-billed = 🔔 Billed: { $amount } · { $title }
subs-told-paid = ✅ Paid: { $amount } · { $title }
subs-told-failed = ⚠️ Not paid: { $amount } · { $title }
subs-told-failed-again = Attempts so far: { $attempt }. The next bill comes: { $when }
subs-told-failed-now = Attempts so far: { $attempt }. The next bill goes out at once.
subs-told-failed-last = Attempts so far: { $attempt }.
subs-told-grace = ⏳ Still unpaid: { $amount } · { $title }
subs-told-grace-until = There are no more bills. Waits until { $when }, then the subscription ends.
subs-told-expired = ⌛ Ended, nobody paid { $amount }: { $title }
subs-told-expired-do = The money did not come, and no more bills come. You can offer it anew: /subscribe
subs-told-refused = 🚫 Ended, the payer declined { $amount }: { $title }
subs-told-refused-do = The bill was declined in the bank's app. No more bills come.
subs-told-late = ❗ Late money: { $amount } · { $title }
subs-told-late-do = The money is with you, and its period counts as paid. The subscription stays as it was: please decide whether to go on or to send the money back.
subs-told-missed = ❗ Not billed: { $title }
subs-told-missed-do = The bot did not run, so nobody was billed for past periods: { $count } ({ $first } – { $last }). They are not charged afterwards; the period that runs now is billed.
subs-told-away = ❗ Nobody is billed: { $title }
subs-told-away-do = By the clock of the bot’s server { $count } periods have passed without a bill ({ $first } – { $last }). That is so long that we don’t go on by ourselves. If the date is right, pause the subscription and resume it: bills go on from today, nothing is charged for the past. If it is wrong, ask those who look after the bot to set the clock.
subs-told-restored = ❗ Not billed again: { $title }
subs-told-restored-do = The books came back from a backup, and nobody knows here whether bills went out after it: { $count } ({ $first } – { $last }). So that nobody pays twice, none goes out by itself. Look into the bank’s cabinet; where the money is missing, issue an invoice. Later periods are billed as ever.
subs-told-paused = ⏸ The subscriber pauses: { $title }
subs-told-paused-bank = ⏸ Paused: { $title }
subs-told-resumed = ▶️ The subscriber goes on: { $title }
subs-told-resumed-bank = ▶️ It goes on: { $title }
subs-told-ended = 🚫 Ended: { $title }
subs-told-not-made = ❗ The bank did not take it: { $title }
subs-told-not-made-do = Nothing was billed. Please set it up anew, or offer it by a link: /subscribe
subs-many-billed = 🔔 Subscriptions, billed: { $count }
subs-many-paid = ✅ Subscriptions, paid: { $count }
subs-many-failed = ⚠️ Subscriptions, not paid: { $count }
subs-many-grace = ⏳ Subscriptions, still unpaid: { $count }
subs-many-expired = ⌛ Subscriptions, ended unpaid: { $count }
subs-many-refused = 🚫 Subscriptions, declined and ended: { $count }
subs-many-more = and { $count } more

## Commands

command-subscribe = Set up a subscription: /subscribe 5000 monthly Coffee
command-subscribers = Subscribers: who pays, who is at risk
command-plans = Plans: subscriptions for everybody, by a link
chat-help-subscribers = /subscribe – a subscription, in one line or step by step; /subscribers – who subscribes, /plans – plans by a link
