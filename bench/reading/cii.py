"""A made-up invoice as Cross Industry Invoice (UN/CEFACT D16B), as Factur-X and ZUGFeRD carry it."""

from __future__ import annotations

from xml.sax.saxutils import escape

from bench.reading.facts import Facts

_MEANS = {"transfer": "58", "cash": "10", "card": "48"}


def factur_x_xml(facts: Facts) -> bytes:
    """The truth of the facts as XML."""
    t = {k: escape(v) for k, v in facts.truth.items()}

    def day(name: str) -> str:
        return f'<udt:DateTimeString format="102">{t[name].replace("-", "")}</udt:DateTimeString>'

    taxes = "".join(
        f"<ram:ApplicableTradeTax><ram:CalculatedAmount>{vat}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>"
        f"<ram:BasisAmount>{net}</ram:BasisAmount><ram:CategoryCode>{'S' if rate != '0' else 'K'}</ram:CategoryCode>"
        f"<ram:RateApplicablePercent>{rate}.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
        for rate, (net, vat) in facts.bands.items()
    )

    def party(name: str, of: str) -> str:
        return (
            f"<ram:{name}><ram:Name>{t[of + '_name']}</ram:Name><ram:SpecifiedTaxRegistration>"
            f'<ram:ID schemeID="VA">{"PL" if t[of + "_nip"].isdigit() else ""}{t[of + "_nip"]}</ram:ID>'
            f"</ram:SpecifiedTaxRegistration></ram:{name}>"
        )

    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocument><ram:ID>{t["number"]}</ram:ID><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime>{day("issue_date")}</ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement>{party("SellerTradeParty", "seller")}
{party("BuyerTradeParty", "buyer")}</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>{day("sale_date")}
</ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>{t["currency"]}</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>{_MEANS[t["payment_method"]]}</ram:TypeCode>
<ram:PayeePartyCreditorFinancialAccount><ram:IBANID>{t["account"]}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>
</ram:SpecifiedTradeSettlementPaymentMeans>{taxes}<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>{day("due_date")}
</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms><ram:SpecifiedTradeSettlementHeaderMonetarySummation>
<ram:TaxBasisTotalAmount>{t["net"]}</ram:TaxBasisTotalAmount>
<ram:TaxTotalAmount currencyID="{t["currency"]}">{t["vat"]}</ram:TaxTotalAmount>
<ram:GrandTotalAmount>{t["gross"]}</ram:GrandTotalAmount><ram:DuePayableAmount>{t["gross"]}</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>""".encode()
