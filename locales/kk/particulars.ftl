## What a bank wants to know of the payer

particulars-intro = { $bank } төлеуші туралы сәл көбірек білгісі келеді. Бір рет қана сұраймыз; шифрланып сақталады, тек банкке беріледі. Ұмыттыру үшін: /privacy
particulars-again = Мұны оқи алмадық.
particulars-left = Жарайды: шот та жіберілген жоқ, ақша да алынған жоқ.
particulars-cancel-word = болдырмау
particulars-thanks = Рақмет! Банктен сұрап жатырмыз…
particulars-page = Бұл төлем шоттың бетінен басталады: түймені басыңыз.
particulars-not-yours = Банк алдымен сатып алушыдан бірнеше сұрақ сұрайды, сондықтан ол өз чатынан төлейді. Шот жіберілген жоқ.
particulars-kept = <b>Банкке арналған мәліметтер</b>
particulars-forget = Банк сұрағанын ұмыту
particulars-forgotten = Ұмытылды. Келесі төлемде банк қайта сұрауы мүмкін.
particulars-wanted = Банкке төлеуші туралы көбірек мәлімет керек. Шотты чатта ашып, төлеу түймесін басыңыз.
page-wanted = Бұл төлем шоттың бетінен басталады. Ақша алынған жоқ.
page-hint-particulars = Банкке төлеуші туралы көбірек мәлімет керек. Шотты Telegram-да ашыңыз: бот сол жерде бір рет сұрайды.

## The questions

particular-ask-first_name = Атыңыз кім?
particular-ask-last_name = Тегіңіз қандай?
particular-ask-middle_name = Әкеңіздің аты қалай?
particular-ask-birth_date = Қашан тудыңыз? Мысалы: 31.12.1990
particular-ask-id_number = Құжатыңыздың нөмірі қандай?
particular-ask-phone = Телефон нөміріңіз қандай? Төмендегі түймені басыңыз немесе жазыңыз, мысалы: 8 707 123 45 67
particular-ask-email = Электрондық поштаңыз қандай? Мысалы: name@example.kz
particular-ask-country = Қай елде тұрасыз? Атауын немесе екі әріпті жазыңыз, мысалы: KZ
particular-ask-city = Қай қалада тұрасыз?
particular-ask-address = Мекенжайыңыз: көше, үй, пәтер?
particular-ask-zip = Пошта индексіңіз қандай?

## Their names

particular-name-first_name = есім
particular-name-last_name = тегі
particular-name-middle_name = әкесінің аты
particular-name-birth_date = туған күн
particular-name-id_number = құжат нөмірі
particular-name-phone = телефон нөмірі
particular-name-email = электрондық пошта
particular-name-country = ел
particular-name-city = қала
particular-name-address = мекенжай
particular-name-zip = пошта индексі
