## Before the bill of a subscription

remind-day =
    { $days ->
        [0] Today, { $day }
        [1] Tomorrow, { $day }
       *[other] In { $days } days, { $day }
    }
remind-head = 🔔 { $day }: { $amount }
remind-title = “{ $title }”
remind-shop = { $shop }
remind-bill =
    { $days ->
        [0] The bill comes today at { $time }. Nothing to do now.
        [1] The bill comes tomorrow at { $time }. Nothing to do now.
       *[other] The bill comes that day at { $time }. Nothing to do now.
    }
remind-card = It will be taken from your card { $card }.
remind-kept = It will be taken by itself, as you agreed: { $method }.
remind-by-bank =
    { $days ->
        [0] { $bank } sends the bill to your phone today. Nothing to do now.
        [1] { $bank } sends the bill to your phone tomorrow. Nothing to do now.
       *[other] { $bank } sends the bill to your phone that day. Nothing to do now.
    }

btn-remind-pay = Pay now
btn-remind-never = Don't remind me
btn-remind-again = Remind me again

remind-stopped = We won't remind you of this subscription any more. Bills come as before.
remind-goes-on = We will remind you again.

## Around the deadline of an invoice

remind-invoice = 🔔 Waiting for payment: { $amount }
remind-invoice-until =
    { $days ->
        [0] It can be paid today until { $time }.
        [1] It can be paid until tomorrow, { $time }.
       *[other] It can be paid until { $day }, { $time }.
    }
remind-invoice-over = ⌛ The invoice has expired: { $amount }
remind-invoice-ask = If you still want to pay, ask for a new one: the amount is the same.
btn-ask-new = Ask for a new one
remind-new-issued = The new invoice stands below.
remind-stopped-invoices = We won't remind you of invoices any more. They can be paid as before.

renewal-closed = This invoice can't be issued again from here. Nothing was taken. Please ask the shop.
renewal-bill-open = The bank can still take money by the old bill, so no other was issued. Please wait until that one has ended, then ask again.

## For the shop

remind-unreachable = 🔕 { $name } can't be reminded
remind-unreachable-unnamed = 🔕 A subscriber can't be reminded
remind-unreachable-do = The person has blocked this bot, so neither reminders nor bills arrive here. Please call or write another way.

settings-reminders = Reminders of invoices: { $chosen }
settings-reminders-button = Reminders of invoices
settings-reminders-title = 🔔 Reminders of invoices
settings-reminders-about = Whoever opened an invoice in the chat is reminded of its deadline, outside of the quiet hours, and can switch that off. Nobody is reminded in the first half of an invoice's life. A day after the deadline a new invoice can be asked for. A day that is taken away counts for invoices that are out, too; one that is added, for new ones only.
settings-reminders-now = Now: { $chosen }
settings-reminders-kept = Done.
reminders-choice-none = never
reminders-choice-day = on the day
reminders-choice-before = a day before and on the day
reminders-choice-after = a day before, on the day, a day after
