## What those who look after the bot must mend, and its end

trouble-since = Since { $since }.
trouble-was = It lasted since { $since }. Nothing is left to do.
trouble-updates-wait = ❗ People wait for the bot's answer
trouble-updates-wait-do = The oldest message has waited for more than five minutes. Nothing is lost: each one is stored and will be answered. Those who look after the bot should look into its log; it may be started again at any time.
trouble-updates-wait-over = ✅ People get their answers again
trouble-reports-wait = ❗ Banks' reports of payments wait
trouble-reports-wait-do = The oldest has waited for more than five minutes. Nothing is lost, and we ask the banks ourselves as well, but cards may turn to "paid" late. Those who look after the bot should look into its log; it may be started again at any time.
trouble-reports-wait-over = ✅ Banks' reports are handled again
trouble-messages-wait = ❗ The bot's messages wait
trouble-messages-wait-do = The oldest has waited for more than five minutes, so cards and receipts come late. The money is safe; if a customer is waiting, look into the bank's app. If Telegram was away, everything goes out by itself as soon as it answers. If this goes on, those who look after the bot should look into its log.
trouble-messages-wait-over = ✅ The bot's messages go out again
trouble-reminders-wait = ❗ Reminders wait
trouble-reminders-wait-do = The oldest is more than an hour late. What is no longer true will not be sent. Those who look after the bot should look into its log.
trouble-reminders-wait-over = ✅ Reminders go out again
trouble-part-stuck = ❗ A part of the bot stands still
trouble-part-stuck-do = Its name is { $part }. Nothing is lost. Those who look after the bot should keep its log and start it again: it goes on where it stopped.
trouble-part-stuck-over = ✅ A part of the bot works again: { $part }
trouble-telegram-fails = ❗ Telegram does not get through to the bot
trouble-telegram-fails-do = Telegram says: { $why }. It keeps people's messages for a day and tries again. Those who look after the bot should check its public address and certificate with "tolem doctor".
trouble-telegram-fails-over = ✅ Telegram gets through to the bot again
trouble-disk-full = ❗ There is hardly any room left for the bot's books
trouble-disk-full-do = When there is none, nothing more can be written down and the bot takes no payments. Those who look after the bot should make room on its disk now.
trouble-disk-full-over = ✅ There is room for the bot's books again
