//! French, as a Moroccan treasurer writes it. What concerns the reader is said by *je*, which has no gender; persons are
//! named by their function or with both endings.

use jiff::civil::Date;
use mizan_ledger::event::Kind;
use mizan_ledger::money::Currency;
use mizan_ledger::report::note::Note;
use mizan_ledger::report::term::Term;

use crate::phrases::paper::CashSheetWords;
use crate::phrases::pen::Marks;
use crate::phrases::{ChargebackSaid, Message, Phrases, SaleHead, Spoken, and};

/// What is said in French.
pub(super) struct French;

impl Phrases for French {
    fn term(&self, term: Term) -> &'static str {
        match term {
            // Titles.
            Term::Balances => "soldes",
            Term::MyMoney => "mon argent",
            Term::HowItAddsUp => "le compte en détail",
            Term::MyDebts => "ce que je dois",
            Term::MyShares => "mes parts sociales",
            Term::Sales => "ventes",
            Term::Deductions => "retenues",
            Term::Payouts => "versements",
            Term::Payments => "ce que l'acheteur a payé",
            Term::Slices => "où est allé le prix",
            Term::Makers => "les artisan(e)s",
            Term::Items => "la part de chaque membre",
            Term::Sources => "d'où vient l'argent",
            Term::Members => "les membres",
            Term::Corrections => "corrections",
            Term::OpenMatters => "à régler",
            Term::Notes => "comment lire ces chiffres",
            Term::MemberStatement => "relevé d'un membre",
            Term::Unexplained => "inexpliqué",
            // Heads: who, what, when.
            Term::Account => "compte",
            Term::Member => "membre",
            Term::Maker => "artisan(e)",
            Term::Buyer => "acheteur",
            Term::Sale => "vente",
            Term::Payout => "versement",
            Term::Payment => "paiement",
            Term::On => "date",
            Term::Since => "depuis",
            Term::By => "moyen",
            Term::State => "état",
            Term::Why => "motif",
            Term::Kind => "nature",
            Term::Step => "étape",
            Term::To => "à qui",
            Term::Under => "clause",
            Term::PaysBack => "au titre de",
            Term::BuyerPaidOn => "payé par l'acheteur le",
            Term::SheSays => "déclaration",
            Term::SaidForHerBy => "dit en son nom par",
            Term::ISaid => "j'ai déclaré",
            Term::Now => "maintenant",
            // Heads: figures.
            Term::Balance => "solde",
            Term::Amount => "montant",
            Term::Rate => "cours",
            Term::WorthThen => "valeur du jour",
            Term::Booked => "comptabilisé",
            Term::Percent => "%",
            Term::Basis => "sur",
            Term::PercentOfPrice => "% du prix",
            Term::Share => "part",
            Term::Earned => "gagné",
            Term::Kept => "retenu",
            Term::Deducted => "retenu",
            Term::GivenBack => "remboursé",
            Term::Exchange => "change",
            Term::Mine => "pour moi",
            Term::InMyHand => "déjà reçu",
            Term::InHerHand => "déjà reçu",
            Term::StillToCome => "à venir",
            Term::OwesBack => "à rendre",
            Term::BorneForHer => "pris en charge",
            Term::BecameADebt => "devenu une dette",
            Term::DaysToHand => "jours",
            Term::OnItsWay => "en route",
            Term::WentBack => "revenu au disponible",
            Term::Together => "total",
            // The lines of a member's money.
            Term::DueBefore => "dû avant ces dates",
            Term::EarnedBefore => "gagné, avant retenues",
            Term::ExchangeDifference => "différence de change",
            Term::GivenBackToBuyers => "remboursé aux acheteurs",
            Term::BorneForMe => "pris en charge pour moi",
            Term::BecameMyDebt => "devenu ma dette",
            Term::PutRight => "rectifié par des corrections",
            Term::ForMe => "pour moi, après retenues",
            Term::PaidToMe => "déjà versé",
            Term::DueToMe => "encore dû",
            Term::Pending => "à venir quand l'acheteur aura payé",
            Term::Available => "disponible maintenant",
            Term::InPayout => "mis de côté pour un versement",
            Term::SentOut => "envoyé, pas encore confirmé",
            Term::Unclaimed => "en espèces, à retirer",
            Term::StandingIn => "garantie versée pour une autre du groupe",
            Term::PaidBackToGroup => "remboursé à",
            Term::PaidForMe => "payé pour moi par",
            Term::TakenOtherwise => "retenu pour l'impôt, le groupe ou une dette",
            Term::OfTheLoan => "sur le prêt",
            Term::ForMaterials => "pour les matières premières",
            Term::Shares => "parts",
            Term::PaidOfShares => "déjà libéré",
            Term::StillToPay => "reste à libérer",
            Term::AfterRefunds => "après des remboursements",
            // Ways of paying.
            Term::Bank => "banque",
            Term::Wallet => "portefeuille mobile",
            Term::Cash => "espèces",
            Term::Advance => "avance",
            Term::OnInvoice => "paiement",
            // How far an item of a payout has come.
            Term::Scheduled => "prévu",
            Term::Approved => "approuvé",
            Term::Sent => "envoyé",
            Term::Filed => "dans un fichier",
            Term::AskedBack => "rappelé auprès de la banque",
            Term::ComingBack => "en retour",
            Term::Unanswered => "sans réponse",
            Term::Accepted => "accepté par la banque",
            Term::Settled => "payé",
            Term::Handed => "remis en main propre",
            Term::Failed => "refusé",
            Term::Returned => "revenu",
            Term::NotCollected => "non retiré",
            Term::Cancelled => "annulé",
            // What is said of a receipt.
            Term::Received => "reçu",
            Term::ReceivedOnly => "reçu seulement",
            Term::SheWasRight => "réclamation fondée",
            Term::DisputeWithdrawn => "réclamation retirée",
            // What a deduction pays back.
            Term::Materials => "matières premières",
            Term::Loan => "prêt",
            Term::Debt => "dette d'un remboursement",
            Term::Fund => "fonds",
            // Who has a slice of a price, and what became of it.
            Term::TaxOffice => "administration fiscale",
            Term::Party => "partenaire",
            Term::Cooperative => "coopérative",
            Term::Recovered => "coopérative, pour ses frais",
            Term::TheMakers => "artisan(e)s",
            Term::Service => "service",
            Term::Residues => "ce qui est reporté sous le centime",
            Term::Exactly => "exactement",
            Term::BroughtOver => "report d'avant",
            Term::CarriedOn => "à reporter",
            Term::ForServices => "pour des services",
            Term::EndPaid => "payé",
            Term::EndOwed => "dû",
            Term::EndKept => "gardé",
            Term::EndHeld => "au fonds",
            Term::ToBeGivenBack => "à rendre",
            Term::SeeBelow => "voir plus bas",
            // Why a part of a price was given back.
            Term::NotAsAgreed => "qualité non conforme",
            Term::BrokenOrLost => "cassé ou perdu en route",
            Term::FewerPieces => "moins de pièces que facturé",
            Term::SentBack => "renvoyé",
            Term::InvoiceWasWrong => "erreur de facture",
            Term::SaleUndone => "vente annulée",
            // Why something was corrected.
            Term::WrongAmount => "montant erroné",
            Term::WrongParty => "personne ou compte erroné",
            Term::RecordedTwice => "enregistré deux fois",
            Term::DidNotHappen => "n'a pas eu lieu",
            // In which capacity somebody acts or trades.
            Term::Operator => "opérateur",
            Term::President => "président(e)",
            Term::Secretary => "secrétaire",
            Term::Treasurer => "trésorier(ère)",
            Term::Cashier => "caissier(ère)",
            Term::Storekeeper => "magasinier(ère)",
            Term::Leader => "responsable d'atelier",
            Term::Auditor => "auditeur(trice)",
            Term::Import => "import de fichiers",
            Term::Carrier => "transporteur",
            Term::Lender => "prêteur",
            Term::Provider => "prestataire de paiement",
            Term::Certifier => "organisme certificateur",
            Term::ProvenanceCard => "carte de provenance",
            Term::AboutIt => "de quoi il s'agit",
            Term::Product => "produit",
            Term::Place => "lieu",
            Term::Pieces => "pièces",
            Term::SoldWithOthers => "vendu avec d'autres",
            Term::Name => "nom",
            Term::Worksheet => "ce qu'une pièce coûte et rapporte",
            Term::Work => "travail",
            Term::Overhead => "loyer, outils, électricité",
            Term::Margin => "marge",
            Term::PriceReckoned => "prix calculé",
            Term::PriceReached => "prix atteint, en moyenne",
            Term::ConditionsChecked => "ce qui a été vérifié",
            Term::Condition => "condition",
            Term::Asked => "demandé",
            Term::Reached => "atteint",
            Term::AgreementAccepted => "accord accepté par tous avant",
            Term::MinimumPrice => "prix minimum de l'accord",
            Term::MakersOwnPrice => "prix demandé par les artisanes",
            Term::BuyerHasPaid => "l'acheteur a payé",
            Term::MakersWerePaid => "les artisanes ont été payées",
            Term::MakersSaySo => "elles disent l'avoir reçu",
            Term::EveryCentimeNamed => "chaque centime a un destinataire",
            Term::Met => "oui",
            Term::NotMet => "non",
            Term::NotAgreed => "rien de convenu",
            Term::NotYet => "pas encore",
            Term::Funder => "bailleur de fonds",
            Term::Exporter => "exportateur",
            Term::SoldOn => "revendu, de main en main",
            Term::Hand => "main",
            Term::Intermediation => "entre les artisanes et le dernier prix",
            Term::NotAssessable => "non évaluable",
            // Statements of cooperatives, retailers and intermediaries.
            Term::CooperativeStatement => "relevé de la coopérative",
            Term::WhereThePriceWent => "ce qui a été vendu, et où c'est allé",
            Term::MembersMoney => "l'argent des membres",
            Term::MonthByMonth => "mois par mois",
            Term::OpenPayouts => "versements en route",
            Term::Orders => "commandes",
            Term::DaysToTheHand => "délai entre le paiement de l'acheteur et le versement au membre",
            Term::Month => "mois",
            Term::WhoseMoney => "bénéficiaire",
            Term::Of => "détail",
            Term::Sold => "vendu",
            Term::LeftOfIt => "ce qui en reste",
            Term::TaxInIt => "impôt",
            Term::ToParties => "à des partenaires",
            Term::ForCooperative => "pour la coopérative",
            Term::ToFunds => "aux fonds",
            Term::ForTheMakers => "pour les artisan(e)s",
            Term::FromBuyers => "payé par les acheteurs",
            Term::OwnCosts => "frais propres",
            Term::OtherIncome => "autres produits",
            Term::MembersDueBefore => "dû aux membres avant ces dates",
            Term::KeptUnderClauses => "retenu selon les clauses",
            Term::ForMembers => "pour les membres, après retenues",
            Term::PaidToMembers => "déjà versé aux membres",
            Term::PaidToHands => "versé aux membres",
            Term::DueToMembers => "encore dû aux membres",
            Term::MembersOwe => "ce que doivent les membres",
            Term::Opening => "avant",
            Term::Closing => "solde à la fin",
            Term::Order => "commande",
            Term::OrderTotal => "prix",
            Term::AdvanceIn => "payé d'avance",
            Term::AdvanceLeft => "reste de l'avance",
            Term::Invoiced => "facturé",
            Term::Unpaid => "impayé",
            Term::DueOn => "échéance",
            Term::DaysOverdue => "jours de retard",
            Term::HalfWithin => "délai médian (jours)",
            Term::NineTenthsWithin => "neuf dixièmes en (jours)",
            Term::AllWithin => "délai maximal (jours)",
            Term::MoneyCounted => "montant concerné",
            Term::HowManyMembers => "membres",
            Term::RetailerStatement => "relevé de compte",
            Term::IntermediaryStatement => "ce que le partenaire a gardé des ventes",
            Term::Entries => "mouvements",
            Term::OpenInvoices => "factures ouvertes",
            Term::AgeingOfInvoices => "balance âgée des factures",
            Term::DisputedInvoices => "factures contestées",
            Term::AmountDisputed => "contesté",
            Term::OfThatDisputed => "dont contesté",
            Term::NothingCame => "rien n'est arrivé",
            Term::AnotherPrice => "prix autre que convenu",
            Term::InvoicedTwice => "facturé deux fois",
            Term::AnotherReason => "autre motif",
            Term::WhereMyMoneyWent => "où est allé mon argent",
            Term::FromMyPaymentToHerHand => "de mon paiement au versement aux artisan(e)s",
            Term::KeptForWhich => "ce qui a été gardé, et pour quel service",
            Term::PaymentsToIt => "ce qui lui a été payé",
            Term::Currency => "devise",
            Term::Invoices => "factures",
            Term::CreditNotes => "avoirs",
            Term::Advances => "avances",
            Term::PaymentsIn => "payé",
            Term::Refunds => "remboursements",
            Term::Unmatched => "non rapproché",
            Term::Invoice => "facture",
            Term::CreditNote => "avoir",
            Term::Refund => "remboursement",
            Term::TaxWithheld => "retenue à la source",
            Term::SetOffAgainstDebt => "compensé avec ce que je devais, du versement",
            Term::SetOffOfSale => "compensé avec ce que je devais, de la vente",
            Term::Shipments => "envois à port partagé",
            Term::Shipment => "envoi",
            Term::SharedFreight => "port partagé",
            Term::DividedBy => "réparti selon",
            Term::ByWeight => "poids (kg)",
            Term::ByValue => "valeur",
            Term::ByPiece => "pièces",
            Term::Measure => "pour cette vente",
            Term::Freight => "port",
            Term::FreightAlone => "coût si envoyée seule",
            Term::Saved => "économisé",
            Term::SavedPercent => "économisé %",
            Term::TheTax => "impôt",
            Term::Version => "version",
            Term::Remitted => "versé au fisc",
            Term::StillToRemit => "reste à verser au fisc",
            Term::Chargeback => "rétrofacturation",
            Term::ChargebackBorne => "non redemandé à l'acheteur",
            Term::ChargedBack => "repris par les banques des acheteurs",
            Term::EachItsOwn => "chaque part du prix pour elle-même",
            Term::OurReference => "notre référence",
            Term::DocumentReference => "pièce",
            Term::About => "concerne",
            Term::NotDue => "pas encore échu",
            Term::LateToThirty => "1 à 30 jours de retard",
            Term::LateToSixty => "31 à 60 jours de retard",
            Term::LateToNinety => "61 à 90 jours de retard",
            Term::LateBeyond => "plus de 90 jours de retard",
            Term::Intermediary => "intermédiaire",
            Term::CostsPassedOn => "frais refacturés",
            Term::MakersWithShare => "artisan(e)s ayant une part",
            Term::MakersReached => "artisan(e)s payé(e)s",
            Term::IAgreedToPayWithin => "délai convenu (jours)",
            Term::IPaidWithin => "payé en (jours)",
            Term::OwedBefore => "dû avant ces dates",
            Term::TakenOfSales => "prélevé sur les ventes",
            Term::PaidOut => "ce qui lui a été payé",
            Term::OwedAtTheEnd => "ce qui lui est dû",
            Term::PriceOfThoseSales => "le prix des ventes concernées",
            Term::Agreement => "accord",
            Term::Title => "intitulé",
            Term::AtMost => "au plus",
            Term::HowManySales => "ventes",
            Term::PriceOfSales => "prix",
            Term::KeptOfSales => "gardé",
            Term::PerSale => "par vente",
            Term::PerPiece => "par pièce",
            Term::PerKilogram => "par kilogramme",
            Term::PerSquareMetre => "par mètre carré",
            Term::PerHour => "par heure",
            Term::TheAccount => "le compte",
            Term::OwedBack => "à rendre",
            // Indicators.
            Term::Withheld => "non affiché",
            Term::EarningsToWomen => "gains qui vont aux femmes",
            Term::WomenLedCooperatives => "coopératives dirigées par des femmes",
            Term::PersonsWithEarnings => "personnes ayant des gains",
            Term::MedianMonthlyEarning => "gain mensuel médian",
            Term::EqualPay => "salaire égal pour un travail égal",
            Term::PercentOfMedian => "% de la médiane pour le même travail",
            Term::SameWork => "groupes où femmes et hommes ont fait le même travail",
            Term::Groups => "groupes",
            Term::WomenReachMen => "les femmes ont 98 % des hommes ou plus",
            Term::WomenBeneathMen => "les femmes ont moins de 98 % des hommes",
            Term::RatesPerPiece => "ce que femmes et hommes ont pour une pièce",
            Term::Grade => "qualité",
            Term::WomensRate => "médiane des femmes par pièce",
            Term::MensRate => "médiane des hommes par pièce",
            Term::WomenPercentOfMen => "femmes en % des hommes",
            Term::HourlyEarnings => "ce que rapporte une heure de travail",
            Term::AmountAnHour => "montant par heure",
            Term::MedianOfAnHour => "médiane d'une heure",
            Term::PercentBeneathMinimum => "% au-dessous du minimum",
            Term::MinimumWages => "salaires minimums de comparaison",
            Term::MinimumOfAnHour => "minimum par heure",
            Term::Until => "jusqu'au",
            Term::SaidBy => "source",
            Term::MembersOverTime => "membres au fil du temps",
            Term::MembersByCooperative => "membres de chaque coopérative",
            Term::ReturnsByCooperative => "retours par coopérative",
            Term::ReturnsByCause => "retours par cause",
            Term::ReturnsByBearer => "retours selon qui les a supportés",
            Term::MakersShareOfPrice => "la part des artisan(e)s dans le prix",
            Term::MakersShareOfResale => "la part des artisan(e)s dans le prix de revente",
            Term::Persons => "personnes",
            Term::Cooperatives => "coopératives",
            Term::PercentOfEarnings => "% des gains",
            Term::AmountAMonth => "montant par mois",
            Term::DaysCounted => "jours",
            Term::PercentOfSales => "% des ventes",
            Term::PercentOfSold => "% du montant vendu",
            Term::PercentOfReturns => "% des retours",
            Term::PercentOfResale => "% artisan(e)s de la revente",
            Term::PricePercentOfResale => "prix en % de la revente",
            Term::Women => "femmes",
            Term::Men => "hommes",
            Term::NotSaid => "non précisé",
            Term::LedByAWoman => "dirigées par une femme",
            Term::LedByAMan => "dirigées par un homme",
            Term::MonthsCounted => "mois comptés",
            Term::MedianOfAMonth => "médiane d'un mois",
            Term::NineTenthsOfAMonth => "neuf dixièmes au plus",
            Term::Active => "actifs",
            Term::Inactive => "inactifs",
            Term::Suspended => "suspendus",
            Term::SalesWithReturns => "avec retours",
            Term::BorneBy => "supporté par",
            Term::LeastShare => "minimum d'une vente",
            Term::MedianShare => "médiane d'une vente",
            Term::ResalePrice => "prix de revente",
            Term::TimesThePrice => "fois le prix",
            Term::MarkUp => "majoration en %",
            Term::WaitsToSeven => "0-7 jours",
            Term::WaitsToThirty => "8-30 jours",
            Term::WaitsToSixty => "31-60 jours",
            Term::WaitsLonger => "plus de 60 jours",
            Term::BuyerHasNotPaid => "acheteur n'a pas payé",
            Term::MoneyThatWaits => "argent qui attend d'être versé",
            Term::Funds => "fonds",
            Term::FundsAndMoney => "fonds et argent présent",
            Term::HeldInFunds => "dans les fonds",
            Term::MoneyInTills => "en caisse, hors subventions",
            Term::OwedByBuyers => "dû par les acheteurs",
            Term::NotCovered => "non couvert",
            Term::FromSales => "des ventes",
            Term::FromMembers => "des membres",
            Term::Premiums => "primes",
            Term::Spent => "dépensé",
            Term::BorneForMakers => "pris en charge",
            Term::OtherMoves => "autres",
            Term::PromisedNotPaid => "dont les acheteurs doivent encore",
            Term::Resolutions => "résolutions de l'assemblée",
            Term::Resolution => "résolution",
            Term::Purpose => "pour",
            Term::LeftToSpend => "reste",
            Term::ForMembersCount => "membres concernés",
            Term::ForOthersCount => "autres concernés",
            Term::NothingToShow => "rien à montrer",
            Term::OrderIsPlaced => "passée",
            Term::OrderIsConfirmed => "confirmée",
            Term::OrderIsChanged => "modifiée, à confirmer",
            Term::OrderIsCancelled => "annulée",
            Term::DepositAgreed => "acompte convenu %",
            Term::PiecesOrdered => "pièces commandées",
            Term::PiecesDelivered => "livrées",
            Term::PiecesAccepted => "acceptées",
            Term::PiecesRejected => "refusées",
            Term::OrderLines => "lignes des commandes",
            Term::OrderLine => "ligne",
            Term::Size => "taille",
            Term::PiecesWaiting => "à contrôler",
            Term::PiecesReworked => "réparées, représentées",
            Term::PiecesInvoiced => "pièces facturées",
            Term::PiecesToCome => "encore à livrer",
            Term::WhereAloneIsKnown => "dont connu pour un envoi seul",
            Term::LargeOrders => "grandes commandes",
            Term::MoreThanPieces => "de plus de … pièces",
            Term::Grants => "subventions",
            Term::BudgetLines => "lignes du budget",
            Term::BudgetLine => "ligne",
            Term::Grant => "subvention",
            Term::Promised => "promis",
            Term::CameIn => "reçu",
            Term::Charged => "imputé",
            Term::WentBackToFunder => "rendu",
            Term::InTheTill => "non dépensé",
            Term::OwnShareAsked => "apport demandé",
            Term::OwnSharePut => "apport versé",
            Term::OwnShareLacking => "apport restant à verser",
            Term::Assets => "équipement",
            Term::Asset => "bien",
            Term::Cost => "coût",
            Term::FromGrants => "payé par subventions",
            Term::WorthNow => "valeur actuelle",
            Term::Use => "usage",
            Term::InUse => "en usage",
            Term::Idle => "à l'arrêt",
            Term::BrokenDown => "en panne",
            Term::HoursUsed => "heures",
            Term::EquipmentInUse => "équipement subventionné en usage",
            Term::AssetsCounted => "biens",
            Term::PaidByGrants => "payés par subventions, en tout ou partie",
            Term::PaidByThemselves => "payés sur fonds propres",
            Term::HelpInKind => "aides en nature",
            Term::From => "de",
            Term::HowMuch => "combien",
            Term::StatedValue => "valeur déclarée",
            Term::Training => "formation",
            Term::Equipment => "équipement",
            Term::Censuses => "recensement",
            Term::WhatIsActive => "est actif",
            Term::ActivePublished => "actifs, publié",
            Term::MembersPublished => "tous, publié",
            Term::ActiveCorrected => "actifs, corrigé",
            Term::MembersCorrected => "tous, corrigé",
            Term::AWeek => "semaine",
            Term::ASeason => "saison",
            Term::AYear => "année",
            Term::SharesPaidIn => "parts sociales libérées",
            Term::RejectedPieces => "pièces refusées à l'inspection",
            Term::Transfers => "transferts entre organisations",
            Term::Transfer => "transfert",
            Term::CameOn => "reçu le",
            Term::With => "avec",
            Term::SentAndNotBack => "envoyé, moins reçu",
            Term::AccountsBetween => "comptes entre elles",
            Term::Loans => "prêts",
            Term::Borrower => "emprunteur",
            Term::Lent => "prêté",
            Term::PaidBack => "remboursé",
            Term::OutOfSales => "sur les ventes",
            Term::ByTheGroup => "par le groupe",
            Term::WrittenOff => "abandonné",
            Term::InterestAndFees => "intérêts et frais",
            Term::DueByNow => "exigible",
            Term::NextDueOn => "prochaine le",
            Term::NextAmount => "prochaine",
            Term::TrialBalance => "balance générale",
            Term::GeneralJournal => "journal général",
            Term::GeneralLedger => "grand livre",
            Term::ClosedPeriods => "périodes clôturées",
            Term::LateEntries => "écritures tardives",
            Term::Period => "période",
            Term::ClosedOn => "clôturée le",
            Term::RecordedOn => "saisie le",
            Term::Position => "écriture",
            Term::Rows => "soldes comptés",
            Term::Debit => "débit",
            Term::Credit => "crédit",
            Term::OpeningDebit => "débit d'ouverture",
            Term::OpeningCredit => "crédit d'ouverture",
            Term::ClosingDebit => "solde débiteur",
            Term::ClosingCredit => "solde créditeur",
            Term::BroughtForward => "report à nouveau",
            Term::Extent => "extrait d'une liste plus longue",
            Term::LinesShown => "lignes affichées",
            Term::LinesInAll => "lignes en tout",
            Term::Reconciliation => "relevé rapproché",
            Term::StatementLine => "ligne",
            Term::Verdict => "verdict",
            Term::Explained => "expliqué",
            Term::DecidedBy => "décidé par",
            Term::IsMatched => "rapprochée",
            Term::IsSplit => "rapprochée en parties",
            Term::IsException => "à examiner",
            Term::IsKnown => "déjà connue",
            Term::IsNothing => "aucun mouvement",
            Term::IsPending => "pas encore comptabilisée par la banque",
            Term::IsRefused => "refusée",
            Term::IsQuarantined => "mise en quarantaine",
            Term::ByOwnReference => "notre référence",
            Term::ByReturn => "un retour",
            Term::ByProviderPayout => "l'identifiant du prestataire",
            Term::ByTheirReference => "la référence de l'acheteur",
            Term::ByAmountDayParty => "montant, date et partie",
            Term::ByAPerson => "une personne",
            Term::ByNobody => "personne encore",
            Term::SameIdOtherWords => "un identifiant, deux contenus",
            Term::OutOfBounds => "montant hors limites",
            Term::InFuture => "d'un jour à venir",
            Term::AmountDiffers => "un autre montant",
            Term::BatchDiffers => "le lot a un autre total",
            Term::PartyDiffers => "d'une autre partie",
            Term::PaidAlready => "déjà payé",
            Term::NamedTwice => "nommé par plusieurs lignes",
            Term::TooEarly => "trop tôt",
            Term::ReturnOfUnknown => "retour d'origine inconnue",
            Term::SeveralFit => "plusieurs conviennent",
            Term::NeedsConfirmation => "convient, à confirmer",
            Term::NothingFits => "rien ne convient",
            Term::TakenBack => "rapprochée puis annulée, à décider",
            Term::OneOfSeveral => "déjà enregistrée, parmi plusieurs semblables",
            Term::DayRecordedOtherwise => "ce jour est enregistré autrement",
            Term::IsRecorded => "enregistré",
            Term::FileSays => "le fichier dit",
            Term::BankCharge => "frais bancaires",
            Term::Rounding => "arrondi",
            Term::ShortPayment => "reste dû",
            Term::OverPayment => "payé en trop",
            Term::TakenFor => "pris pour",
            Term::MayBe => "peut-être",
            Term::LooksIntoIt => "qui s'en occupe",
            Term::Buyers => "comptes des acheteurs",
            Term::AgeToTwo => "jusqu'à 2 jours",
            Term::AgeToSeven => "3 à 7 jours",
            Term::AgeToThirty => "8 à 30 jours",
            Term::AgeOver => "plus de 30 jours",
            Term::Age => "ancienneté",
            Term::StandsAs => "dans le livre",
            Term::IsPaid => "payée",
            Term::IsOpen => "ouverte",
            Term::IsDisputed => "contestée",
        }
    }

    fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::BookOpened => "ouverture du livre",
            Kind::PartyRegistered => "partenaire inscrit",
            Kind::CooperativeRegistered => "coopérative inscrite",
            Kind::MemberAdmitted => "membre admis",
            Kind::MemberStatusChanged => "statut du membre",
            Kind::MemberExited => "départ du membre",
            Kind::LogKeyRotated => "clé du journal changée",
            Kind::PersonalDataSealed => "données personnelles scellées",
            Kind::PersonalDataErased => "données personnelles effacées",
            Kind::BoardElected => "bureau élu",
            Kind::ActivityDefined => "qui compte comme actif",
            Kind::CensusTaken => "recensement",
            Kind::CensusCorrected => "recensement corrigé",
            Kind::ShareTermsSet => "conditions des parts sociales",
            Kind::SharesSubscribed => "parts sociales souscrites",
            Kind::SharesPaid => "parts sociales libérées",
            Kind::SharesRefunded => "parts sociales remboursées",
            Kind::PayeeTermsSet => "délai après un changement de compte",
            Kind::PayeeDetailsSet => "compte de paiement enregistré",
            Kind::PayeeDetailsVerified => "compte vérifié",
            Kind::PayeeDetailsConfirmed => "compte confirmé par le membre",
            Kind::PayeeFrozen => "paiements au membre gelés",
            Kind::PayeeReleased => "paiements au membre débloqués",
            Kind::ProductDefined => "produit défini",
            Kind::PriceSet => "prix fixé",
            Kind::PieceListed => "pièce mise en vente",
            Kind::AgreementProposed => "accord proposé",
            Kind::AgreementAccepted => "accord accepté",
            Kind::AgreementSuperseded => "accord remplacé",
            Kind::AgreementEnded => "accord terminé",
            Kind::ConsentGiven => "consentement donné",
            Kind::ConsentWithdrawn => "consentement retiré",
            Kind::TillOpened => "caisse ou compte ouvert",
            Kind::OpeningBalanceRecorded => "solde d'ouverture",
            Kind::CashCounted => "caisse comptée",
            Kind::FundsTransferred => "virement interne",
            Kind::MaterialsBought => "achat de matières premières",
            Kind::ExpensePaid => "dépense payée",
            Kind::OrderPlaced => "commande passée",
            Kind::OrderConfirmed => "commande confirmée",
            Kind::OrderChanged => "commande modifiée",
            Kind::OrderCancelled => "commande annulée",
            Kind::AdvanceReceived => "avance reçue",
            Kind::AdvanceRefunded => "avance rendue",
            Kind::GoodsDelivered => "marchandise livrée",
            Kind::DeliveryInspected => "livraison contrôlée",
            Kind::GoodsReworked => "marchandise reprise",
            Kind::ConsignmentDelivered => "dépôt-vente",
            Kind::ConsignmentReturned => "retour de dépôt-vente",
            Kind::FreightShared => "transport partagé",
            Kind::MaterialsAdvanced => "matières avancées",
            Kind::MaterialsReturned => "matières rendues",
            Kind::WorkRecorded => "travail noté",
            Kind::SaleRecorded => "vente",
            Kind::RetentionHeld => "retenue de garantie",
            Kind::RetentionReleased => "retenue libérée",
            Kind::AdvanceOffset => "avance imputée",
            Kind::CommissionCharged => "commission",
            Kind::ProceedsAllocated => "partage du prix",
            Kind::ResiduesCarried => "restes reportés",
            Kind::DeductionApplied => "retenue",
            Kind::EarningsReleased => "gains rendus disponibles",
            Kind::GoodsAccepted => "marchandise acceptée",
            Kind::GoodsReturned => "marchandise revenue",
            Kind::PaymentReceived => "paiement reçu",
            Kind::PaymentIdentified => "paiement identifié",
            Kind::PaymentAllocated => "paiement affecté",
            Kind::FxDifferenceRealised => "différence de change",
            Kind::ProviderFeeCharged => "frais bancaires",
            Kind::ProviderFeeReturned => "frais rendus",
            Kind::CurrencyConverted => "change de devises",
            Kind::LoanDisbursed => "prêt accordé",
            Kind::LoanRepaid => "prêt remboursé",
            Kind::InvoiceDisputed => "facture contestée",
            Kind::InvoiceDisputeSettled => "contestation de facture réglée",
            Kind::StatementRecorded => "relevé bancaire enregistré",
            Kind::StatementLineRecorded => "ligne de relevé enregistrée",
            Kind::MatchLimitSet => "plafond de rapprochement",
            Kind::MatchConfirmed => "ligne de relevé rapprochée",
            Kind::MatchUndone => "rapprochement annulé",
            Kind::RoundingBooked => "arrondi comptabilisé",
            Kind::BusinessDaySet => "jour de banque fixé",
            Kind::CutOffsSet => "heure limite de la banque",
            Kind::PayoutLimitsSet => "plafonds des versements",
            Kind::PayoutScheduled => "versement prévu",
            Kind::PayoutApproved => "versement approuvé",
            Kind::PayoutCancelled => "versement annulé",
            Kind::PayoutFiled => "versement mis en fichier",
            Kind::PayoutFileDiscarded => "fichier de versement écarté",
            Kind::PayoutSent => "versement envoyé",
            Kind::PayoutUnanswered => "versement sans réponse",
            Kind::PayoutAccepted => "versement accepté par la banque",
            Kind::PayoutReportedMissing => "fichier de versement dit non reçu",
            Kind::PayoutNotReceived => "fichier de versement non reçu",
            Kind::PayoutRecallAsked => "rappel de versement demandé",
            Kind::PayoutRecallAnswered => "réponse au rappel de versement",
            Kind::PayoutSettled => "versement payé",
            Kind::PayoutFailed => "versement refusé",
            Kind::PayoutReturned => "versement revenu",
            Kind::PayoutHanded => "versement remis en main propre",
            Kind::PayoutUnclaimed => "versement non retiré",
            Kind::DebtSetOff => "dette compensée",
            Kind::ReceiptAcknowledged => "réception confirmée",
            Kind::ReceiptDisputed => "réception contestée",
            Kind::DisputeResolved => "réclamation réglée",
            Kind::CreditNoteIssued => "avoir",
            Kind::RefundIssued => "remboursement",
            Kind::ChargebackReceived => "rétrofacturation",
            Kind::ChargebackReversed => "rétrofacturation annulée",
            Kind::PayableSettled => "partenaire payé",
            Kind::WithholdingRateSet => "taux de retenue à la source",
            Kind::TaxWithheld => "retenue à la source",
            Kind::TaxRemitted => "versement de retenue à la source",
            Kind::TransferSent => "virement envoyé à une autre organisation",
            Kind::TransferReceived => "virement reçu d'une autre organisation",
            Kind::CorrectionDeclared => "correction",
            Kind::PremiumAccrued => "prime acquise",
            Kind::PremiumReceived => "prime reçue",
            Kind::ResolutionAdopted => "résolution de l'assemblée",
            Kind::FundSpent => "dépense d'un fonds",
            Kind::GrantAwarded => "subvention accordée",
            Kind::GrantReceived => "subvention reçue",
            Kind::GrantSpent => "dépense d'une subvention",
            Kind::GrantReturned => "subvention restituée",
            Kind::AssetCommissioned => "équipement acquis",
            Kind::AssetDepreciated => "amortissement d'équipement",
            Kind::AssetUseReported => "usage d'équipement constaté",
            Kind::InKindReceived => "aide en nature",
            Kind::ResaleRecorded => "revente",
            Kind::LoanScheduled => "échéancier d'un prêt",
            Kind::InstalmentDue => "échéance d'un prêt",
            Kind::LoanRescheduled => "prêt rééchelonné",
            Kind::LoanWrittenOff => "prêt abandonné",
            Kind::LoanGroupFormed => "groupe solidaire formé",
            Kind::GuaranteeCalled => "garantie appelée",
            Kind::PeriodClosed => "clôture de période",
            Kind::PeriodReopened => "réouverture de période",
            Kind::GuaranteeRepaid => "garantie remboursée",
        }
    }

    fn note(&self, note: Note) -> &'static str {
        match note {
            Note::DaysToHand => {
                "Le délai va du jour où l'argent de l'acheteur pour sa part est arrivé (date \
                de valeur de la banque si elle est connue, sinon jour de réception ; pour une avance, son propre \
                jour) au jour où la banque l'a payée ou que l'argent lui a été remis en main propre. Pour une part \
                payable avant le paiement de l'acheteur, il va du jour où l'acheteur a tout payé, et il est \
                négatif si elle a été payée avant lui ; tant que l'acheteur n'a pas payé, elle n'est pas \
                comptée. Ce qui est revenu ne lui est pas parvenu. On compte l'argent, non les paiements : la \
                moitié de ce qui est arrivé l'était dans le délai du premier chiffre (rang le plus proche)."
            }
            Note::Corrected => "Ce qu'une correction a annulé ne compte nulle part, pas non plus dans son mois.",
            Note::Ageing => "Les jours de retard se comptent de l'échéance au jour indiqué plus haut.",
            Note::DueByLaw => {
                "Sans date convenue, une facture est due 60 jours après sa date, comme le dit la loi 69-21."
            }
            Note::WhereItWent => {
                "Où est allé le prix des factures de ces jours, moins ce que les avoirs en ont repris."
            }
            Note::KeptByParty => {
                "Ce qui a été gardé est ce que chaque étape d'un accord a donné du prix d'une vente, au taux et \
                 dans la limite indiqués à côté, moins ce que les avoirs ont repris."
            }
            Note::Withheld => {
                "Ce qui repose sur moins de cinq personnes n'est pas affiché, ni aucun chiffre dont on pourrait le \
                déduire. Une médiane ou un maximum repose sur celles qui ont autant ou moins et sur celles qui ont \
                autant ou plus : il faut cinq personnes de chaque côté."
            }
            Note::Card => {
                "La carte compte les ventes de ceci et de rien d'autre, moins ce qui a été rendu. Les artisanes y figurent sous un pseudonyme ; un nom n'est montré qu'avec l'accord de celle qui le porte. \
             Ce que les artisanes ont reçu est comparé à leurs parts, moins ce qui a été retenu selon les clauses."
            }
            Note::EarningsToWomen => {
                "Ce que les femmes ont gagné, en centièmes de ce que tous les membres ont gagné. Gagné : les \
                 parts des ventes avant retenues, moins ce que les avoirs ont repris."
            }
            Note::WomenLedCooperatives => {
                "Coopératives dont le bureau en fonction au jour indiqué plus haut est présidé par une femme, sur \
                 toutes les coopératives."
            }
            Note::PersonsWithEarnings => {
                "Membres à qui les ventes ont donné quelque chose en ces jours, ou à qui des avoirs ont repris \
                quelque chose, même s'il ne reste rien. Qui est membre de deux coopératives compte dans chacune."
            }
            Note::MedianMonthlyEarning => {
                "Tous les mois de ces jours où un membre a gagné plus que rien, comptés une fois par membre, \
                rangés selon ce qu'il y a gagné avant retenues et moins les avoirs du mois : la médiane est le \
                plus petit montant que la moitié au moins ne dépasse pas (rang le plus proche). Les mois sans \
                gain ne sont pas comptés."
            }
            Note::EqualPay => {
                "Un groupe est ce que femmes et hommes d'une coopérative ont fait d'un même produit et d'une même qualité en un \
                mois, pour des ventes de rien d'autre. Ce que reviennent ses parts par pièce, avant retenues et avoirs, est \
                mis en % de la médiane de son groupe ; on montre la médiane des femmes et celle des hommes, chacun(e) \
                comptant une fois dans chacun de ses groupes. Plus bas, les femmes d'un groupe ont moins quand leur médiane \
                est sous 98 % de celle des hommes ; une ligne n'est affichée que si elle porte sur cinq femmes et cinq hommes."
            }
            Note::RatesPerPiece => {
                "La médiane de ce que femmes et hommes ont eu pour une pièce du même produit et de la même qualité dans le même \
                mois, avant retenues et avoirs, là où les deux en ont fait et où la vente n'était de rien d'autre. Leur \
                nombre est à côté : quand ils sont peu, ce sont les tarifs de personnes reconnaissables, à ne pas publier."
            }
            Note::HourlyEarnings => {
                "Ce que les artisan(e)s ont des ventes dont les heures sont connues, avant retenues et moins les avoirs, pour \
                chacune de ces heures et de celles passées à réparer des pièces refusées ; la médiane sur les personnes. \
                Au-dessous : qui a moins, pour toutes les heures des mois où un minimum est connu, que ce minimum pour ces \
                heures. Les membres ne sont pas des salariés : c'est un avertissement. La part au-dessous n'est affichée pour \
                les femmes et les hommes que si ni celles et ceux au-dessous ni les autres ne sont un à quatre."
            }
            Note::MembersOverTime => {
                "Membres selon leur statut à la fin de chaque mois ; le dernier mois finit au jour indiqué plus \
                 haut."
            }
            Note::MembersByCooperative => {
                "Membres de chaque coopérative au jour indiqué plus haut, quel que soit leur statut."
            }
            Note::ReturnsByCooperative => {
                "Ventes dont une partie a été rendue, en centièmes du nombre de ventes ; ce qui a été rendu, en \
                 centièmes de ce qui a été vendu. Un avoir ou une rétrofacturation compte à son propre jour."
            }
            Note::ReturnsByCause => {
                "Ce que les avoirs et les rétrofacturations ont rendu pour chaque cause, en centièmes de tout ce qui a été rendu."
            }
            Note::ReturnsByBearer => {
                "Qui a supporté ce qui a été rendu : chaque part du prix a supporté la sienne, et ce qu'un fonds \
                 ou la coopérative a pris en charge pour les artisan(e)s leur est compté."
            }
            Note::MakersShareOfPrice => {
                "Ce que les artisan(e)s ont des prix, en centièmes, taxe comprise dans le prix et moins ce que \
                 les avoirs ont repris ; le minimum et la médiane sont ceux des ventes une à une."
            }
            Note::MakersShareOfResale => {
                "Ventes de ces jours dont le prix de revente est connu. La part des artisan(e)s est ce qu'ils et \
                elles ont du prix, en % du prix de revente. Le prix est comparé de trois façons : en % du prix \
                de revente (part), combien de fois il y est contenu (rapport), et ce qui y est ajouté, en % de \
                lui (marge) : 45 revendu 366 fait 12,30 %, 8,13 fois et une marge de 713 %."
            }
            Note::Orders => {
                "Commandes passées jusqu'au jour nommé, chacune dans sa monnaie : ce qui a été payé d'avance et \
                ce qui n'en est pas encore imputé, ce qui a été facturé moins les avoirs, l'impayé, et depuis \
                combien de jours la plus ancienne part impayée est due."
            }
            Note::OrderLines => {
                "Pièces des commandes passées jusqu'au jour nommé, ligne par ligne, telles qu'elles sont maintenant. À \
                contrôler, acceptées et refusées font ensemble ce qui a été livré ; une pièce refusée puis réparée attend à \
                nouveau, une pièce remplacée reste refusée. Les pièces facturées ne reviennent que si toute la facture est \
                créditée comme erronée, annulée ou incomplète. Encore à livrer : les pièces commandées moins celles qui \
                attendent ou sont acceptées, ou moins celles facturées s'il y en a plus ; d'une commande annulée, plus rien. \
                Les commandes sans lignes n'y sont pas."
            }
            Note::Funds => {
                "Ce qui a mouvementé les comptes des fonds ces jours-là : parts de ventes moins avoirs, ce que \
                les membres ont donné selon une clause, primes dues ou payées par les acheteurs, dépenses selon \
                des résolutions, et ce qu'un fonds a pris en charge pour les artisan(e)s. Les chiffres d'une \
                résolution sont tout ce qui a été dépensé selon elle jusqu'au jour nommé, et les personnes \
                comptées à chaque dépense, additionnées. N'est pas couvert ce que les fonds détiennent au-delà de \
                l'argent en caisse qui n'est à aucune subvention : une part peut être encore due par les \
                acheteurs, le reste a servi à autre chose."
            }
            Note::Waiting => {
                "L'argent qui attend est celui qui pouvait être versé au jour nommé et n'est arrivé dans aucune \
                main, selon les jours depuis le paiement de l'acheteur."
            }
            Note::LargeOrders => {
                "Commandes passées ces jours-là et non annulées, selon les pièces de leurs lignes telles qu'elles \
                sont : chacune compte dans chaque ligne dont elle dépasse le nombre de pièces. Celles dont les \
                lignes ne sont pas dites sont comptées à part."
            }
            Note::Grants => {
                "Subventions au jour nommé : promis est la somme des plafonds des lignes ; imputé, ce qui a été \
                dépensé sur une ligne ou payé d'un bien sur elle ; non dépensé, ce qui reste en caisse pour la \
                seule subvention. Aucun argent de subvention n'entre dans un versement."
            }
            Note::Assets => {
                "Équipement au jour nommé : coût moins l'amortissement des mois écoulés, et ce que le dernier \
                rapport a constaté de son usage."
            }
            Note::EquipmentInUse => {
                "Équipement acheté jusqu'au jour nommé, selon le dernier constat d'usage ; sans constat, ce n'est \
                pas dit. Un bien compte comme payé par subventions si une subvention en a payé une part."
            }
            Note::HelpInKind => {
                "Aides de ces jours qui n'étaient pas de l'argent, chacune à la valeur déclarée par qui la donne. \
                Elles ne mouvementent rien et ne s'ajoutent jamais à l'argent."
            }
            Note::Censuses => {
                "Ce que chaque recensement a publié reste ; à côté, ce qui est su depuis, avec les personnes mal \
                comptées corrigées jusqu'au jour nommé. Est actif ce que la définition du recensement nomme \
                ainsi."
            }
            Note::Taxes => {
                "Retenues à la source faites en ces jours sur ce que membres et tiers ont gagné, par version du \
                 taux, qui dit où il est écrit ; ce qui a été versé au fisc, et ce qui lui est encore dû."
            }
            Note::SharedFreight => {
                "Ce qui voyage ensemble partage un seul port, réparti selon le poids, la valeur ou les pièces, comme le dit la \
                ligne. Économisé : de combien une vente paie moins que si elle voyageait seule, là où l'expéditeur l'a dit ; \
                au-dessous de zéro, elle paie plus. Les sommes ne comparent que les ventes dont les deux sont connus."
            }
            Note::TrialBalance => {
                "Ce qui a été saisi de ces jours, coopérative par coopérative et devise par devise : les corrections et \
                ce qu'elles annulent figurent toutes deux, car rien de ce qui a été écrit n'est omis. Les deux sommes de \
                chaque paire sont égales. Ce qui a été saisi des jours d'une période après sa clôture est une écriture \
                tardive : elle n'est dans aucune clôture précédente et sera dans la prochaine."
            }
            Note::GeneralJournal => {
                "Chaque écriture de ces jours dans l'ordre de sa saisie, corrections et ce qu'elles annulent compris. Un \
                long journal est affiché jusqu'au bout de la page, et ses sommes sont celles de toutes les lignes : \
                demandez moins de jours ou une seule coopérative, ou exportez le livre en tableau d'écritures."
            }
            Note::GeneralLedger => {
                "Chaque compte avec ce qu'il portait avant ces jours, chaque écriture et le solde qui en résulte, débits \
                au-dessus de zéro, et ses sommes. D'un long grand livre, les premières écritures saisies sont affichées \
                ; les sommes et le dernier solde sont ceux de toutes. Les comptes de passage des ventes, et les \
                versements en route, figurent chacun sous une seule rubrique."
            }
            Note::Transfers => {
                "Transferts envoyés jusqu'au jour nommé, et quand l'autre côté a noté leur arrivée ; jusque-là \
                ils sont en route. Le compte de chacune avec l'autre est ce qu'elle a envoyé moins ce qui est \
                venu : les deux sont opposés quand rien n'est en route."
            }
            Note::Loans => {
                "Prêts versés jusqu'au jour nommé. Ce qui est dû est ce que porte leur compte, intérêts échus \
                compris. Exigible est ce qui est échu selon l'échéancier en vigueur jusqu'à ce jour et n'est pas \
                payé, que l'échéance ait été notée ou non ; un paiement règle d'abord les frais, puis les \
                intérêts, puis le capital."
            }
        }
    }

    // The first two as CLDR has them for fr-MA: `1.234.567,50 MAD`.
    fn marks(&self) -> Marks {
        Marks { thousands: '.', decimals: ',', comma: ", ", semicolon: " ; ", colon: " : " }
    }

    fn currency(&self, currency: Currency) -> String {
        currency.to_string()
    }

    fn day(&self, day: Date) -> String {
        format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
    }

    fn short_day(&self, day: Date) -> String {
        format!("{:02}/{:02}/{:02}", day.day(), day.month(), day.year().rem_euclid(100))
    }

    fn fact(&self, what: Term, amount: &str, on: Option<&str>) -> String {
        let what = self.term(what);
        format!("{what} {amount}{}", and(" le ", on))
    }

    fn too_little_for_a_coin(&self, amount: &str) -> String {
        format!("reste {amount}")
    }

    fn statement_of(&self, member: &str, cooperative: &str) -> String {
        format!("Relevé de {member}, {cooperative}")
    }

    fn days(&self, from: Option<&str>, to: Option<&str>) -> String {
        match (from, to) {
            (None, None) => "Du début à aujourd'hui".to_owned(),
            (Some(from), None) => format!("Du {from} à aujourd'hui"),
            (None, Some(to)) => format!("Du début au {to}"),
            (Some(from), Some(to)) => format!("Du {from} au {to}"),
        }
    }

    fn amounts_in(&self, currency: &str) -> String {
        format!("montants en {currency}")
    }

    fn exported_by(&self, exporter: &str) -> String {
        format!("Exportée par {exporter} en son propre nom")
    }

    fn open_as_of(&self, day: &str) -> String {
        format!("situation au {day}")
    }

    fn at_position(&self, position: &str) -> String {
        format!("à la position {position}")
    }

    fn balances_at(&self, position: Option<&str>, day: Option<&str>) -> String {
        let position = position.map_or("d'un livre vide".to_owned(), |position| format!("à la position {position}"));
        format!("Soldes {position}{}", and(", tout ce qui a eu lieu jusqu'au ", day))
    }

    fn nothing_held(&self) -> &'static str {
        "Rien en caisse et rien de dû."
    }

    fn up_to(&self, day: &str) -> String {
        format!("tout ce qui a eu lieu jusqu'au {day}")
    }

    fn sale_head(&self, head: &SaleHead<'_>) -> String {
        let SaleHead { sale, cooperative, buyer, on, .. } = head;
        let (invoice, order) = (and(", facture ", head.invoice), and(", commande ", head.order));
        format!("Vente {sale} de {cooperative} à {buyer}, le {on}{invoice}{order}")
    }

    fn divided_by(&self, agreement: &str, version: &str) -> String {
        format!("Partagée selon {agreement}, version {version}")
    }

    fn payout_head(&self, payout: &str, cooperative: &str, on: &str, by: &str) -> String {
        format!("Versement {payout} de {cooperative}, prévu le {on} par {by}")
    }

    fn approved(&self, on_and_by: Option<(&str, &str)>) -> String {
        on_and_by.map_or("pas encore approuvé".to_owned(), |(on, by)| format!("approuvé le {on} par {by}"))
    }

    fn set_aside(&self, amount: &str) -> String {
        format!("{amount} mis de côté en tout")
    }

    fn buyer_pays(&self, amount: &str, rate: Option<&str>, booked: Option<&str>) -> String {
        format!("L'acheteur paie {amount}{}{}", and(" au cours de ", rate), and(", comptabilisé à ", booked))
    }

    fn sale_behind(&self, sale: &str, buyer: &str, on: &str, amount: &str) -> String {
        format!("Vente {sale} à {buyer}, le {on} : {amount} de ce versement")
    }

    fn credit_note(&self, note: &str, on: &str, amount: &str, booked: Option<&str>, why: &str) -> String {
        format!("avoir {note} du {on} : {amount}{} ({why})", and(", ", booked))
    }

    fn refund(&self, refund: &str, on: &str, amount: &str) -> String {
        format!("remboursement {refund} du {on} : {amount}")
    }

    fn chargeback(&self, said: &ChargebackSaid<'_>) -> String {
        let ChargebackSaid { chargeback, on, amount, booked, borne_by, why, part, reversed_on } = said;
        let why = why.map_or(String::new(), |why| format!(" ({why})"));
        let back = reversed_on.map_or(String::new(), |on| match part {
            Some(part) => format!(" ; dont {part} rendu, la dernière fois le {on}"),
            None => format!(" ; rendu le {on}"),
        });
        let booked = and(", ", *booked);
        let took = format!("la banque de l'acheteur a repris {amount}{booked}{why}");
        format!("rétrofacturation {chargeback} du {on} : {took} ; supporté par {borne_by}{back}")
    }

    fn fee(&self, fee: &str, taken_by: &str, on: &str, amount: &str, returned: Option<&str>) -> String {
        format!("frais {fee} ({taken_by}) du {on} : {amount}{}", and(" ; rendus : ", returned))
    }

    fn rounded(&self, exactly: &str, by: &str) -> String {
        format!("ses lignes font {exactly} : arrondi de {by}")
    }

    fn exchange(&self, amount: &str, won: bool) -> String {
        format!("{} au change : {amount}", if won { "gagné" } else { "perdu" })
    }

    fn paid_in_full(&self) -> &'static str {
        "payé en totalité"
    }

    fn charged_back_still(&self, amount: &str) -> String {
        format!("repris par la banque et pas payé de nouveau : {amount}")
    }

    fn owed_back(&self, amount: &str) -> String {
        format!("à rendre à l'acheteur : {amount}")
    }

    fn still_to_be_paid(&self, amount: &str) -> String {
        format!("reste à payer : {amount}")
    }

    fn kept_back(&self, amount: &str) -> String {
        format!("dont retenu jusqu'à sa libération : {amount}")
    }

    fn sold_on(&self, price: &str, share: &str, times: &str, mark_up: &str, makers: Option<&str>) -> String {
        let makers = makers.map_or(String::new(), |share| format!(" ; les artisan(e)s en ont {share} %"));
        format!(
            "revendu {price} : {share} % de ce prix ont été payés, c'est {times} fois plus, {mark_up} % ajoutés{makers}"
        )
    }

    fn correction(&self, correction: &str, on: &str, why: &str, took_back: &str) -> String {
        format!("{correction} du {on} ({why}) ; est annulé : {took_back}")
    }

    fn record_at(&self, kind: &str, position: &str) -> String {
        format!("{kind}, position {position}")
    }

    fn disputed(&self, member: &str, payout: &str, received: &str, paid: &str, since: &str) -> String {
        format!(
            "{member} dit depuis le {since} avoir reçu {received} dans {payout}, où {paid} est noté comme payé : la \
             réclamation reste ouverte"
        )
    }

    fn acknowledged_other(&self, member: &str, payout: &str, acknowledged: &str, paid: &str) -> String {
        format!("{member} a confirmé {acknowledged} dans {payout}, où {paid} est noté comme payé")
    }

    fn minimum_not_met(&self, step: &str, required: &str, reached: &str) -> String {
        format!("le minimum {step} demande {required} pour les artisan(e)s, le prix leur a donné {reached}")
    }

    fn unexplained(&self, amount: &str) -> String {
        format!("inexpliqué {amount}")
    }

    fn spoken(&self) -> Spoken {
        Spoken {
            opening: "Voici votre relevé",
            on: "le ",
            earned: "Vous avez gagné",
            available: "Disponible pour vous maintenant",
            on_its_way: "En route vers vous",
            in_cash: "En espèces, en attente pour vous",
            paid: "Déjà versé",
            deducted: "Retenu sur vos gains",
            for_materials: "Dont, pour les matières premières",
            for_a_loan: "Dont, pour un prêt",
            for_a_refund: "Dont, pour un remboursement à un acheteur",
            for_a_fund: "Dont, pour un fonds",
            to_come: "Encore à venir, quand les acheteurs auront payé",
            sales: "Votre part vient de",
            last_sale: "Votre dernière vente",
            your_share: "Votre part de cette vente",
            last_payout: "Votre dernier versement",
            its_amount: "Son montant",
            you_received: "Vous avez dit avoir reçu moins. Vous avez dit",
            owed: "Vous devez",
            owes_nothing: "Vous ne devez rien",
            nothing: "rien",
            closing: "Fin de votre relevé",
        }
    }

    fn message(&self) -> Message {
        Message {
            available: "Disponible", since: "depuis", earned: "Gagné", paid: "payé", last_sale: "Dernière vente"
        }
    }

    fn cash_sheet(&self) -> CashSheetWords {
        CashSheetWords {
            title: "Feuille de caisse",
            cashier: "Caissier(ère)",
            page: "Page",
            signature: "Signature ou empreinte",
            witness: "Témoin",
            total: "Total",
            to_bring: "Billets et pièces à apporter",
        }
    }

    fn season(&self, cooperative: &str, sales: u64, sold: &str, earned: &str) -> String {
        let sales = if sales < 2 { format!("{sales} vente") } else { format!("{sales} ventes") };
        format!("{cooperative} : {sales} pour {sold}, dont {earned} gagnés par ses artisan(e)s")
    }

    fn traced_both_ways(&self, traced: &str, unexplained: &str) -> String {
        format!("Ventes et versements suivis dans les deux sens : {traced} ; inexpliqué {unexplained}")
    }

    fn look_further(&self, book: &str, records: &str, added: &str) -> String {
        format!("Le livre est {book}, {records} écritures dont {added} nouvelles. Pour aller plus loin :")
    }
}
