## Цифры магазина

stats-title = 📊 Цифры: { $period }
stats-title-own = 📊 Ваши цифры: { $period }
stats-until = { $days }, до { $time }
stats-turnover = Оборот: { $sum }
stats-payments = Платежей: { $count }
stats-average = В среднем: { $sum }
stats-refunds = Возвраты: { $sum }
stats-back = возвращено { $sum }
stats-left = За вычетом возвратов: { $sum }
stats-others = В другой валюте: { $line }
stats-before = Для сравнения, { $period }: оборот { $sum }, платежей { $count }, в среднем { $average }, возвраты { $returned }.
stats-none = За это время денег не поступало.
stats-banks = По банкам: сумма · платежей
stats-sellers = По кассирам: сумма · платежей
stats-hours = По часам: сумма · платежей
stats-themselves = заказы самих покупателей
stats-more = и ещё кассиров: { $count }
stats-span-today = Сегодня
stats-span-yesterday = Вчера
stats-span-week = 7 дней
stats-span-month = Этот месяц
stats-span-last-month = Прошлый месяц
btn-stats-own = Другой период
btn-stats-charts = Графики
btn-stats-morning-on = Присылать по утрам
btn-stats-morning-off = Не присылать по утрам
stats-morning-chosen = Каждое утро после 9:00, не в тихие часы, пришлём цифры за вчера, без звука.
stats-morning-dropped = Больше не присылаем. Цифры всегда здесь: /stats
stats-charts-soon = Рисуем. Пришлём, как только будет готово.
stats-ask = За какие дни? Например: 1–15 ноября, 01.10.2026-31.10.2026, октябрь или 2025
stats-for-members = Цифры магазина видят его сотрудники. Ваши оплаты: /payments
stats-unread = Не получается прочитать период. Напишите так: /stats вчера, /stats ноябрь, /stats 01.11.2026-22.11.2026 или /stats 2025
stats-future = Этот период ещё не начался, цифр нет. Выберите прошедший, например: /stats вчера
stats-backwards = Период кончается раньше, чем начинается. Сначала первый день, например: /stats 01.11.2026-22.11.2026
command-stats = Цифры: оборот, платежи, возвраты
chat-help-stats = /stats — оборот, платежи, возвраты и графики: <code>/stats ноябрь</code>

## Графики

chart-turnover = Оборот, { $currency }
chart-hours = По часам, { $currency }
chart-banks = По банкам, { $currency }
chart-sellers = По кассирам, { $currency }
chart-others = остальные

## По утрам

morning-title = 🌅 Вчера, { $day }
morning-title-own = 🌅 Ваши цифры за вчера, { $day }
morning-change = { $change } к позавчера
morning-none = Денег не поступало.
morning-lists = Сверка со списками банков
morning-lists-of = Сверка со списком банка, { $day }
morning-list-agrees = { $bank }: всё сходится, операций { $listed }
morning-list-differs = ❗ { $bank }: расхождений { $count }, операций { $listed }
morning-strange-money = Есть у банка, нет у нас: { $what }
morning-strange-operation = Есть у банка, нет у нас, и банк не подтвердил деньги: { $what }
morning-other-sum = Другая сумма: у банка { $what }, у нас { $ours }
morning-not-listed = Есть у нас, нет у банка: { $what }
morning-list-more = и ещё расхождений: { $count }. Все: /statement вчера
morning-list-unproved = Ещё не подтверждено банком: { $count }
morning-list-silent = ⏳ { $bank } пока не дал список, не сверено. Спросим ещё раз и напишем.
morning-list-unset = { $bank }: не сверено, нет имени и пароля для списка. Что задать, скажет /statement
morning-list-listless = { $bank }: не сверено, этот банк списка не даёт.
morning-no-list = { $bank } весь день не даёт список, день не сверен. Деньги и наши книги — как были. Попробуйте сами: /statement вчера
btn-morning-more = Подробнее
