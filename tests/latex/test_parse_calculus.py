"""Formulas to trees: derivatives, integrals, limits and extrema."""

import pytest

from tests.latex.shown import shown_row
from verify.latex.rows import formula_row

TREES = [
    (
        r"\int_{-\infty}^{\infty} p(z) dz = \int p(z) \mathrm{d}z = \int f d\boldsymbol{x}",
        "INT_{(-∞)}^{∞}{«p (z)»} dz [=] INT{«p (z)»} dz [=] INT{f} dx",
    ),
    (r"\int dz\, f(z) g(z)", "INT{«f (z) g (z)»} dz"),
    (r"\int\int p(x,z) dx dz", "INT{INT{«p (x,z)»} dx} dz"),
    (r"\iint p \, dx \, dz", "INT{p} dx dz"),
    (r"\int f dx + \int g dx = \int f + g \, dx", "(+INT{f} dx+INT{g} dx) [=] INT{(+f+g)} dx"),
    (r"\frac{\partial}{\partial w} f(w)", "∂1/w{«f (w)»}"),
    (r"\frac{\partial f}{\partial w}", "∂1/w{f}"),
    (r"\frac{\partial^2 f}{\partial x\partial y}", "∂2/x,y{f}"),
    (r"\frac{d}{dt} f", "d1/t{f}"),
    (r"\frac{\partial^2 f}{\partial x^2}", "∂2/x,x{f}"),
    (r"\frac{\partial}{\partial w} f(w) + g(w)", "(+∂1/w{«f (w)»}+«g (w)»)"),
    (r"\partial_{w} f", "∂1/w{f}"),
    (r"\partial f/\partial w", "∂1/w{f}"),
    ("df/dx", "d1/x{f}"),
    (
        r"\nabla_w f(w) + \nabla^2_w f + \nabla_w w^T A w + \nabla F(u) du",
        "(+NABLA_{w}{«f (w)»}+NABLA_{w}^{2}{f}+NABLA_{w}{«w^{`top} A w»}+«NABLA{«F (u)»} d u»)",
    ),
    (r"\dot x", "dot:x"),
    (r"\dot{\psi}_0", "dot:psi_{0}"),
    (r"\dot\psi_0", "dot:psi_{0}"),
    (r"\left.f\right|_{x=0}", "f|@x = 0"),
    (r"f(x)\Big|_{(0,0)}", "«f (x)»|@(0,0)"),
    (r"\frac{d}{dx} f(x) |_{x=0}", "d1/x{«f (x)»}|@x = 0"),
    (r"\operatorname*{arg\,max}_\theta f(\theta)", "ARGMAX_{theta}{«f (theta)»}"),
    (r"\arg\max_\theta f", "ARGMAX_{theta}{f}"),
    (r"\underset{\theta}{\operatorname{argmax}} f", "ARGMAX_{theta}{f}"),
    (r"\underset{\theta}{\arg\max}\, f", "ARGMAX_{theta}{f}"),
    (r"\mathop{\mathrm{argmax}}\limits_{\theta} f", "ARGMAX_{theta}{f}"),
    (r"\operatorname{arg\,min}_x x = \argmin_x x", "ARGMIN_{x}{x} [=] ARGMIN_{x}{x}"),
    (r"\max_{D} V(D)", "MAX_{D}{«V (D)»}"),
    (r"\max_\theta \log p_\theta(x) - g(\theta)", "(+MAX_{theta}{LOG{«p_{theta} (x)»}}-«g (theta)»)"),
    (r"\sup_{D \in \mathcal{D}} V(D)", "SUP_{D in cal:D}{«V (D)»}"),
    (r"\left|\det \frac{\partial F}{\partial u}\right|^{-1}", "|DET{∂1/u{F}}|^{(-1)}"),
    (r"\theta ∑_i ∫ ≤ θ^ᵀ x² ‖x‖ − y", "«theta SUM_{i}{INT{_}}» [<=] (+«theta^{`top} x^{2} ‖x‖»-y)"),
    (r"\lim_{p \to 1} f = 0", "LIM_{p -> 1}{f} [=] 0"),
    (r"\lim_{p \to 0^+} f(p) + p = \infty", "(+LIM_{p -> 0^{`+}}{«f (p)»}+p) [=] ∞"),
    (r"dx = |\det \nabla F(u)| du", "«d x» [=] «|DET{NABLA{«F (u)»}}| d u»"),
    (r"\frac{\mathrm{d} f}{\mathrm{d} x}", "d1/x{f}"),
    (r"\frac{df}{dx}", "d1/x{f}"),
    (r"\int_{\mathbb{R}^d} f(x) \, \mathrm{d}x", "INT_{bb:R^{d}}{«f (x)»} dx"),
    (
        r"\int p(x) \log\frac{p(x)}{q(x)}\,dx = -\int p(x)\log\frac{q(x)}{p(x)}\,dx",
        "INT{«p (x) LOG{{«p (x)» // «q (x)»}}»} dx [=] (-INT{«p (x) LOG{{«q (x)» // «p (x)»}}»} dx)",
    ),
    (r"\int_x p_1 \log D", "INT_{x}{«p_{1} LOG{D}»}"),
    (r"\int p_1 \log p_1 - \int p_1 \log(p_1+p_0)", "(+INT{«p_{1} LOG{p_{1}}»}-INT{«p_{1} LOG!{((+p_{1}+p_{0}))}»})"),
    (r"\left. \frac{\partial f}{\partial x} \right|_{x = x^*, y = 0} = 0", "∂1/x{f}|@<x = x^{`*},y = 0> [=] 0"),
    (r"x_{t+1} = x_t - \eta \nabla f(x_t)", "x_{(+t+1)} [=] (+x_{t}-«eta NABLA{«f (x_{t})»}»)"),
    (
        r"\hat{\theta}_{MLE} = \arg\max_{\theta \in \Theta} \sum_{i=1}^n \log p(x_i;\theta)",
        "hat:theta_{«M L E»} [=] ARGMAX_{theta in Theta}{SUM_{i = 1}^{n}{LOG{«p (x_{i};theta)»}}}",
    ),
    (r"\lim\limits_{n\to\infty} a_n", "LIM_{n -> ∞}{a_{n}}"),
    (
        r"J = \frac{\partial (v_1, v_2)}{\partial (\psi_0, \psi_1)} \bigg|_{(0,0)}",
        "J [=] ∂1/(psi_{0},psi_{1}){(v_{1},v_{2})}|@(0,0)",
    ),
    (r"\frac{\partial^2 \mathcal{L}}{\partial w \partial w^\top} \succeq 0", "∂2/w,w^{`top}{cal:L} [psd] 0"),
    (r"\frac{d\lambda}{dp} = -\frac{1}{p^2} < 0", "d1/p{lambda} [=] (-{1 // p^{2}}) [<] 0"),
    (r"\partial_{\psi_1} \mathcal{L} = \sigma(-\psi_1)", "∂1/psi_{1}{cal:L} [=] «sigma ((-psi_{1}))»"),
    (r"D^*(x) := \operatorname*{arg\,max}_{D} V(D)", "«D^{`*} (x)» [:=] ARGMAX_{D}{«V (D)»}"),
    (r"\min_G\max_D V(D,G)", "MIN_{G}{MAX_{D}{«V (D,G)»}}"),
    (r"\nabla_w \frac{1}{n}\sum_i f_i(w)", "NABLA_{w}{«{1 // n} SUM_{i}{«f_{i} (w)»}»}"),
    (r"\nabla f(x)^T (y - x)", "«NABLA{«f (x)^{`top}»} ((+y-x))»"),
    (r"\nabla \cdot f", "«NABLA{_}·f»"),
    (r"\int |f(x)| dx", "INT{|«f (x)»|} dx"),
    (r"\int_0^1 \int_0^1 f(x,y)\,dx\,dy", "INT_{0}^{1}{INT_{0}^{1}{«f (x,y)»} dx} dy"),
    (r"\int f(x) \, p(x)\, dx \int g(y) dy", "«INT{«f (x) p (x)»} dx INT{«g (y)»} dy»"),
    (
        r"\int q(z) \log \frac{p(x,z)}{q(z)} dz - \int q \log q dz",
        "(+INT{«q (z) LOG{{«p (x,z)» // «q (z)»}}»} dz-INT{«q LOG{q}»} dz)",
    ),
    (r"\int\!\!\int f(x,y) dxdy", "INT{INT{«f (x,y)»} dx} dy"),
    (r"\frac{1}{2}\int \left( p \log p - q \log q \right)dx", "«{1 // 2} INT{((+«p LOG{p}»-«q LOG{q}»))} dx»"),
    (r"\int p(x) \left[ \int q(z|x) dz \right] dx", "INT{«p (x) [INT{«q (z|x)»} dz]»} dx"),
    (
        r"\frac{\partial}{\partial w}\left(\|y-Xw\|^2\right) = 2X^T(Xw-y)",
        "∂1/w{(‖(+y-«X w»)‖^{2})} [=] «2 X^{`top} ((+«X w»-y))»",
    ),
    (r"\frac{\partial L}{\partial w}\Big|_{w = w^*} = 0", "∂1/w{L}|@w = w^{`*} [=] 0"),
    (r"\left. L \right|_{w=w^*}", "L|@w = w^{`*}"),
    (r"\dot{\psi} = \nabla_\psi \mathcal{L}", "dot:psi [=] NABLA_{psi}{cal:L}"),
    (
        r"\frac{d}{dt}\begin{pmatrix} x \\ y \end{pmatrix} = A \begin{pmatrix} x \\ y \end{pmatrix}",
        "d1/t{M(x;y} [=] «A M(x;y»",
    ),
    (r"p_X(F(u)) \left|\frac{dF(u)}{du}\right|", "«p_{X} («F (u)») |d1/u{«F (u)»}|»"),
    (r"\argmax_{\theta}\ \log p_\theta(x)", "ARGMAX_{theta}{LOG{«p_{theta} (x)»}}"),
    (r"\arg \max_{\theta} f = \text{argmax}_\theta f", "ARGMAX_{theta}{f} [=] ARGMAX_{theta}{f}"),
    (r"\mathop{\rm arg\,max}_\theta f", "ARGMAX_{theta}{f}"),
    (r"\underset{D}{\max}\; V", "MAX_{D}{V}"),
    (
        r"\lim_{n \rightarrow \infty} \frac{1}{n}\sum_{i=1}^n x_i = \mu",
        "LIM_{n -> ∞}{«{1 // n} SUM_{i = 1}^{n}{x_{i}}»} [=] mu",
    ),
    (r"\partial_\theta^2 f", "∂2/theta,theta{f}"),
    (r"\partial^2_\theta f", "∂2/theta,theta{f}"),
    (r"\partial_{\theta\phi} f", "∂2/theta,phi{f}"),
    (r"\frac{\partial^2 f}{\partial\theta^2}", "∂2/theta,theta{f}"),
    (r"\frac{\partial^{2} f}{\partial x_i \partial x_j}", "∂2/x_{i},x_{j}{f}"),
    (r"J_{ij} = \frac{\partial v_i}{\partial \psi_j}", "J_{«i j»} [=] ∂1/psi_{j}{v_{i}}"),
]


@pytest.mark.parametrize(("latex", "expected"), TREES, ids=[t[0] for t in TREES])
def test_trees(latex, expected):
    assert shown_row(formula_row(latex)) == expected
