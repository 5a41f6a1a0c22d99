## The shop's figures

stats-title = 📊 Figures: { $period }
stats-title-own = 📊 Your figures: { $period }
stats-until = { $days }, until { $time }
stats-turnover = Turnover: { $sum }
stats-payments = Payments: { $count }
stats-average = On average: { $sum }
stats-refunds = Refunds: { $sum }
stats-back = { $sum } returned
stats-left = After refunds: { $sum }
stats-others = In another currency: { $line }
stats-before = For comparison, { $period }: turnover { $sum }, payments { $count }, on average { $average }, refunds { $returned }.
stats-none = No money came in this time.
stats-banks = By bank: sum · payments
stats-sellers = By cashier: sum · payments
stats-hours = By hour: sum · payments
stats-themselves = ordered by customers themselves
stats-more = and more cashiers: { $count }
stats-span-today = Today
stats-span-yesterday = Yesterday
stats-span-week = 7 days
stats-span-month = This month
stats-span-last-month = Last month
btn-stats-own = Another period
btn-stats-charts = Charts
btn-stats-morning-on = Send every morning
btn-stats-morning-off = Stop the mornings
stats-morning-chosen = Every morning after 9:00, outside of the quiet hours, we send yesterday's figures, without a sound.
stats-morning-dropped = We send them no more. The figures are always here: /stats
stats-charts-soon = We are drawing. It comes as soon as it is ready.
stats-ask = Which days? For example: 1–15 November, 01.10.2026-31.10.2026, October or 2025
stats-for-members = The shop's figures are for its staff. Your own payments: /payments
stats-unread = I can't read the period. Write it like this: /stats yesterday, /stats november, /stats 01.11.2026-22.11.2026 or /stats 2025
stats-future = This period has not begun yet, so there are no figures. Choose one that has, for example: /stats yesterday
stats-backwards = The period ends before it begins. Write the first day first, for example: /stats 01.11.2026-22.11.2026
command-stats = Figures: turnover, payments, refunds
chat-help-stats = /stats – turnover, payments, refunds and charts: <code>/stats november</code>

## Charts

chart-turnover = Turnover, { $currency }
chart-hours = By hour, { $currency }
chart-banks = By bank, { $currency }
chart-sellers = By cashier, { $currency }
chart-others = others

## Mornings

morning-title = 🌅 Yesterday, { $day }
morning-title-own = 🌅 Your figures of yesterday, { $day }
morning-change = { $change } to the day before
morning-none = No money came.
morning-lists = Compared with the banks' lists
morning-lists-of = Compared with the bank's list, { $day }
morning-list-agrees = { $bank }: all agrees, operations { $listed }
morning-list-differs = ❗ { $bank }: differences { $count }, operations { $listed }
morning-strange-money = The bank has it, we don't: { $what }
morning-strange-operation = The bank has it, we don't, and the bank has not confirmed it as money: { $what }
morning-other-sum = Another amount: the bank { $what }, we { $ours }
morning-not-listed = We have it, the bank doesn't: { $what }
morning-list-more = and more differences: { $count }. All of them: /statement yesterday
morning-list-unproved = Not confirmed by the bank yet: { $count }
morning-list-silent = ⏳ { $bank } has given no list yet, so it is not compared. We ask again and write.
morning-list-unset = { $bank }: not compared, its list needs a name and a password. /statement says what to set
morning-list-listless = { $bank }: not compared, this bank gives no list.
morning-no-list = { $bank } has given no list all day, so the day is not compared. The money and our books are as they were. Try it yourself: /statement yesterday
btn-morning-more = Details
