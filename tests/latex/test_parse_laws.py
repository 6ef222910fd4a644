"""Formulas to trees: expectations, divergences, probabilities and draws."""

import pytest

from tests.latex.shown import shown_row
from verify.latex.rows import formula_row

TREES = [
    (r"E_{q(z|x)}[\log p]", "E_{«q (z|x)»}!{[LOG{p}]}"),
    (r"\mathbb{E}_{z\sim q} \log p", "E_{z ~ q}{LOG{p}}"),
    (r"\operatorname{E}[X]", "E!{[X]}"),
    (r"\mathop{\mathbb E}_{z \sim q}[f(z)]", "E_{z ~ q}!{[«f (z)»]}"),
    (r"\E_q[f]", "E_{q}!{[f]}"),
    (r"\mathbb E_q f(z)", "E_{q}{«f (z)»}"),
    (r"\underset{z\sim q}{\mathbb{E}}[f]", "E_{z ~ q}!{[f]}"),
    (
        r"\mathbb{E}[Z]^2 = E X^2 + E_q \log p(x,z) - \log q(z)",
        "E!{[Z]}^{2} [=] (+E{X^{2}}+E_{q}{LOG{«p (x,z)»}}-LOG{«q (z)»})",
    ),
    ("E[X]", "E!{[X]}"),
    ("E[Y]", "E!{[Y]}"),
    ("KL(q(z|x)||p(z))", "KL!{(«q (z|x)»‖«p (z)»)}"),
    (r"D_{KL}(q \| p)", "KL!{(q‖p)}"),
    (r"D_\text{KL}[q \,\|\, p]", "KL!{[q‖p]}"),
    (r"\mathrm{KL}\left(q \parallel p\right)", "KL!{(q‖p)}"),
    (r"\text{KL}\left( q(z|x) \,\middle\|\, p(z|x) \right)", "KL!{(«q (z|x)»‖«p (z|x)»)}"),
    ("KL[q:p]", "KL!{[q:p]}"),
    (r"D(q\|p)", "KL!{(q‖p)}"),
    ("D(q‖p)", "KL!{(q‖p)}"),
    (r"\mathcal{D}(q(z|x) \,||\, p(z))", "KL!{(«q (z|x)»‖«p (z)»)}"),
    ("D(|x|, |y|)", "«D (|x|,|y|)»"),
    (r"\mathcal{E}_{q(z|x)}\left[\log p\right]", "E_{«q (z|x)»}!{[LOG{p}]}"),
    (r"\mathcal{E}_{z \sim q}[f]", "E_{z ~ q}!{[f]}"),
    (r"\mathcal{E}_i[f]", "«cal:E_{i} [f]»"),
    (r"\mathcal{E}_q(f)", "«cal:E_{q} (f)»"),
    (r"\mathcal{E}_q[f] = \mathbb{E}_q[f^2]", "«cal:E_{q} [f]» [=] E_{q}!{[f^{2}]}"),
    (r"D_{\mathrm{KL}}\big(q\big\|p\big)", "KL!{(q‖p)}"),
    (r"\mathbb{D}_{KL}(q \Vert p)", "KL!{(q‖p)}"),
    (
        r"JSD(p_0, p_1) = D_{JS}(p_0\|p_1) = \mathrm{JS}(p\|q)",
        "JSD!{(p_{0},p_{1})} [=] JSD!{(p_{0}‖p_{1})} [=] JSD!{(p‖q)}",
    ),
    (r"d_{KL}(q \parallel p)", "KL!{(q‖p)}"),
    (r"\exp(-x)", "EXP!{((-x))}"),
    (r"\exp\left\{-\frac{1}{2}x\right\}", "EXP!{{(-«{1 // 2} x»)}}"),
    (r"\mathrm{Var}(X)", "VAR!{(X)}"),
    (r"\operatorname{Cov}(X, Y)", "COV!{(X,Y)}"),
    (r"\mathbb{V}[X]", "VAR!{[X]}"),
    (r"\text{Var}_R[Z]", "VAR_{R}!{[Z]}"),
    (r"\mathbb{H}[q]", "H!{[q]}"),
    (r"\mathbb{E}\|x\|^2", "E{‖x‖^{2}}"),
    (r"\mathbb{E}|X|^2", "E{|X|^{2}}"),
    ("E X^2 = E w", "E{X^{2}} [=] E{w}"),
    (
        r"\mathbb{E}_{\epsilon \sim \mathcal{N}(0,I)}[\nabla_z f(z)|_{z=g(\epsilon)}]",
        "E_{epsilon ~ «cal:N (0,I)»}!{[NABLA_{z}{«f (z)»}|@z = «g (epsilon)»]}",
    ),
    (
        r"D_{KL}(\mathcal{N}(\mu,\sigma^2) \| \mathcal{N}(0,1)) = \frac{1}{2}(\mu^2 + \sigma^2 - \log\sigma^2 - 1)",
        "KL!{(«cal:N (mu,sigma^{2})»‖«cal:N (0,1)»)} [=] «{1 // 2} ((+mu^{2}+sigma^{2}-LOG{sigma^{2}}-1))»",
    ),
    (r"P(X = 1) = p = \mathbb{P}(X=1) = \Pr[X = 1]", "«P (X = 1)» [=] p [=] P!{(X = 1)} [=] P!{[X = 1]}"),
    (r"\operatorname{Var}[\hat w] \propto \tfrac1n", "VAR!{[hat:w]} [propto] {1 // n}"),
    (r"\mathbb{E}_{\substack{x \sim p \\ z \sim q}}[f]", "E_{<x ~ p;z ~ q>}!{[f]}"),
    (r"1 - p(x) = \mathbb{E}_p{[x]}", "(+1-«p (x)») [=] E_{p}{[x]}"),
    (
        r"\max_D \mathbb{E}_{p}[\log D(x)] + \mathbb{E}_{q}[\log(1-D(x))]",
        "(+MAX_{D}{E_{p}!{[LOG{«D (x)»}]}}+E_{q}!{[LOG!{((+1-«D (x)»))}]})",
    ),
    (r"\mathbb{E}_{q}\!\left[\log\frac{p}{q}\right]", "E_{q}!{[LOG{{p // q}}]}"),
    (r"\mathbb{E}_{x \sim p_{\text{data}}(x)}[x]", "E_{x ~ «p_{'data'} (x)»}!{[x]}"),
    (r"\nabla_\theta \mathbb{E}_{x}[f] g", "«NABLA_{theta}{E_{x}!{[f]}} g»"),
    (
        r"\mathbb{E}\left[\left(\sum_j X_{ij}R_{ij}w_j\right)^2\right]",
        "E!{[(SUM_{j}{«X_{«i j»} R_{«i j»} w_{j}»})^{2}]}",
    ),
    (r"\Pr(X \le x) = \mathbb{P}(X \leq x)", "P!{(X <= x)} [=] P!{(X <= x)}"),
    (r"\mathbb{E}[X|Y=y]", "E!{[X|Y = y]}"),
    (r"\mathbb{E}[ |X| \mid Y ]", "E!{[|X||Y]}"),
    (r"E_{p(x)}\left[\log\left|\frac{\partial F}{\partial u}\right|\right]", "E_{«p (x)»}!{[LOG{|∂1/u{F}|}]}"),
    (r"\mathrm{KL}(p\,||\,q)", "KL!{(p‖q)}"),
    (r"\mathrm{KL}(p \;\|\; q) = \mathbb{KL}[p\|q]", "KL!{(p‖q)} [=] KL!{[p‖q]}"),
    (r"D_{\mathrm{KL}}(p \mid\mid q)", "KL!{(p‖q)}"),
    ("D_{KL}(p | q)", "KL!{(p|q)}"),
    ("KL(p;q)", "KL!{(p;q)}"),
    ("KL(p,q)", "KL!{(p,q)}"),
    (r"D_{\rm KL}(p\|q)", "KL!{(p‖q)}"),
    (r"{\rm KL}(p\|q)", "KL!{(p‖q)}"),
    (r"\textrm{KL}(p\|q)", "KL!{(p‖q)}"),
    (r"\mathcal{D}_{KL}(p\|q) = \mathsf{KL}(p\|q)", "KL!{(p‖q)} [=] KL!{(p‖q)}"),
    (
        r"JSD(p\|q) = \tfrac12 KL(p\|m) + \tfrac12 KL(q\|m)",
        "JSD!{(p‖q)} [=] (+«{1 // 2} KL!{(p‖m)}»+«{1 // 2} KL!{(q‖m)}»)",
    ),
    (r"D_{\text{JS}}(p,q)", "JSD!{(p,q)}"),
    (
        r"\text{Var}\left(\sum_i X_i\right) = \sum_i \text{Var}(X_i)",
        "VAR!{(SUM_{i}{X_{i}})} [=] SUM_{i}{VAR!{(X_{i})}}",
    ),
    (r"\mathbb{E}[X]^2", "E!{[X]}^{2}"),
    (r"(\mathbb{E}X)^2", "(E{X})^{2}"),
    (r"\mathbb{E}^2[X]", "E^{2}!{[X]}"),
    (r"R_{ij} \sim \text{Bern}(p)", "R_{«i j»} [~] «'Bern' (p)»"),
    (r"\epsilon \sim \mathcal{N}(0, \sigma^2 I_n)", "epsilon [~] «cal:N (0,«sigma^{2} I_{n}»)»"),
    (r"\mathbb{E}_{R \sim \mathrm{Bern}(p)}[\cdot]", "E_{R ~ «'Bern' (p)»}!{[`cdot]}"),
    (
        r"q^*(z) = \operatorname*{arg\,min}_{q\in\mathcal Q} D_{KL}(q\|p)",
        "«q^{`*} (z)» [=] ARGMIN_{q in cal:Q}{KL!{(q‖p)}}",
    ),
    (r"q^\star \in \arg\min_q D_{KL}(q\|p)", "q^{`*} [in] ARGMIN_{q}{KL!{(q‖p)}}"),
    (
        r"\max_{\theta}\,\mathbb{E}_q[\log p_\theta] - D_{KL}(q\|p) = \max_\theta \mathcal{L}",
        "(+MAX_{theta}{E_{q}!{[LOG{p_{theta}}]}}-KL!{(q‖p)}) [=] MAX_{theta}{cal:L}",
    ),
]


@pytest.mark.parametrize(("latex", "expected"), TREES, ids=[t[0] for t in TREES])
def test_trees(latex, expected):
    assert shown_row(formula_row(latex)) == expected
