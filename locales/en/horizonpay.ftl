## What HorizonPay's words mean, for whoever can act on them

horizonpay-invalid_credentials = HorizonPay does not know our shop. Compare the shop id and the secret key in the bot's settings with those in its back office.
horizonpay-unknown_method = HorizonPay does not know the way of payment in the bot's settings, HORIZONPAY_METHOD. Ask its support for the right name.
horizonpay-test = HorizonPay allows the shop either test payments only, or real ones only. HORIZONPAY_TEST in the bot's settings says the other.
horizonpay-http_403 = HorizonPay does not let us in. Ask its support whether the shop is switched on.
horizonpay-amount = HorizonPay showed another sum than ours, so nobody was sent there. Make a new payment, and tell its support.
horizonpay-form = HorizonPay gave an address that is not safe to open, so nobody was sent there. Tell its support.
horizonpay-tracking_id = HorizonPay answered with somebody else's payment, so nobody was sent there. Make a new payment.
horizonpay-method_token = The saved way to pay is no longer valid. The customer can pay anew and save it again.
horizonpay-missing_phone = HorizonPay needs the customer's phone number for this way of payment.
horizonpay-missing_email = HorizonPay needs the customer's e-mail for this way of payment.
