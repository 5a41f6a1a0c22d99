## Who paid, as the bank says: for the shop's eyes

payer-named = Плательщик: { $name }

## Searching

chat-found = Нашлось: { $words }
chat-found-none = Ничего не нашлось: { $words }
chat-found-own = Вам видны счета, которые выставили вы.
chat-found-more = Это не всё. Добавьте ещё слово из имени, чтобы счетов стало меньше.
chat-search-help = Искать можно по номеру счёта, по номеру в банке или по целым словам из имени плательщика, как его пишет банк: <code>/invoices 1042</code>, <code>/invoices Иван</code>
