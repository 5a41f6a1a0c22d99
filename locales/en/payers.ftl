## Who paid, as the bank says: for the shop's eyes

payer-named = Payer: { $name }

## Searching

chat-found = Found: { $words }
chat-found-none = Nothing found: { $words }
chat-found-own = You see the invoices that you issued.
chat-found-more = There are more. Add another word of the name to see fewer.
chat-search-help = You can search by an invoice's number, by the bank's number, or by whole words of the payer's name as the bank writes it: <code>/invoices 1042</code>, <code>/invoices Ivan</code>
