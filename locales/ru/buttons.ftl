## On cards

btn-share = Отправить покупателю
btn-check = Проверить оплату
btn-cancel = Отменить счёт
btn-another-way = Другой способ
btn-new-qr = Новый QR
btn-show-qr = Получить QR
btn-try-again = Попробовать ещё раз
btn-pay-private = Оплатить в личном чате
btn-receipt = Квитанция
btn-question = Вопрос по оплате
btn-again = Выставить снова
btn-back = Назад
link-homebank = Открыть Halyk
link-page = Перейти к оплате
link-qr = Открыть QR
link-onlinebank = Открыть Onlinebank
link-any = Открыть приложение банка

## In questions

btn-accept = Принять
btn-later = Решить позже
btn-done = Готово
btn-open-invoice = Показать счёт

## In Telegram's own window for sharing

share-text = Счёт от магазина «{ $shop }»: { $amount }
