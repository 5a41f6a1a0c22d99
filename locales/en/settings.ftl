### /settings: what the shop decides about itself

## Refusals, and what to type instead

bank-off = The shop takes no new payments by this bank now. Nothing was taken. Choose another way to pay.
settings-name-unread = There is no name in this: it needs letters or digits. Nothing has changed. Write the name as customers know it, for example: Dana's Coffee
settings-name-one-line = A name is one line of plain letters. Nothing has changed. Write it without line breaks and hidden signs, for example: Dana's Coffee
settings-name-too-long = The name is too long: { $most } characters at most. Nothing has changed. Write a shorter one.
settings-deadline-unread = Write how long an invoice can be paid, a number with a letter: 45m, 2h or 5d. Nothing has changed.
settings-deadline-bounds = An invoice can be paid for 5 minutes at least and 30 days at most. Nothing has changed. Write for example: 45m, 2h or 5d
settings-quiet-unread = Write from when to when it is to be quiet, for example: 21:00-9:00. Nothing has changed.
settings-quiet-bounds = At least 6 hours a day must be left to write in. Nothing has changed. Write for example: 21:00-9:00
settings-last-bank = This is the last bank that takes payments: without it nobody could pay. Nothing has changed. Turn another one on first.

## The first page

settings-line-deadline = Invoices can be paid for: { $span }
settings-line-way = Way to pay: { $way }
settings-line-quiet = Quiet hours: { $hours }
settings-line-news = News for you: { $news }
settings-bank-off = ⏸ { $bank }: takes no new payments, by the shop's wish
settings-way-choice = the payer chooses
settings-way-first = { $bank } first
settings-way-first-off = { $bank } first; while it is off, the payer chooses
settings-way-only = { $bank }, the only one
settings-quiet-none = none
settings-news-all = all
settings-news-but = all but { $topics }
settings-news-must = only what cannot be turned off
settings-minutes = { $count } min
settings-hours = { $count } h
settings-days = { $count } d

## Buttons

btn-settings-name = Name
btn-settings-language = Language
btn-settings-deadline = Time to pay
btn-settings-way = Way to pay
btn-settings-banks = Banks
btn-settings-quiet = Quiet hours
btn-settings-news = News for you
btn-settings-type-name = Write another name
btn-settings-type-deadline = Write another time
btn-settings-type-quiet = Other hours
btn-settings-undo = As before: { $value }
btn-settings-choice = The payer chooses
btn-settings-bank-off = Turn off: { $bank }
btn-settings-bank-on = Turn on: { $bank }
btn-settings-bank-off-yes = Yes, turn off
btn-settings-no-quiet = Write at any hour
btn-settings-hear = Turn on: { $topic }
btn-settings-unhear = Turn off: { $topic }

## One setting

settings-now = Now: { $value }
settings-done = Done.
settings-chosen-here = Chosen in the chat. At the bot's start it was: { $value }
settings-nothing = nothing
settings-at-once = It counts at once, also on cards of open invoices.
settings-title-name = 🏪 Name of the shop
settings-name-look = On a card it looks like this:
settings-name-ask = Write the name as customers are to read it, one line, for example: Dana's Coffee
settings-title-language = 🌐 Language of the shop
settings-language-about = Used in groups, on cards that everybody sees, and for people whose language we do not know, also on the payment page. Everybody chooses their own in /language.
settings-title-deadline = ⏳ Time to pay
settings-deadline-about = An invoice can be paid for this long. It counts for invoices from now on; those that are out keep theirs.
settings-deadline-ask = For how long? Write a number with a letter, from 5 minutes to 30 days, for example: 45m, 2h or 5d
settings-title-way = 💳 Way to pay
settings-way-about = The QR of the bank that is chosen here comes at once; the other ways stay one tap away on the card. While it is away, is turned off or does not take the sum, the payer chooses. A QR that is out stays.
settings-way-one = Only { $bank } is on: there is nothing to choose, everybody pays by it.
settings-way-asks = { $bank } cannot come first: it asks the payer for something before it makes a bill.
settings-title-banks = 🏦 Banks on or off
settings-banks-about = A bank that is turned off gets no new bills. What is open there is still settled, and refunds are made.
settings-bank-is-on = ✅ { $bank }: takes new payments
settings-bank-off-ask = Take no new payments by { $bank }?
settings-bank-off-open = What is open there is still settled: a QR or a bill that is out can be paid, and refunds are made. You can turn it on again here.
settings-bank-off-charged = Subscriptions that { $bank } charges to a card stay: their next bill comes as an ordinary one, and the subscriber pays it another way.
settings-bank-off-run = No new subscriptions go to { $bank }. Those that it runs by itself go on there until they are ended: /subscribers
settings-title-quiet = 🌙 Quiet hours
settings-quiet-about = In these hours the shop writes nobody of its own accord: reminders, bills of subscriptions and the like wait. Answers, receipts and cards that turn paid come at once.
settings-quiet-ask = From when to when is it to be quiet? Write it like this: 21:00-9:00
settings-title-news = 📬 News for you
settings-news-about = Everybody chooses for themselves. Always told: money that does not fit, refunds that wait for a decision, banks that refuse, changes in the team.
settings-news-on = ✅ { $topic }
settings-news-off = ➖ { $topic }
settings-topic-payments = payments of others' invoices
settings-topic-unpaid = your unpaid invoices
settings-topic-shifts = others' shifts
settings-topic-subscriptions = subscriptions
settings-topic-morning = yesterday's figures each morning

## What was done, see /team

deed-shop-name = named the shop
deed-shop-language = chose the shop's language
deed-deadline = chose how long invoices can be paid
deed-first-bank = chose the usual way to pay
deed-banks-off = turned banks on or off
deed-quiet-hours = chose the quiet hours
deed-news = chose their news
deed-morning-on = asked for yesterday's figures each morning
deed-morning-off = asked for no figures in the morning
