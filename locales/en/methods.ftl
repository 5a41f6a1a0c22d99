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
