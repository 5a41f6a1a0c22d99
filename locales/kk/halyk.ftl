## Why Halyk sends no money back, for the shop

halyk-refund-100 = Банк қайтарудан бас тартты, себебін айтпады. Банк кабинетінен қараңыз немесе банктен сұраңыз, содан кейін қайталап көріңіз.
halyk-refund-3141 = Halyk банкімен шарттағы қайтару лимиті таусылды. Halyk есепшотын толықтырып, қайталап көріңіз.

## What Halyk's numbers mean, for managers

halyk-reason-455 = Карта иесін тексеру (3-D Secure) өтпеді
halyk-reason-473 = { halyk-reason-455 }
halyk-reason-499 = { halyk-reason-455 }
halyk-reason-500 = { halyk-reason-455 }
halyk-reason-877 = { halyk-reason-455 }
halyk-reason-503 = Картаға иесін тексеру қажет (3-D Secure)
halyk-reason-468 = Банк иесін тағы бір рет растауды сұрады
halyk-reason-1654 = Бір реттік құпиясөз қате
halyk-reason-456 = Банк жүйесіндегі ақау
halyk-reason-461 = { halyk-reason-456 }
halyk-reason-496 = { halyk-reason-456 }
halyk-reason-526 = { halyk-reason-456 }
halyk-reason-458 = Картаның банкі жауап бермеді
halyk-reason-497 = { halyk-reason-458 }
halyk-reason-502 = { halyk-reason-458 }
halyk-reason-475 = Болмады: қайталаңыз
halyk-reason-476 = Болмады: жарты сағаттан кейін қайталаңыз
halyk-reason-457 = Картаның жарамдылық мерзімі қате
halyk-reason-459 = Карта нөмірі қате
halyk-reason-471 = { halyk-reason-459 }
halyk-reason-472 = { halyk-reason-459 }
halyk-reason-522 = { halyk-reason-459 }
halyk-reason-478 = Картаның мерзімі өткен
halyk-reason-485 = { halyk-reason-478 }
halyk-reason-465 = Карта бұғатталған
halyk-reason-467 = { halyk-reason-465 }
halyk-reason-479 = { halyk-reason-465 }
halyk-reason-489 = { halyk-reason-465 }
halyk-reason-492 = Карта қате PIN салдарынан бұғатталған
halyk-reason-481 = Карта жоғалған немесе ұрланған деп жарияланған
halyk-reason-482 = { halyk-reason-481 }
halyk-reason-483 = { halyk-reason-481 }
halyk-reason-486 = Картамен интернетте төлеуге тыйым салынған
halyk-reason-484 = Картада ақша жеткіліксіз
halyk-reason-498 = Бонустарды пайдалану мүмкін болмады
halyk-reason-488 = Картаның сома лимитінен асты
halyk-reason-491 = Картамен қысқа уақытта тым көп төлем жасалды
halyk-reason-505 = { halyk-reason-491 }
halyk-reason-528 = Банк лимитінен асты
halyk-reason-529 = { halyk-reason-528 }
halyk-reason-2678 = { halyk-reason-528 }
halyk-reason-2740 = Отыз күнде картамен тым көп сәтсіз әрекет болды
halyk-reason-462 = Картаның банкі бас тартты
halyk-reason-463 = { halyk-reason-462 }
halyk-reason-466 = { halyk-reason-462 }
halyk-reason-480 = { halyk-reason-462 }
halyk-reason-521 = { halyk-reason-462 }
halyk-reason-523 = { halyk-reason-462 }
halyk-reason-527 = { halyk-reason-462 }
halyk-reason-493 = Картаның банкімен байланыс жоқ
halyk-reason-494 = { halyk-reason-493 }
halyk-reason-495 = Картаның банкі мұндай төлемге тыйым салады
halyk-reason-1612 = Банк ол елдің карталарын қабылдамайды
halyk-reason-2872 = Картаның банкі біржола бас тартты
halyk-reason-464 = Банк бұл дүкенді білмейді
halyk-reason-487 = Банк дүкенге мұндай төлемге тыйым салады
halyk-reason-469 = Банк сұрауды қате деп санайды
halyk-reason-470 = Сома нөлге тең
halyk-reason-3141 = Шарттағы қайтару лимиті таусылды: есепшотты толықтырыңыз

## … which are not its last word

halyk-open = әлі түпкілікті емес, сұрай береміз
halyk-reason-460 = Банктегі ақау; сома картада бұғатталып қалуы мүмкін: { halyk-open }
halyk-reason-100 = Банк жүйесіндегі ақау: { halyk-open }
halyk-reason-454 = Төлем әзірге өтпеді: { halyk-open }
halyk-reason-690 = Банк операцияны әзірге таппады: { halyk-open }
halyk-reason-3225 = Ақша қайтарылып жатыр: { halyk-open }
halyk-reason-3240 = Банк операцияны қайталауды сұрайды: { halyk-open }
halyk-reason--31 = Банкте әзірге жауап жоқ: { halyk-open }
halyk-reason-293 = { halyk-reason--31 }
halyk-reason-1267 = { halyk-reason--31 }
halyk-reason-1268 = { halyk-reason--31 }
halyk-reason-1269 = { halyk-reason--31 }
halyk-reason-1563 = { halyk-reason--31 }
halyk-reason-1564 = { halyk-reason--31 }
halyk-reason-2358 = { halyk-reason--31 }
halyk-reason-2656 = { halyk-reason--31 }
halyk-reason-3014 = { halyk-reason--31 }
