## What ApiPay's words mean, for whoever can act on them

apipay-client_not_found = Бұл нөмірмен Kaspi-де ешкім жоқ. Сатып алушыдан басқа нөмір сұрап, шотты соған жіберіңіз.
apipay-phone_number = Kaspi тек Қазақстанның ұялы нөмірлерін қабылдайды. Сатып алушыдан басқа нөмір сұрап, шотты соған жіберіңіз.
apipay-amount_must_be_whole_tenge = Kaspi тек бүтін теңгені қабылдайды. Шотты тиынсыз жіберіңіз.
apipay-network_unavailable = ApiPay қазір Kaspi-мен байланыса алмай тұр. Бірнеше минуттан кейін шотты қайта жіберіңіз.
apipay-kaspi_throttled = Kaspi уақытша аз шот қабылдап тұр. Бірнеше минуттан кейін қайта жіберіңіз.
apipay-session_transient = ApiPay мен Kaspi байланысы қалпына келуде. Бірнеше минуттан кейін шотты қайта жіберіңіз.
apipay-unknown_error = Kaspi шотты қабылдамады, себебін айтпады. Бірнеше минуттан кейін қайта жіберіңіз.
apipay-kaspi_session_expired = Kaspi кассирді жүйеден шығарып жіберді. Кассирді ApiPay кабинетінде қайта қосыңыз.
apipay-organization_not_configured = Kaspi Pay кассирі қосылмаған. Оны ApiPay кабинетінде қосыңыз.
apipay-organization_not_found_or_not_verified = ApiPay дүкенді әлі растаған жоқ. Тексеруді оның кабинетінде аяқтаңыз.
apipay-tariff_inactive = ApiPay тарифі төленбеген. Кабинетте төлесеңіз, шоттар қайта жіберіледі.
apipay-tariff_limit_reached = ApiPay тарифіңіздегі шоттар таусылды. Жаңаруын күтіңіз немесе үлкенірек тариф алыңыз.
apipay-kyc_daily_limit_reached = ApiPay дүкенді тексергенше күніне аз шот береді. Тексеруді оның кабинетінде аяқтаңыз.
apipay-kyc_rejected = ApiPay дүкен құжаттарын қабылдамады. Не керек екенін оның кабинетінен қараңыз.
apipay-sandbox = Дүкен ApiPay сынақ ортасында, сондықтан шоттар ешкімге жіберілмейді. Кабинетте нақты режимге ауыстырыңыз.
apipay-invalid_api_key = ApiPay біздің кілтті танымайды. Бот баптауларындағы APIPAY_API_KEY мәнін ApiPay кабинетіндегі кілтпен салыстырыңыз.
apipay-http_403 = ApiPay бізді кіргізбей тұр. Кілттің әлі жарамды екенін оның кабинетінен қараңыз.
apipay-invoices_disabled = ApiPay бұл дүкен үшін шоттарды өшіріп қойған. Себебін ApiPay қолдау қызметінен сұраңыз.
apipay-organization_required = Бұл кілт ApiPay-де ешбір дүкендікі емес. Өз дүкеніңіздің кілтін ApiPay кабинетінен алыңыз.
apipay-sandbox_invoice_limit = ApiPay сынақ ортасындағы шоттар таусылды. Дүкенді ApiPay кабинетінде нақты режимге ауыстырыңыз.
apipay-amount = Kaspi мұндай соманы қабылдамайды. Шотты 1 мен 99 999 999 ₸ аралығында, бүтін теңгемен жіберіңіз.
apipay-description = Kaspi мұндай сипаттаманы қабылдамайды. Шотты басқа, қысқарақ сөзбен қайта жіберіңіз.
apipay-production = ApiPay-дегі дүкен нақты ақшамен жұмыс істеп тұр. Бот баптауларынан APIPAY_TEST жазбасын алып тастаңыз.
apipay-unverified = ApiPay дүкенді әлі тексерген жоқ, сондықтан күніне аз шот береді. Тексеруді оның кабинетінде аяқтаңыз.
apipay-cart_items_required = ApiPay бұл дүкен үшін шотты тек каталогтағы тауарлармен жібереді. Оларды /catalog ішіне қосып, шотты солардан жинаңыз.
apipay-refund-return_items_required = Kaspi бұл шоттың бір бөлігін тек тауар бойынша қайтарады. Қайсысы қайтарылатынын таңдаңыз.
apipay-refund-refund_window_expired = Kaspi ақшаны шамамен он төрт күн бойы қайтарады, ол мерзім өтті. Ақшаны басқа жолмен қайтарыңыз.
apipay-refund-network_unavailable = Kaspi қазір ақшаны қайтара алмады. Бірнеше минуттан кейін қайтадан жасаңыз.
apipay-refund-kaspi_throttled = { apipay-refund-network_unavailable }
apipay-refund-session_transient = { apipay-refund-network_unavailable }
apipay-refund-unknown_error = { apipay-refund-network_unavailable }
apipay-http_401 = { apipay-invalid_api_key }
apipay-kaspi_session_invalid = { apipay-kaspi_session_expired }
apipay-kaspi_session_not_configured = { apipay-organization_not_configured }
apipay-organization_not_verified = { apipay-organization_not_found_or_not_verified }

## On the payer's card

apipay-billed = Kaspi-ге шот жіберілді: { $phone }. Kaspi.kz қосымшасын ашып, төлемді растаңыз.
