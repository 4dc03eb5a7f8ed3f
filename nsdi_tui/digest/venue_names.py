"""The known conferences, journals and preprint servers."""

from __future__ import annotations

from typing import Literal, TypeAlias

VenueKind: TypeAlias = Literal["conference", "journal", "preprint"]

_NAMES: dict[VenueKind, str] = {
    "conference": """
        NSDI, OSDI, SOSP, ATC, FAST, HotOS, HotNets, HotStorage, HotCloud, HotEdge, HotChips,
        EuroSys, EuroMLSys, APSys, SYSTOR, Middleware, SoCC, LISA, ASPLOS, ISCA, MICRO, HPCA, PACT,
        CGO, CC, DAC, DATE, ICCAD, ASP-DAC, ISSCC, FPGA, FPL, FCCM, ICCD, ISLPED, ISPASS, RTAS,
        RTSS, SC, HPDC, PPoPP, ICS, IPDPS, ICPP, CLUSTER, CCGrid, Euro-Par, SPAA, PODC, DISC,
        BigData,
        SIGCOMM, CoNEXT, IMC, INFOCOM, ICNP, ICDCS, IWQoS, APNet, ANCS, SOSR, PAM, MobiCom, MobiSys,
        MobiHoc, SenSys, IPSN, UbiComp, SEC, NetAI, GLOBECOM, ICC, NOSSDAV, MMSys,
        SIGMOD, VLDB, ICDE, EDBT, CIDR, PODS, DaMoN, aiDM, AIDB, DASFAA, SSDBM, ICDT, SIGMETRICS,
        KDD, SIGKDD, WWW, TheWebConf, The Web Conference, WSDM, CIKM, SIGIR, ICTIR, ECIR, RecSys,
        ICDM, SDM, PAKDD, ECML, PKDD, ECML-PKDD, ECML/PKDD, DSAA, ISWC, ESWC, JCDL, TREC, CHIIR,
        NeurIPS, NIPS, ICML, ICLR, MLSys, SysML, COLM, AISTATS, UAI, COLT, ALT, AutoML, CoRL, LoG,
        CLeaR, CPAL, L4DC, ACML, MLHC, IJCNN, ESANN, ICANN, AAAI, IJCAI, ECAI, AAMAS, ICAPS, AIES,
        FAccT, FAT, CogSci, GECCO, AIIDE, FDG, HCOMP, KR, CP, SAT, LICS,
        ACL, EMNLP, NAACL, EACL, AACL, COLING, LREC, LREC-COLING, CoNLL, TACAS, INLG, SIGDIAL,
        SemEval, WMT, IWSLT, BlackboxNLP, BioNLP, NLPCC, CCL, RANLP, PACLIC, RepL4NLP,
        INTERSPEECH, ICASSP, ASRU, SLT, ISMIR, WASPAA,
        CVPR, ICCV, ECCV, WACV, BMVC, ACCV, 3DV, FG, ICIP, ICPR, ICME, MM, ACMMM, ICMR, MICCAI,
        MIDL,
        IPMI, ISBI, SIGGRAPH, SIGGRAPH Asia, Eurographics, VIS, PacificVis, ISMAR, VR, MMM,
        ICRA, IROS, RSS, HRI, ITSC, IV, Humanoids, CASE,
        CHI, UIST, CSCW, IUI, DIS, MobileHCI, ICWSM, EICS, ASSETS, TEI, VL/HCC,
        PLDI, POPL, OOPSLA, ICFP, ECOOP, ESOP, CAV, VMCAI, FM, FMCAD, SPLASH, Onward!, ISMM, CPP,
        ICSE, FSE, ESEC/FSE, ASE, ISSTA, MSR, SANER, ICSME, ICPC, ICST, ISSRE, MODELS, LLM4Code,
        CCS, NDSS, S&P, SP, Oakland, USENIX Security, EuroS&P, ACSAC, RAID, DSN, PETS, PoPETs, CSF,
        AsiaCCS, ESORICS, CRYPTO, EUROCRYPT, ASIACRYPT, SOUPS, SRDS, CODASPY,
        STOC, FOCS, SODA, ICALP, ITCS, EC, WINE, ESA, SoCG, CCC, ISIT, CDC, ACC,
        SIGSPATIAL, SIGCSE, LAK, EDM, AIED, ITiCSE, BIBM, BCB, RECOMB, ISMB, PSB, CHIL, AMIA
    """,
    "journal": """
        Nature, Science, Cell, PNAS, Nature Communications, Nature Machine Intelligence,
        Nature Methods, Nature Medicine, Nature Biotechnology, Nature Computational Science,
        Scientific Reports, Scientific Data, Science Advances, Science Robotics, PLOS ONE, PLoS One,
        JMLR, TMLR, MLJ, TACL, JAIR, AIJ, TNNLS, TPAMI, PAMI, IJCV, TIP, TMM, TCSVT, TOG, TVCG,
        CVIU,
        TMI, MedIA, TASLP, TSP, SPL, PR, PRL, Neurocomputing, Neural Computation, Neural Networks,
        TKDE, TKDD, TODS, TOIS, TWEB, TIST, TBD, VLDBJ, VLDB Journal, The VLDB Journal, PVLDB,
        SIGMOD Record, SIGKDD Explorations, DMKD, KAIS, WWWJ, IPM, JASIST, Information Sciences,
        TOCS, TPDS, TC, TACO, TECS, TODAES, TCAD, TVLSI, JPDC, FGCS, TOS, TOPC, TCC, TSC, CCPE,
        PARCO,
        TON, ToN, JSAC, TMC, TNSM, TWC, TCOM, COMST, CCR, IoTJ, TOSN, IMWUT, POMACS,
        TOPLAS, PACMPL, PACMMOD, PACMNET, PACMSE, PACMHCI, TSE, TOSEM, EMSE, IST, JSS,
        TDSC, TIFS, TOPS, JACM, CACM, CSUR, ACM Computing Surveys, SICOMP, TCS, TIT, TAC, T-RO, TRO,
        RA-L, RAL, IJRR, JFR, TITS, T-ITS, TIV, TOCHI, IJHCS, IEEE Access, IEEE Micro,
        IEEE Software,
        IEEE Computer, IEEE Network, Computing Surveys, Proceedings of the IEEE, Bioinformatics,
        Briefings in Bioinformatics, JAMIA, npj Digital Medicine, Patterns, Queue, ;login:
    """,
    "preprint": """
        arXiv, CoRR, bioRxiv, medRxiv, ChemRxiv, PsyArXiv, TechRxiv, SSRN, OpenReview, HAL, ePrint,
        IACR ePrint, ResearchGate, Research Square, Preprints, Preprint
    """,
}
# Names that are words of everyday English: `FAST`, but not `fast`.
_COMMON_WORDS = """
    fast cc cluster date micro middleware pact disc spaa pam sec damon www log clear kr cp sat fg vr
    vis iv case chi dis assets models oakland sp raid pets soda wine lak edm ec ics sc rss mm fm ase
    icc cell nature science pr tc tip ton tos tops ral queue patterns hal preprint preprints acc alt
    cav msr crypto tei ist ipm aij fat
"""
KINDS: dict[str, VenueKind] = {
    name: kind
    for kind, names in _NAMES.items()
    for name in (" ".join(part.split()) for part in names.split(","))
}
COMMON = frozenset(_COMMON_WORDS.split())
KINDS_BY_FOLDED_NAME = {name.casefold(): kind for name, kind in KINDS.items()}
