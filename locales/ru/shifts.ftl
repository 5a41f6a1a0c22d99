## Смены сотрудников

shift-title = 🕘 Смена
shift-none = Смена не открыта. Счета можно выставлять и без неё.
shift-opened-at = 🟢 Смена открыта: { $since }
shift-hint = X-отчёт показывает, что уже пришло, и его можно смотреть сколько угодно. Z-отчёт приходит, когда смена закрыта, и больше не меняется.
shift-others = Открыты у других:
shift-of-since = { $who }: { $since }
shift-of-gone = уже не в команде
shift-for-members = Смены открывают сотрудники магазина. Вы можете здесь платить: /help
shift-in-private = Смены показываем в личном чате.
shift-begun = Смена открыта.
shift-fresh = Обновлено: { $time }
shift-over = Смена уже закрыта. Как сейчас: /shift
shift-not-found = Такой смены нет. Как сейчас: /shift
btn-shift-open = Открыть смену
btn-shift-close = Закрыть смену
btn-shift-close-yes = Да, закрыть смену
btn-shift-x = X-отчёт
btn-shift-z = Z-отчёт #{ $number }
btn-shift-refresh = Обновить
btn-shift-earlier = Прошлые смены
btn-shift-older = Раньше ›
btn-shift-newest = ‹ Последние

## Отчёты

shift-x-title = 📊 X-отчёт: { $who }
shift-z-title = 🧾 Z-отчёт #{ $number }: { $who }
shift-span = { $since } – { $until }
shift-closed-by = Закрытие: { $who }
shift-counted = Сумма · число платежей
shift-no-money = Платежей за смену нет.
shift-average = Средний платёж: { $sum }
shift-net = За вычетом возвратов: { $sum }
shift-what-paid = Всего
shift-what-refunded = Возвращено
shift-what-early = Пришло до этой смены, не вошло в «Всего»
shift-what-early-refunded = Возвращено до этой смены
shift-what-late = Поздняя оплата
shift-what-surplus = Лишние деньги
shift-what-short = Пришло меньше, чем в счёте
shift-what-foreign = Пришла другая валюта
shift-what-open = Открытые счета
shift-what-held = Зарезервировано банком, ещё не ваше
shift-what-waiting = ❗ Ждут решения
shift-what-returning = Возвращается сейчас

## Вопрос перед закрытием и прошлые смены

shift-close-sure = Закрыть смену: { $who }? Придёт Z-отчёт, он больше не изменится.
shift-nothing-open = Ничего не осталось: открытых счетов нет.
shift-left-open = Что останется открытым:
shift-later = Деньги, которые придут позже, будут в отчёте следующей смены.
shift-earlier-title = 🧾 Z-отчёты
shift-earlier-none = Закрытых смен пока нет.
shift-file = { $title }. Строк: { $count }.

## Что изменилось

told-shift-closed = 🧾 Z-отчёт #{ $number }: { $who }, смена закрыта.
told-shift-closed-you = 🧾 Ваша смена закрыта: Z-отчёт #{ $number }.
told-shift-long = 🕘 { $who }: смена не закрыта, начало: { $since }. Закрыть её можете вы.
told-shift-long-you = 🕘 Ваша смена открыта больше суток, начало: { $since }. Если вы закончили, закройте её: придёт Z-отчёт.

## Файл

sheet-shift = Итоги
sheet-shift-entries = Платежи
sheet-shift-what = Что
sheet-shift-bank = Банк
sheet-shift-count = Количество
sheet-shift-amount = Сумма
sheet-shift-currency = Валюта
sheet-shift-when = Когда
sheet-shift-number = Счёт
sheet-shift-about = Примечание
sheet-shift-description = Описание
sheet-shift-who = Сотрудник
sheet-shift-since = Начало
sheet-shift-until = Конец
sheet-shift-paid = Оплата
sheet-shift-refunded = Возврат

## Меню и помощь

command-shift = Смена: открыть, X-отчёт, закрыть с Z-отчётом
chat-help-shift = /shift — смена: открыть, посмотреть X-отчёт, закрыть с Z-отчётом
