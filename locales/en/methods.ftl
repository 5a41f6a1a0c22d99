## A card that the customer lets the shop keep

refusal-method-gone = The remembered card works no more.
remedy-method-gone =
    { $ways ->
        [1] Pay in the usual way; the invoice is open until { $until }.
       *[other] Pay in the usual way or choose another one; the invoice is open until { $until }.
    }
method-gone = This card is not remembered any more. Nothing was taken. Please pay in the usual way.
method-not-yours = Only the customer of this invoice can do that. Nothing was taken.
being-paid-already = A payment of this invoice is on its way already, so nothing more was taken. Please wait a minute and check the payment.

## On its owner's card

btn-pay-kept = Pay { $amount } · { $method }
btn-pay-keep = Pay and remember the card
btn-forget-method = Forget { $method }
method-unnamed = the remembered card
method-dated = the card of { $when }
method-forgotten = Forgotten: the shop cannot charge it any more.
method-none-kept = It is not remembered any more.
hint-keep = If the card is remembered, you pay the next invoice with one tap. Its number stays with the bank; it is forgotten on a tap, or in /privacy.
hint-charging = We are asking the bank to take the money from the remembered card.
hint-charging-payer = The bank is taking the money from the remembered card. If it asks you to, confirm the payment in its app.
receipt-remembered = 💳 Remembered: the next invoice can be paid with one tap. To have the card forgotten: /privacy
btn-pay-plain = Pay without remembering
hint-withheld = In the customer's private chat a payment is open by which their card is remembered.
hint-withheld-plain = Here you can pay without that.
hint-withheld-staff = The customer pays and has the card remembered: how, stands in their private chat alone.
page-hint-withheld-back = The payment by which the card is remembered waits in your chat with the bot. What the bank says shows here, too.
