## Тауарлардың суреттері

picture-too-heavy = Сурет файлы { $most } МБ-тан үлкен. Кішірегін жіберіңіз немесе фото ретінде жіберіңіз.
picture-too-large = Сурет тым үлкен: әр жағы { $most } пиксельден аспауы керек. Фото ретінде жіберіңіз.
picture-too-small = Сурет тым кішкентай: әр жағы кемінде { $least } пиксель болуы керек. Үлкенірегін жіберіңіз.
picture-not-one = Бұл суретті оқу мүмкін болмады. Фото немесе JPEG, PNG, WebP файлын жіберіңіз.
picture-broken = Сурет файлы бүлінген. Қайта жіберіп көріңіз.

## Каталог кесте түрінде
# Үтірмен бөлінген тізімдер: бірінші сөз жазылады, бәрі оқылады.

sheet-items = Тауарлар
sheet-notes = Бағандар туралы
sheet-notes-column = Баған
sheet-notes-meaning = Не үшін керек

sheet-item-name = Атауы, атау, тауар, тауар атауы
sheet-item-price = Бағасы, баға, құны
sheet-item-unit = Өлшем бірлігі, бірлік, бірлігі, өлшемі
sheet-item-barcode = Штрихкоды, штрих-коды
sheet-item-hidden = Жасырын, жасырылған
sheet-item-code = Коды, тауар коды

sheet-item-about-name = Сатып алушы оқитын атау. Бос болмауы керек.
sheet-item-about-price = Бір бірліктің бағасы, санмен: 1200 немесе 1200,50. Бос болмауы керек.
sheet-item-about-unit = Бір бірлігі не екені. Тізімнен таңдаңыз. Бос болса: бұрынғыдай, жаңа тауарда дана.
sheet-item-about-barcode = 4-тен 32-ге дейін цифр, латын әрпі немесе дефис. Әр тауардың өз штрихкоды бар. Бос болса: тауарда ол жоқ.
sheet-item-about-hidden = Иә: сатып алушылар тауарды көрмейді. Бос болса: бұрынғыдай, жаңа тауарда жоқ.
sheet-item-about-code = Жол өз тауарын осы арқылы табады. Өзгертпеңіз; жаңа тауарда ол бос. Кестеде жоқ тауарлар өзгермейді.

sheet-unit-piece = дана, даналап
sheet-unit-portion = порция, порциялап
sheet-unit-pack = қаптама, орам, бума
sheet-unit-service = қызмет, қызмет көрсету
sheet-unit-hour = сағат, сағ
sheet-unit-kilogram = кг, келі, килограмм
sheet-unit-gram = г, грамм
sheet-unit-litre = л, литр
sheet-unit-millilitre = мл, миллилитр
sheet-unit-metre = м, метр

sheet-yes = иә, ия, жасырын
sheet-no = жоқ, көрінеді
sheet-wrong = Нені түзету керек

## Жіберілген кесте

import-too-heavy = Файл { $most } МБ-тан үлкен. Каталог өзгерген жоқ. Файлды бірнешеге бөліңіз.
import-too-much = Файлда артық нәрсе тым көп. Каталог өзгерген жоқ. Кестені жаңа кітапқа көшіріп, соны жіберіңіз.
import-too-many-rows = Файлда { $most } жолдан көп. Каталог өзгерген жоқ. Файлды бірнешеге бөліңіз.
import-not-xlsx = Бұл файл кесте ретінде оқылмады. Каталог өзгерген жоқ. Оны құпиясөзсіз XLSX түрінде сақтап, қайта жіберіңіз.
import-empty = Файлдың бірінші парағында тауар жоқ. Каталог өзгерген жоқ. Баған атауларын бірінші жолға, тауарларды астына жазыңыз.
import-column-missing = Бірінші парақта «{ $columns }» бағаны жоқ. Каталог өзгерген жоқ. Бірінші жолда бағандарды жүктеп алынған файлдағыдай атаңыз.
import-column-twice = «{ $column }» бағаны екі рет тұр. Каталог өзгерген жоқ. Біреуін қалдырыңыз.
import-has-troubles = Файлда әлі түзететін нәрсе бар. Каталог өзгерген жоқ.
catalog-changed-meanwhile = Осы уақытта каталог өзгерді. Ештеңе жүктелмеді, файлды қайта жіберіңіз.

import-troubles = { $count ->
    [one] ⚠️ Файлда бір жерді түзету керек. Ештеңе жүктелмеді.
   *[other] ⚠️ Файлда { $count } жерді түзету керек. Ештеңе жүктелмеді.
}
import-row = Жол { $row }: { $told }
import-more = … тағы { $count }.
import-nothing = { $count ->
    [one] Файл мен каталог бірдей: бір тауар. Өзгертетін ештеңе жоқ.
   *[other] Файл мен каталог бірдей: { $count } тауар. Өзгертетін ештеңе жоқ.
}
import-plan = 📋 Жаңасы: { $added }, өзгеретіні: { $changed }, сол күйінде: { $same }.
import-new = + { $name }, { $price }
import-changed = ✎ { $name }: { $told }
import-was = { $column } { $was } → { $to }
import-ignored = Оқылмайтын бағандар: { $titles }.

import-trouble-formula = «{ $column }» бағанында формула тұр. Мәннің өзін жазыңыз.
import-trouble-unread = «{ $column }» бағанында күн, пайыз немесе ақау белгісі тұр. Жай сан немесе мәтін керек.
import-trouble-code-unknown = «{ $given }» коды бар тауар жоқ. Жаңа тауарда «{ $column }» бос болсын.
import-trouble-code-twice = «{ $given }» коды мына жолда да тұр: { $other }.
import-trouble-name-missing = атауы жоқ.
import-trouble-name-long = атауы { $name_most } таңбадан ұзын.
import-trouble-price-missing = бағасы жоқ.
import-trouble-price-unread = «{ $given }» бағасы оқылмады. Санмен жазыңыз, мысалы 1200,50.
import-trouble-price-foreign = «{ $given }» бағасы басқа валютада.
import-trouble-price-none = «{ $given }» бағасы нөлден үлкен болуы керек.
import-trouble-price-big = «{ $given }» бағасы тым үлкен.
import-trouble-unit-unknown = «{ $given }» деген бірлік жоқ. Жүктеп алынған файлдағы тізімнен таңдаңыз.
import-trouble-barcode-wrong = «{ $given }» штрихкодында 4-тен { $barcode_most } таңбаға дейін цифр, латын әрпі немесе дефис болуы керек.
import-trouble-barcode-cut = штрихкод тым ұзын, кесте оны дөңгелектеп жіберген. Ұяшықты мәтін қылып, қайта жазыңыз.
import-trouble-barcode-twice = «{ $given }» штрихкоды мына жолда да тұр: { $other }.
import-trouble-barcode-taken = бұл штрихкод коды басқа «{ $given }» тауарында тұр.
import-trouble-hidden-unread = «{ $column }» бағанына иә немесе жоқ жазылады, «{ $given }» емес.
