//! What banks answer, and what follows: a payout of three weavers in one file, and each way a bank can speak of it.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use mizan_ledger::book::Book;
use mizan_ledger::command::Submission;
use mizan_ledger::decide::decide;
use mizan_ledger::id::{CooperativeId, PayoutId};
use mizan_ledger::record::{Envelope, Record};
use serde_json::{Value, json};

use super::{Means, Ours, Row, answers};
use crate::statement::{Asked, read};

const GOLDEN: &str = include_str!("../../../../../fixtures/stories/golden.ndjson");
const BEFORE: &str = r#""key":"transfer-funds:float-1""#;
const TODAY: Date = date(2026, 3, 25);

/// A book that hears commands.
struct Told {
    book: Book,
}

impl Told {
    /// Three weavers are paid 860.49, 717.07 and 478.05 by bank, in one file that was sent on 16 March.
    fn sent() -> Told {
        let mut told = Told::filed();
        told.says("treasurer-1", "send_payout", json!({"payout": "march", "file": 1}), json!({}));
        told
    }

    fn filed() -> Told {
        let mut told = Told { book: Book::default() };
        let open = json!({"name": "A network", "currency": "MAD"});
        told.hear(&said("operator-1", "open_book", &open, &json!({}), "open", None));
        let last = GOLDEN.lines().position(|line| line.contains(BEFORE)).expect("the scenario has this key");
        GOLDEN.lines().take(last + 1).for_each(|line| told.hear(line));
        let pay: Vec<Value> =
            ["weaver-1", "weaver-2", "weaver-3"].map(|member| json!({"member": member, "method": "bank"})).into();
        told.says("treasurer-1", "schedule_payout", json!({"payout": "march", "pay": pay}), json!({}));
        told.says("president-1", "approve_payout", json!({"payout": "march", "total": "2055.61 MAD"}), json!({}));
        let words = json!({"payout": "march", "file": 1, "method": "bank", "profile": "unproven",
            "total": "2055.61 MAD", "created_at": "2026-03-16T08:00:00Z", "pay_on": "2026-03-17"});
        told.says("treasurer-1", "file_payout", words, json!({"note": format!("sha256:{}", "0".repeat(64))}));
        told
    }

    fn says(&mut self, who: &str, command: &str, data: Value, sealed: Value) {
        let key = format!("said-{}", self.book.head);
        self.hear(&said(who, command, &data, &sealed, &key, Some("demo-weavers")));
    }

    fn hear(&mut self, line: &str) {
        self.submit(&Submission::parse(line).unwrap_or_else(|error| panic!("{line}: {error}")));
    }

    fn submit(&mut self, submission: &Submission) {
        let events = decide(&self.book, submission, &[]).unwrap_or_else(|refused| panic!("{submission:?}: {refused}"));
        let parts = u32::try_from(events.len()).expect("a batch is short");
        for (part, event) in (1..).zip(events) {
            let envelope = Envelope {
                position: self.book.head,
                id: serde_json::from_value(json!(format!("00000000-0000-7000-8000-{:012}", self.book.head)))
                    .expect("it is an identifier"),
                recorded_at: Timestamp::UNIX_EPOCH,
                occurred_on: submission.occurred_on,
                actor: submission.actor,
                key: submission.key.clone(),
                part: (part, parts),
                scope: submission.cooperative,
                scope_seq: 0,
                scope_prev: None,
                nonce: "".into(),
            };
            self.book.apply(&Record { envelope, event }).expect("what was decided can be folded");
        }
    }

    /// The references of the file, of its block, and of the three payments.
    fn references(&self) -> (String, String, Vec<String>) {
        let own = &self.book.cooperatives[&weavers()];
        let payout = own.payouts.get(&"march".parse().map(PayoutId).expect("it is an identifier"));
        let payout = payout.expect("it was scheduled");
        (
            payout.message(1),
            payout.payment_information(1),
            payout.items.values().map(|item| payout.end_to_end(item)).collect(),
        )
    }

    /// What a file says, one line a row; what follows is recorded.
    fn reads(&mut self, xml: &str) -> Vec<String> {
        let is_ours = |text: &str| text.starts_with("MZ");
        let reading = read(xml.as_bytes(), &Asked { is_ours: Some(&is_ours), ..Asked::default() });
        assert!(!reading.quarantines(), "{:?}", reading.findings);
        let rows = {
            let keys = &self.book.keys;
            let knows = |key: &_| keys.contains_key(key);
            let bank = Some("bank:main".parse().expect("it is a till"));
            let own = &self.book.cooperatives[&weavers()];
            answers(&reading, &Ours { own, knows: &knows, bank, wallet: None, today: TODAY })
        };
        rows.iter().map(|row| self.records(row)).collect()
    }

    fn records(&mut self, row: &Row) -> String {
        let member = row.member.map_or_else(|| "?".to_owned(), |member| member.to_string());
        let means = match &row.means {
            Means::New(step) => {
                let actor = json!({"id": "treasurer-1", "role": "treasurer"});
                self.submit(&Submission {
                    key: step.key.clone(),
                    occurred_on: step.on,
                    actor: serde_json::from_value(actor).expect("it is somebody"),
                    cooperative: Some(weavers()),
                    command: step.command.clone(),
                    sealed: Default::default(),
                });
                step.command.name().to_owned()
            }
            Means::Known => "known".to_owned(),
            Means::Open(why) => why.code().to_owned(),
        };
        format!("{member} {} {means}", row.said)
    }
}

fn weavers() -> CooperativeId {
    "demo-weavers".parse().expect("it is an identifier")
}

fn said(who: &str, command: &str, data: &Value, sealed: &Value, key: &str, cooperative: Option<&str>) -> String {
    let role = who.trim_end_matches(|last: char| last == '-' || last.is_ascii_digit());
    let mut line = json!({"key": key, "occurred_on": "2026-03-16", "actor": {"id": who, "role": role},
        "cooperative": cooperative, "type": command, "data": data});
    if sealed != &json!({}) {
        line["sealed"] = sealed.clone();
    }
    line.to_string()
}

/// A report of a file on a day: its status, and what stands behind it.
fn report(message: &str, on: &str, group: &str, inside: &str) -> String {
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt><GrpHdr><MsgId>R{on}</MsgId>\
         <CreDtTm>{on}T17:00:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId>{group}\
         </OrgnlGrpInfAndSts>{inside}</CstmrPmtStsRpt></Document>"
    )
}

/// One payment of a report.
fn payment(end_to_end: &str, status: &str, code: &str) -> String {
    format!(
        "<TxInfAndSts><OrgnlEndToEndId>{end_to_end}</OrgnlEndToEndId><TxSts>{status}</TxSts><StsRsnInf><Rsn><Cd>{code}</Cd>\
         </Rsn></StsRsnInf></TxInfAndSts>"
    )
}

/// A notification of entries.
fn notice(entries: &[String]) -> String {
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>N</MsgId>\
         <CreDtTm>2026-03-18T20:00:00Z</CreDtTm></GrpHdr><Ntfctn><Id>N1</Id><Acct><Id><Othr><Id>0117</Id></Othr></Id>\
         <Ccy>MAD</Ccy></Acct>{}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>",
        entries.concat()
    )
}

/// One entry: its side, amount, status, the bank's number, and what it is made of.
fn entry(side: &str, amount: &str, status: &str, number: &str, details: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"MAD\">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts><BookgDt>\
         <Dt>2026-03-18</Dt></BookgDt><ValDt><Dt>2026-03-18</Dt></ValDt><AcctSvcrRef>{number}</AcctSvcrRef>\
         <NtryDtls>{details}</NtryDtls></Ntry>"
    )
}

fn by_reference(end_to_end: &str) -> String {
    format!("<TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs></TxDtls>")
}

#[test]
fn a_file_that_is_accepted_accepts_each_payment_once() {
    let mut told = Told::sent();
    let (message, ..) = told.references();
    let yes = report(&message, "2026-03-16", "<GrpSts>ACTC</GrpSts>", "");
    let accepted = ["weaver-1 ACTC accept_payout", "weaver-2 ACTC accept_payout", "weaver-3 ACTC accept_payout"];
    assert_eq!(told.reads(&yes), accepted);
    assert_eq!(told.reads(&yes), ["weaver-1 ACTC known", "weaver-2 ACTC known", "weaver-3 ACTC known"]);
}

#[test]
fn a_part_that_is_refused_leaves_the_others_unsaid() {
    let mut told = Told::sent();
    let (message, block, payments) = told.references();
    let inside = format!(
        "<OrgnlPmtInfAndSts><OrgnlPmtInfId>{block}</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>{}</OrgnlPmtInfAndSts>",
        payment(&payments[1], "RJCT", "AC04")
    );
    let part = report(&message, "2026-03-16", "<GrpSts>PART</GrpSts>", &inside);
    assert_eq!(told.reads(&part), ["weaver-1 nothing silent", "weaver-2 RJCT fail_payout", "weaver-3 nothing silent"]);
    assert_eq!(told.reads(&part)[1], "weaver-2 RJCT known");
    let debit = notice(&[entry("DBIT", "717.07", "BOOK", "B1", &by_reference(&payments[1]))]);
    assert_eq!(told.reads(&debit), ["weaver-2 debit refused_and_paid"], "nobody pays her twice for that");
}

#[test]
fn a_file_the_bank_has_had_before_is_no_refusal() {
    let mut told = Told::sent();
    let (message, _, payments) = told.references();
    let had = "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>DU01</Cd></Rsn></StsRsnInf>";
    let had = report(&message, "2026-03-17", had, "");
    assert_eq!(told.reads(&had)[0], "weaver-1 RJCT accept_payout");
    assert_eq!(told.reads(&had)[0], "weaver-1 RJCT known");
    let alike = report(&message, "2026-03-18", "<GrpSts>PART</GrpSts>", &payment(&payments[0], "RJCT", "AM05"));
    assert_eq!(told.reads(&alike)[0], "weaver-1 RJCT maybe_twice");
}

#[test]
fn what_is_accepted_late_does_not_undo_what_is_paid() {
    let mut told = Told::sent();
    let (message, _, payments) = told.references();
    let debit = notice(&[entry("DBIT", "860.49", "BOOK", "B1", &by_reference(&payments[0]))]);
    assert_eq!(told.reads(&debit), ["weaver-1 debit settle_payout"]);
    assert_eq!(told.reads(&debit), ["weaver-1 debit known"]);
    let late = report(&message, "2026-03-20", "<GrpSts>ACSP</GrpSts>", "");
    assert_eq!(told.reads(&late)[0], "weaver-1 ACSP known");
    let no = report(&message, "2026-03-21", "<GrpSts>RJCT</GrpSts>", "");
    assert_eq!(told.reads(&no)[0], "weaver-1 RJCT paid_and_refused");
}

#[test]
fn one_debit_for_all_pays_all_if_it_comes_to_what_is_on_its_way() {
    let batch = |block: &str| format!("<Btch><PmtInfId>{block}</PmtInfId><NbOfTxs>3</NbOfTxs></Btch>");
    let mut told = Told::sent();
    let (_, block, _) = told.references();
    let less = notice(&[entry("DBIT", "2055.60", "BOOK", "B1", &batch(&block))]);
    assert_eq!(told.reads(&less), ["? debit other_total"]);
    let all = notice(&[entry("DBIT", "2055.61", "BOOK", "B1", &batch(&block))]);
    assert_eq!(told.reads(&all)[..2], ["weaver-1 debit settle_payout", "weaver-2 debit settle_payout"]);
    assert_eq!(told.reads(&all)[..2], ["weaver-1 debit known", "weaver-2 debit known"]);
}

#[test]
fn a_second_debit_is_never_taken_for_the_first() {
    let mut told = Told::sent();
    let (.., payments) = told.references();
    let debit = |number| entry("DBIT", "860.49", "BOOK", number, &by_reference(&payments[0]));
    assert_eq!(
        told.reads(&notice(&[debit("B1"), debit("B1")])),
        ["weaver-1 debit settle_payout", "weaver-1 debit paid_twice"]
    );
    assert_eq!(told.reads(&notice(&[debit("B2")])), ["weaver-1 debit paid_twice"]);
}

#[test]
fn what_comes_back_is_told_from_income_and_waits_for_its_debit() {
    let mut told = Told::sent();
    let (.., payments) = told.references();
    let reference = by_reference(&payments[2]);
    let back = entry("CRDT", "478.05", "BOOK", "B9", &reference);
    let debit = entry("DBIT", "478.05", "BOOK", "B1", &reference);
    assert_eq!(told.reads(&notice(std::slice::from_ref(&back))), ["weaver-3 credit back_before_paid"]);
    let both = notice(&[back, debit]);
    assert_eq!(told.reads(&both), ["weaver-3 debit settle_payout", "weaver-3 credit return_payout"]);
    assert_eq!(told.reads(&both), ["weaver-3 debit known", "weaver-3 credit known"]);
    let again = notice(&[entry("DBIT", "478.05", "BOOK", "B11", &reference)]);
    assert_eq!(
        told.reads(&again),
        ["weaver-3 debit back_and_paid"],
        "the day it came back is not called that of its payment"
    );
    let less = notice(&[entry("CRDT", "470.00", "BOOK", "B10", &reference)]);
    assert_eq!(told.reads(&less), ["weaver-3 credit other_amount"]);
}

#[test]
fn what_is_pending_or_not_sent_or_of_another_amount_is_left_to_a_person() {
    let mut told = Told::filed();
    let (.., payments) = told.references();
    let debit = |amount, status| notice(&[entry("DBIT", amount, status, "B1", &by_reference(&payments[0]))]);
    assert_eq!(told.reads(&debit("860.49", "PDNG")), ["weaver-1 debit pending"]);
    assert_eq!(told.reads(&debit("860.49", "BOOK")), ["weaver-1 debit not_sent"]);
    let mut told = Told::sent();
    assert_eq!(told.reads(&debit("860.50", "BOOK")), ["weaver-1 debit other_amount"]);
    let strange = notice(&[entry("DBIT", "9.00", "BOOK", "B3", &by_reference("FACT-17"))]);
    assert_eq!(told.reads(&strange), Vec::<String>::new(), "what is not ours is not spoken of");
}
