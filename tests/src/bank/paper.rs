//! What a bank writes: reports (pain.002), statements (camt.053) and notifications (camt.054).

use std::fmt::Write;

use jiff::civil::Date;
use mizan_ledger::money::Money;

/// What it says of one payment.
pub(super) struct Status {
    pub(super) end_to_end: String,
    pub(super) amount: Money,
    /// Why it is refused, if it is.
    pub(super) code: Option<&'static str>,
}

/// What it says of a file.
pub(super) enum Answered<'a> {
    /// It had it before.
    Had,
    /// Of each payment, or of those alone that it refuses.
    Each { block: &'a str, statuses: &'a [Status], named: bool },
}

/// One line of an account.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The bank's own reference.
    pub(super) number: String,
    pub(super) on: Date,
    pub(super) credit: bool,
    pub(super) amount: Money,
    /// The block of payments it stands for, if it is one sum.
    pub(super) block: Option<String>,
    pub(super) parts: Vec<(String, Money)>,
    pub(super) named: bool,
    /// Why it came back.
    pub(super) code: Option<&'static str>,
    pub(super) message: Option<String>,
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// An answer to a file.
pub(super) fn report(id: &str, message: &str, answered: Answered<'_>, on: Date) -> Vec<u8> {
    let (group, inside) = match answered {
        Answered::Had => {
            ("RJCT".to_owned() + "</GrpSts><StsRsnInf><Rsn><Cd>DU01</Cd></Rsn></StsRsnInf>", String::new())
        }
        Answered::Each { block, statuses, named } => each(block, statuses, named),
    };
    let text = format!(
        "{DECLARATION}<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt>\
         <GrpHdr><MsgId>{id}</MsgId><CreDtTm>{on}T17:00:00Z</CreDtTm></GrpHdr>\
         <OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId>\
         <GrpSts>{group}</OrgnlGrpInfAndSts>{inside}</CstmrPmtStsRpt></Document>\n"
    );
    text.into_bytes()
}

fn each(block: &str, statuses: &[Status], named: bool) -> (String, String) {
    let refused = statuses.iter().filter(|status| status.code.is_some()).count();
    let one = |status: &Status| {
        let Status { end_to_end, amount, code } = status;
        let (said, why) = match code {
            Some(code) => {
                ("RJCT", format!("<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn><AddtlInf>No.</AddtlInf></StsRsnInf>"))
            }
            None => ("ACSP", String::new()),
        };
        format!(
            "<TxInfAndSts><OrgnlEndToEndId>{end_to_end}</OrgnlEndToEndId><TxSts>{said}</TxSts>{why}<OrgnlTxRef><Amt>\
             <InstdAmt Ccy=\"{}\">{}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>",
            amount.currency(),
            amount.number()
        )
    };
    let listed = statuses.iter().filter(|status| named || status.code.is_some()).map(one);
    let group = match refused {
        0 => "ACTC",
        _ if refused == statuses.len() => "RJCT",
        _ => "PART",
    };
    if refused == 0 && !named {
        return (format!("{group}</GrpSts>"), String::new());
    }
    let inside = format!(
        "<OrgnlPmtInfAndSts><OrgnlPmtInfId>{block}</OrgnlPmtInfId><OrgnlNbOfTxs>{}</OrgnlNbOfTxs>\
         <PmtInfSts>{group}</PmtInfSts>{}</OrgnlPmtInfAndSts>",
        statuses.len(),
        listed.collect::<String>()
    );
    (format!("{group}</GrpSts>"), inside)
}

/// A day of an account.
pub(super) fn statement(id: &str, account: &str, on: Date, opening: Money, closing: Money, lines: &[Line]) -> Vec<u8> {
    let balance = |kind: &str, amount: Money| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{}<CdtDbtInd>{}</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>",
            written(Money::new(amount.minor().abs(), amount.currency())),
            if amount.is_negative() { "DBIT" } else { "CRDT" }
        )
    };
    let inside = format!("{}{}{}", balance("OPBD", opening), balance("CLBD", closing), entries(lines));
    message("camt.053.001.08", ("BkToCstmrStmt", "Stmt"), id, (account, opening), on, &inside)
}

/// What is booked, told on the day itself.
pub(super) fn notification(id: &str, account: &str, on: Date, lines: &[Line]) -> Vec<u8> {
    let amount = lines.first().map_or_else(|| mizan_ledger::money::MAD.zero(), |line| line.amount);
    message("camt.054.001.08", ("BkToCstmrDbtCdtNtfctn", "Ntfctn"), id, (account, amount), on, &entries(lines))
}

fn message(
    name: &str,
    (outer, inner): (&str, &str),
    id: &str,
    (account, amount): (&str, Money),
    on: Date,
    inside: &str,
) -> Vec<u8> {
    let currency = amount.currency();
    let text = format!(
        "{DECLARATION}<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{name}\"><{outer}>\
         <GrpHdr><MsgId>M{id}</MsgId><CreDtTm>{on}T20:00:00Z</CreDtTm></GrpHdr><{inner}><Id>{id}</Id>\
         <FrToDt><FrDtTm>{on}T00:00:00</FrDtTm><ToDtTm>{on}T23:59:59</ToDtTm></FrToDt>\
         <Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>{currency}</Ccy></Acct>{inside}</{inner}></{outer}></Document>\n"
    );
    text.into_bytes()
}

fn written(amount: Money) -> String {
    format!("<Amt Ccy=\"{}\">{}</Amt>", amount.currency(), amount.number())
}

fn entries(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        let (side, family) = if line.credit { ("CRDT", "RRTN") } else { ("DBIT", "ESCT") };
        let on = line.on;
        let _ = write!(
            text,
            "<Ntry>{}<CdtDbtInd>{side}</CdtDbtInd><RvslInd>false</RvslInd><Sts><Cd>BOOK</Cd></Sts>\
             <BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt><AcctSvcrRef>{}</AcctSvcrRef>\
             <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>{family}</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls>",
            written(line.amount),
            line.number,
        );
        if let Some(block) = &line.block {
            let _ = write!(text, "<Btch><PmtInfId>{block}</PmtInfId><NbOfTxs>{}</NbOfTxs></Btch>", line.parts.len());
        }
        for (end_to_end, amount) in line.parts.iter().filter(|_| line.named) {
            let why = line.code.map_or(String::new(), |code| format!("<RtrInf><Rsn><Cd>{code}</Cd></Rsn></RtrInf>"));
            let _ = write!(
                text,
                "<TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>{}<CdtDbtInd>{side}</CdtDbtInd>{why}</TxDtls>",
                written(*amount)
            );
        }
        text.push_str("</NtryDtls></Ntry>");
    }
    text
}
