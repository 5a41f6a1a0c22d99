## Spreadsheets

sheet-not-made = The file could not be made. The money and the books are as they were. Please try again in a minute.
sheet-too-big = The file is bigger than Telegram takes. The money and the books are as they were. Choose a shorter period or add a filter.

sheet-name-operations = Operations
sheet-name-transfers = Transfers
sheet-total = Total

sheet-standing-ours = Matches
sheet-standing-differs = Another amount
sheet-standing-missing = Not in the bank's list
sheet-standing-confirmed = Not ours, the bank confirms
sheet-standing-unconfirmed = Not confirmed
sheet-standing-not-money = No money came

sheet-column-number = Invoice
sheet-column-standing = Against our books
sheet-column-created = Created
sheet-column-authorised = Authorised
sheet-column-confirmed = Confirmed
sheet-column-refunded = Returned on
sheet-column-amount = Amount
sheet-column-bonus = Bonuses
sheet-column-total = With bonuses
sheet-column-refund = Returned
sheet-column-fee = Bank's fee
sheet-column-counted = Counted as money
sheet-column-currency = Currency
sheet-column-card = Card number
sheet-column-rrn = RRN
sheet-column-client = Customer
sheet-column-terminal = Terminal
sheet-column-installment = Instalments
sheet-column-type = Type
sheet-column-order = Order at the bank
sheet-column-description = Description
sheet-column-id = Operation at the bank
sheet-column-from-card = Sender's card
sheet-column-from-type = Sender's card type
sheet-column-from-issuer = Sender's bank
sheet-column-to-card = Receiver's card
sheet-column-to-type = Receiver's card type
sheet-column-to-issuer = Receiver's bank
sheet-column-state = State
sheet-column-code = Answer code
sheet-column-reason = Reason

sheet-deeds = What was done
sheet-deed-when = When
sheet-deed-who = Who
sheet-deed-id = Telegram number
sheet-deed-what = What
sheet-deed-number = Invoice
sheet-deed-amount = Sum
sheet-deed-currency = Currency
sheet-deed-whom = About whom
sheet-deed-name = About what
