## Why Halyk sends no money back, for the shop

halyk-refund-100 = The bank refused the refund and gave no reason. Look into its merchant portal or ask the bank, then try again.
halyk-refund-3141 = The limit for refunds in your contract with Halyk is used up. Top up the account at Halyk and try again.

## What Halyk's numbers mean, for managers

halyk-reason-455 = The check of the card's owner (3-D Secure) did not succeed
halyk-reason-473 = { halyk-reason-455 }
halyk-reason-499 = { halyk-reason-455 }
halyk-reason-500 = { halyk-reason-455 }
halyk-reason-877 = { halyk-reason-455 }
halyk-reason-503 = The card asks for a check of its owner (3-D Secure)
halyk-reason-468 = The bank asked for one more proof of the owner
halyk-reason-1654 = The one-time password was wrong
halyk-reason-456 = Trouble in the bank's system
halyk-reason-461 = { halyk-reason-456 }
halyk-reason-496 = { halyk-reason-456 }
halyk-reason-526 = { halyk-reason-456 }
halyk-reason-458 = The card's bank did not answer
halyk-reason-497 = { halyk-reason-458 }
halyk-reason-502 = { halyk-reason-458 }
halyk-reason-475 = It did not work: try again
halyk-reason-476 = It did not work: try again in half an hour
halyk-reason-457 = The card's end date is wrong
halyk-reason-459 = The card's number is wrong
halyk-reason-471 = { halyk-reason-459 }
halyk-reason-472 = { halyk-reason-459 }
halyk-reason-522 = { halyk-reason-459 }
halyk-reason-478 = The card has expired
halyk-reason-485 = { halyk-reason-478 }
halyk-reason-465 = The card is blocked
halyk-reason-467 = { halyk-reason-465 }
halyk-reason-479 = { halyk-reason-465 }
halyk-reason-489 = { halyk-reason-465 }
halyk-reason-492 = The card is blocked because of a wrong PIN
halyk-reason-481 = The card was reported lost or stolen
halyk-reason-482 = { halyk-reason-481 }
halyk-reason-483 = { halyk-reason-481 }
halyk-reason-486 = The card does not allow payments on the internet
halyk-reason-484 = Not enough money on the card
halyk-reason-498 = The bonuses could not be used
halyk-reason-488 = The card's limit for a sum has been reached
halyk-reason-491 = Too many payments with this card in a short time
halyk-reason-505 = { halyk-reason-491 }
halyk-reason-528 = A limit of the bank has been reached
halyk-reason-529 = { halyk-reason-528 }
halyk-reason-2678 = { halyk-reason-528 }
halyk-reason-2740 = Too many failed attempts with this card in thirty days
halyk-reason-462 = The card's bank said no
halyk-reason-463 = { halyk-reason-462 }
halyk-reason-466 = { halyk-reason-462 }
halyk-reason-480 = { halyk-reason-462 }
halyk-reason-521 = { halyk-reason-462 }
halyk-reason-523 = { halyk-reason-462 }
halyk-reason-527 = { halyk-reason-462 }
halyk-reason-493 = The card's bank cannot be reached
halyk-reason-494 = { halyk-reason-493 }
halyk-reason-495 = The card's bank forbids such payments
halyk-reason-1612 = The bank does not take cards of that country
halyk-reason-2872 = The card's bank said no for good
halyk-reason-464 = The bank does not know the shop
halyk-reason-487 = The bank forbids the shop such payments
halyk-reason-469 = The bank takes the request for a wrong one
halyk-reason-470 = The sum is zero
halyk-reason-3141 = The limit for refunds in the contract is used up: top up the account

## … which are not its last word

halyk-open = not final, we keep asking
halyk-reason-460 = An error at the bank; the sum may be blocked on the card: { halyk-open }
halyk-reason-100 = Trouble in the bank's system: { halyk-open }
halyk-reason-454 = The payment did not go through yet: { halyk-open }
halyk-reason-690 = The bank could not find the operation yet: { halyk-open }
halyk-reason-3225 = The refund is on its way: { halyk-open }
halyk-reason-3240 = The bank asks to repeat the operation: { halyk-open }
halyk-reason--31 = The bank has no answer yet: { halyk-open }
halyk-reason-293 = { halyk-reason--31 }
halyk-reason-1267 = { halyk-reason--31 }
halyk-reason-1268 = { halyk-reason--31 }
halyk-reason-1269 = { halyk-reason--31 }
halyk-reason-1563 = { halyk-reason--31 }
halyk-reason-1564 = { halyk-reason--31 }
halyk-reason-2358 = { halyk-reason--31 }
halyk-reason-2656 = { halyk-reason--31 }
halyk-reason-3014 = { halyk-reason--31 }
