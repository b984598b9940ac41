"""Recordings that show what is to be heard, and when to be silent.

The voices are espeak-ng's: a greeting in Arabic, and when a library opens, in English.
"""

from base64 import b85decode

from marsad.enrich.video_samples import TONE
from marsad.plugins import Example

_GREETING = b85decode(
    "PiJRS00IC2000000000000000002oU_Mib1PjGc}NM&JU0RcDxfIa{K0000_XJ=CY0000000000000000096107;d;"
    "Q~@qeaCLK3VP|s&0001HW^Hg~X8`~J02BZK0A+4tZ)9b1JxpPCV<2p4VsCJDb5CbyQvd*fy8r+H00000000020001Y"
    "aklv~2L=WZ6c7#%4GRto4h#zn4GtI%4i6U-"
    "5fBg!4h{_s4h;<r4G#_!5)Ta!4h;+o4hjeh<~t*+U<e4Tvkt}x2&}UX#t47}3to((19gdIt}@R~EC{?*x(#K|F!_#S"
    "EL)pq{O_Be<p{iNNzJfSkrUATF_Y>IU<kZwwjEfI2=OX{T|Qt4yY0y^JmD<5_xL%_6C4PIcA<?ecj#lg;kO(Jgy3ES"
    "XQ84W-"
    "rxw8TYfL&<J;h&B$2xw2!!{?m{Lwuc!tYh2$eyaup;;yAgsfeK7a_6f{LOD#FzG~BFzYd*ZG+o%=@SwfC!aIpc<#X3"
    "c5p{atMUrY4^b{DzdG8QQHWF;jOC$aI4ane!a)A2)fxd1ZwklcUpC-q4P!<XjfVMYglo>2)u-"
    "df2RE9%E$$`6g~*N8}Ptj+=d2*ni`tm2)WzQPvL8FiLBh&hO$TqwoD@=%yLR1S|EohZ$@#{07ST=DDnuozxxr{@kG#"
    "<K%UKt=6iLb@Cdvz%NZ|n>Kb(_u&PBkD1ZpOhLwvjT+pGI9}Q@|N4N;Q&C#)FBL}(f-"
    "<aA7tPlviqbBFj&*+I$sL{X(yr8B>QZkZ$1clhr)d;+#AbBT+48pE9hPYq|yq?5Rkq2#LS+E;O2)uG6Y-"
    "eMX8(&+QObEPC@wO+-NR=z=G)y=Myh6Ps3fnxkd5g%Z2)rjp9sLE-"
    "1n8TEKnT1Zn}t|$sCnJV_b~{(9;M@<W2&#1iyAlxx?ZCo+187cVr6(ZhOh{^LMY1lwG}5!J|~If2)Q$hPCeD{G}<f-"
    "AwlUiO@jS^2(f_aa)UfZ-C&S-&7*DRnW_k|TXWN#qA*qmAA)X_P6)6L2oAsQ-"
    "C56`g!~Au$^8vEA=v&FtR%ZcJm?6qcKTeNlzR8nvTq)U2nIXBFh{rHdTaCcst5*Q2e!N!n+{)6fCvU{7oD&7Y%yYh2"
    "tQSmYP$wPdf<B8CV&VAY@4^<E=CUGPiJRS0001Y0RR910000000093004vbr8_bV3k(Yt6Acd#6A=v$5DyL#6A%(03"
    "=9to4h<O)4G#?x4-OF!4h#$o6A=;;5)BXz4hRN2?>HE|B$gnBzz7B?`aN0ncX25|2nHWT3Clg}-"
    "d{st2nH2m;E?1I%P}AbtN`>7vyu_nWvCe{lZPO(uV`w(2)8h_KM5hbqLE`Kz{<_s11vxYyj*NXlN$9v*MrmO2)w*wn"
    "#K-Ft;08ZLAYQDyyQ^TJ>FWDZAV}eJ@QBhyYEPrpY*xMj7s~&V*P9&%UB4zbX<EAz-"
    ">nwm{_|Om$bkLx`z@8uff!$AFu`(2)c@8>LxwwZxc^DLyvF>x{6~O@g~9wHWy+vJ|6@Kx;<y@_^C@;`x&@#1P}<hR?"
    "D?OD?;F+HZmf>2)Jlq*QTL(_vG!h{92_?PWcG7p$o&G6hheFGd_wT$Qr&+$OyIR&;s#XU9ZCpYrDj{APBU}V5cuZq9"
    "@CzE1Z-"
    "M0_|W3ze{5|_0cyb6n$Fej9Z6V03~Cfm?m%;@oaw(3o~^HHtui$fwqt$o9TcE5Y>%P(Y|atrYxWcfCOw;u!(Y<Iw#="
    "rFHi`C$Y1^VfoAm6fC!WK`B;IOp7K5+kk6n9gq$R?^8c0FQq@N^2(uKnXVPE)2@8!@&i<GO{@p<|H`Zelnh35~N<es"
    "u<rJ_2|LMinfC#M!mUwoDc}KDf*is0r`fGh$n`EH*qmj?BBnYc(vUDK|em=DQ=iCUkSCcZJO*p9*dcOO=$_vAk2(V$"
    "lloGH{C>wBVw+(;@uu$Vz;sSNJdtTAufC#LdWq1{^gqp^Wy8NUvJ<15H{2!@oTwAzeG*Wx1<A4abP-"
    "$XV{OF4_2dU1z2!$~sgZq2ELygzh2!%4|hLJFfqu0B}2!qJ3V3o4b#~2KH2$Y~k=<nB8TqYfPC1Hm$#8x&4mZHFuSn"
    "njm6aTwVm$JWX2$qp~M%SH4<P^OMg*plzxKs$1P=$$H=n5j3*&W7A0wWC%2$r5L7zSL?3%r@4CS+ZG^{fbmSc!tVe1"
    "QmX&;=$4me{t%!#ym@j2_`C1ILgEg&q(P-"
    "K)m4>DLz+fCz;S;5R)N)4NQwLQ|YiXJ=CY0Dv+A000000000000aO40HJ)gJ2D>=4h;?u3k(Yn4Gs<o3k?tt4Gj$s5"
    "E2j+5fKm)5)%*;5DgCv4-O3v4iFLy4-"
    "W|l2(t>NcIUX3XVV`CH2x6#**Z+?2Sf$^@kR$CBQd}Tu2^h1w}3?#i>Mbl)FQ)*ZMX=n2+uiE&CXwm(V|CS2&~(iOa"
    "$YoW>}#|#|Wyx@G)lD>x0GJI7?gzua>|j0vxV}7@!q0t$+wHW55A0Vr42^bO;L#oYO^$tDtqZfCz(}%6a=n^xp~f2$"
    "c-!3?=D<;8HkS?qxs-gz_%OK<5ZZ(3gDT2(d|kArsn>J<%<Froad?On?DFG*d$hyI3pO2ozn|hqmK)tq6uYH%~7ksH"
    "OR!2!)VY;*RK+FJ;PRtq8ooh%}6I)h32*bkdD_fC#*#D&2taF?#LAfHw#@2)vb}=4?nk&_i}lzzDo+10ahCO!k%;j_"
    "L@z{?D9z+sKrrLrq8sya%^UjKw)}Tmp4HFH#7*Hb`}|h^uNK>5{~OjS>jBVyhzc*T0@@fGl+1+SiGM2(_|hIJOiFb%"
    "SBIniDUu2)I#t_>~kNJQF|2rz3IN?PBX-"
    "2(Iu`L~6oLOJzc==(KHss0g*;T^TTemPsoSHnRk+Z=eXaes%t#dm<D*Gs6yQOW6pmo#yC%blw8aIsWl)jtx4o2(%OE"
    "jYn1;i~7wvVbC((EFcKCC^D<(z9awRN8Vmu9}d(*kO;UW&OE?SkEXjs^M@>2C<we~iNQ<>-"
    "8uRcDF8cD>*<1k2)u`D!c(x?c~i!_LJW{t2)uL4Un>F1-"
    "qtdtAPBrd@{UHDga<5!uyHro2)qinC>Qn*U^mUnM+m$a+VB5F97J9N-"
    "n1wn2)q5UwkzUYlg0*Jm>>wdUe&<d!Fa<9pttA<ycKbEQgtovSFzi)cdH1w<Y2t6!(PU&a>c~p2)Zoa;_!(G=VlX5>"
    "gNY22*1#hW9v=MBzb)?F3GWf6yOMiciW*t{tgOHjDrZ2zC}XX5p=}+))s;4@CcLzIE7_nP<UK!dnfqJ2!v$i^ePCWc"
    "nCYu5JEJ}$WLcyQvd|_hXMcq00000000050001>T$wNz2nGfQ1_lNO1_lNO1_lNO1_lNO1_lNQBeMYiv2P#<2&}UX#"
    "s~<kvkt}x2&}UX#s~<kvkt}x2&}UX#s~<kvkt}x2&}UX#s~<kvkt}x2&}UX#s~<kvkt}x2&}UX#s~<kvkt}x2&}UX#"
    "s~<kvkt}x2&}UX#s~<kvkt}x2&}UX#s~<kvkt}x2&}UX#s~<kvkt}x2&}UX#s~<kvkt}"
)
_NOTICE = b85decode(
    "PiJRS00IC2000000000000000002oU_Mib1PjGc}NM&JU0RcDxfIa{K0000_XJ=CY0000000000000000096107;d;"
    "Q~@qeaCLK3VP|s&0001HW^Hg~X8`~J02BZK0A+4tZ)9b1JxpPCV<2p4VsCJDb5CbyQvd*fy8r+H00000000020001j"
    "pRLF;2o4Pm4;B#(3=<R<5)cv(4-O3y8W|A`3=Izu4-gFw5fBg-4iXLz6A%s$4iO6r4-"
    "5zk=dQS(b07$V_;KjW01g$imj}h52!w4Z+$aPwTE)T6&<KQif{Y_`T0$rC@z4l_z;anq2r$ppK$*K|Pzbv%9!&#qtk"
    "oN$;6LF>2cuZ-N?~*eyie6WF|WpparnF}-H-~v2)sdJ@q3<@>e<;^A_%+m{=oltaHKIW)Cj+)SMM>Q-"
    "iCzfr<wmYzRYvb2(b>9CMk^f6iZefOg(@<m%z7N2(~E@olbouknqx@N%UM7a&LkH!N3T)!E^)~e#f{2)00xLMLLea2"
    ")qn30&@NRf*3z}-(xh;2)wUiU87516DUxaYky6h<i7~KzlJtx@y)HRXLS-"
    "<tO&fK?3B}5q*6InA~*n$2)w0c9y70XYVcYWLcj>U63N`SHHPmK*RQY$y!R`wemhvN>3iEjjseUm-Uz(I$HY}3?ro&"
    "$zHZ;I#|6n;OVXfnSdV}Rygva3SS>i~^2G`c0#(cq1`GM#IXa0H2)rT0nob=N2@iOsUmr~ffC#!8fD0l89NHMOAP5E"
    "mWIz29DL%8vNC<?$^?!Jxg@`M|Y=8*6=|ze==X^gv3F45(nh3T`YZ<hM;l_Z|I7Ak;6bQfR!5dXFKBWxywxI;D2)w%"
    "-NW=8$Czp(K&c`Pp2)ruMIkiPQfw}?kPzbvN4BVB#{A)prNJ&HpxPYIgADXdHH~^}##5NGX2)Poi99a_P79A(%G9N#"
    "H2)yv3{F@H7!4n>xo^B5|2)sU+kJTR~zGI)a`&3{ITH(7{WzYz_4NxS0)fRC~9E%np2)jER7_vR1u~r#fI$R368n_6"
    "&4N^Ad=qj2c3scQd2!-"
    "vAv}k;X7$FlrmfC;_y+9uz3H^nI`{;fz=q7A??tloq!qeJ+_KYa=Rewh?edGwd9dmiWAQ^Fs4a{(02)a>C2$N$quiP"
    "x0nBV>gx6cPPe*mIl;0avFkO;Ou*s1^YBGwT@eif-QV5SHLZ6{#70yK<?5C}T}pa6lkTiZW?2!{~mG*?s3?zMQ#O9t"
    "2og?10alkYG0wmRTXXJ=CY004IZ000000000000RI30DCjaFER}b77q^*DiaP63=R$u6Aus%3=9wo4-"
    "FO%5D*a%4i66w4i60w5)l#;6c!T~4i69#2$uS33}MtrAGO?TatMX8KTC~23b-aO=m@-CiZ@?~@){2}-"
    "jHg!tccU7+U!UOymB7YmnPqPNZ~e72So_H9(0QJSO7I3{TcC{fC#(mVg(1RSCMWh^L8sbCGH5hGfPJU_jvnvg4Q8a2"
    "@|Up?(_-wXGI*(hF-fVVyt@Sv~!c32aZVl2(BjDKZX3cN{jT7znFZIXCu)FuQ63A{!A8;6l<<OfC#a3172}#6Kav8v"
    "BGz>fC#oy&#6jEUv||WfC#rIqVw7q6p|5Qo>xE!w!i`tZTD{t$@S^FfC#uR8GOkn%)6l3AovD}#t6JD0{C!>#14s!P"
    "&*-E(6=vu2)vQm1^R58^CEzFe?*7~ycfqUi=@5~q7-"
    "gypMVGmyXpgUqJxo4%fHLTySxZKP{0h=F##CWbl?auW55A0BUGUi>Ocs92am)WG+%`j4x^=+(jW+g*6|kw;A>VQ2$g"
    "&do}0J<keE&N8nYk>g!m~B;db~PwjQ+P2)AVF0^Z(xsIJ@TJ{;XdD~vK(dejK9mPXxn9dF2AcLQ&0;0UwkO~jCaWkc"
    "A<J3K?N%m}-"
    "ZP}{Pmk3}L|FZwOjU<kYYpx2&xz^)vNcx<Dvt_TRcXu*12d<@dOV_TWI+U*Fuzal(a)B+h2GV&aN2)w)7ni0>#w8o^"
    "h8E3!<yp`$A4sr-nGaLH11Aqv;q$=aM1$-PR6;Xij2)v%eO<6(Ik-"
    "Y(ly?_Y3e+X*#BZ$9JfNPF^=m@;!jELVSn?Bia$q)#<nX~Fak4xI1R$ww0Qs4-"
    "@h_UDPi_0Z#3V=O}fDtd`2)tho(r;89A4fzBgx{P9KnS~4?3Pa9surNg+QK)f;hi4{x<bmMDOS8<HVh&l|5Zagb<ha"
    "8SX!EFw#Q-(#*LYu^Ho$_9AF5ynOW&(XRFRrvEFESZ6<5Kv25$)2)2ecjrnwK+h}MeofIg?M+blito?B7yONi-"
    "$p9Th`kTN=t{zog{9p*JIR%#$P?<Sn*4>9d2(Qn`H}6i5r;5yY-i@#buF&>P#;o*ZrJ&_?t0!g%uctJ(2-"
    "6pz4_Te=Vr+pufKO*<Qvd|S(*Xbg00000000040001jQ_i0m5ey0l2?z@e3<(AX1_lNO1_lNO1_lNO1_-"
    "OVH;K*t!7qY=uz<sXs-Orq?r<LmbHuEaDCh_f*G*up+x^qP2nmMm50<6C2nmMkv3Fd$zz7M3?9M~hSO^H9>#VUTn!*"
    "Ht2neQRje<LG{fKsi2neQRjeA+3d$?JE2neQRj-"
    "p}JfCvbzvkt}x2&}UX#s~<kvkt}x2&}UX#s~<kvkt}x2&}UX#s~<kvkt}x2&}UX#s~<kvkt}x2&}UX#s~<kvkt}x2&"
    "}UX#s~<kvkt}x2&}UX#s~<kvkt}"
)


def examples() -> tuple[Example, ...]:
    """Two synthetic voices, a tone, and a text that is no recording."""
    return (
        Example(files=(("greeting.ogg", _GREETING),), says=("3",)),
        Example(files=(("picture.jpg", _NOTICE),), says=("2",)),
        Example(files=(("tone.mp4", TONE),)),
        Example(files=(("words.ogg", "كلام مكتوب لا صوت فيه".encode()),)),
    )
