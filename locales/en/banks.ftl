## A bank that bills nobody now: on cards

hint-away = { $bank } does not take payments for this shop right now.
hint-away-until = { $bank } does not take payments for this shop right now. Works again: { $until }.
hint-away-only-payer = Nothing was taken. Please try later, or ask the shop how else you can pay.
hint-away-only-staff = The invoice stays open: the button comes back by itself. More: /settings
chat-phone-away = The invoice is made, but not sent to the phone: the bank that does it takes no bills right now. Show the QR or send the link; more: /settings

## … told to owners and managers

alert-bank-lost = ❗ { $bank } takes no bills now
alert-bank-lost-do = { $bank } is off the cards. We keep checking and write when it works. To check at once: /settings
alert-bank-limit = ❗ { $bank }: no more bills until { $until }
alert-bank-limit-do = Until then { $bank } is off the cards; it comes back by itself.
alert-bank-back = ✅ { $bank } works again
alert-bank-back-since = It is on the cards again. It was off since { $since }.

## /settings

settings-title = ⚙️ Shop settings
settings-shop = Shop: { $shop }
settings-about = Currency: { $currency } · language: { $language } · time: { $now } ({ $zone })
settings-banks = Banks
settings-no-bank = None is switched on. Their keys stand in the bot's settings; <code>tolem doctor</code> says what is missing.
settings-well = ✅ { $bank }: works
settings-lost = ❗ { $bank }: takes no bills since { $since }, off the cards
settings-limit = ⏳ { $bank }: no more bills until { $until }, off the cards until then
settings-trial = 🔎 { $bank }: on the cards again since { $since }. The next bill shows whether it works.
settings-silent = ⚠️ { $bank }: gives no answer
settings-test-money = 🧪 { $bank }: practice, no real money
settings-used = Bills today: { $used } of { $most }.
settings-tested = The test from the bank's cabinet arrived: { $at }.
settings-untested = No test from the bank's cabinet has arrived yet.
settings-checked = Checked: { $at }
settings-check = Check now
settings-just-checked = That was checked just now. Here is how things stand.
settings-for-deciders = Settings are for the shop's owner and managers.
command-settings = The shop's settings and its banks
alert-bill-differs = ❗ { $bank } adds up otherwise
alert-bill-differs-sums = Ours: { $ours }; at the bank ({ $bank }): { $theirs }. We take that bill back at the bank, so that nobody pays another sum.
alert-bill-differs-do = The customer can pay once more: the new bill goes out as one sum, without items. Please compare the prices in the bank's catalog.
