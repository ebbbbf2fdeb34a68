//! What is said to a treasurer about a payout: what to do next, and why somebody is left out.
//!
//! Each line is a hint with its phrase in each language.

use mizan_ledger::event::payout::Method;
use mizan_ledger::report::proposal::Omitted;

use crate::phrases::Language;
use crate::phrases::pen::Pen;

/// What to do about a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Next {
    /// A second person approves the list.
    Approve,
    /// It is put into a file.
    File,
    /// It is handed over.
    HandOver,
    /// Its file is sent.
    Send,
    /// The bank's answer is waited for.
    Await,
    /// No answer came when it should have.
    NoteUnanswered,
    /// Nobody knows whether the bank has it.
    AskWhetherReceived,
    /// The bank said that it would pay, and has not.
    AskWhatBecame,
    /// She says whether she has it.
    AskHer,
    /// Her number is looked at with her.
    CheckNumber,
    /// Her account takes nothing any more.
    OtherWay,
    /// There is no money on the account.
    PutMoney,
    /// Our own file is at fault.
    OurFault,
    /// People speak with people.
    Speak,
    /// The bank is asked.
    AskBank,
    /// It waits for her.
    WaitsForHer,
    /// There is nothing to do.
    Nothing,
}

impl Next {
    /// The word a program knows it by.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Next::Approve => "approve",
            Next::File => "file",
            Next::HandOver => "hand_over",
            Next::Send => "send",
            Next::Await => "await_answer",
            Next::NoteUnanswered => "note_unanswered",
            Next::AskWhetherReceived => "ask_whether_received",
            Next::AskWhatBecame => "ask_what_became",
            Next::AskHer => "ask_her",
            Next::CheckNumber => "check_number",
            Next::OtherWay => "other_way",
            Next::PutMoney => "put_money",
            Next::OurFault => "our_fault",
            Next::Speak => "speak",
            Next::AskBank => "ask_bank",
            Next::WaitsForHer => "waits_for_her",
            Next::Nothing => "nothing",
        }
    }

    /// What to do, in a language; nothing where there is nothing to do.
    #[must_use]
    pub fn phrase(self, language: Language) -> &'static str {
        let [en, fr, ar] = match self {
            Next::Approve => [
                "a second person approves the list",
                "une deuxième personne approuve la liste",
                "يوافق شخص ثان على القائمة",
            ],
            Next::File => {
                ["put it into a file for the bank", "la mettre dans un fichier pour la banque", "تُوضع في ملف للبنك"]
            }
            Next::HandOver => ["hand it over", "la remettre en main propre", "تُسلَّم يدا بيد"],
            Next::Send => [
                "send the file, and say that it was sent",
                "envoyer le fichier, et dire qu'il est parti",
                "يُرسل الملف ويُسجَّل إرساله",
            ],
            Next::Await => ["read the bank's answers", "lire les réponses de la banque", "تُقرأ أجوبة البنك"],
            Next::NoteUnanswered => [
                "no answer came: say so with mizan payout unanswered",
                "aucune réponse : le dire avec mizan payout unanswered",
                "لم يصل جواب: يُسجَّل ذلك بالأمر mizan payout unanswered",
            ],
            Next::AskWhatBecame => [
                "the bank has it and has not paid it: ask what became of it",
                "la banque l'a et ne l'a pas payée : demander ce qu'elle est devenue",
                "توصل بها البنك ولم يؤدها: يُسأل عما آلت إليه",
            ],
            Next::AskWhetherReceived => [
                "ask the bank whether it has the file; send nothing again before it has written that it has not",
                "demander à la banque si elle a le fichier ; ne rien renvoyer avant qu'elle ait écrit que non",
                "يُسأل البنك هل توصل بالملف، ولا يُعاد إرسال شيء قبل أن يكتب أنه لم يتوصل به",
            ],
            Next::AskHer => ["ask her whether she has it", "lui demander si elle l'a reçue", "تُسأل هل توصلت به"],
            Next::CheckNumber => [
                "look at her number with her, set it anew, and pay her in another payout",
                "vérifier son numéro avec elle, le saisir à nouveau, et la payer dans un autre paiement",
                "يُراجع رقمها معها ويُسجَّل من جديد، ثم تُؤدى لها في دفعة أخرى",
            ],
            Next::OtherWay => [
                "pay her in another way: mizan payout re-route",
                "la payer autrement : mizan payout re-route",
                "تُؤدى لها بطريقة أخرى: mizan payout re-route",
            ],
            Next::PutMoney => [
                "put money on the account, then pay in another payout",
                "approvisionner le compte, puis payer dans un autre paiement",
                "يُزوَّد الحساب بالمال، ثم تُؤدى في دفعة أخرى",
            ],
            Next::OurFault => [
                "send nothing more: the file itself is wrong, tell whoever keeps Mizan",
                "ne plus rien envoyer : le fichier lui-même est faux, prévenir qui s'occupe de Mizan",
                "لا يُرسل شيء آخر: الملف نفسه خاطئ، يُخبر من يتولى ميزان",
            ],
            Next::Speak => ["speak with her family", "parler avec sa famille", "يُتحدث مع أسرتها"],
            Next::AskBank => [
                "ask the bank why, then pay her in another payout",
                "demander à la banque pourquoi, puis la payer dans un autre paiement",
                "يُسأل البنك عن السبب، ثم تُؤدى لها في دفعة أخرى",
            ],
            Next::WaitsForHer => ["it waits for her", "elle l'attend", "ينتظرها"],
            Next::Nothing => ["", "", ""],
        };
        of(language, [en, fr, ar])
    }
}

/// The one of three phrases that is in a language.
pub(super) fn of(language: Language, [en, fr, ar]: [&'static str; 3]) -> &'static str {
    match language {
        Language::En => en,
        Language::Fr => fr,
        Language::Ar => ar,
    }
}

/// Why somebody is left out of a payout, in a language.
#[must_use]
pub fn omitted(why: Omitted, pen: Pen) -> String {
    let language = pen.language();
    let said = |phrases| of(language, phrases).to_owned();
    let with = |phrases, what: String| format!("{} {what}", of(language, phrases));
    let way = |method| match method {
        Method::Bank => of(language, ["bank", "banque", "البنك"]).to_owned(),
        Method::Wallet => of(language, ["wallet", "portefeuille", "المحفظة"]).to_owned(),
        Method::Cash => of(language, ["cash", "espèces", "النقد"]).to_owned(),
    };
    match why {
        Omitted::LessThan(least) => with(["less than", "moins de", "أقل من"], pen.money(least)),
        Omitted::NotYet(since) => with(["no member before", "pas membre avant le", "ليست عضوا قبل"], pen.day(since)),
        Omitted::Frozen(since) => with(["frozen since", "bloquée depuis le", "مجمدة منذ"], pen.day(since)),
        Omitted::Unverified => said([
            "nobody has verified where she is paid",
            "personne n'a vérifié où elle est payée",
            "لم يتحقق أحد من رقم الأداء",
        ]),
        Omitted::Unconfirmed => said([
            "she has not confirmed where she is paid",
            "elle n'a pas confirmé où elle est payée",
            "لم تؤكد رقم الأداء",
        ]),
        Omitted::Cooling(until) => with(
            [
                "where she is paid was changed, and waits until",
                "son numéro a changé, et attend jusqu'au",
                "تغير رقم الأداء ويُنتظر إلى",
            ],
            pen.day(until),
        ),
        Omitted::NoDetails(method) => with(
            ["no number is known to pay her by", "aucun numéro connu pour la payer par", "لا رقم معروف لأدائها عبر"],
            way(method),
        ),
        Omitted::NothingAllowed(method) => {
            with(["nothing may be paid by", "rien ne peut être payé par", "لا يُسمح بالأداء عبر"], way(method))
        }
    }
}

/// Headings and words of a payout's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Whom a payout would pay.
    WouldPay,
    /// Who is left out.
    LeftOut,
    /// Where it stands.
    Standing,
    /// What to do next.
    ToDo,
    /// Files.
    Files,
    /// What the list is known by.
    List,
    /// How often it was sent.
    Sent,
    /// By whom it was approved.
    ApprovedBy,
    /// What all of it comes to.
    Total,
    /// In which payout it is paid again.
    Again,
}

/// A heading or word, in a language.
#[must_use]
pub fn word(word: Word, language: Language) -> &'static str {
    let phrases = match word {
        Word::WouldPay => ["It would pay", "Il paierait", "سيُؤدى"],
        Word::LeftOut => ["Left out", "Laissées de côté", "غير مشمولات"],
        Word::Standing => ["Where it stands", "Où il en est", "أين وصل"],
        Word::ToDo => ["To do", "À faire", "ما العمل"],
        Word::Files => ["Files", "Fichiers", "الملفات"],
        Word::List => ["The list, by its SHA-256", "La liste, par son SHA-256", "القائمة، ببصمتها SHA-256"],
        Word::Sent => ["times sent", "fois envoyé", "مرات الإرسال"],
        Word::ApprovedBy => ["Approved by", "Approuvé par", "وافق عليه"],
        Word::Again => ["paid again in", "payée de nouveau dans", "تُؤدى من جديد في"],
        Word::Total => ["Total", "Total", "المجموع"],
    };
    of(language, phrases)
}
