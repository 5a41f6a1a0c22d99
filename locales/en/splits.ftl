## An invoice paid in shares

btn-split = Split
btn-take-share = Take my share
card-split = 👥 Waiting, in shares: { $amount }
page-state-split = In shares
hint-split = Press the button: your share opens in the bot, with a QR of its own. Your first name will stand here.
hint-split-staff = Each takes a share by the button on the card in the group, or by the link, and gets a QR of their own.
hint-split-taken = All shares are taken.
hint-split-page = This invoice is paid in shares. Take yours by the button on the card in Telegram.
split-state = Shares: { $parts } · received { $sum }
split-left = Free shares: { $count }
split-more = And { $count } more
split-somebody = somebody
split-ask = How many people share { $amount }? Press a number or write one.
split-unread = Write the number of people in digits, from 2 to 50.
split-done = Shares: { $parts }. The card now leads everybody to theirs.
split-parts = An invoice is split among 2 to 50 people. Nothing has changed: write another number.
split-too-many = There are more people than whole tenge, so somebody's share would be nothing. Nothing has changed: write a smaller number.
split-in-shares = This invoice is paid in shares. Nothing was taken. Take yours by the button on the card.
split-over = This split is over: there is nothing to pay, and nothing was taken. Ask the shop for a new one.
split-all-taken = All shares of this invoice are taken. Nothing was taken from you. Ask your company or the shop.
split-in-private = A share is taken in the private chat, by the button on the card. Nothing was taken.
split-offer = 👥 Your share: { $amount }
split-offer-named = Your first name, { $name }, will stand on the card in the group: everybody there sees who has a share and who has paid.
split-unpaid = 🔔 Your share waits: { $amount }
split-unpaid-hint = The others see on the card that it is still open. The QR is on your card above.
split-untaken = 🔔 Free shares: { $count }
