## Statements

statement-title = Statement of { $bank }: { $period }
transfers-title = Transfers at { $bank }: { $period }
statement-filters = Looked for: { $filters }
statement-field = { $name ->
        [amount] amount
        [payer_phone] phone
        [payer_email] e-mail
        [card_mask] card
        [description] words
        [search] words
        [status] state
        [client] payer
        [reference] RRN
        [account_id] invoice
        [invoice_id] order number at the bank
        [shop_id] shop's number at the bank
        [terminal_id] terminal
        [post_link] payment link
        [installment_id] instalments
        [transaction_type_id] kind of operation
        [payout_date] date of return
        [payout_amount] returned
       *[other] { $name }
    }
statement-flag = { $value ->
        [true] yes
       *[false] no
    }
statement-count = Operations: { $count }
statement-money = Money: { $sum }
statement-refunded = Returned: { $sum }
statement-fees = Bank's fee: { $sum }
statement-failed = Did not go through: { $count }
statement-foreign = ❗ Not our invoices, money confirmed by the bank: { $count }
statement-differs = ❗ Another amount in our books: { $count }
statement-missing = ❗ In our books, not in the bank's list: { $count }
statement-unproved = Not confirmed, so not counted: { $count }
statement-over = Not asked about: { $count }. One statement asks the bank about { $most } unknown operations; choose a shorter period to see the others.
statement-none = The bank lists nothing here. Choose another period or another filter.
statement-page = Page { $page } of { $pages }
statement-number = #{ $number }
statement-returned = returned { $sum }
statement-other-sum = our books say { $sum }
statement-menu = Other period or filter

## Choosing

statement-choose = What should the statement show?
statement-span-today = Today
statement-span-yesterday = Yesterday
statement-span-month = This month
statement-span-last-month = Last month
statement-look-amount = By amount
statement-look-phone = By phone
statement-look-card = By card
statement-ask-amount = Which amount? For example: 5000, or from and to: 1000..5000
statement-ask-phone = Which phone? For example: +7 707 123 45 67
statement-ask-card = Which card? Its last four digits, for example: 9821
statement-unread = That could not be read.
statement-left = All right. The statement above stays as it is.

## When there is no statement

statement-for-managers = Statements are for the shop's owners and managers. Your own payments: /payments
statement-no-bank = No bank here keeps such a list. Nothing was asked. Invoices are here: /invoices
statement-no-list = No list of payments comes from: { $bank }. What is paid there is not in a statement; it is here: /invoices
statement-setting = { $bank } shows its lists only to a user of its cabinet. Nothing was asked. Whoever looks after the bot sets { $setting } and starts it again.
statement-bank-silent = { $bank } does not answer now. The money and our books are as they were. Please try again in a few minutes.
statement-bank-refuses = { $bank } refuses to show its list (code { $code }). The money and our books are as they were. Check the name and password of the cabinet's user in the bot's settings.
statement-list-cut = { $bank } does not show the whole list, so we don't show a part as if it were all. Choose a shorter period or add a filter.
statement-too-many = There are more than { $rows } operations. Nothing is lost; choose a shorter period or add a filter.
statement-gone = This statement is not kept any more. Please send /statement again.
statement-file-soon = The file comes as soon as it is ready.

## Wrong questions

statement-period-future = This period has not begun yet, so there is nothing to list. Choose one that has, for example: /statement yesterday
statement-period-long = One statement covers at most { $days } days. Choose a shorter period, for example: /statement november
statement-period-backwards = The period ends before it begins. Write the first day first, for example: /statement 2026-11-01 2026-11-22
statement-period-twice = I read more than one period there. Write one, for example: /statement 2026-11-01 2026-11-22
statement-date-unread = I can't read { $date } as a day. Write it like this: 2026-11-22 or 22.11.2026
statement-filter-empty = After { $name }: there is no value. Write it without a space, for example: amount:5000
statement-filter-unknown = There is no filter { $name }. These exist: { $known }
statement-filter-values = { $name } has too few or too many values for { $method }. Between takes two (amount:1000..5000), like takes one with % (payer_email:dan%).
statement-filter-kind = I can't compare { $name } this way ({ $method }). { $kind ->
        [money] Write an amount, for example: amount:>=5000
        [moment] Write a day, for example: payout_date:2026-11-22
        [flag] Write yes or no, for example: post_link:yes
        [phone] Write a phone, for example: payer_phone:+77071234567
       *[text] Write words, for example: description:coffee
    }
statement-order-unknown = The list can't be sorted by { $name }. These work: { $known }
statement-words-unsearchable = This list can't be searched for that. These filters exist: { $known }
statement-too-long = This is too long to read. Write a period and a few filters, for example: /statement november amount:>=5000

## Where a bank's list and our books disagree

alert-lists-differ = ❗ Please compare with { $bank }
alert-lists-differ-over = ✅ A difference with { $bank } is settled
alert-bank-number = RRN { $reference }
alert-strange-money-do = The bank confirms this money, and our books don't have it. The money is with you. Look at the operation in the bank's merchant portal: it may have been paid past the bot, or twice.
alert-strange-operation-do = The bank lists this operation, our books don't have it, and the bank does not confirm it as money. It is not counted. Look at it in the bank's merchant portal.
alert-other-sum-do = Our books have this payment with another amount: { $ours }. Nothing was changed. Look at the operation in the bank's merchant portal.
alert-not-listed-do = Our books have this payment, and the bank's list lacks it. Nothing was changed. Look for it in the bank's merchant portal, and ask the bank if it isn't there.

## Menu and help

command-statement = What the bank lists
command-transfers = Transfers from card to card
chat-help-statement =
    /statement – what the bank lists, compared with the books: <code>/statement november</code>
    /transfers – transfers from card to card
