//! What a bank answers to an order of payment in ISO 20022 (pain.002), of any version.

use roxmltree::Node;

use crate::statement::check::Draft;
use crate::statement::finding::{Code, Finding};
use crate::statement::model::{Kind, Reading};
use crate::statement::status::{BatchStatus, IN_PART, Original, PaymentStatus, Reason, StatusCount, StatusReport};
use crate::statement::xml::{Lines, Reader, at, coded, count, elements, kids, reference, said, word};

/// Reads the report a message is.
pub(super) fn read(message: Node<'_, '_>, lines: &Lines<'_>, reading: &mut Reading) {
    let name = message.tag_name().name();
    // What is found on the way is kept as of a statement, which this has none of.
    let mut draft = Draft::new(lines.place(message, name), Kind::Report);
    let mut reader = Reader { lines, draft: &mut draft };
    let head = at(message, &["GrpHdr"]);
    let mut report = StatusReport {
        place: lines.place(message, name),
        id: head.and_then(|head| word(head, &["MsgId"])),
        made_on: reader.day(head.and_then(|head| at(head, &["CreDtTm"])), "GrpHdr/CreDtTm"),
        original: Original::default(),
        status: None,
        reasons: Vec::new(),
        counts: Vec::new(),
        batches: Vec::new(),
        quarantined: false,
        raw: lines.raw(message).to_owned(),
    };
    for (part, number) in elements(message) {
        let payments = kids(part, "TxInfAndSts").count();
        if !lines.room_for(1 + payments) {
            reader.find(Code::TooMuch, part, part.tag_name().name(), "batches and payments together");
            break;
        }
        let path = format!("{}[{number}]", part.tag_name().name());
        match part.tag_name().name() {
            "GrpHdr" => {}
            "OrgnlGrpInfAndSts" => {
                report.original = Original {
                    message: reference(part, &["OrgnlMsgId"]),
                    kind: word(part, &["OrgnlMsgNmId"]),
                    count: count(part, &["OrgnlNbOfTxs"]),
                    total: word(part, &["OrgnlCtrlSum"]),
                };
                report.status = word(part, &["GrpSts"]);
                report.reasons = reasons(part);
                report.counts = counts(part);
            }
            "OrgnlPmtInfAndSts" => report.batches.push(batch(&mut reader, part, &path)),
            // The first versions have the payments beside the group.
            "TxInfAndSts" => {
                let payment = payment(&mut reader, part, &path);
                match report.batches.last_mut().filter(|batch| batch.payment_information.is_none()) {
                    Some(batch) => batch.payments.push(payment),
                    None => {
                        let place = lines.place(part, &path);
                        report.batches.push(BatchStatus { payments: vec![payment], ..nameless(place) });
                    }
                }
            }
            _ => reading.keep(lines.place(part, &path), lines.raw(part)),
        }
    }
    for batch in &mut report.batches {
        of_the_unnamed(batch, report.status.as_deref(), &mut reader);
    }
    if report.status.is_none() && report.batches.is_empty() {
        reader.find(Code::NoStatus, message, name, report.original.message.as_deref().unwrap_or_default());
    } else if report.status.as_deref() == Some(IN_PART) && report.batches.is_empty() {
        reader.find(Code::NothingSaid, message, name, report.original.message.as_deref().unwrap_or_default());
    }
    report.quarantined = draft.findings.iter().any(Finding::quarantines);
    reading.findings.append(&mut draft.findings);
    reading.reports.push(report);
}

fn nameless(place: crate::statement::finding::Place) -> BatchStatus {
    BatchStatus {
        place,
        payment_information: None,
        status: None,
        reasons: Vec::new(),
        count: None,
        counts: Vec::new(),
        of_the_unnamed: None,
        payments: Vec::new(),
    }
}

fn batch(reader: &mut Reader<'_>, node: Node<'_, '_>, path: &str) -> BatchStatus {
    let payments = elements(node).filter(|(part, _)| part.tag_name().name() == "TxInfAndSts");
    let payments = payments.map(|(part, number)| payment(reader, part, &format!("{path}/TxInfAndSts[{number}]")));
    let payments = payments.collect();
    BatchStatus {
        payment_information: reference(node, &["OrgnlPmtInfId"]),
        status: word(node, &["PmtInfSts"]),
        reasons: reasons(node),
        count: count(node, &["OrgnlNbOfTxs"]),
        counts: counts(node),
        payments,
        ..nameless(reader.lines.place(node, path))
    }
}

/// A status holds for the payments that are not named, unless it says itself that it holds for a part.
fn of_the_unnamed(batch: &mut BatchStatus, of_group: Option<&str>, reader: &mut Reader<'_>) {
    let status = batch.status.as_deref().or(of_group);
    batch.of_the_unnamed = status.filter(|status| *status != IN_PART).map(str::to_owned);
    let all_named = batch.count.is_some_and(|count| count == batch.payments.len() as u64);
    if status == Some(IN_PART) && !all_named {
        let of = batch.count.map_or_else(|| "an unknown number".to_owned(), |count| count.to_string());
        let value = format!("{} of {of} payments are named", batch.payments.len());
        reader.draft.find(Code::NothingSaid, batch.place.clone(), &value);
    }
    for payment in batch.payments.iter().filter(|payment| payment.status.is_none()) {
        let value = payment.end_to_end.clone().unwrap_or_default();
        reader.draft.find(Code::NoStatus, payment.place.clone(), &value);
    }
}

fn payment(reader: &mut Reader<'_>, node: Node<'_, '_>, path: &str) -> PaymentStatus {
    let original = at(node, &["OrgnlTxRef"]);
    let amount = original.and_then(|original| {
        at(original, &["Amt", "InstdAmt"])
            .or_else(|| at(original, &["Amt", "EqvtAmt", "Amt"]))
            .or_else(|| at(original, &["IntrBkSttlmAmt"]))
    });
    let amount = amount.and_then(|amount| reader.amount(amount, &format!("{path}/OrgnlTxRef/Amt"), None));
    PaymentStatus {
        place: reader.lines.place(node, path),
        end_to_end: reference(node, &["OrgnlEndToEndId"]),
        instruction: reference(node, &["OrgnlInstrId"]),
        uetr: reference(node, &["OrgnlUETR"]),
        servicer: reference(node, &["AcctSvcrRef"]),
        status: word(node, &["TxSts"]),
        reasons: reasons(node),
        amount,
        currency: amount.map(|amount| amount.currency()),
    }
}

fn reasons(node: Node<'_, '_>) -> Vec<Reason> {
    let reason = |node: Node<'_, '_>| Reason {
        code: at(node, &["Rsn"]).and_then(coded),
        prose: kids(node, "AddtlInf").filter_map(said).collect(),
    };
    kids(node, "StsRsnInf").map(reason).collect()
}

fn counts(node: Node<'_, '_>) -> Vec<StatusCount> {
    let counted = |node: Node<'_, '_>| {
        Some(StatusCount { status: word(node, &["DtldSts"])?, count: count(node, &["DtldNbOfTxs"])? })
    };
    kids(node, "NbOfTxsPerSts").filter_map(counted).collect()
}
