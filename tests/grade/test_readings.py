"""What students write, in their own ways, and the verdicts of its rows: right ones pass, wrong ones never."""

import pytest

from verify.grade.sheet import load_sheet
from verify.grade.submission import grade_file

#: (question, text, verdicts of its steps: p passed, r refuted, c carried, u undecided or unread)
ROWS = [
    # u beside x is F⁻¹(x), be it said before, behind or not at all
    ("3.1", r"Let $u = F^{-1}(x)$. Then $$p_{F(U)}(x) = p_U(u) |\det J_F(u)|^{-1}$$", "p"),
    ("3.1", r"$$p_{F(U)}(x) = p_U(u) |\det J_F(u)|^{-1} \quad\text{where } x = F(u)$$", "pu"),
    ("3.1", r"$$p_{F(U)}(x) = \frac{p_U(u)}{|\det DF(u)|}, u = F^{-1}(x)$$", "pu"),
    ("3.1", r"$$p_{F(U)}(x) = p_U(u) |\det J_F(u)|$$", "r"),
    ("3.1", r"$$D_{KL}[P_X \| P_{F(U)}] = E_{x \sim P_X}[\log p_X(x) - \log p_U(u) + \log |\det J_F(u)|]$$", "p"),
    ("3.1", r"$$D_{KL}[P_X \| P_{F(U)}] = E_{x \sim P_X}[\log p_X(x) - \log p_U(u) - \log |\det J_F(u)|]$$", "r"),
    ("3.1", r"$$\int \int p_X(x) p_U(u) du dx = 1$$", "p"),
    # a name for the inverse, and the laws that are named after it
    ("3.1", r"Let $G = F^{-1}$. $$p_{G(X)}(u) = p_X(F(u)) |\det J_F(u)|$$", "p"),
    ("3.1", r"Let $G = F^{-1}$. $$p_{G(X)}(u) = p_X(F(u)) |\det J_G(F(u))|$$", "r"),
    # a display goes on from the display before, not from a formula in the text between
    (
        "3.1",
        r"""$$D_{KL}[P_X \| P_{F(U)}] = \int p_X(x) \log\frac{p_X(x)}{p_{F(U)}(x)} dx$$
We have $|\det J_{F^{-1}}(F(u))| = |\det J_F(u)|^{-1}$, so
$$= \int p_X(F(u)) |\det J_F(u)| \log\frac{p_X(F(u)) |\det J_F(u)|}{p_U(u)} du$$""",
        "ppp",
    ),
    # all eigenvalues at once, by any letter
    ("5.3", r"$$\mathrm{Sp}(J^*) = \{-\tfrac12, \tfrac{i}{2}, -\tfrac{i}{2}\}$$", "p"),
    ("5.3", r"$$\sigma(J^*) = \{-1/2, \pm i/2\}$$", "p"),
    ("5.3", r"$$\sigma(J^*) = \{-1/2, \pm i\}$$", "r"),
    ("5.3", r"$$(\lambda_1, \lambda_2, \lambda_3) = (-1/2, i/2, -i/2)$$", "p"),
    ("5.3", r"$$\{\lambda_1, \lambda_2, \lambda_3\} = \{-1/2, i/2\}$$", "u"),
    ("5.3", r"$$\det(J^* - \mu I) = -(\mu + 1/2)(\mu^2+1/4)$$ $$\mu_{2,3} = \pm i$$", "pr"),
    ("5.3", r"$$\chi(\lambda) = \det(\lambda I - J^*) = (\lambda + \frac12)(\lambda^2 + \frac14)$$", "up"),
    ("5.3", r"$$\chi(\lambda) = \det(\lambda I - J^*) = (\lambda + \frac12)(\lambda^2 - \frac14)$$", "ur"),
    ("5.6", r"$$\lambda^2 + \gamma \lambda + \frac14 = 0$$", "p"),
    ("5.6", r"$$\lambda_{\pm} = -\frac\gamma2 \pm \frac12\sqrt{\gamma^2 - 1}$$", "p"),
    ("5.6", r"$$\lambda_{\pm} = -\gamma \pm \frac12\sqrt{\gamma^2 - 1}$$", "r"),
    ("5.6", r"$$\lambda_{2,3} = -\frac\gamma2 \pm \sqrt{\gamma^2 - 1}$$", "r"),
    ("5.6", r"$$\mathrm{Re}(\lambda_{2,3}) < 0$$", "p"),
    ("5.6", r"$$\operatorname{Re} \lambda_i < 0 \quad \forall i$$", "p"),
    ("5.3", r"$$\mathrm{Re}(\lambda_1) < 0$$", "u"),
    # a slope that was found is set to zero; a wrong one is solved
    ("1.3", r"$$\nabla L(w) = -2X^T(y-Xw) + 2\lambda w$$ $$w = (X^TX + \lambda I)^{-1} X^T y$$", "pp"),
    ("1.3", r"$$\nabla L(w) = -2X^T(y-Xw) + \lambda w$$ $$w = (X^TX + \frac\lambda2 I)^{-1} X^T y$$", "rc"),
    ("1.3", r"$$\nabla L(w) = -2X^T(y-Xw) + \lambda w$$ $$w = (X^TX + \lambda I)^{-1} X^T y$$", "ru"),
    ("1.2", r"$$(X^\top X + \frac{p}{1-p} \Gamma^2) p w = X^\top y$$ $$\lambda^{dropout} = \frac{p}{1-p}$$", "rc"),
    # rows and columns of X, entries in small letters
    ("1.1", r"$$X_i w = \sum_j X_{ij} w_j$$", "p"),
    ("1.1", r"$$x_i^\top w = \sum_j x_{ij} w_j$$", "p"),
    ("1.1", r"$$\Gamma_{jj} = \|X_{:,j}\|$$", "p"),
    ("1.1", r"$$\Gamma_{jj} = \|X_{j,:}\|$$", "u"),
    ("1.1", r"$$\Gamma_{jj}^2 = \|x_j\|^2$$", "p"),
    ("1.1", r"$$\|\Gamma w\|^2 = \sum_j \Gamma_j^2 w_j^2$$", "p"),
    ("1.1", r"$$\mathbb{E}[L(w)] = \sum_i E[(y_i - (x_i \odot r_i)^\top w)^2]$$", "p"),
    ("1.1", r"$$E[r_{ij}] = p$$ $$E[r_{ij}^2] = p^2$$", "pr"),
    ("1.1", r"$$\mathbb{E}[L(w)] = \sum_i Var(y_i - (x_i \odot r_i)^T w) + (y_i - p x_i^T w)^2$$", "p"),
    ("1.1", r"Let $r = y - X w$. $$\|r\|^2 = \|y - X w\|^2$$", "p"),
    ("1.1", r"$$x_i^\top w_j = p$$", "u"),
    ("1.1", r"$$E[R_{ij} R_{ik}] = p^2 \ (j \neq k), \quad E[R_{ij}^2] = p$$", "pp"),
    ("1.1", r"$$E[R_{ij} R_{ik}] = p^2, \quad j \neq k$$", "p"),
    ("1.1", r"$$E[R_{ij}] = p$$ $$E[R_{ij} R_{ik}] = p^2, \quad j = k$$", "pr"),
    # one number that is wrong
    ("5.6", r"$$\lambda_{2,3} = \frac{-\gamma \pm \sqrt{\gamma^2-4}}{2}$$", "r"),
    ("5.6", r"$$\lambda_{2,3} = \frac{-\gamma \pm \sqrt{\gamma^2+1}}{2}$$", "r"),
    ("5.6", r"$$\det(\bar J^* - \lambda I) = -(\lambda + \frac12)(\lambda^2 + \gamma\lambda + 1)$$", "r"),
    ("5.6", r"$$\lambda_{2,3} = \frac{-\gamma \pm \sqrt{\gamma^2-1}}{2}$$", "p"),
    ("5.6", r"$$|\lambda_\pm|^2 = \frac{\gamma^2}{4} + \frac{4 - \gamma^2}{4} = 1$$", "uu"),
    # other names for laws
    ("3.1", r"Let $c = p_{F(U)}$. $$c(F(u)) = p_U(u) \, |\det J_F(u)|^{-1}$$", "p"),
    ("3.1", r"$c = p_{F(U)}$ and $a = p_{F^{-1}(X)}$: $$D_{KL}(a \| p_U) = D_{KL}(p_X \| c)$$", "p"),
    ("3.1", r"Let $c = p_{F(U)}$. $$c(F(u)) = p_U(u) \, |\det J_F(u)|$$", "r"),
    ("4.1", r"Let $m = \frac12(f_0 + f_1)$. $$\frac{f_1}{m} = \frac{D^*}{2}$$", "r"),
    # what L is in 1.3 the student says
    ("1.3", r"$$L(w) = \frac12 \|y-Xw\|^2 + \lambda \|w\|^2$$ $$\nabla L(w) = X^T(Xw-y) + 2\lambda w$$", "up"),
    ("1.1", r"$$L(w) = \|y - X w\|^2$$ $$L(w) = \|y - (X \odot R) w\|^2$$", "up"),
    # σ is no name to be set to a number
    ("5.1", r"$$v_\theta = \psi_0 \sigma(\psi_0 \theta + \psi_1)$$ We may set $\sigma = 0$.", "p"),
    # a number lost inside
    (
        "4.1",
        r"$$JSD(p_0, p_1) = \frac12 (\mathbb{E}_{p_1}[\log D^*(x)] + \mathbb{E}_{p_0}[\log(1-D^*(x))] + \log 2)$$",
        "r",
    ),
    ("1.3", r"Sans dropout, mais avec une régularisation : $$\nabla L(w) = -2X^T(y-Xw) + \lambda w$$", "r"),
    ("1.3", r"Without dropout, $$\nabla L(w) = -2X^T(y-Xw) + \lambda w$$", "r"),
]

LETTERS = {"proved": "p", "confirmed": "p", "given": "p", "refuted": "r", "ill-typed": "r", "carried": "c"}


@pytest.mark.parametrize(("question", "text", "expected"), ROWS, ids=[f"{q} {t[:60]}" for q, t, _ in ROWS])
def test_rows(question, text, expected, tmp_path):
    answer = tmp_path / "answer.md"
    answer.write_text(f"# {question}\n\n{text}\n", encoding="utf-8")
    graded = grade_file(answer, load_sheet("ift6135-2020-hw3"))
    found = [step.verdict for q in graded.questions for step in q.steps]
    assert "".join(LETTERS.get(str(v), "u") for v in found) == expected


#: chains behind something that cannot be read: what follows in them is not right for that
BEHIND = [
    ("ift6135-2020-hw3", "5.6", r"$$|\lambda_\pm|^2 = \frac{\gamma^2}{4} + \frac{4 - \gamma^2}{4} = 1$$", "uu"),
    ("ece544-2023-ps5", "3h", r"Let $u(\xi) = q(\xi)$. $$u(\xi^*) = \log(1+\lambda) = \log(1+\lambda) + 0$$", "u"),
    ("ift6135-2020-hw3", "1.3", r"$$A = X^\top X + X^\top X = 2 X^\top X$$", "up"),
    # who says what a name stands for has proved nothing, at a second reading neither
    ("ece544-2023-ps5", "1e", r"Write $q_z$ for $q(z|x)$. $$q_z = p_\theta(x|z) p(z) e^{-\lambda}$$", "u"),
]


@pytest.mark.parametrize(("sheet", "question", "text", "expected"), BEHIND)
def test_chains_behind_what_cannot_be_read(sheet, question, text, expected, tmp_path):
    answer = tmp_path / "answer.md"
    answer.write_text(f"# {question}\n\n{text}\n", encoding="utf-8")
    graded = grade_file(answer, load_sheet(sheet))
    found = [step.verdict for q in graded.questions for step in q.steps if step.display]
    assert "".join(LETTERS.get(str(v), "u") for v in found) == expected
