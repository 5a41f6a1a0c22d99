## Greetings

chat-hello-customer =
    Hello! Here you pay the invoices of { $shop } and keep your receipts.
    Open the link or scan the code that the shop gave you. Your payments: /payments, help: /help
chat-hello-member =
    Hello! This is the till of { $shop } in Telegram.
    Write an amount and words, for example: <code>5000 Coffee</code>. You will get a card with a QR to show or to send.
    Issued invoices: /invoices, help: /help
chat-hello-group =
    Hello! Staff of the shop issue an invoice here like this:
    <code>/invoice@{ $bot } 5000 Coffee</code>
    Lists and receipts are in the private chat.
chat-choose-language = Which language shall we write in?
chat-language-chosen = We will write in English.

## Help

chat-help-customer =
    <b>Paying at { $shop }</b>
    Open the shop's link, or tap a card's button, and pay in your bank's app. The receipt comes here by itself.
chat-help-member =
    <b>The till of { $shop }</b>
    <code>5000 Coffee</code> – an invoice at once; the words may be left out
    /invoice – the same, with questions, or from the catalog; in a group together with the bot's name
    /till – a number pad for the counter
    /invoices – issued invoices; <code>#1042</code> shows that one, <code>/invoices Ivan</code> finds by the payer's name
chat-help-cashier =
    /refund 1042 – propose to return the money of your invoice
    /team – who works here
chat-help-decider =
    /attention – money that waits for your decision
    /refund 1042 – return the money of an invoice, all or a part
    /settings – name, deadlines, banks, quiet hours; how the banks are
    /team – who works here: invite, roles, limits
chat-help-everyone =
    /shop – what the shop sells; /cart – what you have chosen
    /payments – your payments and receipts
    /subscriptions – your subscriptions: pay, pause, stop
    /paysupport – ask about a payment
    a receipt's code, or a photo of its QR – is that receipt genuine?
    /language – language
    /privacy – what is kept about you
chat-what-to-sell =
    <b>What you may sell</b>
    Tolem is for goods and services outside Telegram: coffee, repairs, a haircut. Telegram requires digital goods and services (files, access to channels, online courses, game items) to be paid in Telegram Stars and may block bots that don't. The receipt here does not replace the fiscal one, which comes from you.

## Issuing

chat-ask-amount = How much? For example: 5000, or at once with words: 5000 Coffee
chat-ask-amount-in-group = How much? Answer this message, for example: 5000 Coffee
chat-ask-description = { $amount } – what for? One line for the customer, for example: Coffee
chat-skip-description = Without words
chat-question-left = All right, nothing was issued.
chat-question-over = This question is over: it waits 15 minutes. Nothing was issued. Please write the amount again.
chat-offer = Did you mean an invoice for { $amount } ({ $words })? If so, press the button.
chat-offer-yes = Issue { $amount }
chat-amount-foreign = We issue in the shop's currency only. Nothing was issued. Write just the number, for example: 5000 Coffee
chat-phone-unread = Is this a phone number? We cannot read it as one, so nothing was issued. Write all of it again, with the number like this: 87071234567. If it is no phone, put a word before it.
chat-phone-unused = The invoice is issued. No bank here bills this to a phone, so the number was not used: show the QR or send the link.
chat-phone-whole-only = The invoice is issued, but not sent to the phone: a bill by phone takes whole tenge only. Show the QR or send the link.
chat-start-for-card = The invoice is issued. To cancel it or to hear when it is paid, open the bot and press the button at the bottom.
chat-cancelled = The invoice is cancelled.
chat-cancelling = Cancelling. Until the bank confirms it, money may still come.

## Lists

chat-invoices = Invoices: { $count }
chat-invoices-none = No invoices yet. Write an amount and words, for example: 5000 Coffee
chat-invoices-for-staff = This list is for the shop's staff. Your own payments: /payments
chat-payments = Your payments
chat-payments-none = No payments yet. Open the link that the shop gave you, and the invoice will be here.
chat-line-open = ⏳ #{ $number } · { $amount } · { $words } · waiting · { $at }
chat-line-paid = ✅ #{ $number } · { $amount } · { $words } · paid · { $at }
chat-line-cancelled = 🚫 #{ $number } · { $amount } · { $words } · cancelled · { $at }
chat-line-expired = ⌛ #{ $number } · { $amount } · { $words } · expired · { $at }
chat-line-returned = returned { $amount }
chat-state-all = All: { $count }
chat-state-open = Waiting: { $count }
chat-state-paid = Paid: { $count }
chat-state-cancelled = Cancelled: { $count }
chat-state-expired = Expired: { $count }
chat-older = Older
chat-first-page = To the start

## Money that waits for a decision

chat-attention-none = Nothing waits for a decision.
chat-attention-more = There is more. Decide about these first, then send /attention again.
chat-attention-for-deciders = Owners and managers of the shop decide here. Your own payments: /payments
chat-attention-for-cashiers = The shop's owner and managers decide here. Your invoices: /invoices, to propose a refund: /refund
chat-accepted = Done. It is off the list.
chat-later = It stays on the list: /attention

## Questions to the shop

chat-support-choose = Which payment is it about?
chat-support-kept = Your question is kept. Which payment is it about? Choose it, and the question goes to the shop.
chat-support-none = There are no payments of yours here yet, so nothing was taken here. If you paid elsewhere, please ask the shop itself.
chat-support-write = What would you like to ask about invoice #{ $number }? Write it in one message; the shop will see your name. Never send codes from SMS.
chat-support-sent = The shop has your question. Your payment stays as it is; the shop will answer you.
chat-support-waiting = The shop already has a question of yours about this payment and will answer it. Nothing has changed for your payment.

## Privacy

chat-privacy =
    <b>What is kept about you</b>
    Your Telegram id and name, your language, the invoices that you opened and paid, what you have subscribed to, the phone number by which you pay, the bank's mark of a card that you let the shop remember (never its number), what the bank wants to know of payers and you told us (such as e-mail or date of birth), what you have put into the cart, your name where the bank tells it to the shop, and your questions to { $shop }. Your messages are kept for 30 days, so that none is lost; the record of who changed what, for five years. All of that but ids, languages, invoices, subscriptions and the cart is stored encrypted.
    <b>Why</b>
    To show your invoices, to bill the phone that you choose, to send receipts and to return money to the right person. The shop and its bank see your payments; nobody else gets anything.
    <b>How long</b>
    Until you delete it; the phone number, remembered cards and what the bank wanted to know also by themselves. What was paid stays in the shop's books, without you.
chat-forget = Delete my data
chat-forget-phone = Forget my phone number
chat-forget-question = Delete your name, language, phone number, remembered cards, what the bank wanted to know, questions and the link between you and your payments? The receipts here stay in this chat, but we will no longer know that they are yours. This cannot be undone.
chat-forget-yes = Yes, delete
chat-forget-no = No
chat-forgotten = Deleted. What was paid stays in the shop's books, without you. If you write again, we will get to know you anew.
chat-not-forgotten = Everything stays as it was.
chat-forget-staff = You work for this shop, so its books need your name. Ask the owner to end your role first.

## Groups

chat-private-only = This is not shown in groups. Please open the private chat.
chat-open-bot = Open the bot
chat-group-example = In a group, write like this: <code>/invoice@{ $bot } 5000 Coffee</code>
chat-group-customer = To pay, press a button on the invoice's card. Anything else: in the private chat.
chat-write-as-yourself = Write as yourself, so that I know who issues.

## Everything else

chat-unknown-command = There is no such command. What works now: /help
chat-customer-text = I don't understand this yet. To pay, open the shop's link. Your payments: /payments, a question to the shop: /paysupport
chat-words-please = I read only words and numbers. An invoice is written like this: 5000 Coffee
chat-words-please-customer = I read only words. To pay, open the shop's link. A question about a payment: /paysupport
chat-edited = Changes in sent messages are not read. Please send a new message; an invoice that was issued is cancelled on its card.
chat-button-unknown = This button is old and doesn't work any more. Nothing has changed. Please send /help
