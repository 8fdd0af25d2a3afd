"""Lists as their publishers write them, in $MARSAD_SHARED/data/lists."""

OFAC = "ofac/sdn_alt_add_2021-07/"
LISTS = {
    "un": ["un/un_consolidated_2026-02-27.xml"],
    "ofac": [OFAC + "sdn.csv", OFAC + "alt.csv", OFAC + "add.csv", OFAC + "sdn_comments.csv"],
    "ofsi": ["uk/ofsi_conlist_2022-05.converted.csv"],
    "eu": ["eu/eu_fsf_1.1_2022-03-18_first_part.xml"],
    "canada": ["ca/sema-lmes_2025.xml"],
    "australia": ["au/regulation8_consolidated_2022-05.converted.csv"],
    "csl": ["us_csl/us_csl_consolidated_2022-04.csv.gz"],
}
