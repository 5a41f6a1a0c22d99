## What ApiPay's words mean, for whoever can act on them

apipay-client_not_found = С этим номером в Kaspi никого нет. Спросите у покупателя другой номер и отправьте счёт на него.
apipay-phone_number = Kaspi принимает только мобильные номера Казахстана. Спросите у покупателя другой номер и отправьте счёт на него.
apipay-amount_must_be_whole_tenge = Kaspi принимает только целые тенге. Выставьте счёт без тиынов.
apipay-network_unavailable = ApiPay сейчас не может связаться с Kaspi. Отправьте счёт ещё раз через пару минут.
apipay-kaspi_throttled = Kaspi временно принимает меньше счетов. Отправьте счёт ещё раз через пару минут.
apipay-session_transient = Связь ApiPay с Kaspi восстанавливается. Отправьте счёт ещё раз через пару минут.
apipay-unknown_error = Kaspi не принял счёт и не назвал причину. Отправьте его ещё раз через пару минут.
apipay-kaspi_session_expired = Kaspi завершил сеанс кассира. Подключите кассира снова в кабинете ApiPay.
apipay-organization_not_configured = Кассир Kaspi Pay не подключён. Подключите его в кабинете ApiPay.
apipay-organization_not_found_or_not_verified = ApiPay ещё не подтвердил магазин. Завершите проверку в его кабинете.
apipay-tariff_inactive = Тариф ApiPay не оплачен. Оплатите его в кабинете, и счета снова пойдут.
apipay-tariff_limit_reached = Счета по вашему тарифу ApiPay закончились. Дождитесь обновления или возьмите тариф больше.
apipay-kyc_daily_limit_reached = Пока ApiPay не проверил магазин, он даёт мало счетов в день. Завершите проверку в его кабинете.
apipay-kyc_rejected = ApiPay не принял документы магазина. Посмотрите в его кабинете, что нужно.
apipay-sandbox = Магазин в песочнице ApiPay, поэтому счета никому не уходят. Переключите его на боевой режим в кабинете ApiPay.
apipay-invalid_api_key = ApiPay не узнаёт наш ключ. Сравните APIPAY_API_KEY в настройках бота с ключом в кабинете ApiPay.
apipay-http_403 = ApiPay нас не пускает. Посмотрите в его кабинете, действует ли ещё ключ.
apipay-invoices_disabled = ApiPay выключил счета для этого магазина. Спросите поддержку ApiPay, почему.
apipay-organization_required = Ключ не относится ни к одному магазину в ApiPay. Возьмите ключ своего магазина в кабинете ApiPay.
apipay-sandbox_invoice_limit = Учебные счета в песочнице ApiPay закончились. Переключите магазин на боевой режим в кабинете ApiPay.
apipay-amount = Kaspi не принимает такую сумму. Выставьте счёт от 1 до 99 999 999 ₸, в целых тенге.
apipay-description = Kaspi не принимает такое описание. Выставьте счёт снова с другими словами, покороче.
apipay-production = Магазин в ApiPay уже работает с настоящими деньгами. Уберите APIPAY_TEST из настроек бота.
apipay-unverified = ApiPay ещё не проверил магазин и даёт мало счетов в день. Завершите проверку в его кабинете.
apipay-cart_items_required = ApiPay выставляет счета этому магазину только по товарам каталога. Добавьте их в /catalog и соберите счёт из них.
apipay-refund-return_items_required = Часть этого счёта Kaspi возвращает только по товарам. Выберите, какие из них вернуть.
apipay-refund-refund_window_expired = Kaspi возвращает деньги около четырнадцати дней, и они прошли. Верните деньги другим способом.
apipay-refund-network_unavailable = Kaspi сейчас не смог вернуть деньги. Сделайте возврат ещё раз через несколько минут.
apipay-refund-kaspi_throttled = { apipay-refund-network_unavailable }
apipay-refund-session_transient = { apipay-refund-network_unavailable }
apipay-refund-unknown_error = { apipay-refund-network_unavailable }
apipay-http_401 = { apipay-invalid_api_key }
apipay-kaspi_session_invalid = { apipay-kaspi_session_expired }
apipay-kaspi_session_not_configured = { apipay-organization_not_configured }
apipay-organization_not_verified = { apipay-organization_not_found_or_not_verified }

## On the payer's card

apipay-billed = Счёт отправлен в Kaspi: { $phone }. Откройте Kaspi.kz и подтвердите оплату.
