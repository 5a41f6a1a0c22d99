## Why Halyk sends no money back, for the shop

halyk-refund-100 = Банк отказал в возврате и не назвал причину. Посмотрите в его кабинете или спросите банк, потом попробуйте ещё раз.
halyk-refund-3141 = Исчерпан лимит возвратов по вашему договору с Halyk. Пополните счёт в Halyk и попробуйте ещё раз.

## What Halyk's numbers mean, for managers

halyk-reason-455 = Не прошла проверка владельца карты (3-D Secure)
halyk-reason-473 = { halyk-reason-455 }
halyk-reason-499 = { halyk-reason-455 }
halyk-reason-500 = { halyk-reason-455 }
halyk-reason-877 = { halyk-reason-455 }
halyk-reason-503 = Карта требует проверки владельца (3-D Secure)
halyk-reason-468 = Банк попросил ещё раз подтвердить владельца
halyk-reason-1654 = Неверный одноразовый пароль
halyk-reason-456 = Сбой в системе банка
halyk-reason-461 = { halyk-reason-456 }
halyk-reason-496 = { halyk-reason-456 }
halyk-reason-526 = { halyk-reason-456 }
halyk-reason-458 = Банк карты не ответил
halyk-reason-497 = { halyk-reason-458 }
halyk-reason-502 = { halyk-reason-458 }
halyk-reason-475 = Не получилось: повторите
halyk-reason-476 = Не получилось: повторите через полчаса
halyk-reason-457 = Неверный срок действия карты
halyk-reason-459 = Неверный номер карты
halyk-reason-471 = { halyk-reason-459 }
halyk-reason-472 = { halyk-reason-459 }
halyk-reason-522 = { halyk-reason-459 }
halyk-reason-478 = Срок действия карты истёк
halyk-reason-485 = { halyk-reason-478 }
halyk-reason-465 = Карта заблокирована
halyk-reason-467 = { halyk-reason-465 }
halyk-reason-479 = { halyk-reason-465 }
halyk-reason-489 = { halyk-reason-465 }
halyk-reason-492 = Карта заблокирована из-за неверного PIN
halyk-reason-481 = Карта заявлена как утерянная или украденная
halyk-reason-482 = { halyk-reason-481 }
halyk-reason-483 = { halyk-reason-481 }
halyk-reason-486 = По карте запрещены платежи в интернете
halyk-reason-484 = На карте не хватает денег
halyk-reason-498 = Бонусами воспользоваться нельзя
halyk-reason-488 = Превышен лимит карты на сумму
halyk-reason-491 = Слишком много платежей по карте за короткое время
halyk-reason-505 = { halyk-reason-491 }
halyk-reason-528 = Превышен лимит банка
halyk-reason-529 = { halyk-reason-528 }
halyk-reason-2678 = { halyk-reason-528 }
halyk-reason-2740 = Слишком много неудачных попыток по карте за тридцать дней
halyk-reason-462 = Банк карты отказал
halyk-reason-463 = { halyk-reason-462 }
halyk-reason-466 = { halyk-reason-462 }
halyk-reason-480 = { halyk-reason-462 }
halyk-reason-521 = { halyk-reason-462 }
halyk-reason-523 = { halyk-reason-462 }
halyk-reason-527 = { halyk-reason-462 }
halyk-reason-493 = Банк карты недоступен
halyk-reason-494 = { halyk-reason-493 }
halyk-reason-495 = Банк карты запрещает такие платежи
halyk-reason-1612 = Банк не принимает карты этой страны
halyk-reason-2872 = Банк карты отказал окончательно
halyk-reason-464 = Банк не знает этот магазин
halyk-reason-487 = Банк запрещает магазину такие платежи
halyk-reason-469 = Банк считает запрос неверным
halyk-reason-470 = Сумма равна нулю
halyk-reason-3141 = Исчерпан лимит возвратов по договору: пополните счёт

## … which are not its last word

halyk-open = ещё не окончательно, мы спрашиваем дальше
halyk-reason-460 = Сбой в банке; сумма могла остаться заблокированной на карте: { halyk-open }
halyk-reason-100 = Сбой в системе банка: { halyk-open }
halyk-reason-454 = Оплата пока не прошла: { halyk-open }
halyk-reason-690 = Банк пока не нашёл операцию: { halyk-open }
halyk-reason-3225 = Возврат выполняется: { halyk-open }
halyk-reason-3240 = Банк просит повторить операцию: { halyk-open }
halyk-reason--31 = У банка пока нет ответа: { halyk-open }
halyk-reason-293 = { halyk-reason--31 }
halyk-reason-1267 = { halyk-reason--31 }
halyk-reason-1268 = { halyk-reason--31 }
halyk-reason-1269 = { halyk-reason--31 }
halyk-reason-1563 = { halyk-reason--31 }
halyk-reason-1564 = { halyk-reason--31 }
halyk-reason-2358 = { halyk-reason--31 }
halyk-reason-2656 = { halyk-reason--31 }
halyk-reason-3014 = { halyk-reason--31 }
