//! One payment of an entry: what it can be known by, who is on the other side, and whether it came back.

use mizan_ledger::money::Currency;
use roxmltree::Node;

use crate::statement::camt::below;
use crate::statement::model::{Counterparty, Ground, Part, References, Return, Side};
use crate::statement::xml::{Reader, at, coded, kids, reference, said, word};

/// The sub-family of movements that are returns.
const RETURN: &str = "RRTN";

/// Reads one payment.
pub(super) fn part(
    reader: &mut Reader<'_>,
    node: Node<'_, '_>,
    path: &str,
    currency: Currency,
    of_entry: Side,
) -> Part {
    let side = match word(node, &["CdtDbtInd"]).as_deref() {
        Some("CRDT") => Side::Credit,
        Some("DBIT") => Side::Debit,
        Some(_) | None => of_entry,
    };
    let amount = at(node, &["Amt"]).or_else(|| at(node, &["AmtDtls", "TxAmt", "Amt"]));
    let amount = amount.and_then(|amount| reader.amount(amount, &below(path, "Amt"), Some(currency)));
    let mut text: Vec<String> = kids_of(node, "RmtInf", "Ustrd").filter_map(said).collect();
    text.extend(word(node, &["AddtlTxInf"]));
    Part {
        place: reader.lines.place(node, path),
        amount,
        currency: amount.map(|amount| amount.currency()),
        side,
        references: references(node),
        counterparty: counterparty(node, side),
        text: text.join(" "),
        returned: returned(node, movement(node).as_deref()),
    }
}

fn movement(node: Node<'_, '_>) -> Option<String> {
    word(node, &["BkTxCd", "Domn", "Fmly", "SubFmlyCd"])
}

fn kids_of<'a, 'input>(
    node: Node<'a, 'input>,
    outer: &'static str,
    inner: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    kids(node, outer).flat_map(move |node| kids(node, inner))
}

fn references(node: Node<'_, '_>) -> References {
    let structured = kids_of(node, "RmtInf", "Strd").flat_map(|one| {
        let creditor = reference(one, &["CdtrRefInf", "Ref"]).or_else(|| reference(one, &["CdtrRefInf", "CdtrRef"]));
        creditor.into_iter().chain(reference(one, &["RfrdDocInf", "Nb"])).collect::<Vec<_>>()
    });
    References {
        end_to_end: reference(node, &["Refs", "EndToEndId"]),
        payment_information: reference(node, &["Refs", "PmtInfId"]),
        instruction: reference(node, &["Refs", "InstrId"]),
        servicer: reference(node, &["Refs", "AcctSvcrRef"]),
        mandate: reference(node, &["Refs", "MndtId"]),
        uetr: reference(node, &["Refs", "UETR"]),
        structured: structured.collect(),
    }
}

/// Who is on the other side: of what came the payer, of what went the payee; who stands behind them, if only that is said.
fn counterparty(node: Node<'_, '_>, side: Side) -> Option<Counterparty> {
    let parties = at(node, &["RltdPties"])?;
    let (party, account, behind) = match side {
        Side::Credit => ("Dbtr", "DbtrAcct", "UltmtDbtr"),
        Side::Debit => ("Cdtr", "CdtrAcct", "UltmtCdtr"),
    };
    let name = |role: &'static str| word(parties, &[role, "Nm"]).or_else(|| word(parties, &[role, "Pty", "Nm"]));
    let account = at(parties, &[account, "Id"]);
    let account = account.and_then(|id| {
        word(id, &["IBAN"]).or_else(|| word(id, &["Othr", "Id"])).or_else(|| word(id, &["PrtryAcct", "Id"]))
    });
    let found = Counterparty { name: name(party).or_else(|| name(behind)), account };
    (found != Counterparty::default()).then_some(found)
}

/// Whether it came back: the bank says why, or its code says that it did.
pub(super) fn returned(node: Node<'_, '_>, code: Option<&str>) -> Option<Return> {
    if let Some(reason) = at(node, &["RtrInf"]) {
        let code = at(reason, &["Rsn"]).and_then(coded);
        let prose: Vec<String> = kids(reason, "AddtlInf").filter_map(said).collect();
        let prose = (!prose.is_empty()).then(|| prose.join(" "));
        return Some(Return { ground: Ground::Reason, code, prose });
    }
    let is_return = code.is_some_and(|code| code.rsplit('/').next() == Some(RETURN));
    is_return.then_some(Return { ground: Ground::Code, code: None, prose: None })
}
