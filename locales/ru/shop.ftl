## Lines of an invoice

lines-line = { $name } × { $count } = { $sum }
lines-more =
    { $count ->
        [one] …и ещё { $count } товар
        [few] …и ещё { $count } товара
       *[other] …и ещё { $count } товаров
    }
lines-discount = Скидка { $percent } %: −{ $sum }
lines-total = Итого: { $sum }
lines-own-order = Заказ самого покупателя
lines-own-order-of = Заказ самого покупателя: { $name }
page-lines =
    { $count ->
        [one] Что в заказе: { $count } строка
        [few] Что в заказе: { $count } строки
       *[other] Что в заказе: { $count } строк
    }

## The shop, for customers

shop-title = 🛍 Магазин «{ $shop }»
shop-choose = Выбирайте: нажмите на название, чтобы рассмотреть.
shop-found = Нашли по словам «{ $words }»:
shop-found-none = По словам «{ $words }» ничего нет. Попробуйте другое слово или посмотрите всё.
shop-empty = Здесь пока ничего не продаётся. Загляните позже.
shop-unit-price = { $price } / { $unit }
shop-counted = В корзине: { $count }. Вся корзина: { $sum }
shop-taken-out = Убрали из корзины. Итого: { $sum }
shop-ask-words = Что ищете? Напишите начало названия или цифры под штрихкодом.
shop-ask-count = Сколько «{ $name }»? Напишите целое число, например: 12. Если 0, уберём из корзины.
shop-left = Хорошо, корзина осталась как была.
shop-in-private = Магазин открыт в личном чате.

btn-shop = В магазин
btn-put-in = В корзину
btn-cart-sum = Корзина: { $sum }
btn-seek = Найти
btn-list = Список
btn-everything = Показать всё

chat-line-own-order = заказ покупателя

## The cart

cart-title = 🛒 Ваша корзина
cart-line = { $number }. { $name } × { $count } = { $sum }
cart-total = Итого: { $sum }
cart-page = Страница { $page } из { $pages }
cart-changed = Корзина тем временем изменилась. Счёт ещё не выставлен, посмотрите ещё раз.
cart-news = Кое-что изменилось. Счёт ещё не выставлен, посмотрите ещё раз.
cart-repriced = { $name }: было { $was }, теперь { $now }
cart-gone = { $name }: больше не продаётся, убрали
cart-news-more =
    { $count ->
        [one] …и ещё { $count } изменение
        [few] …и ещё { $count } изменения
       *[other] …и ещё { $count } изменений
    }
cart-is-empty = 🛒 Корзина пуста. Посмотрите, что есть в магазине.
cart-empty-question = Убрать из корзины всё?
cart-emptied = Теперь корзина пуста.
cart-ordered = 🧾 Счёт #{ $number } готов: { $sum }
cart-ordered-hint = Карточка со способами оплаты — ниже.

btn-pay-sum = Оплатить { $sum }
btn-empty-cart = Очистить
btn-empty-cart-yes = Да, убрать всё
btn-keep-cart = Нет

## The cart that a member fills for a customer

till-title = 🛍 Что берёт покупатель?
till-hint = Нажатие добавляет одну штуку. Количество, цена и скидка меняются в корзине.
till-nothing = В каталоге пока ничего нет. Счёт можно выставить и без него: 5000 Кофе
till-cart = 🛒 Для покупателя
till-own-price = { $price } вместо { $list }
till-line = { $name }: { $price }
till-line-sum = × { $count } = { $sum }
till-ask-price = Сколько в этот раз стоит «{ $name }»? В каталоге: { $price }. Напишите сумму, например: 800
till-price-wrong = Напишите цену цифрами, например: 800. Ничего не изменилось.
till-ask-discount = Какая скидка в процентах? Напишите число от 1 до 99; 0 убирает скидку.
till-ask-phone = На какой телефон отправить счёт? Например: +7 707 123 45 67
till-phone-wrong = Не получилось прочитать номер. Например: +7 707 123 45 67. Счёт ещё не выставлен.

btn-from-catalog = Из каталога
btn-add-more = Добавить ещё
btn-discount = Скидка
btn-no-discount = Без скидки
btn-own-price = Своя цена
btn-list-price = Цена каталога
btn-issue-sum = Выставить { $sum }
btn-to-phone = На телефон

## Why not

cart-empty = Корзина пуста, поэтому заказа нет. Сначала выберите что-нибудь.
cart-count-wrong = Только целое количество, от 1 до { $most }. Корзина осталась как была.
cart-too-many-lines = В корзину помещается { $most } разных товаров. Сначала оплатите эти или уберите лишнее.
orders-unpaid = Ваши заказы, которые ждут оплаты: { $most }. Ещё один не сделан. Сначала оплатите один из них или дождитесь окончания его срока: /payments
cart-too-dear = Вышло бы больше, чем бывает в одном счёте. Корзина осталась как была. Разделите заказ.
cart-discount-wrong = Скидка — целое число от 1 до { $most } процентов; 0 убирает её. Ничего не изменилось.
shop-closed = Магазин сейчас не принимает заказы. Деньги не списаны, корзина осталась. Спросите у магазина.
item-not-sold = Это больше не продаётся. В корзину ничего не добавили. Что ещё есть: /shop
item-not-found = Такого товара больше нет. Ничего не изменилось.
item-changed-meanwhile = Этот товар только что изменил кто-то другой, ваша правка не сохранена. Посмотрите и повторите.
item-barcode-taken = Этот штрихкод уже у другого товара. Ничего не сохранено. У каждого товара свой штрихкод.
item-barcode-wrong = В штрихкоде от 4 до { $most } цифр, латинских букв или дефисов. Ничего не сохранено.
item-name-wrong = В названии от 1 до { $most } знаков. Ничего не сохранено.
item-too-many = В каталоге помещается { $most } товаров, и он полон. Ничего не сохранено. Удалите то, что больше не продаётся.

## Commands

command-shop = Что продаёт магазин
command-cart = Ваша корзина
