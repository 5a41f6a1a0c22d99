## A bank that bills nobody now: on cards

hint-away = { $bank } қазір бұл дүкенге төлем қабылдамай тұр.
hint-away-until = { $bank } қазір бұл дүкенге төлем қабылдамай тұр. Қайта істейтін уақыты: { $until }.
hint-away-only-payer = Ақша алынған жоқ. Кейінірек көріңіз немесе басқаша қалай төлеуге болатынын дүкеннен сұраңыз.
hint-away-only-staff = Шот ашық қалады: түйме өзі қайта шығады. Толығырақ: /settings
chat-phone-away = Шот дайын, бірақ телефонға жіберілмеді: мұны істейтін банк қазір шот қабылдамай тұр. QR-кодты көрсетіңіз немесе сілтемесін жіберіңіз; толығырақ: /settings

## … told to owners and managers

alert-bank-lost = ❗ { $bank } қазір шот қабылдамай тұр
alert-bank-lost-do = { $bank } карточкалардан алынды. Тексере береміз, істегенде хабарлаймыз. Бірден тексеру: /settings
alert-bank-limit = ❗ { $bank }: шоттар таусылды, жаңаратын уақыты: { $until }
alert-bank-limit-do = Оған дейін { $bank } карточкаларда болмайды, кейін өзі қайта шығады.
alert-bank-back = ✅ { $bank } қайта істеп тұр
alert-bank-back-since = Ол карточкаларда қайта бар. Тоқтаған уақыты: { $since }.

## /settings

settings-title = ⚙️ Дүкен баптаулары
settings-shop = Дүкен: { $shop }
settings-about = Валютасы: { $currency } · тілі: { $language } · уақыты: { $now } ({ $zone })
settings-banks = Банктер
settings-no-bank = Бірде-бір банк қосылмаған. Кілттері бот баптауларында тұрады; не жетпейтінін <code>tolem doctor</code> айтады.
settings-well = ✅ { $bank }: істеп тұр
settings-lost = ❗ { $bank }: шот қабылдамай тұр, карточкаларда жоқ. Басталған уақыты: { $since }
settings-limit = ⏳ { $bank }: шоттар таусылды, карточкаларда жоқ. Жаңаратын уақыты: { $until }
settings-trial = 🔎 { $bank }: карточкаларда қайта бар, уақыты: { $since }. Істейтінін келесі шот көрсетеді.
settings-silent = ⚠️ { $bank }: жауап бермей тұр
settings-test-money = 🧪 { $bank }: сынақ режимі, ақша нақты емес
settings-used = Бүгінгі шоттар: { $used }, шегі: { $most }.
settings-tested = Банк кабинетінен жіберілген сынақ жетті: { $at }.
settings-untested = Банк кабинетінен сынақ әлі келген жоқ.
settings-checked = Тексерілді: { $at }
settings-check = Қазір тексеру
settings-just-checked = Жаңа ғана тексердік. Қазіргі жағдайды көрсетеміз.
settings-for-deciders = Баптауларды дүкеннің иесі мен менеджерлері көреді.
command-settings = Дүкен баптаулары және банктері
alert-bill-differs = ❗ { $bank } соманы басқаша есептеді
alert-bill-differs-sums = Бізде: { $ours }, банкте ({ $bank }): { $theirs }. Ешкім басқа сома төлемеуі үшін бұл шотты банктен қайтарып аламыз.
alert-bill-differs-do = Сатып алушы қайта төлей алады: жаңа шот тауарларсыз, бір сомамен жіберіледі. Банк каталогындағы бағаларды салыстырыңыз.
