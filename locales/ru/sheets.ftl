## Таблицы

sheet-not-made = Файл не получился. Деньги и записи на месте. Попробуйте ещё раз через минуту.
sheet-too-big = Файл больше, чем принимает Telegram. Деньги и записи на месте. Выберите период короче или добавьте фильтр.

sheet-name-operations = Операции
sheet-name-transfers = Переводы
sheet-total = Итого

sheet-standing-ours = Совпадает
sheet-standing-differs = Другая сумма
sheet-standing-missing = Нет в списке банка
sheet-standing-confirmed = Не наш счёт, банк подтвердил
sheet-standing-unconfirmed = Не подтверждено
sheet-standing-not-money = Деньги не поступили

sheet-column-number = Счёт
sheet-column-standing = Сверка
sheet-column-created = Дата создания
sheet-column-authorised = Дата авторизации
sheet-column-confirmed = Дата подтверждения
sheet-column-refunded = Дата возврата
sheet-column-amount = Сумма
sheet-column-bonus = Бонусы
sheet-column-total = Сумма с бонусами
sheet-column-refund = Возвращено
sheet-column-fee = Комиссия банка
sheet-column-counted = Засчитано
sheet-column-currency = Валюта
sheet-column-card = Номер карты
sheet-column-rrn = RRN
sheet-column-client = Покупатель
sheet-column-terminal = Терминал
sheet-column-installment = Рассрочка
sheet-column-type = Вид операции
sheet-column-order = Номер заказа в банке
sheet-column-description = Описание
sheet-column-id = Номер операции в банке
sheet-column-from-card = Карта отправителя
sheet-column-from-type = Вид карты отправителя
sheet-column-from-issuer = Банк отправителя
sheet-column-to-card = Карта получателя
sheet-column-to-type = Вид карты получателя
sheet-column-to-issuer = Банк получателя
sheet-column-state = Состояние
sheet-column-code = Код ответа
sheet-column-reason = Причина

sheet-deeds = Что сделано
sheet-deed-when = Когда
sheet-deed-who = Кто
sheet-deed-id = Номер в Telegram
sheet-deed-what = Что
sheet-deed-number = Счёт
sheet-deed-amount = Сумма
sheet-deed-currency = Валюта
sheet-deed-whom = О ком
sheet-deed-name = О чём
