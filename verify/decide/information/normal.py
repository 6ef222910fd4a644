"""From terms to forms: every scalar term of this decider's language becomes a sum of Σ∫ w · log a · log b.

Sums, products, quotients, logarithms (split into irreducible positive factors), exponentials,
densities, unknown functions at points, integrals and sums over an index. Anything else is refused.
"""

from __future__ import annotations

from fractions import Fraction

import flint

from verify.decide.information import iid, integrate, points
from verify.decide.information.describe import describe
from verify.decide.information.forms import (
    Apart,
    Atom,
    Binder,
    Closed,
    Exp,
    Form,
    Iid,
    Key,
    OutOfReach,
    Poly,
    apart,
    constant,
    plus,
    scaled,
    single,
    times,
)
from verify.decide.information.positivity import jacobian
from verify.decide.information.products import log_of_product
from verify.decide.information.quotients import as_rational, factors, inverse
from verify.decide.information.setting import CHANGE_OF_VARIABLES, Setting
from verify.decide.information.sizes import at_least_one, canonical
from verify.terms.nodes import (
    Add,
    Apply,
    Const,
    Delta,
    Density,
    Entry,
    Extremum,
    Fn,
    Indicator,
    Integral,
    Mul,
    Num,
    Pow,
    Prod,
    Sum,
    Sym,
    Term,
)
from verify.terms.rewrite import bound, substitute, walk

MAX_POWER = 12
MAX_CONSTANT_BITS = 256


def normal(term: Term, setting: Setting) -> Form:
    """Return the normal form of an unfolded scalar term.

    Raises:
        OutOfReach: a construct outside the language, or a logarithm of something not known to be positive.

    """
    match term:
        case Num(value):
            return constant(value)
        case Const(name="pi"):
            return single(term)
        case Sym(of_sort="real" | "index" | "dimension") if not term.shape:
            return single(term)
        case Entry(array=Sym(), sort="real"):
            return single(term)
        case Add(terms):
            return plus(*(normal(part, setting) for part in terms))
        case Mul(parts):
            return product([normal(part, setting) for part in parts], setting)
        case Pow(base, exponent):
            return power(normal(base, setting), _integer(normal(exponent, setting)), setting)
        case Fn("log", arg) if (split := log_of_product(arg)) is not None:
            return normal(split, setting)
        case Fn(name, arg):
            return function(name, normal(arg, setting), setting)
        case Apply():
            return _apply(term, setting)
        case Indicator(left, right):
            return points.indicator(left, right, setting.context)
        case Density():
            return points.density(term, setting.context)
        case Integral(body, variables):
            return _integral(body, variables, setting)
        case Sum(body, index, upper):
            return _sum(body, index, upper, setting)
        case Prod():
            return iid.density(term, setting, normal)
        case Delta(left, right):
            return _delta(left, right)
        case Extremum(kind="max" | "min" | "sup" | "inf"):
            return single(term)
        case _:
            raise OutOfReach(f"{type(term).__name__} is outside the language of densities and logarithms")


def product(forms: list[Form], setting: Setting) -> Form:
    """Return the product of forms, log-free integrals pulled together with what cancels them."""
    total = constant(1)
    for form in forms:
        total = times(total, form, setting.names)
    return integrate.settled(total, setting) if len(forms) > 1 else total


def _integer(form: Form) -> int:
    value = form.get(Key(), Fraction(0))
    if form != constant(value) or value.denominator != 1 or abs(value) > MAX_POWER:
        raise OutOfReach("an exponent that is no small integer")
    return value.numerator


def power(form: Form, exponent: int, setting: Setting) -> Form:
    """Return form^exponent."""
    if exponent < 0:
        if any(isinstance(atom, Apart) for key in form for atom, _ in key.weight):
            raise OutOfReach("a division by 1 - δ of two indices, which may be 0")
        return power(inverse(form, setting.names), -exponent, setting)
    return product([form] * exponent, setting) if exponent else constant(1)


def _integral(body: Term, variables: tuple[Sym, ...], setting: Setting) -> Form:
    binders = []
    for variable in variables:
        if variable.sort not in ("point", "real") or (variable.shape and variable.sort != "point"):
            raise OutOfReach(f"an integral over the {variable.sort} {variable.name}")
        binders.append(Binder(iid.in_order(variable), points.space_of(variable, setting.context)))
    return _bound(body, list(zip(variables, binders, strict=True)), setting)


def _sum(body: Term, index: Sym, upper: Term, setting: Setting) -> Form:
    end = canonical(upper)
    if end is None or not at_least_one(end):
        raise OutOfReach("a sum whose upper end is not seen to be 1 or more")
    return _bound(body, [(index, Binder(index, "index", end))], setting)


def _delta(left: Term, right: Term) -> Form:
    if left == right:
        return constant(1)
    if not isinstance(left, Sym) or not isinstance(right, Sym):
        raise OutOfReach("a Kronecker delta of anything but two indices")
    return plus(constant(1), scaled(single(apart(left, right)), -1))


def _bound(body: Term, binders: list[tuple[Sym, Binder]], setting: Setting) -> Form:
    """Rename bound variables before the body is read: what is known of a free x says nothing of a bound x."""
    names: dict[Sym, Term] = {}
    renamed = []
    for variable, binder in binders:
        symbol = setting.names.temporary(binder)
        names[variable] = symbol
        renamed.append(Binder(symbol, binder.space, binder.upper))
    return integrate.bind(normal(substitute(body, names), setting), tuple(renamed), setting)


def _apply(term: Apply, setting: Setting) -> Form:
    """An unknown function at points. det J_F at F⁻¹(x) is 1/det J_F⁻¹ at x."""
    context = setting.context
    args = []
    for position, arg in enumerate(term.args):
        if arg.sort == "point":
            args.append(points.normal_point(arg, context))
            points.check_argument(term.function, position, args[-1], context)
        elif any(bound(node) for node in walk(arg)):
            raise OutOfReach(f"{term.function} of an integral or sum")
        else:
            args.append(arg)
    declared = context.function_by_name.get(term.function)
    if declared is None or len(declared.spaces) != len(args) or term.result != "real":
        raise OutOfReach(f"the function {term.function} is not declared with this many arguments")
    atom = Apply(term.function, tuple(args), term.orders, "real")
    inner = args[0]
    if jacobian(atom, context) and isinstance(inner, Apply) and inner.function == declared.inverse:
        setting.axioms.add(CHANGE_OF_VARIABLES)
        return single(Apply(declared.inverse, inner.args, (1,), "real"), -1)
    if declared.result != "real" and not jacobian(atom, context):
        raise OutOfReach(f"{term.function} is no real function")
    return single(atom)


def function(name: str, arg: Form, setting: Setting) -> Form:
    """Return an elementary function of a form."""
    match name:
        case "log":
            return log(arg, setting)
        case "exp":
            return exp(arg, setting)
        case "abs":
            return absolute(arg, setting)
        case "sign":
            return signum(arg, setting)
        case "sigmoid":
            grown = exp(arg, setting)
            return product([grown, inverse(plus(constant(1), grown), setting.names)], setting)
        case "softplus":
            return log(plus(constant(1), exp(arg, setting)), setting)
        case _:
            raise OutOfReach(f"the function {name}")


def log(arg: Form, setting: Setting) -> Form:
    """Return log arg, split into irreducible factors, each of which is known to be positive.

    Raises:
        OutOfReach: a factor is not known to be positive.

    """
    if not arg:
        raise OutOfReach("the logarithm of 0")
    scale, pairs = factors(as_rational(arg))
    parts = []
    for atom, exponent in pairs:
        factor, sign = oriented(atom, setting)
        if factor is None:
            raise OutOfReach(f"the logarithm of something not known to be positive: {describe(atom)}")
        scale *= sign if exponent % 2 else 1
        parts.append(scaled(_log_atom(factor), exponent))
    return plus(*parts, log_number(scale))


def oriented(atom: Atom, setting: Setting) -> tuple[Atom | None, int]:
    """Return the atom or its negative, whichever is known to be positive, and the sign (None: neither)."""
    if setting.is_positive(atom):
        return atom, 1
    if isinstance(atom, Poly):
        negative = Poly(tuple((weight, -value) for weight, value in atom.terms))
        if setting.is_positive(negative):
            return negative, -1
    return None, 1


def _log_atom(atom: Atom) -> Form:
    if isinstance(atom, Exp):
        return {Key(weight=atom.exponent): atom.scale}
    return {Key(logs=((atom, 1),)): Fraction(1)}


def log_number(value: Fraction) -> Form:
    """Return log value as a combination of logarithms of primes."""
    if value <= 0:
        raise OutOfReach(f"the logarithm of {value}")
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_CONSTANT_BITS:
        raise OutOfReach("the logarithm of a very long number")
    parts = []
    for number, sign in ((value.numerator, 1), (value.denominator, -1)):
        for prime, exponent in flint.fmpz(number).factor() if number > 1 else ():
            parts.append({Key(logs=((Num(Fraction(int(prime))), 1),)): Fraction(sign * int(exponent))})
    return plus(*parts)


def exp(arg: Form, setting: Setting) -> Form:
    """Return e^arg; e^(k log a) is a^k for integers k."""
    total = constant(1)
    for key, value in arg.items():
        if key.binders or (key.logs and (key.weight or len(key.logs) > 1 or key.logs[0][1] != 1)):
            raise OutOfReach("the exponential of an integral or of a product with a logarithm")
        if not key.logs:
            factor = single(Exp(key.weight, Fraction(1, value.denominator)), value.numerator)
        elif value.denominator != 1:
            raise OutOfReach("a fractional power")
        else:
            base = key.logs[0][0]
            plain = constant(base.value) if isinstance(base, Num) else as_form(base)
            factor = power(plain, value.numerator, setting)
        total = times(total, factor, setting.names)
    return total


def as_form(atom: Atom) -> Form:
    """Return an atom (a polynomial included) as a form."""
    return {Key(weight=weight): value for weight, value in atom.terms} if isinstance(atom, Poly) else single(atom)


def absolute(arg: Form, setting: Setting) -> Form:
    """Return |arg|, factor by factor; |det J| of a diffeomorphism is an atom."""
    if not arg:
        return {}
    scale, pairs = factors(as_rational(arg))
    parts = [constant(abs(scale))]
    for atom, exponent in pairs:
        factor, _ = oriented(atom, setting)
        if factor is None:
            if not isinstance(atom, Term):
                raise OutOfReach("the modulus of a sum of unknown sign")
            factor = Fn("abs", atom)
        parts.append(power(as_form(factor), exponent, setting))
    return product(parts, setting)


def signum(arg: Form, setting: Setting) -> Form:
    """Return the sign of arg, factor by factor; that of an atom of unknown sign is an atom (its square may be 0)."""
    if not arg:
        return {}
    scale, pairs = factors(as_rational(arg))
    parts = [constant(1 if scale > 0 else -1)]
    for atom, exponent in pairs:
        factor, side = oriented(atom, setting)
        if factor is not None:
            parts.append(constant(side**exponent))
        elif not isinstance(atom, Term):
            raise OutOfReach("the sign of a sum of unknown sign")
        else:
            parts.append(single(Fn("sign", atom), abs(exponent)))
    return product(parts, setting)


def reevaluated(key: Key, names: dict[Sym, Term], setting: Setting) -> Form:
    """Return the form of what stands under the binders of `key`, with symbols replaced by points.

    The binders are left free; the caller binds them again.
    """
    parts = [power(_evaluated(atom, names, setting), exponent, setting) for atom, exponent in key.weight]
    for atom, exponent in key.logs:
        if isinstance(atom, Num):
            parts += [{Key(logs=((atom, 1),)): Fraction(1)}] * exponent
        else:
            parts += [log(_evaluated(atom, names, setting), setting)] * exponent
    return product(parts, setting)


def _evaluated(atom: Atom, names: dict[Sym, Term], setting: Setting) -> Form:
    match atom:
        case Term():
            return normal(substitute(atom, names), setting)
        case Poly(terms):
            weights = [scaled(reevaluated(Key(weight=weight), names, setting), value) for weight, value in terms]
            return plus(*weights)
        case Exp(exponent, scale):
            return exp(scaled(reevaluated(Key(weight=exponent), names, setting), scale), setting)
        case Closed(binders, weight):
            own = setting.names.apart(Key(binders, weight))
            inner = reevaluated(Key(weight=own.weight), names, setting)
            return integrate.bind(inner, own.binders, setting)
        case Iid() | Apart():
            raise OutOfReach("a family of points under a change of variables")
