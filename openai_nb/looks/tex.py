"""Tex: the signs of TeX formulas and what they look like."""

from __future__ import annotations


def _pairs(words: str) -> dict[str, str]:
    each = words.split()
    return dict(zip(each[::2], each[1::2], strict=True))


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


LETTERS = _pairs("""
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ
varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ
Omega Ω infty ∞ partial ∂ nabla ∇ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ emptyset ∅ varnothing ∅ wp ℘ imath ı
jmath ȷ top ⊤ bot ⊥ angle ∠ degree ° dots … ldots … cdots ⋯ vdots ⋮ ddots ⋱ prime ′ square □ Box □
triangle △ diamond ⋄ star ⋆ heartsuit ♡ spadesuit ♠
""")
SIGNS = _pairs("""
times × cdot ⋅ div ÷ pm ± mp ∓ ast ∗ circ ∘ bullet ∙ oplus ⊕ otimes ⊗ odot ⊙ cup ∪ cap ∩ setminus ∖ wedge ∧
vee ∨ land ∧ lor ∨ neg ¬ lnot ¬ leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ ll ≪ gg ≫ approx ≈ sim ∼ simeq ≃ cong ≅
equiv ≡ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ forall ∀ exists ∃ nexists ∄
to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹
iff ⟺ mapsto ↦ longrightarrow ⟶ Longrightarrow ⟹ uparrow ↑ downarrow ↓ hookrightarrow ↪ rightleftharpoons ⇌
mid ∣ nmid ∤ parallel ∥ perp ⊥ vdash ⊢ models ⊨ therefore ∴ because ∵ colon : langle ⟨ rangle ⟩ lfloor ⌊
rfloor ⌋ lceil ⌈ rceil ⌉ lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ | ‖ { { } } backslash \\ prec ≺ succ ≻
preceq ⪯ succeq ⪰ asymp ≍ doteq ≐ triangleq ≜ lesssim ≲ gtrsim ≳ ltimes ⋉ rtimes ⋊ xrightarrow →
% % & & # # _ _ $ $
""")
LARGE = _pairs("""
sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁
bigwedge ⋀
""")
NAMES = _words("""
sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp min max sup inf lim limsup liminf
det dim ker gcd deg arg hom Pr argmin argmax
""")
BELOW = _words("lim limsup liminf min max sup inf argmin argmax det gcd Pr")
ACCENTS = _pairs("""
hat ^ widehat ^ bar ¯ overline ¯ tilde ~ widetilde ~ vec → overrightarrow → dot ˙ ddot ¨ check ˇ breve ˘
overbrace ⏞
""")
UNDER = _pairs("underline _ underbrace ⏟")
SPACES = {
    ",": 0.167,
    ":": 0.222,
    ";": 0.278,
    "!": -0.167,
    " ": 0.333,
    "quad": 1.0,
    "qquad": 2.0,
    "thinspace": 0.167,
}
FONTS = {
    "mathbf": "bold", "boldsymbol": "bold-italic", "bm": "bold-italic", "mathbb": "double-struck",
    "mathcal": "script", "mathscr": "script", "mathfrak": "fraktur", "mathrm": "normal", "mathit": "italic",
    "mathsf": "sans-serif", "mathtt": "monospace",
}  # fmt: skip
FENCES = {
    "matrix": ("", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"), "cases": ("{", ""), "aligned": ("", ""), "align": ("", ""),
    "align*": ("", ""), "array": ("", ""), "gathered": ("", ""), "split": ("", ""), "smallmatrix": ("", ""),
    "equation": ("", ""), "equation*": ("", ""), "gather": ("", ""), "gather*": ("", ""),
}  # fmt: skip
# Where each alphabet begins in Unicode: bold, italic… capitals; what is missing there stands elsewhere.
ALPHABETS = {
    "bold": (0x1D400, 0x1D41A, 0x1D7CE), "bold-italic": (0x1D468, 0x1D482, 0),
    "script": (0x1D49C, 0x1D4B6, 0), "fraktur": (0x1D504, 0x1D51E, 0),
    "double-struck": (0x1D538, 0x1D552, 0x1D7D8),
    "sans-serif": (0x1D5A0, 0x1D5BA, 0x1D7E2), "monospace": (0x1D670, 0x1D68A, 0x1D7F6),
}  # fmt: skip
ELSEWHERE = _pairs("""
double-struckC ℂ double-struckH ℍ double-struckN ℕ double-struckP ℙ double-struckQ ℚ double-struckR ℝ
double-struckZ ℤ scriptB ℬ scriptE ℰ scriptF ℱ scriptH ℋ scriptI ℐ scriptL ℒ scriptM ℳ scriptR ℛ scripte ℯ
scriptg ℊ scripto ℴ frakturC ℭ frakturH ℌ frakturI ℑ frakturR ℜ frakturZ ℨ
""")


def in_font(font: str, letter: str) -> str:
    """A letter or digit of an alphabet: `in_font("double-struck", "R")` is ℝ."""
    starts = ALPHABETS.get(font)
    if starts is None or not letter.isascii():
        return letter
    if font + letter in ELSEWHERE:
        return ELSEWHERE[font + letter]
    first = "A" if letter.isupper() else "a" if letter.islower() else "0" if letter.isdigit() else ""
    start = starts["Aa0".index(first)] if first else 0
    return chr(start + ord(letter) - ord(first)) if start else letter
