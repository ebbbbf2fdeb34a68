//! Writes an instruction as the bank reads it: ISO 20022 `pain.001`, in the versions .03 and .09.
//!
//! The two differ in three places: the name of the space, the day of execution, which .09 puts a level lower, and the name
//! of a BIC. One block of payments a file, so that a bank that refuses the block refuses the file, and nothing is half done.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::payment::check::{BankAccount, Instruction, Transfer};
use crate::payment::profile::{HerBank, OurBank, Version};

/// What stands where a bank is not named.
const NOT_PROVIDED: &str = "NOTPROVIDED";

/// Writes the file.
pub fn write<W: io::Write>(instruction: &Instruction, out: W) -> io::Result<()> {
    let mut xml = Xml(Writer::new_with_indent(out, b' ', 1));
    xml.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let space = format!("urn:iso:std:iso:20022:tech:xsd:{}", instruction.version.name());
    xml.within("Document", &[("xmlns", &space)], |xml| {
        xml.inside("CstmrCdtTrfInitn", |xml| {
            xml.inside("GrpHdr", |xml| header(instruction, xml))?;
            xml.inside("PmtInf", |xml| payments(instruction, xml))
        })
    })?;
    let mut out = xml.0.into_inner();
    out.write_all(b"\n")?;
    out.flush()
}

fn header<W: io::Write>(instruction: &Instruction, xml: &mut Xml<W>) -> io::Result<()> {
    xml.say("MsgId", &instruction.message_id)?;
    xml.say("CreDtTm", &instruction.created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())?;
    xml.say("NbOfTxs", &instruction.count().to_string())?;
    xml.say("CtrlSum", &instruction.sum().number())?;
    xml.inside("InitgPty", |xml| xml.say("Nm", &instruction.debtor_name))
}

fn payments<W: io::Write>(instruction: &Instruction, xml: &mut Xml<W>) -> io::Result<()> {
    xml.say("PmtInfId", &instruction.payment_information_id)?;
    xml.say("PmtMtd", "TRF")?;
    if let Some(as_one) = instruction.book_as_one {
        xml.say("BtchBookg", if as_one { "true" } else { "false" })?;
    }
    xml.say("NbOfTxs", &instruction.count().to_string())?;
    xml.say("CtrlSum", &instruction.sum().number())?;
    let day = instruction.execute_on.to_string();
    match instruction.version {
        Version::V03 => xml.say("ReqdExctnDt", &day)?,
        Version::V09 => xml.inside("ReqdExctnDt", |xml| xml.say("Dt", &day))?,
    }
    xml.inside("Dbtr", |xml| xml.say("Nm", &instruction.debtor_name))?;
    xml.inside("DbtrAcct", |xml| account(&instruction.debtor_account, xml))?;
    xml.inside("DbtrAgt", |xml| xml.inside("FinInstnId", |xml| our_bank(instruction, xml)))?;
    xml.say("ChrgBr", instruction.charge_bearer.code())?;
    for transfer in &instruction.transfers {
        xml.inside("CdtTrfTxInf", |xml| payment(transfer, &instruction.her_bank, xml))?;
    }
    Ok(())
}

fn payment<W: io::Write>(transfer: &Transfer, her_bank: &HerBank, xml: &mut Xml<W>) -> io::Result<()> {
    xml.inside("PmtId", |xml| xml.say("EndToEndId", &transfer.end_to_end))?;
    let (amount, currency) = (transfer.amount.number(), transfer.amount.currency().to_string());
    xml.inside("Amt", |xml| xml.say_with("InstdAmt", &[("Ccy", &currency)], &amount))?;
    match her_bank {
        HerBank::LeftOut => {}
        HerBank::NotProvided => xml.inside("CdtrAgt", |xml| xml.inside("FinInstnId", not_provided))?,
        HerBank::ClearingMember { system } => {
            let member = transfer.member.as_deref().unwrap_or_default();
            xml.inside("CdtrAgt", |xml| xml.inside("FinInstnId", |xml| clearing(system.as_deref(), member, xml)))?;
        }
    }
    xml.inside("Cdtr", |xml| xml.say("Nm", &transfer.name))?;
    xml.inside("CdtrAcct", |xml| account(&transfer.account, xml))?;
    if let Some(remittance) = &transfer.remittance {
        xml.inside("RmtInf", |xml| xml.say("Ustrd", remittance))?;
    }
    Ok(())
}

fn account<W: io::Write>(account: &BankAccount, xml: &mut Xml<W>) -> io::Result<()> {
    xml.inside("Id", |xml| match account {
        BankAccount::Iban(iban) => xml.say("IBAN", iban),
        BankAccount::Bban(rib) => xml.inside("Othr", |xml| {
            xml.say("Id", rib)?;
            xml.inside("SchmeNm", |xml| xml.say("Cd", "BBAN"))
        }),
    })
}

fn our_bank<W: io::Write>(instruction: &Instruction, xml: &mut Xml<W>) -> io::Result<()> {
    match (&instruction.our_bank, instruction.version) {
        (OurBank::Bic(bic), Version::V03) => xml.say("BIC", bic),
        (OurBank::Bic(bic), Version::V09) => xml.say("BICFI", bic),
        (OurBank::ClearingMember { system, member }, _) => clearing(system.as_deref(), member, xml),
        (OurBank::NotProvided, _) => not_provided(xml),
    }
}

fn clearing<W: io::Write>(system: Option<&str>, member: &str, xml: &mut Xml<W>) -> io::Result<()> {
    xml.inside("ClrSysMmbId", |xml| {
        if let Some(system) = system {
            xml.inside("ClrSysId", |xml| xml.say("Prtry", system))?;
        }
        xml.say("MmbId", member)
    })
}

fn not_provided<W: io::Write>(xml: &mut Xml<W>) -> io::Result<()> {
    xml.inside("Othr", |xml| xml.say("Id", NOT_PROVIDED))
}

/// Elements within elements.
struct Xml<W: io::Write>(Writer<W>);

impl<W: io::Write> Xml<W> {
    fn inside(&mut self, name: &str, content: impl FnOnce(&mut Xml<W>) -> io::Result<()>) -> io::Result<()> {
        self.within(name, &[], content)
    }

    fn within(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Xml<W>) -> io::Result<()>,
    ) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Start(start))?;
        content(self)?;
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    fn say(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.say_with(name, &[], text)
    }

    fn say_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.within(name, attributes, |xml| xml.0.write_event(Event::Text(BytesText::new(text))))
    }
}
