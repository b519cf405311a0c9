//! The list of all codes. One line of the macro is one code; `tests/fixtures/diagnostics` holds one folder per code.

use super::code::{Info, Severity::*};

macro_rules! codes {
    ($($name:ident $id:literal $severity:ident $title:literal $explanation:literal)*) => {
        /// A kind of finding. The number never changes meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)] // The title beside each name says it, and `explain` prints it.
        pub enum Code { $($name),* }

        impl Code {
            /// Every code, in the order of their numbers.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The code's number, title and explanation.
            pub fn info(self) -> Info {
                match self {
                    $(Code::$name => Info { id: $id, severity: $severity, title: $title, explanation: $explanation }),*
                }
            }
        }
    };
}

codes! {
    ContenuAbsent "P001" Erreur "Le dossier content/ manque"
        "Un site est un dossier qui contient un dossier « content ». Lancez la commande depuis ce dossier, ou donnez-le en argument : parvis build MON_SITE."
    FichierIllisible "P002" Erreur "Un fichier ne peut pas être lu"
        "Le système refuse la lecture du fichier : droits insuffisants, disque, fichier spécial. Le message du système suit."
    PasUtf8 "P003" Erreur "Un fichier n’est pas en UTF-8"
        "Toutes les sources sont des textes UTF-8. Un fichier enregistré en « Windows-1252 » ou « Latin-1 » doit être réenregistré en UTF-8 par l’éditeur de texte."
    FichierTropGros "P004" Erreur "Un fichier source dépasse 1 Mio"
        "Une fiche est un petit fichier. Au-delà d’un mébioctet, c’est presque toujours un document collé par erreur ; découpez-le en fiches."
    AucunDocument "P005" Erreur "Le site ne publie aucun document"
        "Chaque dossier de content/ qui contient un fichier document.md est un document. Il en faut au moins un."
    LienSymbolique "P006" Erreur "Un lien symbolique est refusé"
        "Parvis ne lit rien hors du dossier content/ : les liens symboliques y sont refusés, pour qu’aucun fichier privé ne soit publié par mégarde. Copiez le fichier."
    FichierIgnore "P007" Alerte "Un fichier n’est pas une source"
        "Dans content/, seuls les fichiers .md des documents, site.yaml et les référentiels .yaml sont lus. Un autre fichier n’est pas publié."
    PartieSansFichier "P008" Erreur "Un dossier ne dit pas ce qu’il est"
        "Un dossier de parties contient un fichier qui le décrit, du nom de son niveau : cahier.md, orientation.md, groupe.md… Sans lui, la partie n’a pas de titre."

    TropDeProblemes "P009" Erreur "Un fichier a trop de problèmes"
        "Au-delà de cent problèmes, les suivants ne sont plus détaillés : presque toujours, ils ont la même cause. Corrigez les premiers et relancez."

    SyntaxeYaml "P101" Erreur "Le YAML ne peut pas être lu"
        "L’en-tête ou le référentiel n’est pas du YAML valide : un retrait irrégulier, une tabulation, un guillemet non fermé, ou un « : » dans un texte sans guillemets."
    CleInconnue "P102" Erreur "Une clé n’existe pas"
        "Les clés sont en français, en minuscules et sans accents. Une clé inconnue serait perdue en silence : elle est donc refusée, avec la clé connue la plus proche."
    CleEnDouble "P103" Erreur "Une clé est écrite deux fois"
        "Dans un même tableau, une clé ne s’écrit qu’une fois : sinon l’une des deux valeurs serait perdue."
    MauvaisType "P104" Erreur "Une valeur n’a pas la forme attendue"
        "La clé attend un texte, une liste ou un tableau, et la source donne autre chose."
    ValeurManquante "P105" Erreur "Une valeur obligatoire manque"
        "Un titre (et quelques autres valeurs) est obligatoire : sans lui la page n’aurait pas de nom."
    AliasRefuse "P106" Erreur "Les ancres et les alias YAML sont refusés"
        "« &nom » et « *nom » permettent de fabriquer des fichiers qui explosent à la lecture. Recopiez la valeur, ou utilisez l’héritage ou un référentiel."
    TropProfond "P107" Erreur "Le YAML est trop imbriqué"
        "Plus de 32 niveaux imbriqués ne servent à rien dans une fiche et peuvent bloquer la lecture."
    BaliseRefusee "P108" Erreur "Les balises YAML sont refusées"
        "Une balise (« !!str », « !chose ») ou un second document « --- » dans le même fichier n’a pas de sens ici."
    EnteteManquant "P109" Erreur "L’en-tête YAML manque ou n’est pas fermé"
        "Une source commence par une ligne « --- », ses clés, puis une ligne « --- » ; le texte vient après."
    ValeurInattendue "P110" Erreur "Une valeur n’est pas dans la liste permise"
        "La clé n’accepte que quelques valeurs, rappelées par le message."
    MontantEnFluxVirgule "P111" Erreur "Un montant à virgule est coupé par les accolades"
        "Dans {montant: 12,5 €} la virgule sépare deux clés. Mettez le montant entre guillemets : {montant: \"12,5 €\"}."

    IdentifiantEnDouble "P201" Erreur "Deux parties ont le même identifiant"
        "L’identifiant fait l’adresse de la page : il est unique dans le site. Renommez l’un des fichiers."
    LienCasse "P202" Erreur "Un lien ne mène nulle part"
        "La cible n’existe pas. Un lien est cherché au plus près de la partie, puis dans le document, puis dans tout le site."
    AncreCassee "P203" Erreur "L’ancre d’un lien n’existe pas"
        "La page existe, mais pas l’endroit visé. Les actions ont les ancres #action-1, #action-2… ; les titres du texte ont la leur."
    Cycle "P204" Erreur "Des parties se renvoient en boucle"
        "Une partie ne peut pas, même indirectement, se remplacer, se prolonger ou être comptée dans elle-même."
    NatureInconnue "P205" Erreur "La nature d’une partie n’est pas un niveau du document"
        "Le nom du fichier (fiche-01.md → fiche) ou la clé « nature » doit être un niveau du document. Ajoutez-le à « niveaux » ou corrigez le nom."
    NomProche "P206" Conseil "Un nom ressemble à un nom connu"
        "Un partenaire ou un pilote absent du référentiel ressemble de près à un nom qui s’y trouve : s’il s’agit du même, ajoutez l’écriture aux alias, sinon l’index le citera deux fois."
    FinanceurInconnu "P207" Erreur "Un financeur n’est pas au référentiel"
        "Les parts d’un budget sont rangées par financeur ; chaque clé doit être un identifiant de referentiels/financeurs.yaml, pour que les totaux soient justes."
    PlanInconnu "P208" Erreur "Un plan externe n’est pas au référentiel"
        "Ajoutez le plan (ou son alias) à referentiels/plans.yaml."
    IdentifiantInvalide "P209" Erreur "Un nom de fichier ou de dossier ne peut pas faire une adresse"
        "Les noms n’ont que des lettres minuscules sans accent, des chiffres et des traits d’union : fiche-01, enfance-famille."
    ActionEnDouble "P210" Alerte "Deux actions de la même fiche ont le même numéro"
        "La source numérote parfois deux fois « Action 3 ». Les deux restent ; la seconde prend l’ancre #action-3-2. Dites-le dans « notes »."
    RegistreEnDouble "P211" Erreur "Un référentiel donne deux fois le même nom"
        "Un identifiant, un nom, un sigle ou un alias ne désigne qu’une entrée d’un référentiel."
    LegendeInconnue "P212" Conseil "Un document a des priorités sans légende"
        "Le document donne un ordre de priorité 1, 2, 3 sans dire ce qu’il signifie. Si la source le dit, écrivez « legende_priorites » ; sinon le site dira que la source ne le précise pas."

    IndicateurInconnu "P213" Erreur "Un indicateur territorial n’est pas au référentiel"
        "Chaque donnée d’un territoire nomme une entrée de referentiels/indicateurs.yaml, pour que les territoires se comparent."
    TerritoireInconnu "P214" Erreur "Des données territoriales n’ont pas de territoire"
        "La partie qui porte « donnees », ou une partie au-dessus d’elle, doit avoir un seul territoire, inscrit à referentiels/territoires.yaml."
    PartageInconnu "P215" Erreur "Un indicateur partagé est introuvable"
        "« partage » nomme une partie qui donne les valeurs d’un indicateur du même nom."

    MontantIllisible "P301" Erreur "Un montant ne peut pas être lu"
        "Un montant s’écrit comme il est imprimé : « 104 550 € », « 163 342,80 € », « 1,925 M€ », « 550 k€ » ; ou « NC », « sans objet », « à définir », « illisible »."
    MontantAmbigu "P302" Erreur "Un montant peut se lire de deux façons"
        "« 1.925 » suivi de trois chiffres est un millier, « 163342.80 » suivi de deux chiffres est des centimes ; « 1,925 € » pourrait être l’un ou l’autre. Récrivez-le sans ambiguïté."
    DateIllisible "P303" Erreur "Une date ne peut pas être lue"
        "Une date s’écrit 2022-11-24, un mois 2022-11, une année 2022."
    TotalEcart "P304" Erreur "Un total n’est pas la somme de ses parts"
        "Le total imprimé diffère de la somme de ses parts de plus que l’arrondi ne l’explique. Si c’est une faute de transcription, corrigez ; si la source se contredit, ajoutez « ecart » avec la raison : les lecteurs la verront."
    TotalArrondi "P305" Conseil "Un total diffère de la somme de ses parts par l’arrondi"
        "La différence tient à l’arrondi des chiffres imprimés : rien n’est faux, mais un lecteur qui additionne le remarquera."
    DetailEcart "P306" Erreur "Le détail ne donne pas le montant global"
        "Des lignes déclarées « compte_dans » une autre partie doivent, ensemble, donner le même montant qu’elle, par exercice et nature."
    DontSuperieur "P307" Erreur "Un « dont » dépasse le montant dont il fait partie"
        "Un sous-ensemble ne peut pas être plus grand que l’ensemble."
    IndicateurEcart "P308" Erreur "Les parts d’un indicateur ne donnent pas sa valeur"
        "La somme du « detail » d’une cellule diffère de sa valeur, ou un « dont » la dépasse. Si la source est ainsi, ajoutez « ecart » avec la raison."
    VoteIncoherent "P309" Erreur "Les chiffres d’un vote se contredisent"
        "Présents et procurations font les votants ; pour et contre font les suffrages exprimés ; la majorité est la moitié des exprimés, plus une voix."
    TitreLienDifferent "P310" Alerte "Le titre imprimé d’un lien n’est pas celui de sa cible"
        "Un lien cite souvent une fiche sous un autre titre que le sien. Vérifiez la cible ; si la source l’imprime ainsi, ajoutez « ecart »."
    EcartSansObjet "P311" Alerte "Un écart reconnu ne correspond plus à rien"
        "« ecart » accompagne une contradiction que Parvis voit lui-même. Ici tout concorde : retirez-le, ou vérifiez le chiffre."
    NombreIllisible "P312" Erreur "Un nombre ne peut pas être lu"
        "Un nombre s’écrit avec des chiffres groupés par trois et une virgule : « 24 308 », « 17,4 »."
    CompteDansInconnu "P314" Erreur "« compte_dans » vise une partie sans budget"
        "Une ligne ne peut être comptée dans une autre partie que si celle-ci a une ligne du même exercice et de la même nature."
    RecapitulatifEcart "P315" Erreur "Un récapitulatif ne correspond pas à ce qu’il récapitule"
        "Une ligne « recapitule » redit un total : le sien, ou la part d’un financeur, diffère de la somme des lignes qu’elle reprend au-delà de l’arrondi."
    PariteEcart "P316" Alerte "Deux financeurs à parts égales n’ont pas la même part"
        "« parite » dit que ces financeurs paient autant l’un que l’autre. Ici leurs parts diffèrent : corrigez, ou dites pourquoi dans « hors_parite »."
    PourcentageEcart "P317" Erreur "Un montant n’est pas le pourcentage annoncé"
        "Le montant imprimé diffère du pourcentage du tout au-delà de ce que la précision des chiffres permet."
    DepensesEcart "P318" Erreur "Les dépenses ne donnent pas le budget"
        "La somme des natures de dépenses diffère du budget de l’exercice, ou les composantes d’une dépense dépassent son montant."
    ImputationDepassee "P319" Erreur "Un engagement proposé dépasse l’autorisation"
        "Le montant proposé, ajouté à ce qui est déjà contracté, dépasse le montant autorisé pour l’opération."
    CalendrierIncoherent "P320" Alerte "Un calendrier se contredit"
        "La fin précède le début, ou la durée annoncée en années n’est pas le nombre d’exercices budgétés."
    PeriodeEcart "P321" Erreur "Le total d’une période n’est pas la somme de ses années"
        "Une ligne dont l’exercice est une période (« 2024-2027 ») redit la somme des lignes annuelles de la même nature : elle en diffère au-delà de l’arrondi."
    TableauEcart "P322" Erreur "Le total d’un tableau n’est pas la somme de ses lignes"
        "La ligne « total » d’un tableau est comparée à la somme de chaque colonne de nombres ; les pourcentages et les textes ne s’additionnent pas."
    RangIncoherent "P323" Alerte "Un rang imprimé ne suit pas les valeurs"
        "Le rang d’un territoire est la place de sa valeur parmi celles des autres territoires, la plus haute d’abord."
    PartIncoherente "P324" Alerte "Une part n’est pas celle du total"
        "La part imprimée d’un territoire diffère du quotient de sa valeur par la somme des territoires au-delà de l’arrondi."
    ChiffreIntrouvable "P325" Erreur "Un chiffre cité dans un texte n’existe pas"
        "[[montant: partie, exercice, nature]] ou [[taux: partie, exercice]] cite un chiffre calculé. La partie n’a pas de budget pour cet exercice et cette nature, ou le chiffre est inconnu."
    PerimetreIncoherent "P326" Alerte "La valeur d’un territoire ne suit pas celles de ses anciens périmètres"
        "Le taux d’un territoire qui en réunit d’autres est compris entre leurs taux ; son effectif ne dépasse pas la somme des leurs."

    HtmlRefuse "P401" Erreur "Le HTML brut est refusé"
        "Les textes s’écrivent en Markdown. Le HTML est refusé pour que chaque page reste valide, accessible et sûre. Pour écrire un chevron, mettez « \\< »."
    TitreDeNiveauUn "P402" Erreur "Un titre de niveau 1 est dans le texte"
        "Le titre de la page vient de la clé « titre » ; dans le texte, les titres commencent à « ## »."
    AdresseRefusee "P403" Erreur "L’adresse d’un lien est refusée"
        "Un lien va vers une partie du site, une ancre, ou une adresse https://. Les autres schémas (javascript:, data:, file:…) sont refusés."
    SautDeTitre "P404" Erreur "Un niveau de titre est sauté"
        "Après « ## » vient « ### » : sauter un niveau égare les lecteurs d’écran."
    TableauMarkdown "P405" Erreur "Un tableau Markdown n’a ni légende ni en-têtes de ligne"
        "Les budgets et les indicateurs s’écrivent dans « budget » et « indicateurs », qui donnent des tableaux accessibles et contrôlés."
    ImageRefusee "P406" Erreur "Les images ne sont pas prises en charge"
        "Le site est fait de textes et de tableaux ; une image n’a pas de place dans une source."
    TableauMalForme "P407" Erreur "Un bloc « tableau » est mal formé"
        "Un bloc « tableau » ou « graphique » est dans le texte sous l’en-tête ; il a un titre, au moins deux colonnes, et des lignes de même longueur."

    Iban "P501" Erreur "Des coordonnées bancaires sont dans une source"
        "Un IBAN ou un RIB ne se publie pas. Retirez-le ; la source publique d’origine doit sans doute être corrigée aussi."
    Telephone "P502" Erreur "Un numéro de téléphone est dans une source"
        "Les coordonnées personnelles arrêtent la construction. Un numéro public se permet par son nom dans site.yaml, à « contacts_autorises »."
    Courriel "P503" Erreur "Une adresse électronique est dans une source"
        "Les coordonnées personnelles arrêtent la construction. Une adresse publique se permet par son nom dans site.yaml, à « contacts_autorises »."

    Gabarit "P601" Erreur "Un gabarit du thème est fautif"
        "Le gabarit ne se lit pas, ou emploie une valeur qui n’existe pas. Le message dit où."
    ThemeAbsent "P602" Erreur "Le dossier du thème manque"
        "L’option --theme attend un dossier qui contient « gabarits », « styles » ou « scripts »."

    SortieRefusee "P701" Erreur "Le dossier de sortie est refusé"
        "Parvis n’écrit que dans un dossier vide ou qu’il a lui-même créé, hors de content/ et du thème : rien d’autre ne peut être effacé par erreur."
    EcritureImpossible "P702" Erreur "Un fichier ne peut pas être écrit"
        "Le système refuse l’écriture : droits, disque plein. La dernière bonne version du site est restée en place."
}
