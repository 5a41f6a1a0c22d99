## Who paid, as the bank says: for the shop's eyes

payer-named = Төлеуші: { $name }

## Searching

chat-found = Табылғаны: { $words }
chat-found-none = Ештеңе табылмады: { $words }
chat-found-own = Сізге өзіңіз жіберген шоттар ғана көрінеді.
chat-found-more = Бұл бәрі емес. Тізім қысқаруы үшін аттан тағы бір сөз қосыңыз.
chat-search-help = Шоттың нөмірі, банктегі нөмірі немесе төлеуші атындағы толық сөздер бойынша іздеуге болады (ат банктегідей жазылады): <code>/invoices 1042</code>, <code>/invoices Айгерім</code>
