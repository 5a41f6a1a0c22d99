## Statements

statement-title = Выписка { $bank }: { $period }
transfers-title = Переводы { $bank }: { $period }
statement-filters = Искали: { $filters }
statement-field = { $name ->
        [amount] сумма
        [payer_phone] телефон
        [payer_email] почта
        [card_mask] карта
        [description] слова
        [search] слова
        [status] состояние
        [client] покупатель
        [reference] RRN
        [account_id] счёт
        [invoice_id] номер заказа в банке
        [shop_id] номер магазина в банке
        [terminal_id] терминал
        [post_link] платёжная ссылка
        [installment_id] рассрочка
        [transaction_type_id] вид операции
        [payout_date] дата возврата
        [payout_amount] возвращено
       *[other] { $name }
    }
statement-flag = { $value ->
        [true] да
       *[false] нет
    }
statement-count = Операций: { $count }
statement-money = Деньги: { $sum }
statement-refunded = Возвращено: { $sum }
statement-fees = Комиссия банка: { $sum }
statement-failed = Не прошло: { $count }
statement-foreign = ❗ Не наши счета, деньги подтвердил банк: { $count }
statement-differs = ❗ В наших книгах другая сумма: { $count }
statement-missing = ❗ Есть в наших книгах, нет в списке банка: { $count }
statement-unproved = Не подтверждено, поэтому не посчитано: { $count }
statement-over = Не спросили: { $count }. За одну выписку банк спрашивается о незнакомых операциях не больше этого числа раз: { $most }. Чтобы увидеть остальные, выберите период короче.
statement-none = Здесь банк ничего не показывает. Выберите другой период или другой фильтр.
statement-page = Страница { $page } из { $pages }
statement-number = №{ $number }
statement-returned = возвращено { $sum }
statement-other-sum = в наших книгах { $sum }
statement-menu = Другой период или фильтр

## Choosing

statement-choose = Что показать в выписке?
statement-span-today = Сегодня
statement-span-yesterday = Вчера
statement-span-month = Этот месяц
statement-span-last-month = Прошлый месяц
statement-look-amount = По сумме
statement-look-phone = По телефону
statement-look-card = По карте
statement-ask-amount = Какая сумма? Например: 5000, или от и до: 1000..5000
statement-ask-phone = Какой телефон? Например: +7 707 123 45 67
statement-ask-card = Какая карта? Последние четыре цифры, например: 9821
statement-unread = Это прочитать не получилось.
statement-left = Хорошо. Выписка выше остаётся как есть.

## When there is no statement

statement-for-managers = Выписки — для владельцев и менеджеров магазина. Ваши оплаты: /payments
statement-no-bank = Ни один банк здесь не ведёт такого списка. Мы никого не спрашивали. Счета здесь: /invoices
statement-no-list = Списка платежей не даёт: { $bank }. Оплаченного там в выписке нет, оно здесь: /invoices
statement-setting = { $bank } показывает списки только пользователю своего кабинета. Мы не спрашивали. Тот, кто следит за ботом, задаёт { $setting } и запускает бота снова.
statement-bank-silent = { $bank } сейчас не отвечает. Деньги и наши книги — как были. Попробуйте через несколько минут.
statement-bank-refuses = { $bank } не показывает список (код { $code }). Деньги и наши книги — как были. Проверьте имя и пароль пользователя кабинета в настройках бота.
statement-list-cut = { $bank } показывает не весь список, а часть мы не выдаём за целое. Выберите период короче или добавьте фильтр.
statement-too-many = Операций больше этого числа: { $rows }. Ничего не потеряно; выберите период короче или добавьте фильтр.
statement-gone = Эта выписка больше не хранится. Отправьте /statement ещё раз.
statement-file-soon = Пришлём файл, как только он будет готов.

## Wrong questions

statement-period-future = Этот период ещё не начался, показывать нечего. Выберите прошедший, например: /statement вчера
statement-period-long = Одна выписка — самое большее { $days } дней. Выберите период короче, например: /statement ноябрь
statement-period-backwards = Период кончается раньше, чем начинается. Сначала первый день, например: /statement 2026-11-01 2026-11-22
statement-period-twice = Здесь больше одного периода. Напишите один, например: /statement 2026-11-01 2026-11-22
statement-date-unread = Не получается прочитать { $date } как день. Напишите так: 2026-11-22 или 22.11.2026
statement-filter-empty = После { $name }: нет значения. Напишите без пробела, например: amount:5000
statement-filter-unknown = Фильтра { $name } нет. Есть такие: { $known }
statement-filter-values = У { $name } слишком мало или слишком много значений для { $method }. Для between нужно два (amount:1000..5000), для like — одно со знаком % (payer_email:dan%).
statement-filter-kind = Так { $name } не сравнить ({ $method }). { $kind ->
        [money] Напишите сумму, например: amount:>=5000
        [moment] Напишите день, например: payout_date:2026-11-22
        [flag] Напишите да или нет, например: post_link:да
        [phone] Напишите телефон, например: payer_phone:+77071234567
       *[text] Напишите слова, например: description:кофе
    }
statement-order-unknown = Сортировать по { $name } нельзя. Можно: { $known }
statement-words-unsearchable = По этому списку так искать нельзя. Есть фильтры: { $known }
statement-too-long = Слишком длинно. Напишите период и несколько фильтров, например: /statement ноябрь amount:>=5000

## Where a bank's list and our books disagree

alert-lists-differ = ❗ Сверьте с банком: { $bank }
alert-lists-differ-over = ✅ Расхождения с банком больше нет: { $bank }
alert-bank-number = RRN { $reference }
alert-strange-money-do = Банк подтверждает эти деньги, а в наших книгах их нет. Деньги у вас. Посмотрите операцию в кабинете банка: возможно, заплатили мимо бота или дважды.
alert-strange-operation-do = Эта операция есть в списке банка, в наших книгах её нет, и как деньги банк её не подтверждает. Мы её не посчитали. Посмотрите её в кабинете банка.
alert-other-sum-do = В наших книгах эта оплата записана другой суммой: { $ours }. Мы ничего не меняли. Посмотрите операцию в кабинете банка.
alert-not-listed-do = Эта оплата есть в наших книгах, а в списке банка её нет. Мы ничего не меняли. Поищите её в кабинете банка, а если её там нет, спросите банк.

## Menu and help

command-statement = Выписка банка
command-transfers = Переводы с карты на карту
chat-help-statement =
    /statement — выписка банка, сверенная с книгами: <code>/statement ноябрь</code>
    /transfers — переводы с карты на карту
