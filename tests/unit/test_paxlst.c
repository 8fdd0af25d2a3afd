/* Passenger and crew lists: messages of invented people, and what is read of them. */
#include "manifest_fixture.h"

#include "travel/content.h"

#define ENVELOPE "UNB+UNOC:4+QZ:ZZ+DESK:ZZ+260314:0512+7'UNH+M1+PAXLST:D:15B:UN:IATA'"
#define FLIGHT "BGM+745'TDT+20+QZ417+++QZ'LOC+125+BRE'LOC+87+TUN'"
#define END "UNT+1+M1'UNZ+1+7'"

/* What the first message of `text` says, without its envelope, and then its oddities of the
 * content: " surname=ROE !PAX_CODE". */
static char *says(const char *text)
{
    manifests x = manifests_of(ms_str_z(text));
    ms_manifest m;
    ms_out o = {0};
    assert_true(manifests_next(&x, &m));
    m.reference = m.type = m.release = m.sender = m.recipient = (ms_str){0};
    m.sent = (ms_travel_time){0};
    m.last = false;
    manifest_put(&o, ms_travel_table(), &m);
    for (uint32_t i = 0; i < m.oddities.n; i++) {
        const char *name = ms_oddity_name(m.oddities.v[i].code);
        if (strncmp(name, "PAX", 3) == 0 || strncmp(name, "pax", 3) == 0)
            ms_out_fmt(&o, " !%s", name + 4);
    }
    ms_out_char(&o, '\0');
    assert_false(o.failed);
    manifests_end(&x);
    return o.p;
}

/* Asserts what a message says of its travellers, and what it says oddly. */
static void people(const char *text, const char *want)
{
    char *got = says(text);
    const char *from = strstr(got, " travellers=");
    if (!from) from = strstr(got, " !");
    if (strcmp(from ? from : "", want) != 0)
        fail_msg("%s\n  says:%s\n  not: %s", text, got, want);
    free(got);
}

/* Asserts that all that a message says holds a text. */
static void holds(const char *text, const char *want)
{
    char *got = says(text);
    if (!strstr(got, want)) fail_msg("%s\n  says:%s\n  without: %s", text, got, want);
    free(got);
}

#define PERSON(nad, rest) ENVELOPE FLIGHT nad rest END

static void names(void **state)
{
    (void)state;
    static const struct {
        const char *nad, *want;
    } row[] = {
        {"NAD+FL+++ROE:ANNA'", "sent_name=ROE:ANNA surname=ROE given=ANNA role=passenger]"},
        {"NAD+FL+++ROE:ANNA:LEE'",
         "sent_name=ROE:ANNA:LEE surname=ROE given=ANNA LEE role=passenger]"},
        {"NAD+FL+++ROE::LEE'", "sent_name=ROE::LEE surname=ROE given=LEE role=passenger]"},
        {"NAD+FL+++ ROE : ANNA '", "sent_name=ROE:ANNA surname=ROE given=ANNA role=passenger]"},
        {"NAD+FL+++ROE:ANNA::::1'",
         "sent_name=ROE:ANNA surname=ROE given=ANNA role=passenger]"},
        {"NAD+FL+++O?'ROE?+:ANNA'",
         "sent_name=O'ROE+:ANNA surname=O'ROE+ given=ANNA role=passenger]"},
        {"NAD+FL+++SUKARNOTO'", "sent_name=SUKARNOTO surname=SUKARNOTO role=passenger]"},
        {"NAD+FL+++:ANNA'", "sent_name=:ANNA given=ANNA role=passenger]"},
        {"NAD+FL+++ROE/ANNA'", "sent_name=ROE/ANNA surname=ROE given=ANNA role=passenger]"},
        {"NAD+FL++ROE ANNA'",
         "sent_name=ROE ANNA surname=ROE ANNA role=passenger] !NAME_LINES"},
        {"NAD+FL++ROE ANNA:7 LOW ROAD:BRENT'",
         "sent_name=ROE ANNA surname=ROE ANNA role=passenger] !NAME_LINES"},
        {"NAD+FL++ROE:ANNA:LEE'",
         "sent_name=ROE:ANNA:LEE surname=ROE given=ANNA LEE role=passenger] !NAME_LINES"},
        {"NAD+FL++ROE ANNA:LOW ROAD:OLD TOWN:BRENT'",
         "sent_name=ROE ANNA surname=ROE ANNA role=passenger] !NAME_LINES"},
        /* The name in the place of the identifier, beside nothing. */
        {"NAD+FL+ROE:ANNA'",
         "sent_name=ROE:ANNA surname=ROE given=ANNA role=passenger] !NAD_DAMAGED"},
        {"NAD+FL+++ROE:ANNA MRS'",
         "sent_name=ROE:ANNA MRS surname=ROE given=ANNA title=MRS role=passenger]"},
        {"NAD+FL+++ROE:PIM INF'",
         "sent_name=ROE:PIM INF surname=ROE given=PIM title=INF role=infant]"},
        {"NAD+FL+++ROE:PIM CHD'",
         "sent_name=ROE:PIM CHD surname=ROE given=PIM title=CHD role=child]"},
        {"NAD+FL+PX7'", "role=passenger reference=PX7] !NAME_NONE"},
        {"NAD+FL'", "role=passenger] !NAME_NONE"},
        {"NAD+FL+++TBA:TBA'", "sent_name=TBA:TBA role=passenger] !NAME_LATER"},
        {"NAD+FM+++ROE:ANNA'", "sent_name=ROE:ANNA surname=ROE given=ANNA role=crew]"},
        {"NAD+DDU+++ROE:ANNA'", "sent_name=ROE:ANNA surname=ROE given=ANNA role=transit]"},
        {"NAD+DDT+++ROE:ANNA'",
         "sent_name=ROE:ANNA surname=ROE given=ANNA role=crew status=transit]"},
        {"NAD+ZQ+++ROE:ANNA'",
         "sent_name=ROE:ANNA surname=ROE given=ANNA role=unknown] !PARTY"},
        {"NAD+FL+++ROE:ANNA+7 LOW ROAD:BACK DOOR+BRENT+:::KENT+B7 1+GBR'",
         "sent_name=ROE:ANNA surname=ROE given=ANNA role=passenger contacts=[ kind=address "
         "value=7 LOW ROAD BACK DOOR city=BRENT region=KENT postcode=B7 1 country=GBR]]"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char text[1024], want[512];
        snprintf(text, sizeof text, "%s%s%s", ENVELOPE FLIGHT, row[i].nad, END);
        snprintf(want, sizeof want, " travellers=[ %s", row[i].want);
        people(text, want);
    }
}

#define ROE "NAD+FL+++ROE:ANNA'"
#define ROE_IS " travellers=[ sent_name=ROE:ANNA surname=ROE given=ANNA role=passenger"

/* Segments of a traveller, and what they say. */
static const struct {
    const char *segments, *want;
} field_rows[] = {
    {"ATT+2++F'", " sex=F]"},
    {"ATT+2++f'", " sex=F]"},
    {"ATT+2++X'", " sex=X]"},
    {"ATT+2++M*M*M'", " sex=M]"},
    {"ATT+2++Q'", "] !CODE"},
    {"ATT+2++M'ATT+2++F'", " sex=M] !SECOND"},
    {"ATT+9++BLUE EYES'", "]"},
    {"DTM+329:800509'", " birth=1980-05-09]"},
    {"DTM+329:19800509:102'", " birth=1980-05-09]"},
    {"DTM+329:19800509'", " birth=1980-05-09]"},
    {"DTM+329:8005 09:101'", " birth=1980-05-09]"},
    {"DTM+329:19800509:101'", " birth=1980-05-09] !DATE_FORM"},
    {"DTM+329:198005:610'", " birth=1980-05] !DATE_PART"},
    {"DTM+329:19800000:102'", " birth=1980] !DATE_PART"},
    {"DTM+329:140101'", " birth=2014-01-01|1914]"},
    {"DTM+329:801340'", " birth=] !DATE"},
    {"DTM+329:801340'DTM+329:800509'", " birth=1980-05-09] !DATE"},
    {"DTM+329:000000'DTM+329:800509'", " birth=1980-05-09]"},
    {"DTM+329:800509'DTM+329:801340'", " birth=1980-05-09] !SECOND !DATE"},
    {"DTM+329:800509'DTM+329:800510'", " birth=1980-05-09] !SECOND"},
    {"DTM+329:'", "]"},
    {"DTM+329'", "]"},
    {"LOC+178+BRE'LOC+179+TUN'LOC+22+TUN'LOC+174+GBR'",
     " residence=GBR embarks=BRE disembarks=TUN clears=TUN]"},
    {"LOC+180+:::NORTHWICK GBR'", " birth_place=NORTHWICK GBR]"},
    {"LOC+180+GBR:::NORTHWICK'", " birth_place=NORTHWICK birth_country=GBR]"},
    {"LOC+999+XXX'", "] !QUALIFIER"},
    {"LOC+178'", "]"},
    {"NAT+2+GBR'", " nationality=GBR]"},
    {"NAT+2+GBR'NAT+2+USA'", " nationality=GBR second_nationality=USA]"},
    {"NAT+2+:::UTOPIA'", " nationality=UTOPIA]"},
    {"NAT+1+GBR'", "]"},
    {"RFF+AVF:H7KQ2M'RFF+ABO:QZ1'RFF+AEA:R55'", " locator=H7KQ2M reference=QZ1 redress=R55]"},
    {"RFF+SEA:4C'RFF+SEA:4C'RFF+SEA:5D'", " seats=[ seat=4C] seats=[ seat=5D]]"},
    {"RFF+CR:QZ77'", " loyalty=[ number=QZ77]]"},
    {"RFF+QQQ:1'", "] !QUALIFIER"},
    {"GEI+4+173'", " verified=yes]"},
    {"GEI+4+174'", " verified=no]"},
    {"GEI+5+A12'", "]"},
    {"EMP+1+CR1:110:111'", " duty=CR1]"},
    {"EMP+4+++1++7'", "]"},
    {"COM+44 20 5550117:TE'", " contacts=[ kind=phone value=44 20 5550117]]"},
    {"COM+A.AT.B.C:EM+0555 EXT 2:FX+C:QQ'",
     " contacts=[ kind=email value=A.AT.B.C] contacts=[ kind=fax value=0555 EXT 2]] !CODE"},
    /* Without a code what looks like either; words are free text, which is not kept. */
    {"COM+A@B.C+555'", " contacts=[ kind=email value=A@B.C] contacts=[ kind=phone value=555]]"},
    {"COM+CALL 555:TE+ASK JOE.X:EM+AT HOME+A@B:EM'", "]"},
    /* C076 repeats three times (EDSD D.05B): from syntax 4 on with a separator of its own. */
    {"COM+A@B.C:EM*2:FX*3:TE'",
     " contacts=[ kind=email value=A@B.C] contacts=[ kind=fax value=2] "
     "contacts=[ kind=phone value=3]]"},
    {"MEA+CT++:2'MEA+WT++KGM:20'", " bags=[ pieces=2 weight=20]]"},
    {"MEA+WT++LBR:20'", " bags=[ weight=9]]"},
    {"MEA+WT++LBR:21'", " bags=[ weight=10]]"}, /* 9.53 kg */
    {"MEA+CT++:0'FTX+BAG+++NULL'", "]"},
    {"MEA+CT++:1'FTX+BAG+++QZ417001'", " bags=[ tag=QZ417001 pieces=1]]"},
    {"MEA+CT++:2'FTX+BAG+++QZ417001:2'FTX+BAG+++QZ417009'",
     " bags=[ tag=QZ417001 pieces=2] bags=[ tag=QZ417009]]"},
    {"MEA+CT++:2'FTX+BAG+++QZ417001:3'", " bags=[ pieces=2] bags=[ tag=QZ417001 pieces=3]]"},
    {"DOC+P+N1'DTM+36:310517'DTM+182:210517'LOC+91+GBR'",
     " documents=[ type=P number=N1 issuer=GBR expires=2031-05-17 issued=2021-05-17]]"},
    {"DOC+P:110:111+N1'DOC+V+N2'LOC+91+DEU'",
     " documents=[ type=P number=N1] documents=[ type=V number=N2 issuer=DEU]]"},
    {"DOC+5+N1'LOC+91+VA:163'LOC+91+US:162'",
     " documents=[ type=5 number=N1 issuer=US issued_at=VA]]"},
    {"DOC+P'", " documents=[ type=P]]"},
    {"DOC'", "] !DOC_EMPTY"},
    {"DOC++'DTM+36:310517'", " documents=[ expires=2031-05-17]] !DOC_EMPTY"},
    /* Expiry before the document; nationality behind it. */
    {"DTM+36:310517'DOC+P+N1'NAT+2+GBR'",
     " nationality=GBR documents=[ type=P number=N1 expires=2031-05-17]] !MISPLACED"},
    {"XYZ+1'", "] !SEGMENT"},
    {"CPI+1'QTY+1:2'GID+1'", "]"},
};

static void fields(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof field_rows / sizeof *field_rows; i++) {
        char text[1024], want[512];
        snprintf(text, sizeof text, "%s%s%s", ENVELOPE FLIGHT ROE, field_rows[i].segments, END);
        snprintf(want, sizeof want, "%s%s", ROE_IS, field_rows[i].want);
        people(text, want);
    }
}

/* What is said `SENT` times, each time another: the first 200 are kept, the rest is said. */
static void too_many(void **state)
{
    (void)state;
    enum { SENT = 230, ROWS = 200 };
    static const struct {
        const char *head, *form, *tail;
        size_t at; /* of the count in ms_traveller */
    } row[] = {
        {"", "RFF+SEA:%dA'", "", offsetof(ms_traveller, n_seats)},
        {"", "RFF+CR:QZ%d'", "", offsetof(ms_traveller, n_loyalty)},
        {"", "FTX+BAG+++QZ417%03d'", "", offsetof(ms_traveller, n_bags)},
        {"", "MEA+CT++:%d'", "", offsetof(ms_traveller, n_bags)},
        {"COM", "+%d:TE", "'", offsetof(ms_traveller, n_contacts)},
        {"COM", "+%d:TE*%d:FX", "'", offsetof(ms_traveller, n_contacts)},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        ms_out text = {0};
        ms_out_fmt(&text, "%s%s", ENVELOPE FLIGHT ROE, row[i].head);
        for (int k = 1; k <= SENT; k++) {
            char one[40];
            snprintf(one, sizeof one, row[i].form, k, k);
            ms_out_raw(&text, ms_str_z(one));
        }
        ms_out_fmt(&text, "%s%s", row[i].tail, END);
        manifests x = manifests_of(ms_out_str(&text));
        ms_manifest m;
        uint32_t n, odd = 0;
        assert_true(manifests_next(&x, &m));
        assert_int_equal(m.n_travellers, 1);
        memcpy(&n, (const char *)m.travellers + row[i].at, sizeof n);
        for (uint32_t k = 0; k < m.oddities.n; k++)
            odd += m.oddities.v[k].code == MS_ODDITY_PAX_TOO_MANY;
        if (n != ROWS || !odd) fail_msg("%s: %u, said %u times", row[i].form, n, odd);
        manifests_end(&x);
        ms_out_free(&text);
    }
}

/* By when the message was sent, centuries are settled; a damaged year there moves none. */
static void sent(void **state)
{
    (void)state;
    static const struct {
        const char *unb, *dtm, *birth;
    } row[] = {
        {"260314", "", "2014-01-01|1914"},
        {"20260314", "", "2014-01-01|1914"},
        {"20130314", "", "1914-01-01"},
        {"70260314", "", "2014-01-01|1914"},
        {"00260314", "", "2014-01-01|1914"},
        {"19260314", "", "2014-01-01|1914"},
        {"70260314", "DTM+137:20130314:102'", "1914-01-01"},
        {"20260314", "DTM+137:20130314:102'", "2014-01-01|1914"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char text[1024], want[80];
        snprintf(text, sizeof text,
                 "UNB+UNOC:4+QZ:ZZ+DESK:ZZ+%s:0512+7'UNH+M1+PAXLST:D:15B:UN:IATA'BGM+745'%s"
                 "TDT+20+QZ417'" ROE "DTM+329:140101'" END,
                 row[i].unb, row[i].dtm);
        snprintf(want, sizeof want, " birth=%s]", row[i].birth);
        holds(text, want);
    }
}

#define LISTED(bgm) ENVELOPE bgm "TDT+20+QZ417+++QZ'" ROE END

static void kinds(void **state)
{
    (void)state;
    holds(LISTED("BGM+745'"), " content=passengers action=report");
    holds(LISTED("BGM+745+CP'"), " content=passengers action=change");
    holds(LISTED("BGM+745+XR'"), " content=passengers action=cancel");
    holds(LISTED("BGM+745+XR'"), " status=cancelled");
    holds(LISTED("BGM+745+RP'"), " content=passengers action=reduce");
    holds(LISTED("BGM+745+L0007+9'"), " content=passengers action=report");
    holds(LISTED("BGM+745+L0007+1'"), " content=passengers action=cancel");
    holds(LISTED("BGM+250'"), " content=crew action=report");
    holds(LISTED("BGM+250+CC'"), " content=crew action=change");
    holds(LISTED("BGM+336+G'"), " content=master_crew action=report");
    holds(LISTED("BGM+336+H'"), " content=master_crew action=cancel");
    holds(LISTED("BGM+266+CL'"), " content=flight_status action=close");
    holds(LISTED("BGM+266+CLOB'"), " content=flight_status action=on_board");
    holds(LISTED("BGM+266+CLOB'"), " status=boarded");
    holds(LISTED("BGM+266+CLNB'"), " content=flight_status action=not_on_board");
    holds(LISTED("BGM+266+CLNB'"), " status=not_boarded");
    holds(LISTED("BGM+266+XF'"), " content=flight_status action=flight_cancelled");
    holds(LISTED("BGM+266+CF'"), " content=flight_status action=flight_changed");
    holds(LISTED("BGM+655'"), " content=gate_pass action=report");
    holds(LISTED("BGM+745+ZZ'"), " !CODE");
    holds(LISTED("BGM+999'"), " !BGM !CODE");
    holds(LISTED(""), " content=passengers action=report");
    holds(LISTED("RFF+TN:T77:::1'BGM+745'"), " transaction=T77");
    /* Interactive (ISO 9735-3). */
    holds("UIB+UNOA:4+D7'UIH+PAXLST:D:15B:UN:IATA+REF77+ACC1+01:F'BGM+745+CP'TDT+20+QZ1'" ROE
          "UIT+REF77+5'UIZ+D7+1'",
          " access=ACC1 content=passengers action=change carrier=QZ number=1 part=1 legs=[ "
          "carrier=QZ number=1]" ROE_IS "]");
}

#define ROUTE(segments) ENVELOPE "BGM+745'" segments ROE END

typedef struct route {
    const char *segments, *want;
} route;

static void routes_hold(const route *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char text[1024];
        snprintf(text, sizeof text, "%s%s%s", ENVELOPE "BGM+745'", row[i].segments, ROE END);
        holds(text, row[i].want);
    }
}

static void legs(void **state)
{
    (void)state;
    static const route row[] = {
        {"TDT+20+QZ417+++QZ'LOC+125+BRE'DTM+189:2603140640:201'LOC+87+TUN'DTM+232:2603140915:"
         "201'",
         " carrier=QZ number=417 legs=[ carrier=QZ number=417 from=BRE to=TUN "
         "departs=2026-03-14T06:40 arrives=2026-03-14T09:15]"},
        /* Without C040, in another order, with blanks. */
        {"TDT+20+QZ417C'LOC+87+TUN'DTM+232: 2603140915:201'LOC+125+BRE'DTM+189:260314 "
         "0640:201'",
         " carrier=QZ number=417C legs=[ carrier=QZ number=417C from=BRE to=TUN "
         "departs=2026-03-14T06:40 arrives=2026-03-14T09:15]"},
        {"TDT+20+B2740'", " carrier=B2 number=740 legs=[ carrier=B2 number=740]"},
        {"TDT+20+QZA417'", " carrier=QZA number=417 legs=[ carrier=QZA number=417]"},
        {"TDT+20+417+++QZ'", " carrier=QZ number=417 legs=[ carrier=QZ number=417]"},
        {"TDT+20+XZ417+++QZ'", " carrier=QZ number=417 legs=[ carrier=QZ number=417]"},
        {"TDT+20+12345+++QZ'", " carrier=QZ number=12345 legs=[ carrier=QZ number=12345]"},
        {"TDT+20+V26N+1++SEALINE+++9112233:146::NORTHERN STAR'LOC+94+NORTH'LOC+61+SOUTH'",
         " mode=sea carrier=SEALINE number=V26N craft=NORTHERN STAR legs=[ carrier=SEALINE "
         "number=V26N from=NORTH to=SOUTH]"},
        /* A truck: no flight number, and the date of its arrival. */
        {"TDT+11++++LOCK:172'DTM+132:20261230:102'",
         " carrier=LOCK legs=[ carrier=LOCK arrives=2026-12-30]"},
        /* Times without a code are read by their length. */
        {"TDT+20+QZ1'LOC+125+AAA'DTM+189:2603140640'LOC+87+BBB'DTM+232:202603140915'",
         " legs=[ carrier=QZ number=1 from=AAA to=BBB departs=2026-03-14T06:40 "
         "arrives=2026-03-14T09:15]"},
    };
    routes_hold(row, sizeof row / sizeof *row);
    holds(ROUTE("TDT+20+XZ417+++QZ'"), " !CARRIER");
    holds(ROUTE(""), " !TDT");
    /* A journey of the traveller's own is not the transport's. */
    holds(ENVELOPE FLIGHT ROE "TDT+30+XX9'LOC+125+ZZZ'DTM+189:2603150640:201'" END,
          " legs=[ carrier=QZ number=417 from=BRE to=TUN] travellers=[");
}

static void several_legs(void **state)
{
    (void)state;
    static const route row[] = {
        /* A progressive flight: one TDT for all stops, or one for each. */
        {"TDT+20+QZ1'LOC+92+AAA'DTM+189:2603140640:201'LOC+92+BBB'DTM+232:2603140915:201'"
         "DTM+189:2603141010:201'LOC+92+CCC'DTM+232:2603141055:201'",
         " carrier=QZ number=1 legs=[ carrier=QZ number=1 from=AAA to=BBB "
         "departs=2026-03-14T06:40 arrives=2026-03-14T09:15] legs=[ carrier=QZ number=1 "
         "from=BBB "
         "to=CCC departs=2026-03-14T10:10 arrives=2026-03-14T10:55]"},
        {"TDT+20+QZ1'LOC+92+AAA'DTM+189:2603140640:201'LOC+92+BBB'DTM+232:2603140915:201'"
         "TDT+20+QZ2'LOC+92+BBB'DTM+189:2603141010:201'LOC+92+CCC'DTM+232:2603141055:201'",
         " carrier=QZ number=1 legs=[ carrier=QZ number=1 from=AAA to=BBB "
         "departs=2026-03-14T06:40 arrives=2026-03-14T09:15] legs=[ carrier=QZ number=2 "
         "from=BBB "
         "to=CCC departs=2026-03-14T10:10 arrives=2026-03-14T10:55]"},
        {"TDT+20+QZ1'LOC+125+AAA'LOC+87+BBB'LOC+92+CCC'LOC+130+DDD'",
         " carrier=QZ number=1 legs=[ carrier=QZ number=1 from=AAA to=BBB] legs=[ carrier=QZ "
         "number=1 from=CCC to=DDD]"},
        /* What is said twice is one leg. */
        {"TDT+20+QZ1'LOC+125+AAA'LOC+125+AAA'LOC+87+BBB'LOC+87+BBB'",
         " legs=[ carrier=QZ number=1 from=AAA to=BBB] travellers=["},
        {"TDT+20+QZ1'LOC+125+AAA'LOC+87+AAA'", " legs=[ carrier=QZ number=1 from=AAA to=AAA] "
                                               "travellers=["},
        {"TDT+20+QZ1'LOC+92+AAA'LOC+92+BBB'LOC+92+BBB'LOC+92+CCC'",
         " legs=[ carrier=QZ number=1 from=AAA to=BBB] legs=[ carrier=QZ number=1 from=BBB "
         "to=CCC] travellers=["},
    };
    routes_hold(row, sizeof row / sizeof *row);
}

static void offices(void **state)
{
    (void)state;
    holds(ENVELOPE "BGM+745'NAD+MS+++STATION DESK'COM+1 555:TE+D.AT.QZ:EM'TDT+20+QZ1'" END,
          " contacts=[ kind=office value=STATION DESK] contacts=[ kind=phone value=1 555] "
          "contacts=[ kind=email value=D.AT.QZ]");
    holds(ENVELOPE "BGM+745'NAD+MS+PROFILE7'TDT+20+QZ1'" END,
          " contacts=[ kind=office value=PROFILE7]");
    holds(ENVELOPE "BGM+745'NAD+MS'CTA+IC+:STATION DESK'TDT+20+QZ1'" END,
          " contacts=[ kind=office value=STATION DESK]");
    /* A telephone of the traveller's own journey is not the office's. */
    people(ENVELOPE FLIGHT ROE "TDT+30+XX9'CTA+IC+:JIM DOE'COM+1 555:TE'" END, ROE_IS "]");
    holds(ENVELOPE FLIGHT ROE "TDT+30+XX9'COM+1 555:TE'" END, " to=TUN] travellers=[");
    /* Another party before the transport is nobody who travels; one who is told of as a person
     * is. */
    people(ENVELOPE "BGM+745'NAD+QX+++SOME FIRM'COM+1:TE'TDT+20+QZ1'" END, " !QUALIFIER");
    people(ENVELOPE "BGM+745'TDT+20+QZ1'" ROE "NAD+MS+++DESK'ATT+2++F'" END,
           ROE_IS "] travellers=[ role=unknown sex=F] !NO_NAD");
    /* What is a traveller's where there is none is left out, and that is said. */
    people(ENVELOPE "BGM+745'TDT+20+QZ1'LOC+178+BRE'RFF+AVF:H7KQ2M'DTM+36:310517:101'" ROE END,
           ROE_IS "] !HOMELESS !HOMELESS !HOMELESS");
}

static void counts(void **state)
{
    (void)state;
#define PARTS(unh, cnt)                                                       \
    "UNB+UNOC:4+QZ:ZZ+DESK:ZZ+260314:0512+7'UNH+M1+PAXLST:D:15B:UN:IATA+" unh \
    "'" FLIGHT ROE cnt END
    holds(PARTS("", "CNT+42:1'"), " announced=1");
    people(PARTS("", "CNT+42:9'"), ROE_IS "] !COUNT");
    people(PARTS("X+01:F", "CNT+42:9'"), ROE_IS "] !COUNT");
    /* Of a list in several messages the count is of all. */
    people(PARTS("X+01:C", "CNT+42:9'"), ROE_IS "]");
    people(PARTS("X+03:F", "CNT+42:9'"), ROE_IS "]");
    holds(PARTS("X+03:F", ""), " part=3");
    holds(PARTS("X+03:F", ""), " access=X");
    people(PARTS("", "CNT+42:0'CNT+41:1'"), ROE_IS "]");
    people(PARTS("", "CNT+99:1'"), ROE_IS "] !QUALIFIER");
}

static void nobody_is_lost(void **state)
{
    (void)state;
#define MAN "NAD+FL+++DOE:JIM'ATT+2++M'LOC+178+BRE'DOC+P+N2'"
#define MAN_IS                                                                                \
    " travellers=[ sent_name=DOE:JIM surname=DOE given=JIM role=passenger sex=M embarks=BRE " \
    "documents=[ type=P number=N2]]"
#define SHE "ATT+2++F'LOC+178+TUN'DOC+P+N1'"
#define SHE_IS ROE_IS " sex=F embarks=TUN documents=[ type=P number=N1]]"
    people(ENVELOPE FLIGHT MAN ROE SHE END, MAN_IS SHE_IS);
    /* Her name segment is not there; changed places with the next; lost its tag, its
     * separators, the terminator before it. */
    people(ENVELOPE FLIGHT MAN SHE END,
           MAN_IS " travellers=[ role=unknown sex=F embarks=TUN documents=[ type=P number=N1]] "
                  "!NO_NAD");
    people(ENVELOPE FLIGHT MAN "ATT+2++F'" ROE "LOC+178+TUN'DOC+P+N1'" END,
           MAN_IS SHE_IS " !MISPLACED");
    people(ENVELOPE FLIGHT MAN "ATT+2++F'" ROE SHE END,
           MAN_IS " travellers=[ role=unknown sex=F]" SHE_IS " !NO_NAD");
    people(ENVELOPE FLIGHT MAN "NXD+FL+++ROE:ANNA'" SHE END, MAN_IS SHE_IS " !NAD_DAMAGED");
    people(ENVELOPE FLIGHT MAN "7'AXNAD+FL+++ROE:ANNA'" SHE END,
           MAN_IS SHE_IS " !SEGMENT !NAD_DAMAGED");
    people(ENVELOPE FLIGHT MAN "XYZ+1+2XNAD+FL+++ROE:ANNA'" SHE END, MAN_IS SHE_IS " !SEGMENT");
    people(ENVELOPE FLIGHT MAN "NADXFL+++ROE:ANNA'" SHE END, MAN_IS SHE_IS " !NAD_DAMAGED");
    people(ENVELOPE FLIGHT MAN "NA'+FL+++ROE:ANNA'" SHE END,
           MAN_IS SHE_IS " !SEGMENT !NAD_DAMAGED");
    people(ENVELOPE FLIGHT MAN "NAD+FLX++ROE:ANNA'" SHE END,
           MAN_IS " travellers=[ sent_name=ROE:ANNA surname=ROE given=ANNA role=unknown sex=F "
                  "embarks=TUN documents=[ type=P number=N1]] !PARTY !NAME_LINES");
}

/* Nothing of what may be known of nobody is in what is read: free text, attributes of a body,
 * ways of paying, effects, codes that no table knows. */
static void canary(void **state)
{
    (void)state;
#define C "CANARY"
    static const char text[] = ENVELOPE
        "BGM+745+" C "'NAD+QQ+" C "+" C "'CTA+IC+:" C "'COM+" C ":TE'" FLIGHT
        "NAD+FL+++ROE:ANNA:LEE'"
        "ATT+2++" C "'ATT+5++" C ":::" C "'ATT+9++:::" C "'MEA+HT++" C ":180'MEA+CT++:" C "'"
        "GEI+5+" C "'GEI+4+" C "'FTX+AAI+++" C "'FTX+BAG+++" C " BIRD'FTX+" C "+++N1234'"
        "LOC+999+" C "'LOC+300+:::" C "'EMP+1+CR1++" C ":::" C "+" C "'EMP+2+" C "'COM+" C
        ":QQ'"
        "NAT+1+" C "'RFF+QQ:" C "'DOC+P+N1'DTM+999:" C ":102'GEI+9+" C "'RFF+ZZ:" C "'CPI+" C
        "+" C "'QTY+" C ":1'GID+1+" C "'FTX+AAA+++" C "'QTY+1:" C "'TDT+30+" C "'LOC+125+" C
        "'FTX+AAA+++" C "'XYZ+" C "'AUT+" C "+" C "'CNT+99:" C "'" END;
    char *got = says(text);
    if (strstr(got, C)) fail_msg("%s", got);
    assert_non_null(strstr(got, "ROE"));
    free(got);
    manifests x = manifests_of(ms_str_z(text));
    ms_manifest m;
    assert_true(manifests_next(&x, &m));
    assert_true(m.dropped[MS_DROPPED_FREE_TEXT] >= 4);
    assert_true(m.dropped[MS_DROPPED_PAYMENT] >= 1);
    assert_true(m.dropped[MS_DROPPED_UNKNOWN] >= 8);
    assert_true(m.dropped[MS_DROPPED_OTHER] >= 8);
    for (uint32_t i = 0; i < m.oddities.n; i++) {
        ms_str what = m.oddities.v[i].what;
        assert_true(!what.n || !memmem(what.p, what.n, C, 6));
    }
    manifests_end(&x);
}

/* A list above the limit comes in parts: nobody is missing, and no part is said to lack what
 * the first one has. */
static void above_the_limit(void **state)
{
    (void)state;
    enum { PEOPLE = 60 };
    ms_out text = {0};
    ms_source *src;
    const ms_edi_item *item;
    ms_diag d;
    ms_out_lit(&text, ENVELOPE FLIGHT);
    for (int i = 0; i < PEOPLE; i++)
        ms_out_fmt(&text, "NAD+FL+++ROE:ANNA'ATT+2++F'DOC+P+N%d'", i);
    ms_out_lit(&text, "CNT+42:60'UNT+187+M1'UNZ+1+7'");
    assert_int_equal(ms_source_mem(ms_out_str(&text), "test", &src), MS_OK);
    ms_edi_reader *r = ms_edi_reader_new(src, &(ms_edi_limits){.message = 1024});
    ms_arena *a = ms_arena_new(0);
    uint32_t documents = 0, named = 0, parts = 0;
    while (!ms_edi_next(r, &item, &d)) {
        ms_manifest m;
        if (item->kind != MS_EDI_MESSAGE) continue;
        parts++;
        assert_int_equal(ms_manifest_read(item, a, &m), MS_OK);
        for (uint32_t i = 0; i < m.n_travellers; i++) {
            documents += m.travellers[i].n_documents;
            named += ms_str_eq(m.travellers[i].surname, MS_STR("ROE"));
        }
        for (uint32_t i = 0; i < m.oddities.n; i++) {
            ms_oddity_code code = m.oddities.v[i].code;
            if (code != MS_ODDITY_MESSAGE_TOO_LONG && code != MS_ODDITY_PAX_NO_NAD)
                fail_msg("%s", ms_oddity_name(code));
        }
    }
    assert_true(parts > 2);
    assert_int_equal(documents, PEOPLE);
    assert_int_equal(named, PEOPLE);
    ms_arena_free(a);
    ms_edi_reader_free(r);
    ms_source_free(src);
    ms_out_free(&text);
}

/* What a manifest says, to be freed. */
static char *text_of(const ms_manifest *m)
{
    ms_out o = {0};
    manifest_put(&o, ms_travel_table(), m);
    ms_out_char(&o, '\0');
    assert_false(o.failed);
    return o.p;
}

#define ZONE                                         \
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" \
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10"

/* Reads the message at hand, or the zone where there is none. */
static ms_rc read_with(const ms_edi_item *item, const ms_mrz *zone, ms_arena *a, ms_manifest *m)
{
    return item ? ms_manifest_read(item, a, m) : ms_manifest_of_mrz(zone, a, m);
}

/* Whatever allocation fails, that ends in MS_ENOMEM, or else everything is there. */
static void all_or_nothing(const ms_edi_item *item, const ms_mrz *zone)
{
    ms_arena *a = ms_arena_new(0);
    ms_manifest m;
    assert_int_equal(read_with(item, zone, a, &m), MS_OK);
    char *want = text_of(&m);
    size_t wholes = 0, failed = 0;
    for (size_t room = 1; wholes < 3 && room < 1 << 20; room += 16) {
        ms_arena *small = ms_arena_new(room);
        ms_rc rc = read_with(item, zone, small, &m);
        if (rc) assert_int_equal(rc, MS_ENOMEM);
        failed += rc == MS_ENOMEM;
        wholes += rc == MS_OK;
        if (!rc) {
            char *got = text_of(&m);
            assert_string_equal(got, want);
            free(got);
        }
        ms_arena_free(small);
    }
    assert_int_equal(wholes, 3);
    assert_true(failed > 10);
    free(want);
    ms_arena_free(a);
}

static void little_memory(void **state)
{
    (void)state;
    static const char rich[] = ENVELOPE
        "BGM+745'NAD+MS+++NIGHT:DESK'COM+1 "
        "555:TE'TDT+20+QZ417'LOC+92+BRE'LOC+92+TUN'LOC+92+DJE'"
        "NAD+FL+++ROE:ANNA:LEE+7 LOW ROAD:BACK DOOR+BRENT'COM+1:TE*2:FX'MEA+CT++:1'"
        "FTX+BAG+++QZ417001'FTX+BAG+++QZ417002'RFF+SEA:4C'RFF+CR:QZ77'DTM+36:310517'DOC+P+N1'"
        "DOC+V+N2'" MAN END;
    manifests x = manifests_of(MS_STR(rich));
    ms_diag d;
    while (!ms_edi_next(x.r, &x.item, &d) && x.item->kind != MS_EDI_MESSAGE) {
    }
    all_or_nothing(x.item, NULL);
    manifests_end(&x);
    ms_arena *a = ms_arena_new(0);
    ms_mrz zone;
    assert_int_equal(ms_mrz_read(MS_STR(ZONE), (ms_date){2012, 1, 31}, a, &zone), MS_OK);
    all_or_nothing(NULL, &zone);
    ms_arena_free(a);
}

static void of_a_zone(void **state)
{
    (void)state;
    ms_arena *a = ms_arena_new(0);
    ms_mrz zone;
    ms_manifest m;
    assert_int_equal(ms_mrz_read(MS_STR(ZONE), (ms_date){2012, 1, 31}, a, &zone), MS_OK);
    assert_int_equal(ms_manifest_of_mrz(&zone, a, &m), MS_OK);
    memset(&zone, 'x', sizeof zone);
    char *got = text_of(&m);
    assert_string_equal(
        got, " type=MRZ content=document action=report last travellers=[ "
             "sent_name=ERIKSSON<<ANNA<MARIA surname=ERIKSSON given=ANNA MARIA role=unknown "
             "birth=1974-08-12 sex=F nationality=UTO documents=[ type=P number=L898902C3 "
             "issuer=UTO expires=2012-04-15]]");
    free(got);
    ms_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(fields),
        cmocka_unit_test(above_the_limit),
        cmocka_unit_test(too_many),
        cmocka_unit_test(sent),
        cmocka_unit_test(kinds),
        cmocka_unit_test(legs),
        cmocka_unit_test(several_legs),
        cmocka_unit_test(offices),
        cmocka_unit_test(counts),
        cmocka_unit_test(nobody_is_lost),
        cmocka_unit_test(canary),
        cmocka_unit_test(little_memory),
        cmocka_unit_test(of_a_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
