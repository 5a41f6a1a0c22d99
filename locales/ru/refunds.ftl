## Facts about money that goes back

refund-started = Банк принял заявку на возврат { $amount }. Напишем, когда деньги вернутся.
refund-unclear = Банк ещё не ответил, прошёл ли возврат { $amount }. Не повторяйте его: мы спрашиваем и напишем.
refund-reckoned = ❗ Банк возвращает другую сумму: { $amount }
refund-reckoned-why = Мы просили вернуть { $ours }. Банк считает сам, и верна его сумма.
refund-failed = ⚠️ Возврат не сделан: { $amount }
refund-done = ↩️ Возвращено: { $amount }
refund-left = Осталось: { $left }.
refund-whole = Возвращено полностью.
refund-by-bank = ↩️ Возвращено в банке: { $amount }
refund-by-bank-hint = В этом чате возврат не просили: его сделали в кабинете банка или сам банк.
refund-done-customer = ↩️ Вам вернули: { $amount }
refund-later-on-card = На карте деньги могут появиться не сразу.

## Why it did not go back, for the shop

refund-refusal-limit = Исчерпан лимит возвратов по вашему договору с банком. Пополните счёт в банке и попробуйте ещё раз.
refund-refusal-not-charged = В банке нет денег этой оплаты, которые можно вернуть. Посмотрите в кабинете банка.
refund-refusal-left = В банке от этой оплаты осталось меньше. Попробуйте меньшую сумму.
refund-refusal-bank-trouble = Связаться с банком не удалось, заявка не отправлена. Попробуйте через несколько минут.
refund-refusal-setup = Банк сейчас не принимает возвраты от этого магазина. Проверьте ключи и терминал в настройках бота или спросите банк.
refund-refusal-our-request = Банк не смог прочитать наш запрос. Скажите тем, кто следит за ботом.
refund-refusal-not-moved = В банке выяснили, что возврата не было. Если он ещё нужен, сделайте его заново.
refund-refusal-unsaid = Банк отказал и не назвал понятной причины. Попробуйте позже или спросите банк.
refund-stayed = Деньги у вас. Если банк покажет другое, мы это увидим и напишем.

## What is refused before the bank is asked: 200 characters at most

refund-under-way = Возврат по этой оплате уже идёт. Нового не отправили. Когда банк ответит, можно будет вернуть остальное.
refund-not-here = Этот банк не возвращает деньги отсюда. Ничего не отправлено. Сделайте возврат в кабинете банка.
refund-held = Деньги только зарезервированы, у вас их пока нет. Ничего не отправлено. Отпустите их, и они вернутся покупателю.
refund-before-charge = По этому счёту деньги не пришли, возвращать нечего.
refund-nothing-left = Всё уже возвращено. Возвращать больше нечего.
refund-too-much = Это больше, чем осталось. Ничего не отправлено. Вернуть можно не больше { $left }.
refund-too-small = Банк возвращает не меньше { $least }. Ничего не отправлено. Выберите сумму побольше.
refund-items-wrong = Столько этих товаров вернуть уже нельзя. Ничего не отправлено. Выберите заново.
refund-items-only = Банк выставил этот счёт по товарам, и часть возвращается только по товарам. Ничего не отправлено. Нажмите «По товарам».
refund-not-proven = Пока рано: деньги ещё могут быть в пути. Ничего не изменилось. Мы спрашиваем банк; попробуйте позже.
hold-not-here = Этот банк не решает о зарезервированных деньгах отсюда. Ничего не изменилось. Сделайте это в кабинете банка.
already-on-it = Решение уже принято, банку сообщаем. Больше ничего не сделано.

## Money on hold

hold-refused = ❗ Банк этого не сделал: { $amount }
hold-refused-hint = Деньги всё ещё зарезервированы. Попробуйте ещё раз или посмотрите в кабинете банка.

## A refund that nobody has confirmed

attention-refund = ❗ Возврат не подтверждён: { $amount }
decide-refund = Ответ банка потерялся: неизвестно, ушли ли деньги. Мы спрашиваем дальше. Посмотрите в кабинете банка; «Отправить ещё раз» сработает, когда по данным банка час ничего не двигалось.
decide-refund-pending = Банк принял возврат и уже несколько дней не показывает, что деньги вернулись. Мы спрашиваем дальше. Спросите банк и вы; если возврата не будет, нажмите «Возврата не было».

## Refunds that somebody proposes

attention-proposal = 🙋 Предложен возврат: { $amount }
refund-not-to-be = 🚫 Возврата не будет: { $amount }
decide-proposal = Вернуть эти деньги покупателю?
refund-proposed-by = Предложил сотрудник { $who }.
refund-approved-by = Одобрил сотрудник { $who }.
refund-declined-by = Отклонил сотрудник { $who }: деньги не возвращаем.
refund-taken-back = Предложение отозвано: деньги не возвращаем.
refund-outdated-why = Вернуть столько уже нельзя: от этой оплаты осталось меньше.
refund-propose = Предложить вернуть покупателю { $amount }? Решит другой человек.
refund-you-propose = Вы предлагаете возврат, решает менеджер или владелец.
refund-two-people = Больше { $most } возвращают вдвоём: вы предлагаете, другой соглашается.
refund-nobody-else = Решить пока некому. Пригласите менеджера или измените сумму: /team
refund-waits = Возврат предложен, решает менеджер или владелец. Мы напишем.
refund-proposed = 🙋 { $amount }, счёт #{ $number }: возврат предложен. Напишем, что решили.
refund-proposed-toast = Предложено. Напишем, что решили.
refund-declined-toast = Записали: деньги не возвращаем.
refund-proposed-already = Возврат по этой оплате уже предложен и ждёт решения. Нового не предложили.
refund-another-person = Этот возврат предложили вы сами. На такую сумму нужно согласие другого человека. Ничего не отправлено.
btn-refund-propose = Да, предложить { $amount }
btn-refund-approve = Одобрить: { $amount }
btn-refund-decline = Отклонить
btn-refund-take-back = Отозвать

## Questions

refund-title = ↩️ Возврат по счёту #{ $number }
refund-asked = Получено { $taken }, возвращено { $returned }. Сколько вернуть?
refund-parts-by-items = Банк выставил этот счёт по товарам: часть возвращается только по товарам.
refund-parts-not-here = Банк выставил этот счёт по товарам: часть возвращается только в кабинете банка.
refund-items-asked = Что возвращаем?
refund-items-line = { $number }. { $name }: { $count } из { $left }
refund-items-gone = { $number }. { $name }: всё возвращено
refund-items-typed = Нужно много? Напишите номер строки и сколько, например: 1 50
refund-items-none = Пока ничего не выбрано.
refund-items-sum = Вернём { $amount }.
refund-items-capped = Это стоит { $cost }, но из денег осталось только { $amount }: вернём их.
refund-items-choose = Выберите плюсом, что возвращаем.
refund-items-not-read = Напишите номер строки и сколько, например: 1 50. Ничего не возвращено.
refund-ask-number = По какому счёту вернуть деньги? Напишите номер, например: 1042
refund-ask-amount = Сколько вернуть? Напишите сумму цифрами, например: 1500. Не больше { $left }.
refund-ask-amount-bound = Сколько вернуть? Напишите сумму цифрами, например: 1500. Не меньше { $least }, не больше { $left }.
refund-number-not-read = Напишите номер счёта и, если нужно, сумму, например: /refund 1042 1500
refund-amount-not-read = Напишите сумму цифрами, например: 1500. Ничего не возвращено.
refund-confirm = Вернуть покупателю { $amount }? Отменить возврат будет нельзя.
refund-same-again = ⚠️ По этому счёту такую же сумму уже вернули. Это будет ещё один возврат.
refund-reason = Причина: { $reason }
refund-sending = ↩️ { $amount }, счёт #{ $number }: спрашиваем банк… Напишем, что он ответит.
refund-left-alone = Хорошо, ничего не возвращено.
refund-open = Банк принял возврат { $amount } и ещё не закончил его. Остальное можно вернуть после этого.
refund-checked = Проверили в { $time }: ещё не закончен.
refund-check-open = Банк ещё не закончил возврат. Мы спрашиваем и напишем.
refund-check-done = Готово: деньги вернулись покупателю.
refund-check-failed = Деньги не вернулись. Мы написали почему.
refund-call-off = Точно ли { $amount } не вернулись покупателю? Сначала посмотрите в кабинете банка: после «да» их можно будет вернуть ещё раз.
refund-called-off = Записали: возврата не было. Его можно сделать заново.
refund-for-deciders = Деньги возвращают менеджеры и владельцы магазина. Обратитесь к одному из них.
refund-for-customers = Деньги возвращает магазин. Спросите его: /paysupport

refund-line-proposed = 🙋 { $amount } · предложен
refund-line-declined = 🚫 { $amount } · отклонён
refund-line-requested = ⏳ { $amount } · отправляем в банк
refund-line-unknown = ⏳ { $amount } · банк ещё не ответил
refund-line-pending = ⏳ { $amount } · принято банком
refund-line-completed = ✅ { $amount } · возвращено
refund-line-failed = ⚠️ { $amount } · не сделан
refund-line-at-bank = в банке

btn-refund = Вернуть деньги
btn-refund-sum = Вернуть { $amount }
btn-refund-all = Всё: { $amount }
btn-refund-other = Другую сумму
btn-refund-by-items = По товарам
btn-refund-go-on = Дальше
btn-refund-earlier = ‹ Товары
btn-refund-later = Товары ›
btn-refund-yes = Да, вернуть { $amount }
btn-refund-no = Нет
btn-ask-bank = Спросить банк
btn-send-again = Отправить ещё раз
btn-call-off = Возврата не было
btn-call-off-yes = Да, возврата не было
btn-take = Принять деньги
btn-let-go = Отпустить
