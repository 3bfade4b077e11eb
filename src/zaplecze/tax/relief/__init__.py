"""Relief for bad debts (ulga na złe długi): in VAT by the month, in income tax by the year."""
