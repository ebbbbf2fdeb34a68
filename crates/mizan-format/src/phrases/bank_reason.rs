//! What a bank's reason means: the codes of ISO 20022 that treasurers meet, in words, and what to do about each.
//!
//! A code that is not here is shown as it is.

use crate::phrases::Language;
use crate::phrases::treasurer::{Next, of};

/// A bank's code, what to do about it, and what it means.
type Meaning = (&'static str, Next, [&'static str; 3]);

/// The codes of ISO 20022 that treasurers meet.
const REASONS: [Meaning; 33] = [
    (
        "AC01",
        Next::CheckNumber,
        ["the number of the account is wrong", "le numéro de compte est faux", "رقم الحساب خاطئ"],
    ),
    (
        "AC02",
        Next::AskBank,
        ["the number of our own account is wrong", "le numéro de notre compte est faux", "رقم حسابنا خاطئ"],
    ),
    (
        "AC03",
        Next::CheckNumber,
        ["the number of her account is wrong", "le numéro de son compte est faux", "رقم حسابها خاطئ"],
    ),
    ("AC04", Next::OtherWay, ["the account is closed", "le compte est fermé", "الحساب مغلق"]),
    ("AC06", Next::OtherWay, ["the account is blocked", "le compte est bloqué", "الحساب مجمد"]),
    ("AC07", Next::OtherWay, ["her account is closed", "son compte est fermé", "حسابها مغلق"]),
    (
        "AG01",
        Next::OtherWay,
        ["this account takes no transfers", "ce compte n'accepte pas de virements", "هذا الحساب لا يقبل التحويلات"],
    ),
    (
        "AG03",
        Next::OtherWay,
        [
            "this kind of transfer is not taken there",
            "ce type de virement n'y est pas accepté",
            "هذا النوع من التحويل غير مقبول",
        ],
    ),
    (
        "AM02",
        Next::OtherWay,
        ["it is more than is allowed at once", "le montant dépasse ce qui est permis", "المبلغ يفوق الحد المسموح به"],
    ),
    (
        "AM04",
        Next::PutMoney,
        ["there was not enough money on the account", "la provision était insuffisante", "الرصيد غير كاف"],
    ),
    (
        "AM05",
        Next::AskBank,
        ["the bank takes it for a second payment", "la banque y voit un double paiement", "يعتبرها البنك أداء مكررا"],
    ),
    (
        "AM09",
        Next::AskBank,
        ["the amount is not as agreed", "le montant n'est pas celui convenu", "المبلغ ليس كما اتُّفق عليه"],
    ),
    ("AM10", Next::OurFault, ["the sum of the file is wrong", "la somme du fichier est fausse", "مجموع الملف خاطئ"]),
    (
        "AM18",
        Next::OurFault,
        ["the count of the file is wrong", "le nombre de paiements du fichier est faux", "عدد أداءات الملف خاطئ"],
    ),
    (
        "AM19",
        Next::OurFault,
        ["the count of the file is wrong", "le nombre de paiements du fichier est faux", "عدد أداءات الملف خاطئ"],
    ),
    (
        "BE01",
        Next::CheckNumber,
        [
            "name and account do not belong together",
            "le nom et le compte ne correspondent pas",
            "الاسم والحساب لا يتوافقان",
        ],
    ),
    (
        "BE04",
        Next::CheckNumber,
        ["her address is missing or wrong", "son adresse manque ou est fausse", "عنوانها ناقص أو خاطئ"],
    ),
    (
        "BE05",
        Next::AskBank,
        [
            "the bank does not know us by this name",
            "la banque ne nous connaît pas sous ce nom",
            "البنك لا يعرفنا بهذا الاسم",
        ],
    ),
    ("BE06", Next::CheckNumber, ["her bank does not know her", "sa banque ne la connaît pas", "بنكها لا يعرفها"]),
    (
        "CNOR",
        Next::CheckNumber,
        ["her bank is not reached this way", "sa banque n'est pas joignable ainsi", "لا يمكن بلوغ بنكها بهذه الطريقة"],
    ),
    (
        "DS0H",
        Next::AskBank,
        ["whoever signed may not sign", "le signataire n'est pas habilité", "من وقّع غير مخول بالتوقيع"],
    ),
    (
        "DT01",
        Next::AskBank,
        ["the day is not a day the bank pays on", "la banque ne paie pas ce jour-là", "البنك لا يؤدي في ذلك اليوم"],
    ),
    (
        "FOCR",
        Next::AskBank,
        ["it came back because it was called back", "rendue parce qu'elle a été rappelée", "أُعيدت لأنها استُرجعت"],
    ),
    (
        "MD07",
        Next::Speak,
        ["whoever has the account has died", "la titulaire du compte est décédée", "صاحبة الحساب متوفاة"],
    ),
    (
        "MS02",
        Next::AskHer,
        ["she has refused it, without a reason", "elle l'a refusée, sans motif", "رفضتها دون ذكر السبب"],
    ),
    ("MS03", Next::AskBank, ["her bank gives no reason", "sa banque ne donne pas de motif", "بنكها لم يذكر السبب"]),
    (
        "NARR",
        Next::AskBank,
        [
            "the reason is in the bank's letter alone",
            "le motif n'est que dans la lettre de la banque",
            "السبب في رسالة البنك وحدها",
        ],
    ),
    ("RC01", Next::CheckNumber, ["the code of her bank is wrong", "le code de sa banque est faux", "رمز بنكها خاطئ"]),
    (
        "RR01",
        Next::AskBank,
        [
            "the law asks for more about our account",
            "la loi exige plus sur notre compte",
            "القانون يطلب معلومات أكثر عن حسابنا",
        ],
    ),
    (
        "RR02",
        Next::AskBank,
        ["the law asks for more about us", "la loi exige plus sur nous", "القانون يطلب معلومات أكثر عنا"],
    ),
    (
        "RR03",
        Next::AskBank,
        ["the law asks for more about her", "la loi exige plus sur elle", "القانون يطلب معلومات أكثر عنها"],
    ),
    ("RR04", Next::AskBank, ["there is a reason in the law", "il y a un motif réglementaire", "هناك سبب قانوني"]),
    (
        "TM01",
        Next::AskBank,
        ["the file came after the hour", "le fichier est arrivé après l'heure", "وصل الملف بعد الوقت المحدد"],
    ),
];

/// What a bank's code means.
fn meaning(reason: &str) -> Option<&'static Meaning> {
    let code = reason.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default();
    REASONS.iter().find(|(known, ..)| *known == code)
}

/// What a bank's reason means, in a language; nothing if nobody has said.
#[must_use]
pub fn reason(reason: &str, language: Language) -> Option<&'static str> {
    meaning(reason).map(|(_, _, phrases)| of(language, *phrases))
}

/// What to do about a payment that was refused or came back for this reason.
#[must_use]
pub fn after(reason: &str) -> Next {
    meaning(reason).map_or(Next::AskBank, |(_, next, _)| *next)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_reason_is_known_once_and_said_in_every_language() {
        let codes: BTreeSet<&str> = REASONS.iter().map(|(code, ..)| *code).collect();
        assert_eq!(codes.len(), REASONS.len());
        for (code, _, phrases) in REASONS {
            assert!(phrases.iter().all(|phrase| !phrase.is_empty()), "{code}");
            assert_eq!(reason(&format!("{code} as the bank says"), Language::Fr), Some(phrases[1]));
        }
        assert_eq!((reason("ZZ99", Language::En), after("ZZ99")), (None, Next::AskBank));
        assert_eq!(after("AC04"), Next::OtherWay);
    }
}
