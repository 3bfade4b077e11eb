"""The fields of JPK_V7M(3) in the order of the schema: the one table for writing, reading and sums."""

NAMESPACE = "http://crd.gov.pl/wzor/2025/12/19/14090/"
TYPES_NAMESPACE = "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2022/09/13/eD/DefinicjeTypy/"

PROOFS = ("NrKSeF", "OFF", "BFK", "DI")
SALES_DOCUMENTS = ("RO", "WEW", "FP")
PURCHASE_DOCUMENTS = ("MK", "VAT_RR", "WEW")
GTU = tuple(f"GTU_{n:02}" for n in range(1, 14))
PROCEDURES = (
    "WSTO_EE",
    "IED",
    "TP",
    "TT_WNT",
    "TT_D",
    "MR_T",
    "MR_UZ",
    "I_42",
    "I_63",
    "B_SPV",
    "B_SPV_DOSTAWA",
    "B_MPV_PROWIZJA",
)

SALES_AMOUNTS = (*(f"K_{n}" for n in range(10, 37)), "K_360")
PURCHASE_AMOUNTS = tuple(f"K_{n}" for n in range(40, 48))
# A base and its tax stand together or not at all.
PAIRS = {
    "K_15": "K_16",
    "K_17": "K_18",
    "K_19": "K_20",
    "K_23": "K_24",
    "K_25": "K_26",
    "K_27": "K_28",
    "K_29": "K_30",
    "K_31": "K_32",
    "K_40": "K_41",
    "K_42": "K_43",
}
# K_12 is a part of K_11, K_14 a part of K_13.
PART_OF = {"K_12": "K_11", "K_14": "K_13"}

OUTPUT_TAX = ("K_16", "K_18", "K_20", "K_24", "K_26", "K_28", "K_30", "K_32", "K_33", "K_34")
OUTPUT_TAX_LESS = ("K_35", "K_36", "K_360")
INPUT_TAX = ("K_41", "K_43", "K_44", "K_45", "K_46", "K_47")
# What relief for bad debts corrects (art. 89a): the domestic rates alone.
RELIEF_BASES = ("K_15", "K_17", "K_19")
RELIEF_TAXES = ("K_16", "K_18", "K_20")
# The debtor's corrections (art. 89b): tax without a base.
DEBT_TAKEN, DEBT_RETURNED = "K_46", "K_47"
BASES = (
    "P_10", "P_11", "P_13", "P_15", "P_17", "P_19", "P_21", "P_22", "P_23", "P_25", "P_27", "P_29", "P_31",
)  # fmt: skip

# The declaration, in order; the kind says how a field is written.
AMOUNT, FLAG, TEXT = "amount", "flag", "text"
DECLARATION: dict[str, str] = {
    **{f"P_{n}": AMOUNT for n in range(10, 37)},
    "P_360": AMOUNT,
    **{f"P_{n}": AMOUNT for n in range(37, 55)},
    "P_540": FLAG,
    "P_55": FLAG,
    "P_56": FLAG,
    "P_560": FLAG,
    "P_58": FLAG,
    "P_59": FLAG,
    "P_60": AMOUNT,
    "P_61": TEXT,
    "P_62": AMOUNT,
    "P_63": FLAG,
    "P_64": FLAG,
    "P_65": FLAG,
    "P_66": FLAG,
    "P_660": FLAG,
    "P_67": FLAG,
    "P_68": AMOUNT,
    "P_69": AMOUNT,
    "P_ORDZU": TEXT,
}
# What a person reads beside an amount of the declaration; own wording.
LABELS = {
    "P_10": "Dostawa i usługi w kraju, zwolnione od podatku",
    "P_11": "Dostawa i usługi poza terytorium kraju",
    "P_12": "w tym usługi z art. 100 ust. 1 pkt 4",
    "P_13": "Dostawa i usługi w kraju, 0 %",
    "P_14": "w tym zwrot podatku podróżnym (art. 129)",
    "P_15": "Dostawa i usługi w kraju, 5 %: podstawa",
    "P_16": "Dostawa i usługi w kraju, 5 %: podatek",
    "P_17": "Dostawa i usługi w kraju, 7 % albo 8 %: podstawa",
    "P_18": "Dostawa i usługi w kraju, 7 % albo 8 %: podatek",
    "P_19": "Dostawa i usługi w kraju, 22 % albo 23 %: podstawa",
    "P_20": "Dostawa i usługi w kraju, 22 % albo 23 %: podatek",
    "P_21": "Wewnątrzwspólnotowa dostawa towarów",
    "P_22": "Eksport towarów",
    "P_23": "Wewnątrzwspólnotowe nabycie towarów: podstawa",
    "P_24": "Wewnątrzwspólnotowe nabycie towarów: podatek",
    "P_25": "Import towarów (art. 33a): podstawa",
    "P_26": "Import towarów (art. 33a): podatek",
    "P_27": "Import usług z wyjątkiem art. 28b: podstawa",
    "P_28": "Import usług z wyjątkiem art. 28b: podatek",
    "P_29": "Import usług (art. 28b): podstawa",
    "P_30": "Import usług (art. 28b): podatek",
    "P_31": "Dostawa, dla której podatnikiem jest nabywca: podstawa",
    "P_32": "Dostawa, dla której podatnikiem jest nabywca: podatek",
    "P_33": "Podatek od spisu z natury (art. 14 ust. 5)",
    "P_34": "Zwrot ulgi na kasy rejestrujące",
    "P_35": "Podatek od nabycia środków transportu w UE",
    "P_36": "Podatek od nabycia paliw w UE",
    "P_360": "Podatek od nabycia wyrobów ze składu podatkowego",
    "P_37": "Razem podstawa",
    "P_38": "Razem podatek należny",
    "P_39": "Nadwyżka z poprzedniej deklaracji",
    "P_40": "Nabycie środków trwałych: netto",
    "P_41": "Nabycie środków trwałych: podatek",
    "P_42": "Nabycie pozostałe: netto",
    "P_43": "Nabycie pozostałe: podatek",
    "P_44": "Korekta podatku od środków trwałych",
    "P_45": "Korekta podatku od pozostałych nabyć",
    "P_46": "Korekta: złe długi dłużnika (art. 89b ust. 1)",
    "P_47": "Korekta: złe długi zapłacone (art. 89b ust. 4)",
    "P_48": "Razem podatek naliczony",
    "P_49": "Ulga na kasy rejestrujące",
    "P_50": "Zaniechanie poboru podatku",
    "P_51": "Do wpłaty",
    "P_52": "Ulga na kasy do zwrotu",
    "P_53": "Nadwyżka podatku naliczonego",
    "P_54": "Do zwrotu na rachunek",
    "P_62": "Do przeniesienia na następny okres",
    "P_60": "Zaliczenie zwrotu na inne zobowiązania",
    "P_68": "Korekta podstawy: złe długi wierzyciela",
    "P_69": "Korekta podatku: złe długi wierzyciela",
}
# Over the columns of a register: what a pair of K fields (base and tax) holds; own wording, short.
REGISTER_LABELS = {
    "K_10": "Zwolnione",
    "K_11": "Poza krajem",
    "K_12": "art. 100 ust. 1 pkt 4",
    "K_13": "Kraj 0 %",
    "K_14": "art. 129",
    "K_15": "Kraj 5 %",
    "K_16": "Kraj 5 %",
    "K_17": "Kraj 7/8 %",
    "K_18": "Kraj 7/8 %",
    "K_19": "Kraj 22/23 %",
    "K_20": "Kraj 22/23 %",
    "K_21": "WDT",
    "K_22": "Eksport",
    "K_23": "WNT",
    "K_24": "WNT",
    "K_25": "Import towarów",
    "K_26": "Import towarów",
    "K_27": "Import usług",
    "K_28": "Import usług",
    "K_29": "Import usług art. 28b",
    "K_30": "Import usług art. 28b",
    "K_31": "Podatnikiem nabywca",
    "K_32": "Podatnikiem nabywca",
    "K_33": "Spis z natury",
    "K_34": "Zwrot ulgi na kasy",
    "K_35": "Transport z UE",
    "K_36": "Paliwa z UE",
    "K_360": "Skład podatkowy",
    "K_40": "Środki trwałe",
    "K_41": "Środki trwałe",
    "K_42": "Pozostałe nabycia",
    "K_43": "Pozostałe nabycia",
    "K_44": "Korekta śr. trwałych",
    "K_45": "Korekta pozostałych",
    "K_46": "art. 89b ust. 1",
    "K_47": "art. 89b ust. 4",
}
TAX_FIELDS = frozenset(
    {
        "K_16",
        "K_18",
        "K_20",
        "K_24",
        "K_26",
        "K_28",
        "K_30",
        "K_32",
        "K_33",
        "K_34",
        "K_35",
        "K_36",
        "K_360",
    }
    | {"K_41", "K_43", "K_44", "K_45", "K_46", "K_47"}
)
REFUND_MARKS = ("P_540", "P_55", "P_56", "P_560", "P_58")
NOT_NEGATIVE = frozenset(
    {
        "P_33",
        "P_34",
        "P_35",
        "P_36",
        "P_360",
        "P_39",
        "P_47",
        "P_49",
        "P_50",
        "P_51",
        "P_52",
        "P_53",
    }
    | {"P_54", "P_60", "P_62"}
)
NOT_POSITIVE = frozenset({"P_46", "P_68", "P_69"})
