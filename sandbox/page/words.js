// What the page itself says, in the three languages.

const WORDS = {
  en: {
    sandbox: "sandbox", merchant: "Merchant", customer: "Customer", bank: "Bank",
    callbacks: "Bank's callbacks", normal: "normal", lost: "get lost", late: "come late", doubled: "come twice",
    reordered: "change places", forged: "are forged", forward: "+20 min", day: "+1 day", week: "+1 week",
    month: "+1 month", realtime: "Back to real time", clock: "Move the time",
    date: "{day} {month}", longDate: "{day} {month} {year}",
    months: "January February March April May June July August September October November December",
    language: "Language", bankTitle: "Bank app", bankHint: "on the customer's phone", bankHome: "Scan a QR", bankKaspi: "Bills sent to the Kaspi app",
    newTab: "Open in a new tab", menu: "Commands", photo: "Send a picture or a file", sticker: "Send a sticker",
    send: "Send", message: "Message", start: "START",
    merchantEmpty: "Begin here: press Start",
    customerEmpty: "The shop’s link to an invoice will come here", bot: "bot",
    edited: "edited", silent: "without sound", copied: "Copied", photoName: "Photo", document: "File",
    contact: "Contact", sticker_name: "Sticker", voice: "Voice message", shareTo: "Send to {name}?",
    shareYes: "Send", cancel: "Cancel", to: "to {name}", via: "via @{name}", answer: "Reply",
    outside: "This link leads out of the sandbox: {url}", typing: "typing…", upload_photo: "sending a photo…",
    upload_document: "sending a file…", phone: "{name}'s phone", joined: "joined", moved: "The group has moved", group: "Group", who: "Who holds the phone",
  },
  ru: {
    sandbox: "песочница", merchant: "Магазин", customer: "Покупатель", bank: "Банк",
    callbacks: "Уведомления банка", normal: "приходят", lost: "теряются", late: "опаздывают", doubled: "приходят дважды",
    reordered: "меняются местами", forged: "поддельные", forward: "+20 мин", day: "+1 день", week: "+1 неделя",
    month: "+1 месяц", realtime: "Вернуть настоящее время", clock: "Передвинуть время",
    date: "{day} {month}", longDate: "{day} {month} {year}",
    months: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    language: "Язык", bankTitle: "Приложение банка", bankHint: "в телефоне покупателя", bankHome: "Сканировать QR", bankKaspi: "Счета в приложении Kaspi",
    newTab: "Открыть в новой вкладке", menu: "Команды", photo: "Отправить картинку или файл", sticker: "Отправить стикер",
    send: "Отправить", message: "Сообщение", start: "ЗАПУСТИТЬ",
    merchantEmpty: "Начните здесь: нажмите «Запустить»",
    customerEmpty: "Сюда придёт ссылка на счёт", bot: "бот",
    edited: "изменено", silent: "без звука", copied: "Скопировано", photoName: "Фото", document: "Файл",
    contact: "Контакт", sticker_name: "Стикер", voice: "Голосовое сообщение", shareTo: "Кому: {name}. Отправить?",
    shareYes: "Отправить", cancel: "Отмена", to: "кому: {name}", via: "через @{name}", answer: "Ответить",
    outside: "Ссылка ведёт за пределы песочницы: {url}", typing: "печатает…", upload_photo: "отправляет фото…",
    upload_document: "отправляет файл…", phone: "Телефон: {name}", joined: "теперь в группе", moved: "Группа переехала", group: "Группа", who: "Чей это телефон",
  },
  kk: {
    sandbox: "сынақ алаңы", merchant: "Дүкен", customer: "Сатып алушы", bank: "Банк",
    callbacks: "Банк хабарламалары", normal: "келеді", lost: "жоғалады", late: "кешігеді", doubled: "екі рет келеді",
    reordered: "орны ауысады", forged: "жалған", forward: "+20 мин", day: "+1 күн", week: "+1 апта",
    month: "+1 ай", realtime: "Нақты уақытқа қайту", clock: "Уақытты жылжыту",
    date: "{day} {month}", longDate: "{year} ж. {day} {month}",
    months: "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    language: "Тіл", bankTitle: "Банк қосымшасы", bankHint: "сатып алушының телефонында", bankHome: "QR сканерлеу", bankKaspi: "Kaspi қосымшасындағы шоттар",
    newTab: "Жаңа бетте ашу", menu: "Командалар", photo: "Сурет не файл жіберу", sticker: "Стикер жіберу",
    send: "Жіберу", message: "Хабарлама", start: "БАСТАУ",
    merchantEmpty: "Осы жерден бастаңыз: «Бастау» түймесін басыңыз",
    customerEmpty: "Шот сілтемесі осы жерге келеді", bot: "бот",
    edited: "өзгертілді", silent: "дыбыссыз", copied: "Көшірілді", photoName: "Сурет", document: "Файл",
    contact: "Контакт", sticker_name: "Стикер", voice: "Дауыстық хабарлама", shareTo: "Кімге: {name}. Жіберейік пе?",
    shareYes: "Жіберу", cancel: "Болдырмау", to: "кімге: {name}", via: "@{name} арқылы", answer: "Жауап беру",
    outside: "Сілтеме сынақ алаңынан тыс жерге апарады: {url}", typing: "жазып жатыр…", upload_photo: "сурет жіберіп жатыр…",
    upload_document: "файл жіберіп жатыр…", phone: "Телефон: {name}", joined: "топқа қосылды", moved: "Топ көшті", group: "Топ", who: "Бұл кімнің телефоны",
  },
};

let language = "ru";

export function speak(code) {
  language = code in WORDS ? code : "ru";
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-title]")) {
    node.title = word(node.dataset.title);
    node.setAttribute("aria-label", node.title);
  }
  return language;
}

export function spoken() {
  return language;
}

export function word(name, values = {}) {
  const text = WORDS[language][name] ?? name;
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}
