//! FreeFEM: C++ with the words of finite elements.

use super::cpp;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "break catch continue else for if return try while";

const TYPES: &str = "bool border complex dmatrix fespace func gslspline ifstream int macro matrix mesh mesh3 mpiComm \
    mpiGroup mpiRequest NewMacro EndMacro ofstream Pmmap problem Psemaphore real solve string varf";

const RESERVED: &str = "BDM1 BDM1Ortho Edge03d Edge13d Edge23d FEQF HCT P0 P03d P0Edge P1 P13d P1b P1b3d P1bl P1bl3d \
    P1dc P1Edge P1nc P2 P23d P2b P2BR P2dc P2Edge P2h P2Morley P2pnc P3 P3dc P3Edge P4 P4dc P4Edge P5Edge RT0 RT03d \
    RT0Ortho RT1 RT1Ortho RT2 RT2Ortho qf1pE qf1pElump qf1pT qf1pTlump qfV1 qfV1lump qf2pE qf2pT qf2pT4P1 qfV2 qf3pE \
    qf4pE qf5pE qf5pT qfV5 qf7pT qf9pT qfnbpE ARGV append area be binary BoundaryEdge bordermeasure CG Cholesky cin \
    cout Crout default diag edgeOrientation endl FILE fixed GMRES good hTriangle im imax imin InternalEdge l1 l2 label \
    lenEdge length LINE linfty LU m max measure min mpiAnySource mpiBAND mpiBXOR mpiCommWorld mpiLAND mpiLOR mpiLXOR \
    mpiMAX mpiMIN mpiPROD mpirank mpisize mpiSUM mpiUndefined n N nbe ndof ndofK noshowbase noshowpos notaregion nt \
    nTonEdge nuEdge nuTriangle nv P pi precision quantile re region scientific searchMethod setw showbase showpos \
    sparsesolver sum tellp true UMFPACK unused whoinElement verbosity version volume x y z";

const FUNCTIONS: &str = "abs acos acosh adaptmesh adj AffineCG AffineGMRES arg asin asinh assert atan atan2 atanh atof \
    atoi BFGS broadcast buildlayers buildmesh ceil chi complexEigenValue copysign change checkmovemesh clock cmaes \
    conj convect cos cosh cube d dd dfft diffnp diffpos dimKrylov dist dumptable dx dxx dxy dxz dy dyx dyy dyz dz dzx \
    dzy dzz EigenValue emptymesh erf erfc exec exit exp fdim ffind find floor flush fmax fmin fmod freeyams getARGV \
    getline gmshload gmshload3 imag int1d int2d int3d intalledges intallfaces interpolate invdiff invdiffnp invdiffpos \
    Isend isInf isNaN isoline Irecv j0 j1 jn jump lgamma LinearCG LinearGMRES log log10 lrint lround max mean medit min \
    mmg3d movemesh movemesh23 mpiAlltoall mpiAlltoallv mpiAllgather mpiAllgatherv mpiAllReduce mpiBarrier mpiGather \
    mpiGatherv mpiRank mpiReduce mpiScatter mpiScatterv mpiSize mpiWait mpiWaitAny mpiWtick mpiWtime mshmet NLCG on \
    plot polar Post pow processor processorblock projection randinit randint31 randint32 random randreal1 randreal2 \
    randreal3 randres53 Read readmesh readmesh3 Recv rfind rint round savemesh savesol savevtk seekg Sent set sign \
    signbit sin sinh sort splitComm splitmesh sqrt square srandom srandomdev Stringification swap system tan tanh \
    tellg tetg tetgconvexhull tetgreconstruction tetgtransfo tgamma triangulate trunc Wait Write y0 y1 yn";

/// Those of the GNU Scientific Library, behind `gsl`.
const GSL: &str = "cdfugaussianP cdfugaussianQ cdfugaussianPinv cdfugaussianQinv cdfgaussianP cdfgaussianQ \
    cdfgaussianPinv cdfgaussianQinv cdfgammaP cdfgammaQ cdfgammaPinv cdfgammaQinv cdfcauchyP cdfcauchyQ cdfcauchyPinv \
    cdfcauchyQinv cdflaplaceP cdflaplaceQ cdflaplacePinv cdflaplaceQinv cdfrayleighP cdfrayleighQ cdfrayleighPinv \
    cdfrayleighQinv cdfchisqP cdfchisqQ cdfchisqPinv cdfchisqQinv cdfexponentialP cdfexponentialQ cdfexponentialPinv \
    cdfexponentialQinv cdfexppowP cdfexppowQ cdftdistP cdftdistQ cdftdistPinv cdftdistQinv cdffdistP cdffdistQ \
    cdffdistPinv cdffdistQinv cdfbetaP cdfbetaQ cdfbetaPinv cdfbetaQinv cdfflatP cdfflatQ cdfflatPinv cdfflatQinv \
    cdflognormalP cdflognormalQ cdflognormalPinv cdflognormalQinv cdfgumbel1P cdfgumbel1Q cdfgumbel1Pinv \
    cdfgumbel1Qinv cdfgumbel2P cdfgumbel2Q cdfgumbel2Pinv cdfgumbel2Qinv cdfweibullP cdfweibullQ cdfweibullPinv \
    cdfweibullQinv cdfparetoP cdfparetoQ cdfparetoPinv cdfparetoQinv cdflogisticP cdflogisticQ cdflogisticPinv \
    cdflogisticQinv cdfbinomialP cdfbinomialQ cdfpoissonP cdfpoissonQ cdfgeometricP cdfgeometricQ cdfnegativebinomialP \
    cdfnegativebinomialQ cdfpascalP cdfpascalQ interpakima interpakimaperiodic interpcsplineperiodic interpcspline \
    interpsteffen interplinear interppolynomial ranbernoullipdf ranbeta ranbetapdf ranbinomialpdf ranexponential \
    ranexponentialpdf ranexppow ranexppowpdf rancauchy rancauchypdf ranchisq ranchisqpdf ranerlang ranerlangpdf \
    ranfdist ranfdistpdf ranflat ranflatpdf rangamma rangammaint rangammapdf rangammamt rangammaknuth rangaussian \
    rangaussianratiomethod rangaussianziggurat rangaussianpdf ranugaussian ranugaussianratiomethod ranugaussianpdf \
    rangaussiantail rangaussiantailpdf ranugaussiantail ranugaussiantailpdf ranlandau ranlandaupdf rangeometricpdf \
    rangumbel1 rangumbel1pdf rangumbel2 rangumbel2pdf ranlogistic ranlogisticpdf ranlognormal ranlognormalpdf \
    ranlogarithmicpdf rannegativebinomialpdf ranpascalpdf ranpareto ranparetopdf ranpoissonpdf ranrayleigh \
    ranrayleighpdf ranrayleightail ranrayleightailpdf rantdist rantdistpdf ranlaplace ranlaplacepdf ranlevy ranweibull \
    ranweibullpdf sfairyAi sfairyBi sfairyAiscaled sfairyBiscaled sfairyAideriv sfairyBideriv sfairyAiderivscaled \
    sfairyBiderivscaled sfairyzeroAi sfairyzeroBi sfairyzeroAideriv sfairyzeroBideriv sfbesselJ0 sfbesselJ1 sfbesselJn \
    sfbesselY0 sfbesselY1 sfbesselYn sfbesselI0 sfbesselI1 sfbesselIn sfbesselI0scaled sfbesselI1scaled \
    sfbesselInscaled sfbesselK0 sfbesselK1 sfbesselKn sfbesselK0scaled sfbesselK1scaled sfbesselKnscaled sfbesselj0 \
    sfbesselj1 sfbesselj2 sfbesseljl sfbessely0 sfbessely1 sfbessely2 sfbesselyl sfbesseli0scaled sfbesseli1scaled \
    sfbesseli2scaled sfbesselilscaled sfbesselk0scaled sfbesselk1scaled sfbesselk2scaled sfbesselklscaled sfbesselJnu \
    sfbesselYnu sfbesselInuscaled sfbesselInu sfbesselKnuscaled sfbesselKnu sfbessellnKnu sfbesselzeroJ0 \
    sfbesselzeroJ1 sfbesselzeroJnu sfclausen sfhydrogenicR1 sfdawson sfdebye1 sfdebye2 sfdebye3 sfdebye4 sfdebye5 \
    sfdebye6 sfdilog sfmultiply sfellintKcomp sfellintEcomp sfellintPcomp sfellintDcomp sfellintF sfellintE sfellintRC \
    sferfc sflogerfc sferf sferfZ sferfQ sfhazard sfexp sfexpmult sfexpm1 sfexprel sfexprel2 sfexpreln sfexpintE1 \
    sfexpintE2 sfexpintEn sfexpintE1scaled sfexpintE2scaled sfexpintEnscaled sfexpintEi sfexpintEiscaled sfShi sfChi \
    sfexpint3 sfSi sfCi sfatanint sffermidiracm1 sffermidirac0 sffermidirac1 sffermidirac2 sffermidiracint \
    sffermidiracmhalf sffermidirachalf sffermidirac3half sffermidiracinc0 sflngamma sfgamma sfgammastar sfgammainv \
    sftaylorcoeff sffact sfdoublefact sflnfact sflndoublefact sflnchoose sfchoose sflnpoch sfpoch sfpochrel \
    sfgammaincQ sfgammaincP sfgammainc sflnbeta sfbeta sfbetainc sfgegenpoly1 sfgegenpoly2 sfgegenpoly3 sfgegenpolyn \
    sfhyperg0F1 sfhyperg1F1int sfhyperg1F1 sfhypergUint sfhypergU sfhyperg2F0 sflaguerre1 sflaguerre2 sflaguerre3 \
    sflaguerren sflambertW0 sflambertWm1 sflegendrePl sflegendreP1 sflegendreP2 sflegendreP3 sflegendreQ0 sflegendreQ1 \
    sflegendreQl sflegendrePlm sflegendresphPlm sflegendrearraysize sfconicalPhalf sfconicalPmhalf sfconicalP0 \
    sfconicalP1 sfconicalPsphreg sfconicalPcylreg sflegendreH3d0 sflegendreH3d1 sflegendreH3d sflog sflogabs \
    sflog1plusx sflog1plusxmx sfpowint sfpsiint sfpsi sfpsi1piy sfpsi1int sfpsi1 sfpsin sfsynchrotron1 sfsynchrotron2 \
    sftransport2 sftransport3 sftransport4 sftransport5 sfsin sfcos sfhypot sfsinc sflnsinh sflncosh \
    sfanglerestrictsymm sfanglerestrictpos sfzetaint sfzeta sfzetam1 sfzetam1int sfhzeta sfetaint sfeta";

const PARAMETERS: &str = "A A1 abserror absolute aniso aspectratio B B1 bb beginend bin boundary bw close cmm coef \
    composante cutoff datafilename dataname dim distmax displacement doptions dparams eps err errg facemerge facetcl \
    factorize file fill fixedborder flabel flags floatmesh floatsol fregion gradation grey hmax hmin holelist hsv init \
    inquire inside IsMetric iso ivalue keepbackvertices label labeldown labelmid labelup levelset loptions lparams \
    maxit maxsubdiv meditff mem memory metric mode nbarrow nbiso nbiter nbjacoby nboffacetcl nbofholes nbofregions \
    nbregul nbsmooth nbvx ncv nev nomeshgeneration normalization omega op optimize option options order orientation \
    periodic power precon prev ps ptmerge qfe qforder qft qfV ratio rawvector reffacelow reffacemid reffaceup refnum \
    reftet reftri region regionlist renumv rescaling ridgeangle save sigma sizeofvolume smoothing solver sparams split \
    splitin2 splitpbedge stop strategy swap switch sym t tgv thetamax tol tolpivot tolpivotsym transfo U2Vc value \
    varrow vector veps viso wait width withsurfacemesh WindowIndex which zbound";

pub(in crate::highlight) fn grammar() -> Grammar {
    let gsl = format!("gsl{}", GSL.replace(' ', " gsl"));
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            (TYPES, KeywordType),
            (RESERVED, KeywordReserved),
            (FUNCTIONS, NameBuiltin),
            (gsl.as_str(), NameBuiltin),
            (PARAMETERS, NameAttribute),
        ],
    );
    cpp::with_words(&names)
        .state(
            "line_begin_in_declaration",
            [
                include("space_in_line"),
                rule("include|load|ENDIFMACRO|IFMACRO", CommentPreproc).push("directive"),
                at("").pop(),
            ],
        )
        .state(
            "statements",
            [
                include("space"),
                rule("(?:u8|u|U|L)?\"", Str).push("string"),
                rule(
                    r"(?i)(?:u8|u|L)?'(?:\\.|\\[0-7]{1,3}|\\x[a-f0-9]{1,2}|[^\\'\n])'",
                    StrChar,
                ),
                rule(r"(?i)(?:\d+\.\d*|\.?\d+)e[+-]?\d+[lu]*", NumFloat),
                rule(r"(?i)0x[0-9a-f]+[lu]*", NumHex),
                rule("(?i)0[0-7]+[lu]*", NumOct),
                rule(r"(?i)\d+[lu]*", NumInteger),
                rule(r"\*/", Error),
                rule(r"[~!%^&*+=|?:<>/'-]", Operator),
                rule(r"[()\[\],.;]", Punctuation),
                rule(r"case\b", Keyword).push("case"),
                rule(r"(?:true|false|NaN)\b", NameBuiltin),
                words(r"[a-zA-Z_]\w*", &names),
            ],
        )
}
