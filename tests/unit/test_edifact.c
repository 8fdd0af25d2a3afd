/* Dialects of EDIFACT envelopes, each with what a person reads off it. */
#include "edi_fixture.h"

#define UNB "UNB+UNOA:3+A+B+250101:0000+1'"
#define UNH "UNH+1+PAXLST:D:05B:UN:IATA'"
#define HEAD "M[UNH 1=1 2=PAXLST 2.2=D 2.3=05B 2.4=UN 2.5=IATA]"
#define O3 "O[UNB 1=UNOA 1.2=3 2=A 3=B 4=250101 4.2=0000 5=1]"
#define TAIL "UNT+3+1'UNZ+1+1'"
#define END "[UNT 1=3 2=1]o[UNZ 1=1 2=1]"

static void plain(void **state)
{
    (void)state;
    edi_expect(UNB UNH "NAD+FL+++DOE:JANE'" TAIL, O3 HEAD "[NAD 1=FL 4=DOE 4.2=JANE]" END);
    edi_expect(UNB "\n" UNH "\r\nBGM+745'\r\n" TAIL "\n", O3 HEAD "[BGM 1=745]" END);
    edi_expect(UNB UNH "BGM'" TAIL, HEAD "[BGM]" END);
    edi_expect(UNB UNH "BGM++'" TAIL, HEAD "[BGM]" END);
    edi_expect(UNB UNH "BGM:1:2+745'" TAIL, HEAD "[BGM 0.2=1 0.3=2 1=745]" END);
}

static void separators(void **state)
{
    (void)state;
    edi_expect("UNA#|.! ~UNB|UNOA#3|A|B|250101#0000|1~UNH|1|PAXLST#D#05B#UN#IATA~"
               "NAD|FL|||O!#X!|Y!~~UNT|3|1~UNZ|1|1~",
               O3 HEAD "[NAD 1=FL 4=O#X|Y~]" END);
    /* Control characters, as UNOB recommends. */
    edi_expect("UNA\x1f\x1d.? \x1cUNB\x1dUNOB\x1f"
               "3\x1d"
               "A\x1d"
               "B\x1d"
               "250101\x1f"
               "0000\x1d"
               "1\x1cUNH\x1d"
               "1\x1dPAXLST\x1f"
               "D\x1f"
               "05B\x1fUN\x1fIATA\x1c"
               "BGM\x1d"
               "745\x1cUNT\x1d"
               "3\x1d"
               "1\x1cUNZ\x1d"
               "1\x1d"
               "1\x1c",
               HEAD "[BGM 1=745]" END);
    /* A terminator that is a line end. */
    edi_expect("UNA:+.? \nUNB+UNOA:3+A+B+250101:0000+1\nUNH+1+PAXLST:D:05B:UN:IATA\nBGM+745\n"
               "UNT+3+1\nUNZ+1+1\n",
               O3 HEAD "[BGM 1=745]" END);
    /* No release character. */
    edi_expect("UNA:+.  '" UNB UNH "FTX+A?B?'" TAIL, O3 HEAD "[FTX 1=A?B?]" END);
    /* UNA cut by a line break. */
    edi_expect("UNA:+.\r\n? '" UNB UNH "BGM+745'" TAIL, O3 HEAD "[BGM 1=745]" END);
    edi_expect("\nUNA:+.? '\r\n\r\n" UNB UNH "BGM+745'" TAIL, O3 HEAD "[BGM 1=745]" END);
}

static void corrupt_una(void **state)
{
    (void)state;
    /* One character short, with a backslash that releases. */
    edi_expect("UNA:+\\*'\n" UNB UNH "FTX+A\\+B'" TAIL,
               O3 "!UNA_CORRUPT" HEAD "[FTX 1=A+B]" END);
    edi_expect("UNA0+01M-C'" UNB UNH "BGM+745'" TAIL, O3 "!UNA_CORRUPT" HEAD "[BGM 1=745]" END);
    edi_expect("UNA:+.?*\xe2\x80\x99" UNB UNH "BGM+745'" TAIL,
               O3 "!UNA_CORRUPT" HEAD "[BGM 1=745]" END);
    /* Without one, a damaged terminator before a trailer is not taken for all. */
    edi_expect(UNB "BGM+7#UNZ+1+1'", O3 "M[BGM 1=7#UNZ 2=1 3=1]!UNH_MISSING!UNT_MISSING"
                                        "o!UNZ_MISSING");
    /* Lost altogether: read off the header. */
    edi_expect(
        "UNB*UNOA:3*A*B*250101:0000*1#UNH*1*PAXLST:D:05B:UN:IATA#BGM*745#UNT*3*1#UNZ*1*1#",
        O3 "!UNA_CORRUPT" HEAD "[BGM 1=745]" END);
}

static void repetition(void **state)
{
    (void)state;
    edi_expect(UNB UNH "ATT+2++M*F'" TAIL, HEAD "[ATT 1=2 3=M*F]" END);
    edi_expect("UNB+UNOA:4+X*Y+B+250101:0000+1'" UNH "ATT+2++M*F:x**:z'" TAIL,
               "O[UNB 1=UNOA 1.2=4 2=X*Y 3=B 4=250101 4.2=0000 5=1]" HEAD
               "[ATT 1=2 3=M 3*2=F 3*2.2=x 3*4.2=z][UNT 1=3 2=1]!CHARSET_LOWER"
               "o[UNZ 1=1 2=1]");
}

static void release(void **state)
{
    (void)state;
    edi_expect(UNB UNH "FTX+SMITH?+SON:A?\?B:C?:D?'E'" TAIL,
               HEAD "[FTX 1=SMITH+SON 1.2=A?B 1.3=C:D'E]" END);
    /* A released release character does not release the terminator. */
    edi_expect(UNB UNH "FTX+A?\?'FTX+B?\?\?'C'UNT+4+1'UNZ+1+1'",
               HEAD "[FTX 1=A?][FTX 1=B?'C][UNT 1=4 2=1]o[UNZ 1=1 2=1]");
    edi_expect(UNB UNH "FTX+A?B'" TAIL, HEAD "[FTX 1=AB][UNT 1=3 2=1]!RELEASE_DANGLING"
                                             "o[UNZ 1=1 2=1]");
    /* A line break between the release character and what it releases. */
    edi_expect(UNB UNH "FTX+A?\r\n'B'" TAIL,
               HEAD "[FTX 1=A'B][UNT 1=3 2=1]!WRAPPEDo[UNZ 1=1 2=1]");
}

static void wraps(void **state)
{
    (void)state;
    /* Lines of 69 bytes, cut in tags and values, behind a type-B header. */
    edi_expect(
        "QU ABCDEFG HIJKLMN\r\n.OPQRSTU 130631\r\nUNA:+.? 'UNB+UNOA:3+A+B+250101:0000+1'U\r\n"
        "NH+1+PAXLST:D:05B:UN:IATA'NAD+FL+++LONGNA\r\nME:JANE'UN\r\nT+3+1'UNZ+1+1'\r\n\x03\r\n",
        O3 "!TYPE_B" HEAD "[NAD 1=FL 4=LONGNAME 4.2=JANE][UNT 1=3 2=1]"
           "!WRAPPED!WRAPPED!WRAPPED"
           "o[UNZ 1=1 2=1]");
    edi_expect(UNB UNH "NAD \r\n+FL'" TAIL,
               HEAD "[NAD 1=FL][UNT 1=3 2=1]!WRAPPED!TAG_BLANKSo[UNZ 1=1 2=1]");
}

static void lost_terminators(void **state)
{
    (void)state;
    /* A line of its own for each segment. */
    edi_expect(UNB UNH "\nLOC+91+FRA\nNAD+FL+++DOE:J\nATT+2++F'\nUNT+5+1'UNZ+1+1'",
               HEAD "[LOC 1=91 2=FRA][NAD 1=FL 4=DOE 4.2=J][ATT 1=2 3=F][UNT 1=5 2=1]"
                    "!TERMINATOR_MISSING!TERMINATOR_MISSINGo[UNZ 1=1 2=1]");
    /* A line of 59 bytes has lost its terminator; one of 60 was cut. */
    edi_expect(UNB "\n" UNH "\nLOC+91+ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ\n"
                   "ATT+2'UNT+4+1'UNZ+1+1'",
               HEAD "[LOC 1=91 2=ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ][ATT 1=2]"
                    "[UNT 1=4 2=1]!TERMINATOR_MISSINGo[UNZ 1=1 2=1]");
    edi_expect(UNB "\n" UNH "\nLOC+91+ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZA\n"
                   "ATT+2'UNT+3+1'UNZ+1+1'",
               HEAD "[LOC 1=91 2=ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZAATT 3=2]"
                    "[UNT 1=3 2=1]!WRAPPEDo[UNZ 1=1 2=1]");
    /* More elements than the directory has, and a known tag in front of one. */
    edi_expect(UNB UNH "RFF+AVF:ABCNAD+FL+++DOE'UNT+4+1'UNZ+1+1'",
               HEAD "[RFF 1=AVF 1.2=ABC][NAD 1=FL 4=DOE][UNT 1=4 2=1]!TERMINATOR_MISSING"
                    "o[UNZ 1=1 2=1]");
    /* In front of a trailer of this message, and of a header. */
    edi_expect(UNB UNH "BGM+745UNT+3+1'UNZ+1+1'",
               HEAD "[BGM 1=745][UNT 1=3 2=1]!TERMINATOR_MISSINGo[UNZ 1=1 2=1]");
    edi_expect(UNB UNH "BGM+745'UNT+3+1XUNH+2+PAXLST:D:05B:UN'UNT+2+2'UNZ+2+1'",
               HEAD "[BGM 1=745][UNT 1=3 2=1X]!TERMINATOR_MISSING!UNT_REFERENCE"
                    "M[UNH 1=2 2=PAXLST 2.2=D 2.3=05B 2.4=UN][UNT 1=2 2=2]o[UNZ 1=2 2=1]");
    /* So too behind bookings, whose directory is another. */
    edi_expect(UNB "UNH+1+PNRGOV:13:1:IA'UNT+2+1XUNH+2+PNRGOV:13:1:IA'UNT+2+2\nUNZ+2+1'",
               "M[UNH 1=1 2=PNRGOV 2.2=13 2.3=1 2.4=IA][UNT 1=2 2=1X]!TERMINATOR_MISSING"
               "!UNT_REFERENCEM[UNH 1=2 2=PNRGOV 2.2=13 2.3=1 2.4=IA][UNT 1=2 2=2]"
               "!TERMINATOR_MISSINGo[UNZ 1=2 2=1]");
    /* Text that looks like a trailer is none. */
    edi_expect(UNB UNH "FTX+AAI+++COUNT?+50 LOUUNT+7'" TAIL,
               HEAD "[FTX 1=AAI 4=COUNT+50 LOUUNT 5=7]" END);
    edi_expect(UNB UNH "NAD+FL+++DOE\xe2\x80\x98\nATT+2++F'UNT+4+1'UNZ+1+1'",
               HEAD "[NAD 1=FL 4=DOE][ATT 1=2 3=F][UNT 1=4 2=1]!TERMINATOR_TYPOGRAPHIC"
                    "o[UNZ 1=1 2=1]");
    edi_expect(UNB UNH "NAD+FL+++DOE\xe2\x80\x99\nATT+2++F'UNT+4+1'UNZ+1+1'",
               HEAD "[NAD 1=FL 4=DOE][ATT 1=2 3=F][UNT 1=4 2=1]!TERMINATOR_TYPOGRAPHIC"
                    "o[UNZ 1=1 2=1]");
}

/* Text of bookings may hold what begins a traveller; what a letter stands before is a name. */
static void no_travellers(void **state)
{
    (void)state;
    static const char *const tags[] = {"TIF", "IFT", "SSR", "ADD"};
    for (unsigned i = 0; i < sizeof tags / sizeof *tags; i++) {
        ms_out text = {0}, wanted = {0};
        ms_out_fmt(&text, UNB "UNH+1+PNRGOV:13:1:IA'%s+AB+9TIF+C'UNT+3+1'UNZ+1+1'", tags[i]);
        ms_out_fmt(&wanted,
                   "M[UNH 1=1 2=PNRGOV 2.2=13 2.3=1 2.4=IA][%s 1=AB 2=9TIF 3=C][UNT 1=3 2=1]"
                   "o[UNZ 1=1 2=1]",
                   tags[i]);
        ms_out_char(&wanted, 0);
        edi_expect_n(ms_out_str(&text), wanted.p);
        ms_out_free(&text);
        ms_out_free(&wanted);
    }
}

/* Whatever became of the terminator before a traveller, the traveller is there. */
static void travellers_stay(void **state)
{
    (void)state;
    static const struct {
        const char *head, *before[8], *traveller, *tag;
    } rows[] = {
        {UNB UNH,
         {"LOC+91+FRA", "ATT+2++M", "NAD+FL+++ROE:JIM", "RFF+AVF:AB", "DTM+36:301231"},
         "NAD+FL+++DOE:JANE'UNT+4+1'UNZ+1+1'",
         "[NAD 1=FL 4=DOE 4.2=JANE]"},
        {UNB UNH,
         {"LOC+91+FRA", "ATT+2++M", "NAD+FM+++ROE:JIM", "RFF+AVF:AB", "DTM+36:301231"},
         "NAD+FM+++DOE:JANE'UNT+4+1'UNZ+1+1'",
         "[NAD 1=FM 4=DOE 4.2=JANE]"},
        {UNB "UNH+1+PNRGOV:13:1:IA'",
         {"TRI++155:::155", "REF+:1234", "RPI+1+12", "EBD+GBP:40.00+4"},
         "TIF+DOE+JANE:A:1'UNT+4+1'UNZ+1+1'",
         "[TIF 1=DOE 2=JANE 2.2=A 2.3=1]"},
    };
    for (unsigned k = 0; k < sizeof rows / sizeof *rows; k++)
        for (const char *const *b = rows[k].before; *b; b++)
            for (const char *c = "#9+:?. \n\xff"; *c; c++) {
                ms_out o = {0}, text = {0};
                ms_out_fmt(&text, "%s%s%c%s", rows[k].head, *b, *c, rows[k].traveller);
                assert_int_equal(edi_dump(ms_out_str(&text), NULL, false, &o), MS_END);
                ms_out_char(&o, 0);
                if (!strstr(o.p, rows[k].tag)) fail_msg("%s%c: %s", *b, *c, o.p);
                ms_out_free(&o);
                ms_out_free(&text);
            }
    /* A name that ends like a tag. */
    edi_expect(UNB "UNH+1+PNRGOV:13:1:IA'TIF+MOTIF+JEAN:A'UNT+3+1'UNZ+1+1'",
               "M[UNH 1=1 2=PNRGOV 2.2=13 2.3=1 2.4=IA][TIF 1=MOTIF 2=JEAN 2.2=A]" END);
}

static void trailers(void **state)
{
    (void)state;
    edi_expect(UNB UNH "BGM+745'", O3 HEAD "[BGM 1=745]!UNT_MISSINGo!UNZ_MISSING");
    edi_expect(UNB UNH "BGM+7", O3 HEAD "[BGM 1=7]!UNTERMINATED!UNT_MISSINGo!UNZ_MISSING");
    edi_expect(UNB UNH UNH "UNT+2+1'UNZ+2+1'",
               HEAD "!UNT_MISSING" HEAD "[UNT 1=2 2=1]o[UNZ 1=2 2=1]");
    edi_expect(UNB UNH "BGM'UNT+9+2'UNZ+7+8'",
               HEAD "[BGM][UNT 1=9 2=2]!UNT_COUNT!UNT_REFERENCEo[UNZ 1=7 2=8]!UNZ_COUNT"
                    "!UNZ_REFERENCE");
    edi_expect(UNB "UNT+2+1'UNZ+0+1'", O3 "o[UNZ 1=0 2=1]!UNT_STRAY!UNB_EMPTY");
    edi_expect(UNB "BGM+745'UNT+2+1'UNZ+1+1'",
               O3 "M[BGM 1=745][UNT 1=2 2=1]!UNH_MISSING!UNT_REFERENCEo[UNZ 1=1 2=1]");
}

static void groups(void **state)
{
    (void)state;
#define UNG "UNG+PAXLST+A+B+250101:0000+7+UN+D:05B'"
#define G "G[UNG 1=PAXLST 2=A 3=B 4=250101 4.2=0000 5=7 6=UN 7=D 7.2=05B]"
    edi_expect(UNB UNG UNH "UNT+2+1'" UNH "UNT+2+1'UNE+2+7'UNZ+1+1'",
               O3 G HEAD "[UNT 1=2 2=1]" HEAD "[UNT 1=2 2=1]g[UNE 1=2 2=7]o[UNZ 1=1 2=1]");
    edi_expect(UNB UNG UNH "UNT+2+1'" UNG UNH "UNT+2+1'UNE+3+8'UNZ+2+1'",
               O3 G HEAD "[UNT 1=2 2=1]g!UNE_MISSING" G HEAD
                         "[UNT 1=2 2=1]g[UNE 1=3 2=8]!UNE_COUNT!UNE_REFERENCEo[UNZ 1=2 2=1]");
    edi_expect(UNB UNH "UNT+2+1'UNE+1+7'UNZ+1+1'",
               O3 HEAD "[UNT 1=2 2=1]o[UNZ 1=1 2=1]!UNG_MISSING");
}

static void missing_headers(void **state)
{
    (void)state;
    edi_expect(UNH "BGM+745'UNT+3+1'", "O!UNB_MISSING" HEAD "[BGM 1=745][UNT 1=3 2=1]o");
    edi_expect("mail\n\n" UNG UNH "UNT+2+1'UNE+1+7'",
               "O!SKIPPED_TEXT!UNB_MISSING" G HEAD "[UNT 1=2 2=1]g[UNE 1=1 2=7]o");
    edi_expect("UNB+UNOA:3+A'" UNH TAIL, "O[UNB 1=UNOA 1.2=3 2=A]!UNB_INCOMPLETE" HEAD
                                         "[UNT 1=3 2=1]!UNT_COUNTo[UNZ 1=1 2=1]!UNZ_REFERENCE");
}

/* Where all headers are lost, or beyond reading, travellers are given still. */
static void no_headers(void **state)
{
    (void)state;
#define ALONE "!SKIPPED_TEXT!UNB_MISSING"
    edi_expect(":JIM'ATT+2++M'NAD+FL+++DOE:JANE'UNT+9+1'" UNB UNH TAIL,
               "O" ALONE "M[NAD 1=FL 4=DOE 4.2=JANE][UNT 1=9 2=1]!UNH_MISSING!UNT_COUNT"
               "!UNT_REFERENCEo" O3 HEAD "[UNT 1=3 2=1]!UNT_COUNTo[UNZ 1=1 2=1]");
    edi_expect("NAD+FM+++DOE'", "O!UNB_MISSINGM[NAD 1=FM 4=DOE]!UNH_MISSING!UNT_MISSINGo");
    edi_expect(UNB UNH "UNT+2+1'UNZ+1+1'\nUMB+A'UMH+1'TIF+DOE+JANE'UNT+3+1'UNZ+1+1'",
               O3 HEAD "[UNT 1=2 2=1]o[UNZ 1=1 2=1]O" ALONE
                       "M[TIF 1=DOE 2=JANE][UNT 1=3 2=1]!UNH_MISSING!UNT_COUNT!UNT_REFERENCE"
                       "o[UNZ 1=1 2=1]");
    edi_expect("The NAD+FL of DOE, the TIF+1 and the MOTIF+A.", "");
}

/* Each mandatory element of the headers in turn (ISO 9735-1:2002 annex C). */
static void incomplete(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "UNB+UNOA:3++B+250101:0000+1'" UNH "UNT+2+1'UNZ+1+1'",
        "UNB+UNOA:3+A++250101:0000+1'" UNH "UNT+2+1'UNZ+1+1'",
        "UNB+UNOA:3+A+B+:0000+1'" UNH "UNT+2+1'UNZ+1+1'",
        "UNB+UNOA:3+A+B+250101+1'" UNH "UNT+2+1'UNZ+1+1'",
        "UNB+UNOA:3+A+B+250101:0000'" UNH "UNT+2+1'UNZ+1'",
        UNB "UNH++PAXLST:D:05B:UN'UNT+2'UNZ+1+1'",
        UNB "UNH+1+PAXLST::05B:UN'UNT+2+1'UNZ+1+1'",
        UNB "UNH+1+PAXLST:D::UN'UNT+2+1'UNZ+1+1'",
        UNB "UNH+1+PAXLST:D:05B'UNT+2+1'UNZ+1+1'",
    };
    for (unsigned i = 0; i < sizeof texts / sizeof *texts; i++) {
        ms_out o = {0};
        assert_int_equal(edi_dump(ms_str_z(texts[i]), NULL, true, &o), MS_END);
        ms_out_char(&o, 0);
        const char *wanted = i < 5 ? "!UNB_INCOMPLETE" : "!UNH_INCOMPLETE";
        const char *odd = strchr(o.p, '!');
        if (!odd || strncmp(odd, wanted, strlen(wanted)) || strchr(odd + 1, '!'))
            fail_msg("%s: %s", texts[i], o.p);
        ms_out_free(&o);
    }
}

static void several(void **state)
{
    (void)state;
    const char *all = O3 HEAD "[UNT 1=2 2=1]o[UNZ 1=1 2=1]";
    ms_out wanted = {0};
    for (int i = 0; i < 3; i++) ms_out_raw(&wanted, ms_str_z(all));
    ms_out_char(&wanted, 0);
    edi_expect(UNB UNH "UNT+2+1'UNZ+1+1'\r\n" UNB UNH "UNT+2+1'UNZ+1+1'UNA:+.? '" UNB UNH
                       "UNT+2+1'UNZ+1+1'\n\nSent from a desk, UNHAPPY+1\n",
               wanted.p);
    ms_out_free(&wanted);
    /* Nor does it know whose segments stood in the one before: a traveller behind a lost
     * terminator is one though bookings came first, and no header says what this is. */
    edi_expect(UNB "UNH+1+PNRGOV:13:1:IA'UNT+2+1'UNZ+1+1'" UNB "ATT+2++MNAD+FL+++DOE'UNZ+0+1'",
               O3 "M[UNH 1=1 2=PNRGOV 2.2=13 2.3=1 2.4=IA][UNT 1=2 2=1]o[UNZ 1=1 2=1]" O3
                  "M[ATT 1=2 3=M][NAD 1=FL 4=DOE]!UNH_MISSING!TERMINATOR_MISSING!UNT_MISSING"
                  "o[UNZ 1=0 2=1]!UNZ_COUNT");
    /* Nor which terminators it had: none of them were behind the one that it lost. */
    edi_expect(UNB UNH
               "UNT+2+1\nUNZ+1+1\nUNB+UNOA:3+A+B+250101:0000+1~UNH+1+PAXLST:D:05B:UN:IATA"
               "~UNT+2+1~UNZ+1+1~NAD+FL+++DOE~",
               O3 HEAD "[UNT 1=2 2=1]!TERMINATOR_MISSINGo[UNZ 1=1 2=1]!TERMINATOR_MISSING" O3
                       "!UNA_CORRUPT" HEAD "[UNT 1=2 2=1]M[NAD 1=FL 4=DOE]!UNZ_EARLY"
                       "!UNH_MISSING!UNT_MISSINGo!UNZ_MISSING");
    /* An interchange that begins within another ends it. */
    edi_expect(UNB UNH "BGM+745'UNA:+.? '" UNB UNH "UNT+2+1'UNZ+1+1'", O3 HEAD
               "[BGM 1=745]!UNT_MISSINGo!UNZ_MISSING" O3 HEAD "[UNT 1=2 2=1]o[UNZ 1=1 2=1]");
}

static void interactive(void **state)
{
    (void)state;
    edi_expect("UIB+IATA:1+ABC+++SENDER:ZZ+RECIPIENT:ZZ+20250101:081522'"
               "UIH+CUSRES:D:05B::UN:IATA+77'BGM+132'UIT+77+3'UIZ+ABC+1'",
               "O[UIB 1=IATA 1.2=1 2=ABC 5=SENDER 5.2=ZZ 6=RECIPIENT 6.2=ZZ 7=20250101 "
               "7.2=081522]"
               "M[UIH 1=CUSRES 1.2=D 1.3=05B 1.5=UN 1.6=IATA 2=77][BGM 1=132][UIT 1=77 2=3]"
               "o[UIZ 1=ABC 2=1]");
    /* References are conditional in trailers: one that is not there contradicts nothing. */
    edi_expect(
        "UIB+IATA:1+ABC'UIH+CUSRES:D:05B::UN:IATA+77'BGM+132'UIT++3'UIZ++1'",
        "O[UIB 1=IATA 1.2=1 2=ABC]"
        "M[UIH 1=CUSRES 1.2=D 1.3=05B 1.5=UN 1.6=IATA 2=77][BGM 1=132][UIT 2=3]o[UIZ 2=1]");
}

static void character_sets(void **state)
{
    (void)state;
#define SET(id) "UNB+" id ":3+A+B+250101:0000+1'" UNH
#define IN(id, text, value) \
    edi_expect(SET(id) "NAD+FL+++" text "'" TAIL, HEAD "[NAD 1=FL 4=" value "]" END)
    IN("UNOC", "Jos\xe9", "Jos\xc3\xa9");
    IN("UNOD", "\xa3ukasz", "\xc5\x81ukasz");
    IN("UNOE", "\xb8\xd2\xd0\xdd", "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd");
    IN("UNOF", "\xc1\xed\xed\xe1", "\xce\x91\xce\xbd\xce\xbd\xce\xb1");
    IN("UNOI", "\xe5\xcd\xe5\xcf", "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf");
    IN("UNOJ", "\xe3\xe5\xe3", "\xd7\x93\xd7\x95\xd7\x93");
    IN("UNOK", "\xddpek", "\xc4\xb0pek");
    IN("UNOW", "\xd8\xb3", "\xd8\xb3");
    IN("UNOY", "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80");
    /* Small letters among capitals are said once in a message, those of its header too. */
    edi_expect("UNB+UNOA:3+A+B+250101:0000+1'UNH+1+PAXLST:D:05B:UN:iata'NAD+FL+++Doe'" TAIL,
               "M[UNH 1=1 2=PAXLST 2.2=D 2.3=05B 2.4=UN 2.5=iata][NAD 1=FL 4=Doe][UNT 1=3 2=1]"
               "!CHARSET_LOWERo[UNZ 1=1 2=1]");
    /* A line break inside a character. */
    edi_expect(SET("UNOW") "NAD+FL+++\xd8\r\n\xb3'" TAIL,
               HEAD "[NAD 1=FL 4=\xd8\xb3][UNT 1=3 2=1]!WRAPPEDo[UNZ 1=1 2=1]");
    /* What is not of the set is kept where it can be, and said. */
    edi_expect(SET("UNOW") "NAD+FL+++A\xff"
                           "B'" TAIL,
               HEAD "[NAD 1=FL 4=A\xef\xbf\xbd"
                    "B][UNT 1=3 2=1]!CHARSET_INVALIDo[UNZ 1=1 2=1]");
    edi_expect(SET("UNOA") "NAD+FL+++JOS\xc9'" TAIL,
               HEAD "[NAD 1=FL 4=JOS\xc3\x89][UNT 1=3 2=1]!CHARSET_WIDERo[UNZ 1=1 2=1]");
    edi_expect(SET("UNOA") "NAD+FL+++JOS\xc3\x89'" TAIL,
               HEAD "[NAD 1=FL 4=JOS\xc3\x89][UNT 1=3 2=1]!CHARSET_WIDERo[UNZ 1=1 2=1]");
    edi_expect(SET("UNOC") "NAD+FL+++JOS\xc3\x89'" TAIL,
               HEAD "[NAD 1=FL 4=JOS\xc3\x89][UNT 1=3 2=1]!CHARSET_WIDERo[UNZ 1=1 2=1]");
    edi_expect(SET("KECA") "NAD+FL+++JOS\xc9'" TAIL,
               HEAD "[NAD 1=FL 4=JOS\xc3\x89][UNT 1=3 2=1]!CHARSET_UNKNOWNo[UNZ 1=1 2=1]");
    edi_expect(SET("UNOF") "NAD+FL+++\xd2'" TAIL,
               HEAD "[NAD 1=FL 4=\xef\xbf\xbd][UNT 1=3 2=1]!CHARSET_INVALIDo[UNZ 1=1 2=1]");
    edi_expect("\xef\xbb\xbf" UNB UNH "BGM'" TAIL, O3 "!BYTE_ORDER_MARK" HEAD "[BGM]" END);
    ms_out o = {0};
    assert_int_equal(edi_dump(MS_STR("\xff\xfeU\0N\0B\0"), NULL, false, &o), MS_EENCODING);
    ms_out_free(&o);
}

/* ISO/IEC 2022: no byte of another set is a separator.  Nobody behind it is lost where it never
 * ends; elsewhere ESC is no part of a value.  Bytes by Python's codecs. */
static void shifts(void **state)
{
    (void)state;
#define NONE "\xef\xbf\xbd"
    static const struct {
        const char *sent, *read, *odd;
    } rows[] = {
        {"YAMADA \x1b$B;3ED\x1b(BX:ANNA", "4=YAMADA \u5c71\u7530X 4.2=ANNA", ""},
        {"\x1b$@;3\x1b(J:ANNA", "4=\u5c71 4.2=ANNA", ""},
        {"\x1b$(D0!\x1b(B:ANNA", "4=\u4e02 4.2=ANNA", ""},
        {"\x1b$AMu\x1b(B:ANNA", "4=\u738b 4.2=ANNA", ""},
        {"\x1b(ITOJ^\x1b(B", "4=\uff94\uff8f\uff8a\uff9e", ""},
        {"\x1b$)C\x0e"
         "1h\x0f:\x0e"
         "1h\x0f",
         "4=\uae40 4.2=\uae40", ""},
        {"\x1b$)C\xb1\xe8:ANNA\xb1\xe8", "4=\uae40 4.2=ANNA\uae40", ""},
        {"\x1b-L\xb8\xd2\xd0\xdd:ANNA", "4=\u0418\u0432\u0430\u043d 4.2=ANNA", ""},
        {"\x1b-L\x0e"
         "8RP]\x0f",
         "4=\u0418\u0432\u0430\u043d", ""},
        {"\x1b$(GD!\x1b$(H!!\x1b(B:ANNA", "4=\u4e00\u4e42 4.2=ANNA", ""},
        {"\x1b-F\xd2\xe1:ANNA", "4=" NONE "\u03b1 4.2=ANNA", "!CHARSET_INVALID"},
        {"JOS\xc9:ANNA", "4=JOS\u00c9 4.2=ANNA", "!CHARSET_WIDER"},
        {"JOS\x85\xc9:ANNA", "4=JOS" NONE "\u00c9 4.2=ANNA", "!CHARSET_WIDER!CHARSET_INVALID"},
        {"JOS\xc3\x89:ANNA", "4=JOS\u00c9 4.2=ANNA", "!CHARSET_WIDER"},
        {"ROE \x1b$B+'%'?:\x1b(BX:ANNA", "4=ROE " NONE "\u30a7\u699bX 4.2=ANNA",
         "!CHARSET_INVALID"},
        {"ROE\x1b$B;3E\x1b(B", "4=ROE\u5c71" NONE, "!CHARSET_INVALID"},
        {"ROE\x1b$Z+'%'\x1b(B:ANNA", "4=ROE" NONE " 4.2=ANNA", "!CHARSET_INVALID"},
        {"ROE\x0e+'\x0f:ANNA", "4=ROE" NONE " 4.2=ANNA", "!CHARSET_INVALID"},
        {"R\x1b(BOE:ANNA", "4=ROE 4.2=ANNA", ""},
        {"JOS?\xc9:ANNA", "4=JOS\u00c9 4.2=ANNA", "!RELEASE_DANGLING!CHARSET_WIDER"},
        {"ROE\x1b$B:ANNA", "4=ROE 4.2=ANNA", ""},
        {"ROE\x0e:ANNA", "4=ROE 4.2=ANNA", ""},
        {"\x1b)B\xd2\xcf\x85\xc5:ANNA", "4=RO" NONE "E 4.2=ANNA", "!CHARSET_INVALID"},
        {"\x1b)NROE\xd2\xcf:ANNA", "4=ROE" NONE " 4.2=ANNA", "!CHARSET_INVALID"},
        {"\x1b$)B\xbb\xb3\x8e\xb1\xc5\xc4:ANNA", "4=\u5c71" NONE "\u7530 4.2=ANNA",
         "!CHARSET_INVALID"},
        {"ROE\x1b:ANNA", "4=ROE 4.2=ANNA", ""},
        {"ROE\x1b$:ANNA", "4=ROE$ 4.2=ANNA", ""},
        {"ROE\x1b+5", "4=ROE 5=5", ""},
        {"RO?\x0e+\x0f"
         "E",
         "4=RO" NONE "E", "!RELEASE_DANGLING!CHARSET_INVALID"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char sent[512], read[512];
        snprintf(sent, sizeof sent, SET("UNOX") "NAD+FL+++%s'" TAIL, rows[i].sent);
        snprintf(read, sizeof read, HEAD "[NAD 1=FL %s][UNT 1=3 2=1]%so[UNZ 1=1 2=1]",
                 rows[i].read, rows[i].odd);
        edi_expect(sent, read);
    }
#undef NONE
}

/* Calls of sets at the ends of segments and between them. */
static void shifts_and_segments(void **state)
{
    (void)state;
#define ODD(codes) "][UNT 1=3 2=1]" codes "o[UNZ 1=1 2=1]"
    edi_expect(SET("UNOX") "NAD+FL+++ROE\x0e:ANNA'\r\n\x0f" TAIL,
               HEAD "[NAD 1=FL 4=ROE 4.2=ANNA" ODD("!CONTROL_BYTES"));
    edi_expect(SET("UNOX") "\x1b$)CNAD+FL+++\xb1\xe8'" TAIL,
               HEAD "[NAD 1=FL 4=\uae40" ODD("!CONTROL_BYTES"));
    edi_expect(SET("UNOX") "NAD+FL+++ROE\x1b'" TAIL, HEAD "[NAD 1=FL 4=ROE" ODD(""));
    /* A segment that has lost its terminator is read as the one before it left the sets. */
    edi_expect(SET("UNOX") "\x1b$)CNAD+FL++\xb1\xe8+\x1b-L\xb8+X\r\nNAD+FL+++ROE'" TAIL,
               HEAD "[NAD 1=FL 3=\uae40 4=\u0418 5=X][NAD 1=FL 4=ROE][UNT 1=3 "
                    "2=1]!CONTROL_BYTES!TERMINATOR_MISSING!UNT_COUNTo[UNZ 1=1 2=1]");
    edi_expect(SET("UNOX") "\x1b(BNAD+FL+++ROE'" TAIL,
               HEAD "[NAD 1=FL 4=ROE" ODD("!CONTROL_BYTES"));
    edi_expect(SET("UNOB") "NAD+FL+++R\x1b(BOE'" TAIL,
               HEAD "[NAD 1=FL 4=R(BOE" ODD("!WRAPPED"));
#undef ODD
}

static void noise(void **state)
{
    (void)state;
    /* A second block of a type-B message in the middle of a name. */
    edi_expect(UNB UNH "NAD+FL+++DO\x03\r\n\x01QU ABCDEFG\r\n.HIJKLMN 010203\r\n\x02"
                       "E'" TAIL,
               HEAD "[NAD 1=FL 4=DOE][UNT 1=3 2=1]!WRAPPEDo[UNZ 1=1 2=1]");
    edi_expect(UNB UNH "\x0c"
                       "BGM'' nad+FL'UNT+4+1'UNZ+1+1'",
               HEAD "[BGM][NAD 1=FL][UNT 1=4 2=1]!CONTROL_BYTES!SEGMENT_EMPTY!TAG_LOWER"
                    "o[UNZ 1=1 2=1]");
    edi_expect(UNB UNH "1;DROP+X'" TAIL,
               HEAD "[? 0=1;DROP 1=X][UNT 1=3 2=1]!TAG_INVALIDo[UNZ 1=1 2=1]");
    edi_expect("", "");
    edi_expect("Dear Sirs, the manifest follows.", "");
}

/* A line that gives its bytes as slowly as it likes changes nothing: not what stands behind a
 * lost terminator in a long message, nor what follows many empty lines. */
static void slow_lines(void **state)
{
    (void)state;
#define LONG "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGHIJKLMNOPQRSTUV"
    static const struct {
        const char *head, *fill, *tail, *read_head, *read_fill, *read_tail;
    } rows[] = {
        {UNB UNH, "FTX+AAI'", "BGM+745XUNH+" LONG "+PAXLST:D:05B:UN'UNT+2+" LONG "'UNZ+2+1'",
         HEAD, "[FTX 1=AAI]",
         "[BGM 1=745X]!TERMINATOR_MISSING!UNT_MISSINGM[UNH 1=" LONG
         " 2=PAXLST 2.2=D 2.3=05B 2.4=UN][UNT 1=2 2=" LONG "]o[UNZ 1=2 2=1]"},
        {UNB "UNH+" LONG LONG "+PAXLST:D:05B:UN'", "FTX+AAI'",
         "BGM+745XUNT+303+" LONG LONG "'UNZ+1+1'",
         "M[UNH 1=" LONG LONG " 2=PAXLST 2.2=D 2.3=05B 2.4=UN]", "[FTX 1=AAI]",
         "[BGM 1=745X][UNT 1=303 2=" LONG LONG "]!TERMINATOR_MISSINGo[UNZ 1=1 2=1]"},
        {UNB UNH "UNT+2+1'UNZ+1+1'", "\r\n      ", "NAD+FL+++DOE:JANE'UNZ+2+1'",
         HEAD "[UNT 1=2 2=1]M", "",
         "[NAD 1=FL 4=DOE 4.2=JANE]!UNZ_EARLY!UNH_MISSING!UNT_MISSINGo[UNZ 1=2 2=1]"},
    };
    for (unsigned k = 0; k < sizeof rows / sizeof *rows; k++) {
        ms_out text = {0}, wanted = {0};
        ms_out_raw(&text, ms_str_z(rows[k].head));
        ms_out_raw(&wanted, ms_str_z(rows[k].read_head));
        for (int i = 0; i < 300; i++) {
            ms_out_raw(&text, ms_str_z(rows[k].fill));
            ms_out_raw(&wanted, ms_str_z(rows[k].read_fill));
        }
        ms_out_raw(&text, ms_str_z(rows[k].tail));
        ms_out_raw(&wanted, ms_str_z(rows[k].read_tail));
        ms_out_char(&wanted, 0);
        edi_expect_n(ms_out_str(&text), wanted.p);
        ms_out_free(&text);
        ms_out_free(&wanted);
    }
}

static void places(void **state)
{
    (void)state;
    ms_source *src;
    const ms_edi_item *x;
    ms_str text = MS_STR("..UNA:+.? '" UNB UNH "NAD+FL+++DOE:J?+Q:X'" TAIL);
    assert_int_equal(ms_source_mem(text, "test", &src), MS_OK);
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    assert_int_equal(ms_edi_next(r, &x, NULL), MS_OK);
    assert_int_equal(x->interchange->at, 2);
    assert_int_equal(x->at, 11);
    assert_true(ms_str_eq(x->interchange->sender.id, MS_STR("A")));
    assert_int_equal(ms_edi_next(r, &x, NULL), MS_OK);
    const ms_edi_segment *nad = &x->v[1];
    const char *tag = strstr(text.p, "NAD");
    assert_int_equal(nad->tag, MS_EDI_TAG('N', 'A', 'D'));
    assert_int_equal(nad->number, 2);
    assert_int_equal(nad->at, tag - text.p);
    assert_int_equal(nad->bytes, strlen("NAD+FL+++DOE:J?+Q:X'"));
    assert_int_equal(nad->v[3].at, strlen("NAD+FL+++DOE:J?+Q:"));
    assert_true(ms_str_eq(ms_edi_get(nad, 4, 2), MS_STR("J+Q")));
    assert_int_equal(ms_edi_get(nad, 4, 4).n, 0);
    assert_true(ms_edi_is(nad, 1, 1, "FL"));
    ms_oddity o = ms_edi_place(MS_ODDITY_WRAPPED, nad, 4, 1, 3);
    assert_int_equal(o.at, nad->at + nad->v[3].at);
    assert_string_equal(o.tag, "NAD");
    assert_true(ms_str_eq(x->header->type, MS_STR("PAXLST")));
    ms_edi_reader_free(r);
    ms_source_free(src);
}

/* Each place up to (5, 4, 4) of segments that have some of them: what a look at all values
 * finds. */
static void lookup(void **state)
{
    (void)state;
    static const char names[66];
    for (unsigned mask = 0; mask < 1000; mask++) {
        ms_edi_value v[64];
        ms_edi_segment s = {.v = v, .at = 100, .tag = MS_EDI_TAG('N', 'A', 'D'), .name = "NAD"};
        for (unsigned k = 0; k < 64; k++)
            if ((mask * 2654435761u >> k % 29) & 1)
                v[s.n++] = (ms_edi_value){.text = {names + k, 3},
                                          .at = k + 1,
                                          .element = (uint16_t)(1 + k / 16),
                                          .repetition = (uint8_t)(1 + k / 4 % 4),
                                          .component = (uint8_t)(1 + k % 4)};
        for (unsigned p = 0; p < 6 * 5 * 5; p++) {
            unsigned e = p / 25, r = p / 5 % 5, c = p % 5, at = 0;
            const ms_edi_value *exact = NULL;
            for (uint32_t i = s.n; i-- > 0;) {
                if (v[i].element != e || (r && v[i].repetition != r)) continue;
                if (v[i].repetition == r && v[i].component == c) exact = &v[i];
                if ((r || !c) && (!c || v[i].component == c)) at = v[i].at;
            }
            ms_str text = ms_edi_rep(&s, e, r, c);
            assert_ptr_equal(text.p, exact ? exact->text.p : NULL);
            assert_int_equal(text.n, exact ? 3 : 0);
            if (r || !c)
                assert_int_equal(ms_edi_place(MS_ODDITY_WRAPPED, &s, e, r, c).at, 100 + at);
        }
    }
    /* Element 0 is the segment, whatever stands at its tag. */
    ms_edi_value nested = {MS_STR_INIT("1"), .at = 4, .repetition = 1, .component = 2};
    ms_edi_segment s = {.v = &nested, .n = 1, .at = 100};
    assert_int_equal(ms_edi_place(MS_ODDITY_WRAPPED, &s, 0, 0, 0).at, 100);
    assert_int_equal(ms_edi_rep(&s, 0, 1, 2).n, 1);
}

static void type_b(void **state)
{
    (void)state;
    ms_source *src;
    const ms_edi_item *x;
    ms_str text = MS_STR("ZZZZZZZ\r\n\x01QU ABCDEFG HIJKLMN\r\nOPQRSTU\r\n.VWXYZ12 "
                         "130631\r\nPAXLST\r\n\x02" UNB);
    assert_int_equal(ms_source_mem(text, "test", &src), MS_OK);
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    assert_int_equal(ms_edi_next(r, &x, NULL), MS_OK);
    const ms_edi_typeb *b = &x->interchange->typeb;
    assert_true(ms_str_eq(b->priority, MS_STR("QU")));
    assert_true(ms_str_eq(b->addresses, MS_STR("ABCDEFG HIJKLMN\r\nOPQRSTU")));
    assert_true(ms_str_eq(b->origin, MS_STR("VWXYZ12")));
    assert_true(ms_str_eq(b->id, MS_STR("130631")));
    assert_true(ms_str_eq(b->smi, MS_STR("PAXLST")));
    ms_edi_reader_free(r);
    ms_source_free(src);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain),
        cmocka_unit_test(separators),
        cmocka_unit_test(corrupt_una),
        cmocka_unit_test(repetition),
        cmocka_unit_test(release),
        cmocka_unit_test(wraps),
        cmocka_unit_test(lost_terminators),
        cmocka_unit_test(travellers_stay),
        cmocka_unit_test(no_travellers),
        cmocka_unit_test(trailers),
        cmocka_unit_test(groups),
        cmocka_unit_test(missing_headers),
        cmocka_unit_test(no_headers),
        cmocka_unit_test(incomplete),
        cmocka_unit_test(several),
        cmocka_unit_test(interactive),
        cmocka_unit_test(character_sets),
        cmocka_unit_test(shifts),
        cmocka_unit_test(shifts_and_segments),
        cmocka_unit_test(noise),
        cmocka_unit_test(slow_lines),
        cmocka_unit_test(places),
        cmocka_unit_test(lookup),
        cmocka_unit_test(type_b),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
