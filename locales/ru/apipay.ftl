## What ApiPay's words mean, for whoever can act on them

apipay-client_not_found = С этим номером в Kaspi никого нет. Спросите у клиента другой номер и выставьте счёт снова.
apipay-phone_number = Kaspi принимает только мобильные номера Казахстана. Спросите у клиента другой номер.
apipay-amount_must_be_whole_tenge = Kaspi принимает только целые тенге. Выставьте счёт без тиынов.
apipay-network_unavailable = ApiPay сейчас не может связаться с Kaspi. Выставьте счёт снова через пару минут.
apipay-kaspi_throttled = Kaspi временно принимает меньше счетов. Выставьте счёт снова через пару минут.
apipay-session_transient = Связь ApiPay с Kaspi восстанавливается. Выставьте счёт снова через пару минут.
apipay-unknown_error = Kaspi не принял счёт и не назвал причину. Выставьте его снова через пару минут.
apipay-kaspi_session_expired = Kaspi завершил сеанс кассира. Подключите кассира снова в кабинете ApiPay.
apipay-organization_not_configured = Кассир Kaspi Pay не подключён. Подключите его в кабинете ApiPay.
apipay-organization_not_found_or_not_verified = ApiPay ещё не подтвердил магазин. Завершите проверку в его кабинете.
apipay-tariff_inactive = Тариф ApiPay не оплачен. Оплатите его в кабинете, и счета снова пойдут.
apipay-tariff_limit_reached = Счета по вашему тарифу ApiPay закончились. Дождитесь обновления или возьмите тариф больше.
apipay-kyc_daily_limit_reached = Пока ApiPay не проверил магазин, он даёт мало счетов в день. Завершите проверку в его кабинете.
apipay-kyc_rejected = ApiPay не принял документы магазина. Посмотрите в его кабинете, что нужно.
apipay-sandbox = Магазин в песочнице ApiPay, поэтому счёт никому не ушёл. Переключите его на боевой режим в кабинете ApiPay.
apipay-refund-refund_window_expired = Kaspi возвращает деньги около четырнадцати дней, и они прошли. Верните деньги другим способом.
apipay-kaspi_session_invalid = { apipay-kaspi_session_expired }
apipay-kaspi_session_not_configured = { apipay-organization_not_configured }
apipay-organization_not_verified = { apipay-organization_not_found_or_not_verified }

## On the payer's card

apipay-billed = Счёт отправлен в Kaspi: { $phone }. Откройте Kaspi.kz и подтвердите оплату.
